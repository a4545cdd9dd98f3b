from odoo import api, models


class SafetyAdoptWizard(models.TransientModel):
    """Units that a regulation names: the police station, the forestry station."""

    _inherit = "safety.adopt.wizard"

    @api.depends("line_ids.our_unit_id")
    def _compute_gap_total(self):
        return super()._compute_gap_total()

    def _suggestions(self, content):
        """Add the units named: that of the same code, else the only one whose name ends so."""
        lines = super()._suggestions(content)
        units = self.env["safety.unit"].search([("company_id", "=", self.unit_id.company_id.id)])
        uses = [code for rule in content.get("rules") or [] for code in rule.get("units") or []]
        names = {row["code"]: row["name"] for row in content.get("units") or []}
        for code in {**names, **dict.fromkeys(uses)}:
            name = names.get(code, code)
            found = units.filtered(lambda unit, code=code: unit.code == code)
            alike = units.filtered(lambda unit, name=name: unit.name.endswith(name))
            ours = found or (alike if len(alike) == 1 else units.browse())
            values = {"type": "units", "code": code, "name": name, "rule_count": uses.count(code)}
            lines.append((0, 0, {**values, "our_unit_id": ours.id}))
        return lines
