from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: What evidence of an enterprise is about, with the field that keeps its files.
KEPT_IN = {"drill_id": "photo_ids", "training_id": "material_ids"}


class SafetyCorrection(models.Model):
    """Evidence that an enterprise sends in the portal: it counts when somebody of the street has accepted it.

    A certificate becomes one of the enterprise's certificates, a new plan a draft that is still to be approved; photos
    of a drill, lists of a training and papers about a plan go to that drill, training or plan.
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

    def _evidence_for(self):
        """Return the drill, training or plan that the evidence is about; none for a certificate."""
        return self.drill_id or self.training_id or self.plan_id

    @api.depends("certificate_type_id", "certificate_holder", "drill_id", "training_id", "plan_id", "plan_type_id")
    def _compute_summary(self):
        result = super()._compute_summary()
        for correction in self:
            if kind := correction.certificate_type_id:
                correction.summary = f"{kind.name} {correction.certificate_holder or ''}".strip()
            elif kind := correction.plan_type_id:
                correction.summary = self.env._("New plan: %s", kind.name)
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
        offered = {one["key"]: one for one in enterprise._portal_evidence()}
        if chosen not in offered:
            raise UserError(self.env._("Choose from the list what the evidence is about."))
        if not files:
            raise UserError(self.env._("Add a photo or PDF of “%s”.", offered[chosen]["label"]))
        name, number = chosen.split(":")
        if name == "certificate":
            return {"certificate_type_id": int(number), **self._certificate_vals(values)}
        return {f"{name}_id": int(number)}

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

    def _take_over_files(self):
        """Put the files where the evidence belongs; what is no evidence goes to the chatter of the enterprise."""
        certificates, plans = self.filtered("certificate_type_id"), self.filtered("plan_type_id")
        papers = self.filtered(lambda one: one._evidence_for())
        certificates._take_over_certificates()
        for correction in plans:  # each may be the next version of another plan
            correction._take_over_plan()
        for correction in papers:  # one message for each
            correction._take_over_evidence()
        evidence = certificates | plans | papers
        return super(SafetyCorrection, self - evidence)._take_over_files()

    def _take_over_certificates(self):
        """Make the certificates, all in one creation. The originals of the files stay."""
        made = self.env["safety.certificate"].create(
            [
                {
                    "enterprise_id": correction.enterprise_id.id,
                    "type_id": correction.certificate_type_id.id,
                    "name": correction.certificate_holder,
                    "number": correction.certificate_number,
                    "date_issue": correction.certificate_date,
                    **({"date_end": correction.certificate_date_end} if correction.certificate_date_end else {}),
                    "scan_ids": [Command.set(correction._copied_files({"res_model": False, "res_id": False}).ids)],
                }
                for correction in self
            ]
        )
        for correction, certificate in zip(self.sudo(), made, strict=True):
            correction._workflow_write({"certificate_id": certificate.id})

    def _take_over_plan(self):
        """Make a draft of the plan, or of the next version of the one in force; who may approve it reads it first."""
        enterprise, kind = self.enterprise_id, self.plan_type_id
        plans = self.env["safety.plan"]
        present = plans.search(
            [("enterprise_id", "=", enterprise.id), ("type_id", "=", kind.id), ("state", "=", "in_force")], limit=1
        )
        if present:
            plan = plans.browse(present.action_new_version()["res_id"])
        else:
            name = self.env._("%(kind)s of %(enterprise)s", kind=kind.name, enterprise=enterprise.name)
            plan = plans.create(
                {"name": name, "type_id": kind.id, "unit_id": enterprise.unit_id.id, "enterprise_id": enterprise.id}
            )
        plan.file_ids = [Command.set(self._copied_files({"res_model": plan._name, "res_id": plan.id}).ids)]
        self.sudo()._workflow_write({"plan_id": plan.id})

    def _take_over_evidence(self):
        about = self._evidence_for()
        files = self._copied_files({"res_model": about._name, "res_id": about.id})
        field = next((KEPT_IN[name] for name in KEPT_IN if self[name]), None)
        if field and not about.frozen_at:
            about.write({field: [Command.link(file.id) for file in files]})
        words = self.env._("Evidence from %(enterprise)s. %(note)s",
                           enterprise=self.enterprise_id.name, note=self.note or "")  # fmt: skip
        about.message_post(body=words, attachment_ids=files.ids)

    def _portal_values(self):
        about = self.sudo()._evidence_for()
        made = self.certificate_type_id or self.plan_type_id
        words = made and self.summary or about and about.display_name or ""
        values = super()._portal_values()
        return {**values, "paper": words or values["paper"]}
