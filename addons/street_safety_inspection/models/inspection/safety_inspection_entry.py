from odoo import api, fields, models


class SafetyInspectionEntry(models.Model):
    """One thing that a phone sent: an answer, a photo, a finding, the end.

    The identifier the phone gave it is unique, so that a retry on a bad network is known and does nothing twice. What
    each inspector said stays, also when two of them answered the same item.
    """

    _name = "safety.inspection.entry"
    _description = "Entry from a phone"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "inspection_id"
    _order = "id"
    _rec_name = "kind"

    inspection_id = fields.Many2one("safety.inspection", required=True, index=True, readonly=True, ondelete="cascade")
    line_id = fields.Many2one(
        "safety.inspection.line", string="Item", index="btree_not_null", readonly=True, ondelete="set null"
    )
    uuid = fields.Char(string="Identifier of the phone", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("answer", "Answer"),
            ("finding", "Further finding"),
            ("remove", "Finding removed"),
            ("photo", "Photo"),
            ("photo_remove", "Photo removed"),
            ("head", "Head of the form"),
            ("checklist", "Further checklist"),
            ("place", "Position"),
            ("finish", "Finished"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Sent by", required=True, readonly=True, ondelete="restrict")
    client_time = fields.Datetime(string="Time of the phone", readonly=True)
    content = fields.Json(readonly=True)
    conflict = fields.Boolean(string="Two answers", readonly=True, help="Somebody else had answered differently.")

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This entry has arrived already.")

    @api.model
    def _keep(self, vals):
        """Keep what a phone sent, at once, so that a second arrival meets the unique identifier."""
        entry = self.create(vals)
        self.env.flush_all()
        return entry
