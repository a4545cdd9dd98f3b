from odoo import fields, models


class SafetyInspectionKind(models.Model):
    """An inspection of those who supervise proves nothing for those they supervise."""

    _inherit = "safety.inspection.kind"

    is_supervision = fields.Boolean(
        string="Of a supervision",
        help="It compares what is found with what was reported, and counts for no duty of the unit that reported.",
    )


class SafetyInspection(models.Model):
    """What stands at an enterprise, found by those who supervise: compared with what was reported."""

    _inherit = "safety.inspection"

    supervision_line_id = fields.Many2one(
        "safety.supervision.line",
        string="Of the supervision",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )

    def _after_done(self):
        """Fill in the lines of a supervision with what was found, and what that is against the reports."""
        result = super()._after_done()
        for inspection in self.filtered("supervision_line_id"):
            line = inspection.supervision_line_id
            if line.supervision_id.state != "draft" or line.enterprise_id != inspection.enterprise_id:
                continue
            verdict, words = line._compare(inspection.hazard_ids)
            line.write({"verdict": verdict, "found": words or line.found})
        return result


class SafetySupervisionLine(models.Model):
    _inherit = "safety.supervision.line"

    inspection_ids = fields.One2many("safety.inspection", "supervision_line_id", string="Inspections", readonly=True)

    def action_inspect(self):
        """Open the inspection of the enterprise by those who supervise, or begin it."""
        self.ensure_one()
        self.check_access("read")
        visit = self.supervision_id
        kind = self.env["safety.inspection.kind"].search([("is_supervision", "=", True)], limit=1)
        return self.inspection_ids._open_or_begin(
            self.enterprise_id,
            visit.supervisor_ids,
            supervision_line_id=self.id,
            kind_id=kind.id,
            date=visit.date,
        )
