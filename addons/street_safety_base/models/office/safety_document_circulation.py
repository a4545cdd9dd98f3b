from odoo import fields, models
from odoo.exceptions import UserError

from ..patterns.safety_workflow import Transition


class SafetyDocumentCirculation(models.Model):
    """One reader of a document: a unit, with its read receipt and, where asked, what was done (XY-3.3b, GY-4.1.1)."""

    _name = "safety.document.circulation"
    _description = "Document circulation"
    _inherit = ["safety.document.line"]
    _order = "document_id, unit_id, id"
    _rec_name = "document_id"
    _workflow = {
        "read": Transition(("open",), "read", values="_read_values"),
        "done": Transition(("open", "read"), "done", guard="_check_reply", values="_done_values"),
        "cancel": Transition(("open", "read"), "cancelled"),
    }
    _workflow_frozen = ("done", "cancelled")
    _workflow_fields = ("read_at", "read_by_id", "done_at", "done_by_id")
    _open_states = ("open", "read")

    unit_id = fields.Many2one(string="Passed to", default=None)
    user_id = fields.Many2one("res.users", string="Person", index=True, help="Empty: anybody who works in the unit.")
    purpose = fields.Selection(
        [("read", "To read"), ("handle", "To handle")], string="For", required=True, default="read"
    )
    due = fields.Date(string="Until", index=True)
    from_id = fields.Many2one(
        "safety.document.circulation", string="Passed on from", readonly=True, index="btree_not_null"
    )
    read_at = fields.Datetime(string="Read on", readonly=True, copy=False)
    read_by_id = fields.Many2one("res.users", string="Read by", readonly=True, copy=False)
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False)
    reply = fields.Text(string="What was done")
    state = fields.Selection(
        [("open", "Open"), ("read", "Read"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    def _check_reply(self):
        for line in self:
            if line.purpose == "handle" and not line.reply:
                raise UserError(self.env._("Fill in “What was done” before %s is done.", line.document_id.sudo().name))

    def _read_values(self):
        return self._stamp("read")

    def _done_values(self):
        return self._stamp("done")

    def action_read(self):
        """Acknowledge that the document was read."""
        self._workflow_do("read")
        self.filtered(lambda line: line.purpose == "read")._workflow_do("done")
        return True

    def action_done(self):
        """Say that what the document asks for is done; needs “What was done”."""
        return self._workflow_do("done")

    def action_cancel(self):
        """Take the document back from this reader."""
        self.document_id._safety_check_level("act")
        return self._workflow_do("cancel")

    def action_pass_on(self):
        """Pass the document on to every unit directly below that has not got it yet."""
        self._safety_check_level("act")
        self.sudo().create(
            [
                {
                    "document_id": line.document_id.id,
                    "unit_id": unit.id,
                    "purpose": line.purpose,
                    "due": line.due,
                    "from_id": line.id,
                }
                for line in self
                for unit in line.unit_id.child_ids - line.document_id.sudo().circulation_ids.unit_id
            ]
        )
        return True
