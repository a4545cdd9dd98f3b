from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, is_html_empty

from ..patterns.safety_workflow import Transition


class SafetyRecord(models.Model):
    """The generic work record: visits, publicity, hand-outs, meetings held – work that needs proof but no own model."""

    _name = "safety.record"
    _description = "Work record"
    _inherit = ["safety.workflow", "safety.scope.mixin", "safety.photos", "mail.thread"]
    _order = "date desc, id desc"

    _workflow = {
        "done": Transition(("draft",), "done", guard="_check_complete", values="_done_values", after="_after_done"),
        "void": Transition(("done",), "void", "approve"),
    }
    _workflow_frozen = ("done", "void")
    _workflow_fields = ("done_on",)
    _photo_fields = ("photo_ids",)

    name = fields.Char(string="Subject", required=True, tracking=True)
    type_id = fields.Many2one("safety.record.type", required=True, index=True, ondelete="restrict", tracking=True)
    type_note = fields.Text(related="type_id.note", string="What to write")
    date = fields.Date(required=True, index=True, tracking=True, default=lambda self: self.env.company._safety_today())
    user_id = fields.Many2one(
        "res.users", string="Recorded by", required=True, index=True, default=lambda self: self.env.user
    )
    participant_ids = fields.Many2many("res.users", string="Participants")
    guests = fields.Char(string="Other participants")
    enterprise_ids = fields.Many2many("safety.enterprise", string="Enterprises")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    note = fields.Html(string="What was done")
    type_shows = fields.Char(compute="_compute_type_shows")
    done_on = fields.Date(string="Completed on", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _unit_date = models.Index("(unit_id, date)")

    @api.depends("type_id")
    def _compute_type_shows(self):
        for record in self:
            record.type_shows = record.type_id._shows()

    def _required_facts(self):
        """Return (needed, filled, words) of each fact that the type asks for before the record is completed."""
        self.ensure_one()
        kind = self.type_id
        return [
            (kind.needs_photo, self.photo_ids, self.env._("a photo")),
            (kind.needs_participants, self.participant_ids or self.guests, self.env._("the participants")),
            (kind.needs_targets, self.enterprise_ids, self.env._("the enterprises")),
            (kind.needs_note, not is_html_empty(self.note), self.env._("a report of what was done")),
        ]

    def _check_complete(self):
        self.filtered("type_id.needs_approval")._safety_check_level("approve")
        for record in self:
            if missing := [words for needed, filled, words in record._required_facts() if needed and not filled]:
                raise UserError(
                    self.env._(
                        "%(record)s still needs %(missing)s.",
                        record=record.name,
                        missing=format_list(self.env, missing),
                    )
                )
            if record.date > record.company_id._safety_today():
                raise UserError(self.env._("%s lies in the future; it can be completed on its day.", record.name))

    def _done_values(self):
        return {"done_on": self[:1].company_id._safety_today()}

    def _after_done(self):
        self.env["safety.duty"]._prove(self)

    def action_done(self):
        """Complete the record: it counts as proof and is closed to changes."""
        return self._workflow_do("done")

    def action_void(self):
        """Void a completed record entered by mistake; duties already closed with it are not changed."""
        return self._workflow_do("void")

    @api.onchange("type_id")
    def _onchange_type_id(self):
        if self.type_id and not self.name:
            self.name = self.type_id.name
