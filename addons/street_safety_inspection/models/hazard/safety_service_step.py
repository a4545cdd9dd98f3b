from odoo import api, fields, models
from odoo.fields import Domain


class SafetyServiceStep(models.Model):
    """Remind, warn, sanction 首查再查三查: what the street does when the same matter is found again (ZF-T11.4)."""

    _name = "safety.service.step"
    _description = "Step of the service ladder"
    _order = "at_least, id"

    name = fields.Char(required=True)
    at_least = fields.Integer(
        string="From the … time on", required=True, help="Counted: the same category at the same enterprise."
    )
    notice_kind_id = fields.Many2one("safety.notice.kind", string="By", ondelete="restrict")
    advice = fields.Text()
    active = fields.Boolean(default=True)

    _at_least_positive = models.Constraint("CHECK(at_least > 0)", "The ladder begins with the first time.")


class SafetyHazard(models.Model):
    _inherit = "safety.hazard"

    service_step_id = fields.Many2one(
        "safety.service.step", string="Step of the service ladder", compute="_compute_service_step_id"
    )

    @api.depends("alike_count", "severity")
    def _compute_service_step_id(self):
        steps = self.env["safety.service.step"].search(Domain.TRUE).sorted("at_least")
        for hazard in self:
            times = hazard.alike_count + 1
            # A major hazard need not wait for the third time.
            reached = steps if hazard.severity == "major" else steps.filtered(lambda one, n=times: one.at_least <= n)
            hazard.service_step_id = reached[-1:]
