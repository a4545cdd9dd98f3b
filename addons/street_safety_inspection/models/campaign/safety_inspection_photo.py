from odoo import api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    """Which inspections are looked at when they were made without a photo."""

    _inherit = "res.company"

    safety_photo_wanted = fields.Selection(
        [("none", "None"), ("campaign", "Those for campaigns"), ("all", "All")],
        string="Odd without a photo",
        default="campaign",
        required=True,
        help="Inspections finished without a single photo are listed for review; nothing follows by itself (ZF-3.4a).",
    )


class SafetyInspection(models.Model):
    """No formalism: an inspection without a photo, where one is wanted, is shown to the office (ZF-3.4a)."""

    _inherit = "safety.inspection"

    is_photo_missing = fields.Boolean(string="Without a photo", readonly=True, copy=False)

    def _workflow_protected(self):
        return super()._workflow_protected() | {"is_photo_missing"}

    @api.model
    def _odd_domain(self):
        return super()._odd_domain() | Domain("is_photo_missing", "=", True)

    @api.depends("is_photo_missing")
    def _compute_oddity(self):
        result = super()._compute_oddity()
        for inspection in self.filtered("is_photo_missing"):
            inspection.oddity = "；".join(filter(None, (inspection.oddity, self.env._("no photo"))))
        return result

    def _note_oddities(self):
        result = super()._note_oddities()
        wanted = self.filtered(
            lambda one: (
                not one.kind_id.by_enterprise
                and {"all": True, "campaign": bool(one.campaign_task_id)}.get(one.company_id.safety_photo_wanted)
            )
        )
        if bare := wanted.filtered(lambda one: not (one.line_ids.photo_ids | one.line_ids.after_photo_ids)):
            bare._workflow_write({"is_photo_missing": True})
        return result
