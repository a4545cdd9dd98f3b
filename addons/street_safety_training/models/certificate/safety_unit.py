from odoo import api, fields, models
from odoo.fields import Domain


class SafetyUnit(models.Model):
    """Certificate coverage of a unit and those below it; each figure opens its gap list."""

    _inherit = "safety.unit"

    certificate_required_count = fields.Integer(string="Certificates required", compute="_compute_certificates")
    certificate_held_count = fields.Integer(string="Certificates valid", compute="_compute_certificates")
    certificate_gap_count = fields.Integer(string="Certificates missing", compute="_compute_certificates")
    certificate_coverage = fields.Float(
        string="Certificate coverage (%)", compute="_compute_certificates", digits=(5, 1), aggregator=None
    )

    @api.depends_context("uid", "safety_as_of")
    def _compute_certificates(self):
        """One grouped query for any number of units, over what the user may see."""
        domain = Domain("unit_id", "child_of", self._origin.ids)
        rows = self.env["safety.certificate.coverage"]._read_group(
            domain, ["unit_id"], ["required_count:sum", "held_count:sum"]
        )
        required = self._sum_below([(unit, number) for unit, number, _held in rows])
        held = self._sum_below([(unit, number) for unit, _required, number in rows])
        for unit in self:
            asked, have = required.get(unit._origin.id, 0), held.get(unit._origin.id, 0)
            unit.certificate_required_count = asked
            unit.certificate_held_count = have
            unit.certificate_gap_count = asked - have
            unit.certificate_coverage = 100 * have / asked if asked else 0

    def action_open_certificate_gaps(self):
        """Open the gap list of the unit and the units below it."""
        day = self.env["safety.certificate.coverage"]._safety_past_day()
        past = {"safety_as_of": str(day)} if day else {}
        action = self._open_below(
            "street_safety_training.safety_certificate_coverage_action", search_default_missing=1, **past
        )
        name = self.env._("Certificates missing on %s", day) if day else self.env._("Certificates missing")
        return {**action, "display_name": name}
