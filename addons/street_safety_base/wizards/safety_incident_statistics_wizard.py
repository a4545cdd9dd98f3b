from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyIncidentStatisticsWizard(models.TransientModel):
    """Print accidents and casualties of a period by community (BF-1.2.5b, BF-1.3.8b, GY-4.2.12, GY-5.6)."""

    _name = "safety.incident.statistics.wizard"
    _description = "Statistics of accidents: choice"
    _inherit = ["safety.wizard"]

    unit_id = fields.Many2one(
        "safety.unit",
        required=True,
        default=lambda self: self.env.user._safety_default_unit(),
        help="With all units below.",
    )
    row_type_id = fields.Many2one(
        "safety.unit.type", string="A row for each", help="Empty: each community, or each village."
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_span()[0],
        help="Counted by the day it happened.",
    )
    date_to = fields.Date(string="Until", required=True, default=lambda self: self._default_span()[1])

    def _default_span(self):
        return self.env["safety.incident.statistics"]._default_span(self.env.company)

    @api.constrains("date_from", "date_to")
    def _check_span(self):
        for wizard in self:
            if wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("“From” lies after “Until”. Exchange the two days."))

    def _figures(self):
        self.ensure_one()
        statistics = self.env["safety.incident.statistics"]
        return statistics._figures(self.unit_id, self.date_from, self.date_to, self.row_type_id)

    def action_print(self):
        """Print the table (PDF)."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_incident_statistics_action").report_action(self, config=False)

    def action_print_xlsx(self):
        """Download the table (XLSX)."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_incident_statistics_xlsx").report_action(self, config=False)

    def action_open(self):
        """Open the accidents that the table counts."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_incident_action")
        return {**action, "domain": self._figures()["total"]["cells"][0]["domain"], "context": {}}
