from odoo import api, fields, models
from odoo.exceptions import UserError

#: What an enterprise held by itself: it also says when, and how many were there.
HELD = ("training_type", "drill_type")


class SafetyCorrection(models.Model):
    """Evidence that an enterprise sends in the portal: it counts when somebody of the street has accepted it.

    A certificate becomes one of the enterprise's certificates, a new plan a draft that is still to be approved, a
    training or drill that the enterprise held by itself a draft that is still to be completed; photos of a drill, lists
    of a training and papers about a plan go to that drill, training or plan.
    """

    _inherit = "safety.correction"

    certificate_type_id = fields.Many2one("safety.certificate.type", readonly=True, ondelete="restrict")
    certificate_holder = fields.Char(string="Holder", readonly=True)
    certificate_number = fields.Char(string="Certificate number", readonly=True)
    certificate_date = fields.Date(string="Certificate issued on", readonly=True)
    certificate_date_end = fields.Date(string="Certificate valid until", readonly=True)
    certificate_id = fields.Many2one("safety.certificate", string="Certificate made", readonly=True, copy=False)
    drill_id = fields.Many2one("safety.drill", readonly=True, ondelete="restrict", index="btree_not_null")
    training_id = fields.Many2one("safety.training", readonly=True, ondelete="restrict", index="btree_not_null")
    plan_id = fields.Many2one("safety.plan", string="Emergency plan", readonly=True, ondelete="restrict",
                              index="btree_not_null")  # fmt: skip

    plan_type_id = fields.Many2one("safety.plan.type", string="Plan sent", readonly=True, ondelete="restrict")
    training_type_id = fields.Many2one(
        "safety.training.type", string="Own training", readonly=True, ondelete="restrict"
    )
    drill_type_id = fields.Many2one("safety.drill.type", string="Own drill", readonly=True, ondelete="restrict")
    held_on = fields.Date(string="Held on", readonly=True)
    head_count = fields.Integer(string="People taking part", readonly=True)

    def _own_kind(self):
        """Return the kind of training or drill that the enterprise held by itself, or none."""
        return self.training_type_id or self.drill_type_id

    def _evidence_for(self):
        """Return the drill, training or plan that the evidence is about; none for a certificate."""
        return self.drill_id or self.training_id or self.plan_id

    @api.depends(
        "certificate_type_id", "certificate_holder", "drill_id", "training_id", "plan_id", "plan_type_id",
        "training_type_id", "drill_type_id", "held_on",
    )  # fmt: skip
    def _compute_summary(self):
        result = super()._compute_summary()
        for correction in self:
            if kind := correction.certificate_type_id:
                correction.summary = f"{kind.name} {correction.certificate_holder or ''}".strip()
            elif kind := correction.plan_type_id:
                correction.summary = self.env._("New plan: %s", kind.name)
            elif kind := correction._own_kind():
                correction.summary = f"{kind.name} {correction.held_on}"
            elif about := correction._evidence_for():
                correction.summary = self.env._("Evidence: %s", about.sudo().display_name)
        return result

    @api.model
    def _paper_vals(self, enterprise, values, files):
        evidence = self._evidence_vals(enterprise, values, files)
        paper = super()._paper_vals(enterprise, values, files)
        if evidence and paper:
            raise UserError(self.env._("Send the paper and the evidence one after the other."))
        return evidence or paper

    @api.model
    def _evidence_vals(self, enterprise, values, files):
        """Return the values of the evidence in ``values`` (text from the portal); empty when none was chosen.

        :raises UserError: in words for the person who typed it
        """
        if not (chosen := str(values.get("evidence") or "").strip()):
            return {}
        name, _colon, number = chosen.partition(":")
        offered = {one["key"]: one for one in enterprise._portal_evidence(name)}
        if chosen not in offered:
            raise UserError(self.env._("Choose from the list what the evidence is about."))
        if not files:
            raise UserError(self.env._("Add a photo or PDF of “%s”.", offered[chosen]["label"]))
        if name == "certificate":
            return {"certificate_type_id": int(number), **self._certificate_vals(values)}
        held = self._held_vals(enterprise, values) if name in HELD else {}
        return {f"{name}_id": int(number), **held}

    @api.model
    def _held_vals(self, enterprise, values):
        day, people = self._paper_day(values.get("held_on")), (values.get("head_count") or "").strip()
        if not day:
            raise UserError(self.env._("On which day was it held? Fill in the date."))
        if day > enterprise.company_id._safety_today():
            raise UserError(self.env._("What is sent has been held: its date lies in the future."))
        if people and not (people.isascii() and people.isdigit() and int(people) < 100_000):
            raise UserError(self.env._("“%s” is no number of people.", people))
        return {"held_on": day, "head_count": int(people or 0)}

    @api.model
    def _certificate_vals(self, values):
        holder = " ".join((values.get("certificate_holder") or "").split())[:100]
        number = (values.get("certificate_number") or "").strip()[:100]
        first, last = (self._paper_day(values.get(name)) for name in ("certificate_date", "certificate_date_end"))
        for value, label in (
            (holder, self.env._("the holder")),
            (number, self.env._("the certificate number")),
            (first, self.env._("the day it was issued")),
        ):
            if not value:
                raise UserError(self.env._("Fill in %s as it stands on the certificate.", label))
        if last and last < first:
            raise UserError(self.env._("The certificate cannot end before it was issued."))
        return {
            "certificate_holder": holder,
            "certificate_number": number,
            "certificate_date": first,
            "certificate_date_end": last,
        }

    def _portal_values(self):
        about = self.sudo()._evidence_for()
        made = self.certificate_type_id or self.plan_type_id or self._own_kind()
        words = made and self.summary or about and about.display_name or ""
        values = super()._portal_values()
        return {**values, "paper": words or values["paper"]}
