from odoo import api, models

# The same colours as on the screen, mixed with the white of the paper.
COLOURS = {
    "overdue1": "#f6c9cd", "overdue2": "#ee969e", "overdue3": "#dc3545", "soon": "#ffe29b", "open": "#c2e3f0",
    "met": "#b7dfc0", "waived": "#dddddd", "none": "#ffffff",
}  # fmt: skip


class OverviewReport(models.AbstractModel):
    """The leader's overview on one sheet of A4 landscape, with the figures that its reader may see."""

    _name = "report.street_safety_base.report_overview"
    _description = "Leader overview"
    _inherit = ["safety.document.report"]
    _document_model = "safety.unit"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        month = (data or {}).get("month") or None
        overview = self.env["safety.overview"]
        return {
            **values,
            "company": self.env.company,
            "today": self.env.company._safety_today(),
            "overviews": [overview.leader_overview(unit.id, month) for unit in values["docs"]],
            "colour": self._colour,
            "widest": lambda bars: max([1, *(bar["count"] for bar in bars)]),
        }

    def _colour(self, cell):
        """Return the background of a cell."""
        key = f"overdue{cell['level']}" if cell["status"] == "overdue" else cell["status"]
        return COLOURS[key]
