from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date


class SafetyAppointment(models.Model):
    """Open hazards go along when a seat is handed over."""

    _inherit = "safety.appointment"

    def _handover_sections(self):
        served = self.served_unit_ids or self.unit_id
        hazards = self.env["safety.hazard"]
        found = hazards.search(Domain("unit_id", "child_of", served.ids) & hazards._open_domain())
        states = dict(hazards._fields["state"]._description_selection(self.env))
        section = {
            "title": self.env._("Open hazards"),
            "head": [
                self.env._("Enterprise"),
                self.env._("Problem"),
                self.env._("To be rectified by"),
                self.env._("Status"),
            ],
            "rows": [
                [
                    hazard.enterprise_id.display_name,
                    hazard.name,
                    format_date(self.env, hazard.deadline) if hazard.deadline else "",
                    states[hazard.state],
                ]
                for hazard in found
            ],
        }
        return [*super()._handover_sections(), section]
