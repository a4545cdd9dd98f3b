from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..patterns.safety_workflow import Transition


class SafetyResolution(models.Model):
    """What a meeting resolved: a unit, a date, and a follow-up at the next meetings until it is closed."""

    _name = "safety.resolution"
    _description = "Resolution"
    _inherit = ["safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "due, id"
    _workflow = {
        "done": Transition(("open",), "done", guard="_check_report"),
        "close": Transition(("done",), "closed", "approve", guard="_check_not_own"),
        "back": Transition(("done",), "open", "approve"),
        "drop": Transition(("open", "done"), "dropped", "approve", guard="_check_report"),
    }
    _workflow_frozen = ("closed", "dropped")

    name = fields.Char(string="Resolved", required=True, tracking=True)
    meeting_id = fields.Many2one("safety.meeting", required=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one(string="Responsible unit", tracking=True)
    user_id = fields.Many2one("res.users", string="Responsible person", index=True, tracking=True)
    due = fields.Date(
        string="Until",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.company._safety_today() + timedelta(days=7),
    )
    report = fields.Text(string="What was done", tracking=True)
    followed_meeting_ids = fields.Many2many(
        "safety.meeting",
        "safety_meeting_followed_resolution_rel",
        string="Followed up at",
        readonly=True,
        copy=False,
    )
    follow_ups = fields.Integer(string="Times followed up", compute="_compute_follow_ups")
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    state = fields.Selection(
        [("open", "Open"), ("done", "Reported done"), ("closed", "Closed"), ("dropped", "Dropped")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        resolutions = super().create(vals_list)
        resolutions.meeting_id.sudo()._flush_readers()
        return resolutions

    @api.depends("followed_meeting_ids")
    def _compute_follow_ups(self):
        for resolution in self:
            resolution.follow_ups = len(resolution.followed_meeting_ids)

    @api.depends("due", "state")
    def _compute_is_late(self):
        for resolution in self:
            today = resolution.company_id._safety_today() if resolution.company_id else False
            resolution.is_late = bool(
                today and resolution.due and resolution.due < today and resolution.state == "open"
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "open") & Domain("due", "<", self.env.company._safety_today())
        return late if True in value else ~late

    def _check_report(self):
        for resolution in self:
            if not resolution.report:
                raise UserError(self.env._("Fill in “What was done” of %s.", resolution.name))

    def _check_not_own(self):
        for resolution in self:
            if resolution.user_id == self.env.user:
                raise UserError(self.env._("Nobody closes their own resolution: %s.", resolution.name))

    def action_done(self):
        """Report the resolution as done; needs “What was done”."""
        return self._workflow_do("done")

    def action_close(self):
        """Close it, at the next meeting or before, by somebody else than the responsible person."""
        return self._workflow_do("close")

    def action_back(self):
        """Not done yet: open it again."""
        return self._workflow_do("back")

    def action_drop(self):
        """Drop it, with the reason in “What was done”."""
        return self._workflow_do("drop")
