import base64
from datetime import date

from odoo import models

from odoo.addons.street_safety_base.models.demo import pictures


class SafetyDemo(models.AbstractModel):
    """Responsibility letters: last year's settled, this year's signed but one, and one of an enterprise."""

    _inherit = "safety.demo"

    def _build_letters(self, content):
        year = self._today().year
        kinds = {name: self._own_kind(name) for name in ("district", "community", "enterprise")}
        kinds["district"].first_party_name = content["outside"]
        letters = self.env["safety.letter"]
        last = letters._generate(kinds["community"], year - 1, self._street())
        self._sign_letters(last)
        self._settle_letters(last, content)
        self._date_letters(last, year - 1)
        present = letters._generate(kinds["community"], year, self._street())
        self._sign_letters(present[content["unsigned"] :])
        letters._generate(kinds["district"], year, self._street())
        enterprise = self.env["safety.enterprise"].search([("unit_id", "child_of", self._street().ids)], limit=1)
        one = letters.create({"kind_id": kinds["enterprise"].id, "enterprise_id": enterprise.id, "year": year})
        holder = self._seated(one.unit_id)
        self._sign_as(one, holder, "first")
        one.with_user(holder)._sign("second", self._drawn(content["enterprise"]), signer_name=content["enterprise"])
        one.with_user(holder).action_complete()

    def _own_kind(self, name):
        template = self.env.ref(f"street_safety_accountability.letter_kind_{name}")
        return template.copy({"company_id": self._company().id, "name": template.name})

    def _sign_letters(self, letters):
        leader = self._user("leader")
        for letter in letters:
            self._sign_as(letter, self._seated(letter.unit_id), "second")
            self._sign_as(letter, leader, "first")
            letter.with_user(leader).action_complete()

    def _settle_letters(self, letters, content):
        for letter, figures in zip(letters, content["figures"] * len(letters), strict=False):
            for target, figure, remark in zip(letter.target_ids, figures, content["remarks"], strict=True):
                target.write({"actual": figure, "note": remark})
        for letter in letters:
            letter.with_user(self._user("office"))._do_because("settle", content["conclusion"])

    def _date_letters(self, letters, year):
        signed, settled = date(year, 1, 10), date(year, 12, 28)
        rows = [{"id": letter.id, "signed_on": signed, "settled_on": settled} for letter in letters]
        self._rewrite("safety.letter", rows)

    def _sign_as(self, letter, user, purpose):
        letter.with_user(user)._sign(purpose, self._drawn(user.login))

    def _drawn(self, name):
        return base64.b64encode(pictures.signature(name))

    def _seated(self, unit):
        """Return somebody who holds a seat of ``unit`` today."""
        seats = self.env["safety.appointment"].search([("unit_id", "=", unit.id)])
        return seats.filtered_domain(seats._in_office(self._today())).user_id[:1]
