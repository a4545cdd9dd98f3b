from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class SafetyLetter(models.Model):
    """Signing by both sides, and the settlement at the end of the year."""

    _inherit = "safety.letter"

    def _signature_content(self):
        targets = [(one.name, one.direction, one.goal, one.measure or "", one.weight) for one in self.target_ids]
        parties = (self.first_party or "", self.second_party or "")
        return {"year": self.year, "parties": parties, "body": self.body or "", "targets": targets}

    def _signers(self, purpose):
        """Return the signatures for ``purpose`` on the present content."""
        content = self._signature_hash()
        return self.signature_ids.sudo().filtered(lambda sign: sign.purpose == purpose and sign.content_hash == content)

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_sign_first(self):
        """Sign for the first party; whoever has a say above the undertaking unit."""
        self._check_signable()
        if self.first_party_kind == "outside":
            raise UserError(self.env._("%s signs on paper: add the signed paper to the letter.", self.first_party))
        self.env["safety.access"]._check(self._first_unit(), "approve")
        return self._open_signing("first", bool(self._signers("second")))

    def action_sign_second(self):
        """Sign as the side that undertakes the targets: a seat of the unit, or somebody of the enterprise."""
        self._check_signable()
        outside = self.subject == "enterprise"
        if not outside and self.unit_id not in self.env.user._safety_seats().unit_id:
            raise UserError(self.env._("%s signs itself: you hold no post there.", self.second_party))
        complete = self._signers("first") or self.first_party_kind == "outside" and self.scan_ids
        return self._open_signing("second", bool(complete), outside)

    def action_complete(self):
        """Take the letter as signed, once both sides have signed."""
        return self._workflow_do("sign")

    def action_settle(self):
        """Ask for the conclusion, then settle the letter."""
        return self._open_reason("settle", self.env._("Conclusion of the year"))

    def action_take_figures(self):
        """Take the figures reached from the appraisal of the unit for that year, where a target names an indicator."""
        self.check_access("write")
        self.target_ids._take_figures()

    def _first_unit(self):
        """Return the unit whose people sign for the first party."""
        unit = self.unit_id.sudo()
        if self.first_party_kind == "above":
            return unit if self.subject == "enterprise" else unit.parent_id or unit
        return unit.browse(int(unit.parent_path.split("/")[0]))

    def _check_signable(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("“%s” is signed already.", self.display_name))
        if not self.target_ids:
            raise UserError(self.env._("“%s” has no targets yet: write them first.", self.display_name))

    def _open_signing(self, purpose, completes, outside=False):
        step = "sign" if completes else None
        return self.env["safety.sign.wizard"]._open_for(self, purpose, step, outside)

    # ---- guards and values -------------------------------------------------------------------------------------------

    def _check_signed(self):
        for letter in self:
            if letter.first_party_kind == "outside" and not letter.scan_ids:
                raise UserError(self.env._("Add the paper that %s has signed to “Signed paper”.", letter.first_party))
        self.filtered(lambda letter: letter.first_party_kind != "outside")._check_signatures("first")
        # Somebody of an enterprise has no seat, so no rule counts that signature.
        firms = self.filtered(lambda letter: letter.subject == "enterprise")
        (self - firms)._check_signatures("second")
        if unsigned := firms.filtered(lambda letter: not letter._signers("second")):
            raise UserError(self.env._("%s has not signed the present words.", unsigned[0].second_party))
        for letter in self:
            both = letter._signers("first").user_id & letter._signers("second").user_id
            if both:
                raise UserError(self.env._("%s signed for both sides: somebody else signs for one.", both[0].name))

    def _signed_values(self):
        return {"signed_on": self[:1].company_id._safety_today()}

    def _check_settled(self):
        for letter in self:
            if open_targets := letter.target_ids.filtered(lambda target: not target.is_reported):
                raise UserError(
                    self.env._(
                        "“%(letter)s”: enter what was reached for %(targets)s.",
                        letter=letter.display_name,
                        targets=format_list(self.env, open_targets.mapped("name")),
                    )
                )
            if self.env.user in letter._signers("second").user_id:
                raise UserError(self.env._("Who undertook a letter does not settle it."))

    def _settled_values(self):
        return {"settled_on": self[:1].company_id._safety_today(), "settled_by_id": self.env.uid}

    def _after_settle(self):
        """Keep the result as a work record of the unit where its regulation has a type for it. Constant statements.

        It proves the duty of the regulations that ask for it (GY-1.10, GY-2.10).
        """
        codes = self.kind_id.mapped("record_code")
        types = self.env["safety.record.type"].sudo().search([("code", "in", codes)]).grouped("code")
        self.env["safety.record"].sudo().create(
            [
                {
                    "type_id": types[letter.kind_id.record_code].id,
                    "name": letter.display_name,
                    "unit_id": letter.unit_id.id,
                    "date": letter.settled_on,
                    "user_id": self.env.uid,
                    "participant_ids": [fields.Command.set(self.env.user.ids)],
                    "letter_id": letter.id,
                    "note": Markup("<p>%s</p><ul>%s</ul>")
                    % (letter.settle_note, Markup().join(target._in_words() for target in letter.target_ids)),
                }
                for letter in self
                if letter.kind_id.record_code in types
            ]
        )._workflow_do("done")
