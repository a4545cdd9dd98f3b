from odoo import api, fields, models
from odoo.fields import Command


class SafetyMeeting(models.Model):
    """What earlier meetings of the series resolved comes back at every meeting until it is closed."""

    _inherit = "safety.meeting"

    pending_ids = fields.Many2many(
        "safety.resolution", string="Still open from earlier meetings", compute="_compute_pending_ids"
    )
    followed_ids = fields.Many2many(
        "safety.resolution",
        "safety_meeting_followed_resolution_rel",
        string="Followed up here",
        readonly=True,
        copy=False,
        help="What was still open when the minutes were handed in.",
    )

    @api.depends("type_id", "unit_id", "start", "state", "followed_ids.state")
    def _compute_pending_ids(self):
        """Find the resolutions of earlier meetings of this kind and host that are not closed. One query."""
        pending = self.env["safety.resolution"].search(
            [
                ("meeting_id.unit_id", "in", self.unit_id.ids),
                ("meeting_id.type_id", "in", self.type_id.ids),
                ("state", "in", ("open", "done")),
            ]
        )
        series = pending.grouped(lambda resolution: (resolution.meeting_id.unit_id, resolution.meeting_id.type_id))
        for meeting in self:
            if meeting.state in ("minuted", "archived"):
                meeting.pending_ids = meeting.followed_ids
                continue
            found = series.get((meeting.unit_id, meeting.type_id), pending.browse())
            meeting.pending_ids = found.filtered(
                lambda res, meeting=meeting: (
                    res.meeting_id != meeting._origin and (not meeting.start or res.meeting_id.start < meeting.start)
                )
            )

    def _note_follow_up(self):
        """Keep, with the minutes, what was still open: evidence that it was looked at."""
        for meeting in self.sudo():
            pending = meeting._open_before()
            meeting._workflow_write({"followed_ids": [Command.set(pending.ids)]})

    def _open_before(self):
        self.ensure_one()
        return self.env["safety.resolution"].search(
            [
                ("meeting_id.unit_id", "=", self.unit_id.id),
                ("meeting_id.type_id", "=", self.type_id.id),
                ("meeting_id.start", "<", self.start),
                ("meeting_id", "!=", self.id),
                ("state", "in", ("open", "done")),
            ]
        )
