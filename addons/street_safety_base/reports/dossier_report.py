from odoo import api, models
from odoo.tools import format_date


class DossierReport(models.AbstractModel):
    """The file of one enterprise on paper (一企一档). Addons add chapters to the template."""

    _name = "report.street_safety_base.report_dossier"
    _description = "Enterprise file on paper"
    _inherit = ["safety.document.report"]
    _document_model = "safety.enterprise"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {
            **values,
            "label": self._label,
            "chosen": self._chosen,
            "day": lambda value: format_date(self.env, value, date_format="long") if value else "",
            "today": self.env.company._safety_today(),
            "seats": self._seats(values["docs"]),
        }

    def _label(self, record, name):
        """Return what a field is called, in the reader's language."""
        return record._fields[name]._description_string(self.env)

    def _chosen(self, record, name):
        """Return the words of a selection."""
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    def _seats(self, enterprises):
        """Return {enterprise: appointments in force at its unit and those above}, nearest first. One query."""
        paths = {one: [int(part) for part in one.unit_id.parent_path.split("/") if part] for one in enterprises}
        wanted = {unit for path in paths.values() for unit in path}
        # Who answers for an enterprise is no secret to whoever may read its file, higher units included.
        held = (
            self.env["safety.appointment"]
            .sudo()
            .search([("unit_id", "in", list(wanted)), ("is_current", "=", True)], order="unit_id, post_id")
        )
        by_unit = held.grouped("unit_id")
        units = self.env["safety.unit"].sudo()
        return {
            one: held.browse().union(*(by_unit.get(units.browse(unit), held.browse()) for unit in reversed(path)))
            for one, path in paths.items()
        }
