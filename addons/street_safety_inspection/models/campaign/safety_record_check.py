from odoo import fields, models


class SafetyRecordCheck(models.Model):
    """One point of a work record's checklist and its answer."""

    _name = "safety.record.check"
    _description = "Point of a work record"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "record_id"
    _order = "record_id, sequence, id"

    record_id = fields.Many2one("safety.record", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one("safety.checklist.item", string="Item of the checklist", ondelete="restrict")
    section = fields.Char(string="Part")
    name = fields.Char(string="What to check", required=True)
    result = fields.Selection([("conform", "In order"), ("not", "Not in order"), ("na", "Does not apply")])
    note = fields.Char(string="What is done about it")
