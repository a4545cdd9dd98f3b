from odoo import api, models


class YearlyReport(models.AbstractModel):
    """The report of a street's year on paper: contents, a table each section, the block for signatures and the date."""

    _name = "report.street_safety_accountability.report_yearly"
    _description = "Yearly report"
    _inherit = ["safety.document.report"]
    _document_model = "safety.unit"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        year = (data or {}).get("year") or None
        reports = self.env["safety.yearly.report"]
        return {
            **values,
            "company": self.env.company,
            "reports": [reports.yearly_report(unit.id, year) for unit in values["docs"]],
            "filled": self._filled,
        }

    def _filled(self, section):
        """Tell whether a section has any figure to print; without one it says so in a sentence."""
        lines = [*section["rows"], *([section["total"]] if section["total"] else [])]
        return any(cell["value"] for line in lines for cell in line["cells"])
