from odoo import fields, models


class SafetyNoticeLine(models.Model):
    """One hazard as the notice words it. Taking the line off a draft never touches the hazard."""

    _name = "safety.notice.line"
    _description = "Line of a rectification notice"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "notice_id"
    _order = "notice_id, sequence, id"

    notice_id = fields.Many2one("safety.notice", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    hazard_id = fields.Many2one("safety.hazard", required=True, index=True, ondelete="restrict")
    name = fields.Text(string="To be rectified", help="The words printed on the notice.")
    measure = fields.Text(string="Measure asked for")
    deadline = fields.Date(string="By when")
    state = fields.Selection(related="hazard_id.state", string="Hazard status")

    _hazard_uniq = models.Constraint("UNIQUE(notice_id, hazard_id)", "A notice lists each hazard once.")

    def _order_hazards(self):
        """Put the hazards under the deadlines of the notice, and under rectification where they are not yet."""
        for line in self:
            line.hazard_id.sudo()._workflow_write({"deadline": line.deadline, "overdue_told_on": False})
        if reported := self.hazard_id.filtered(lambda hazard: hazard.state == "reported"):
            reported._workflow_do("order")

    def _withdraw_hazards(self):
        """Take the hazards back that only these (void) notices ordered."""
        others = self.sudo().hazard_id.notice_line_ids.filtered(
            lambda line: line.notice_id.state in ("issued", "served")
        )
        hazards = self.hazard_id.filtered(lambda hazard: hazard.state == "rectifying") - others.hazard_id
        if hazards:
            hazards._workflow_do("withdraw")
