from odoo import api, models


class SafetyUnit(models.Model):
    """The tree as a workbook."""

    _inherit = "safety.unit"

    @api.model
    def action_export_organisation(self):
        """Download the units, posts and people of the current street; the report checks who may.

        An empty street gives the template.
        """
        top = self.search([("company_id", "=", self.env.company.id), ("parent_id", "=", False)])
        return self._organisation_workbook(top)

    @api.model
    def _organisation_workbook(self, units):
        """Return the action that downloads ``units`` and all below them; the empty template without units."""
        report = self.env.ref("street_safety_base.safety_organisation_report")
        return report.report_action(units.ids, data=None if units else {"template": True}, config=False)
