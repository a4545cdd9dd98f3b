from odoo import models


class SafetyEnterprise(models.Model):
    """The papers, as the enterprise's own people see them."""

    _inherit = "safety.enterprise"

    def _portal_paper_types(self):
        """Return the types of paper the enterprise may send, what it lacks first."""
        types = self.env["safety.dossier.type"].sudo().search([("company_id", "in", [False, self.company_id.id])])
        return self.missing_type_ids | types

    def _portal_file(self):
        labels = dict(self.env["safety.dossier.item"]._fields["state"]._description_selection(self.env))
        stars = dict(self._fields["stars"]._description_selection(self.env))
        shown = self.dossier_item_ids.filtered(lambda item: item.is_current and item.state != "undated")
        return {
            **super()._portal_file(),
            "stars": stars.get(self.stars),
            "missing": self.missing_type_ids.mapped("name"),
            "papers": [
                {
                    "name": item.name,
                    "date_end": item.date_end,
                    "state": item.state,
                    "state_label": labels[item.state],
                }
                for item in shown
            ],
        }

    def _portal_form(self):
        kinds = self._portal_paper_types()
        return {**super()._portal_form(), "paper_types": [{"id": kind.id, "name": kind.name} for kind in kinds]}
