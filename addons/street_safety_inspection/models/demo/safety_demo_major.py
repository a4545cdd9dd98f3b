import base64
from datetime import timedelta

from odoo import models
from odoo.fields import Command

from odoo.addons.street_safety_base.models.demo import pictures


class SafetyDemo(models.AbstractModel):
    """Major hazards of today at different steps: under listing, being reported, still to be assessed."""

    _inherit = "safety.demo"

    def _build_major(self):
        """Bring one major hazard to its listing, leave one at its report form and one at the safety officer."""
        words = self._findings()["major"]
        grid = self._user("grid")
        listed = self._major_today(self._firms("SF111")[8], grid, words["listed"])
        self._formed_today(listed, words)
        self._listed_today(listed, words)
        second = self._major_today(self._firms("SF221")[4], self._user("cadre2"), words["reported"])
        second.action_form()
        plan = {"kind": "plan", "text": words["plan"], "sender": second.enterprise_id.principal_name}
        second.sudo()._answer(plan, (), True)
        unclear = self._unclear_today(self._firms("SF112")[3], self._user("cadre"), words["unclear"])
        unclear.action_ask()

    def _major_today(self, firm, user, words):
        """Let ``user`` report and order a major hazard at ``firm``, with its five elements and their evidence."""
        photo = {"name": "before.jpg", "raw": pictures.photo("exit", False, firm.id, str(self._today()))}
        hazard = (
            self.env["safety.hazard"]
            .with_user(user)
            .create(
                {
                    "enterprise_id": firm.id,
                    "severity": "major",
                    "deadline": self._today() + timedelta(days=30),
                    "listing_authority": "street",
                    "before_photo_ids": [Command.create(photo)],
                    **{name: words[name] for name in words if name != "elements"},
                }
            )
        )
        for element in hazard.element_ids:
            proof = {
                "name": f"{element.kind}.jpg",
                "raw": pictures.photo("people", True, element.id, str(self._today())),
            }
            facts = {"text": words["elements"][element.kind], "evidence_ids": [Command.create(proof)]}
            if element.kind == "funds":
                facts["amount"] = 36000
            if element.kind == "deadline":
                facts["date"] = hazard.deadline
            element.write(facts)
        hazard.action_order()
        return hazard

    def _formed_today(self, hazard, words):
        """Take the report form through verification, two signatures, seal, review and receipt."""
        form = self.env["safety.hazard.form"].browse(hazard.action_form()["res_id"])
        officer = form.with_user(self._user("safety"))
        officer.verification = words["verification"]
        officer.action_verify()
        officer.sealed = True
        secretary = self._secretary(hazard.unit_id.sudo().parent_id)
        for user in (self._user("community"), secretary):
            form.with_user(user)._sign("sign", base64.b64encode(pictures.signature(user.login)))
        form.with_user(secretary).action_signed()
        form.with_user(self._user("leader3"))._do_because("review", words["review"])
        form.with_user(self._user("office")).action_receive()

    def _secretary(self, community):
        """Return the second principal of the first community: the Party secretary, made for the two signatures."""
        user = self._user("secretary")
        if not user:
            company = self._company()
            vals = {"name": self._findings()["major"]["secretary"], "login": "secretary", "password": "demo"}
            user = self._user("community").copy(
                {**vals, "email": False, "company_id": company.id, "company_ids": [Command.set(company.ids)]}
            )
            self.env["safety.appointment"].create(
                {
                    "user_id": user.id,
                    "post_id": self._post("community_party_secretary").id,
                    "unit_id": community.id,
                    "date_start": self._today() - timedelta(days=900),
                }
            )
        return user

    def _listed_today(self, hazard, words):
        office = self._user("office")
        listing = hazard.listing_ids.with_user(office)
        listing.write({"reason": words["reason"], "plan_due": self._today() + timedelta(days=7)})
        listing._sign("list", base64.b64encode(pictures.signature(office.login)))
        listing.action_list()
        dialog = self.env["safety.hazard.act.wizard"].with_user(self._user("grid"))
        dialog.create({"hazard_id": hazard.id, "kind": "follow_up", "text": words["follow_up"]}).action_confirm()

    def _unclear_today(self, firm, user, name):
        return (
            self.env["safety.hazard"]
            .with_user(user)
            .create(
                {
                    "enterprise_id": firm.id,
                    "name": name,
                    "severity": "undetermined",
                    "deadline": self._today() + timedelta(days=7),
                }
            )
        )
