from odoo import api, models
from odoo.tools import format_date


class HandoverReport(models.AbstractModel):
    """The open work that passes on with a seat: printed when it is handed over, signed by both sides."""

    _name = "report.street_safety_base.report_handover"
    _description = "Hand-over report"
    _inherit = ["safety.document.report"]
    _document_model = "safety.appointment"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        seats = values["docs"]
        successors = seats._successors()
        return {
            **values,
            "day": lambda value: format_date(self.env, value, date_format="long") if value else "",
            "people": list(seats.grouped("user_id").items()),
            "successor": lambda seat: self._successor(seat, successors),
            "sections": lambda seat: seat._handover_sections(),
        }

    def _successor(self, seat, successors):
        following = successors.filtered(lambda new: new.post_id == seat.post_id and new.unit_id == seat.unit_id)
        return "、".join(following.user_id.mapped("name")) or self.env._("nobody yet: the seat is vacant")
