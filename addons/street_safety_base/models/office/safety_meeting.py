import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..patterns.safety_workflow import Transition


class SafetyMeeting(models.Model):
    """A meeting from the plan to the archive. The calendar shows it; the truth is here.

    Clauses XT-1.1a to XT-1.6, XY-2.1, BF-1.2.1, GY-1.5 and their like: who met when about what, who was absent
    or late, what was resolved.
    """

    _name = "safety.meeting"
    _description = "Meeting"
    _inherit = [
        "safety.numbered",
        "safety.shared",
        "safety.signed",
        "safety.workflow",
        "safety.scope.mixin",
        "safety.photos",
        "mail.thread",
    ]
    _order = "start desc, id desc"
    _rec_names_search = ["name", "number"]
    _number_code = "safety.meeting"
    _photo_fields = ("photo_ids",)
    _workflow = {
        "hold": Transition(("planned",), "held", guard="_check_holdable", values="_held_values", after="_after_hold"),
        "minute": Transition(("held",), "minuted", guard="_check_minutes", after="_after_minute"),
        "reopen": Transition(("minuted",), "held", "approve"),
        "archive": Transition(("minuted",), "archived", "approve", guard="_check_archivable", after="_issue_number"),
        "cancel": Transition(("planned",), "cancelled", guard="_check_reason", after="_after_cancel"),
    }
    _workflow_frozen = ("archived", "cancelled")
    _workflow_fields = ("held_on",)

    name = fields.Char(string="Subject", required=True, tracking=True)
    type_id = fields.Many2one("safety.meeting.type", index=True, ondelete="restrict", tracking=True)
    minutes_form = fields.Selection(related="type_id.minutes_form")
    start = fields.Datetime(required=True, index=True, tracking=True)
    stop = fields.Datetime(
        string="End", compute="_compute_stop", store=True, readonly=False, required=True, precompute=True
    )
    held_on = fields.Date(string="Held on", readonly=True, copy=False, index=True)
    place = fields.Char(tracking=True)
    chair_id = fields.Many2one("res.users", tracking=True)
    recorder_id = fields.Many2one("res.users", default=lambda self: self.env.user, tracking=True)
    duty_id = fields.Many2one("safety.duty", string="Held for", readonly=True, index="btree_not_null", copy=False)
    attendee_ids = fields.One2many("safety.meeting.attendee", "meeting_id", string="Guests", copy=True)
    item_ids = fields.One2many("safety.meeting.item", "meeting_id", string="Items", copy=True)
    minutes = fields.Html()
    resolution_ids = fields.One2many("safety.resolution", "meeting_id", string="Resolutions")
    pending_ids = fields.Many2many(
        "safety.resolution", string="Still open from earlier meetings", compute="_compute_pending_ids"
    )
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    cancel_reason = fields.Char(string="Reason for cancelling", copy=False)
    proposed_start = fields.Datetime(
        string="Proposed new time", readonly=True, copy=False, help="Somebody moved the entry in their calendar."
    )
    proposed_by_id = fields.Many2one("res.users", string="Proposed by", readonly=True, copy=False)
    token = fields.Char(default=lambda self: secrets.token_urlsafe(16), required=True, copy=False, readonly=True)
    present = fields.Integer(compute="_compute_attendance")
    invited = fields.Integer(compute="_compute_attendance")
    clash = fields.Char(compute="_compute_clash", help="Guests who are invited to another meeting at the same time.")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("held", "Held"),
            ("minuted", "Minutes written"),
            ("archived", "Archived"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _ends_after_start = models.Constraint("CHECK(stop > start)", "A meeting cannot end before it begins.")

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("attendee_ids.seat_unit_ids", "resolution_ids.unit_id")
    def _compute_reader_unit_ids(self):
        return super()._compute_reader_unit_ids()

    def _reader_units(self):
        return super()._reader_units() | self.attendee_ids.seat_unit_ids | self.resolution_ids.unit_id

    @api.depends("start", "type_id")
    def _compute_stop(self):
        for meeting in self:
            length = timedelta(hours=meeting.type_id.duration or 1)
            meeting.stop = meeting.start and meeting.start + length

    @api.depends("attendee_ids.state")
    def _compute_attendance(self):
        for meeting in self:
            states = meeting.attendee_ids.mapped("state")
            meeting.invited = len(states)
            meeting.present = sum(state in ("present", "late") for state in states)

    @api.depends("type_id", "unit_id")
    def _compute_pending_ids(self):
        """Resolutions of earlier meetings of this kind and host that are not closed."""
        pending = self.env["safety.resolution"].search(
            [("meeting_id.unit_id", "in", self.unit_id.ids), ("state", "in", ("open", "done"))]
        )
        for meeting in self:
            meeting.pending_ids = pending.filtered(
                lambda res, meeting=meeting: (
                    res.meeting_id.unit_id == meeting.unit_id
                    and res.meeting_id.type_id == meeting.type_id
                    and res.meeting_id != meeting._origin
                    and (not meeting.start or res.meeting_id.start < meeting.start)
                )
            )

    @api.depends("start", "stop", "attendee_ids.user_id")
    def _compute_clash(self):
        """Name the guests who are invited elsewhere in the same hours. One query for any number of meetings."""
        planned = self.filtered(lambda meeting: meeting.start and meeting.stop and meeting.state == "planned")
        self.clash = False
        if not planned:
            return
        others = (
            self.env["safety.meeting.attendee"]
            .sudo()
            .search(
                [
                    ("user_id", "in", planned.attendee_ids.user_id.ids),
                    ("meeting_id.state", "=", "planned"),
                    ("meeting_id.start", "<", max(planned.mapped("stop"))),
                    ("meeting_id.stop", ">", min(planned.mapped("start"))),
                ]
            )
        )
        for meeting in planned:
            busy = others.filtered(
                lambda line, meeting=meeting: (
                    line.meeting_id != meeting._origin
                    and line.user_id in meeting.attendee_ids.user_id
                    and line.meeting_id.start < meeting.stop
                    and line.meeting_id.stop > meeting.start
                )
            )
            meeting.clash = ", ".join(busy.user_id.mapped("name")) or False

    # ---- planning ----------------------------------------------------------------------------------------------------

    @api.onchange("type_id", "unit_id")
    def _onchange_type_id(self):
        kind = self.type_id
        if not kind:
            return
        self.name = self.name or kind.name
        self.place = self.place or kind.place
        if not self.item_ids and kind.agenda:
            self.item_ids = [Command.create({"name": line}) for line in kind.agenda.splitlines() if line.strip()]
        if self.unit_id and not self.attendee_ids:
            self.attendee_ids = [Command.create(vals) for vals in self._guest_values()]
            self.chair_id = self.chair_id or self._proposed_chair()

    def _guest_seats(self, posts):
        """Return the seats of ``posts`` on the meeting's day: at the host, above it, below it, or serving it."""
        self.ensure_one()
        day = self.company_id._safety_date(self.start) or self.company_id._safety_today()
        seats = self.env["safety.appointment"].sudo()
        above = [int(part) for part in (self.unit_id.sudo().parent_path or "").split("/") if part]
        place = Domain("unit_id", "child_of", self.unit_id.ids) | Domain("unit_id", "in", above)
        serving = Domain("served_unit_ids", "in", above)
        return seats.search(Domain("post_id", "in", posts.ids) & (place | serving) & seats._in_office(day))

    def _guest_values(self):
        """Return the values of the guests: one line a person, also for somebody with two seats."""
        seats = self._guest_seats(self.type_id.guest_post_ids)
        return [
            {
                "user_id": user.id,
                "post": ", ".join(held.post_id.mapped("name")),
                "seat_unit_ids": [Command.set(held.unit_id.ids)],
            }
            for user, held in seats.grouped("user_id").items()
        ]

    def _proposed_chair(self):
        return self._guest_seats(self.type_id.chair_post_ids).user_id[:1]

    def action_invite(self):
        """Fill the list of guests from the type's posts: who is missing is added, nobody is taken off."""
        for meeting in self:
            meeting.check_access("write")
            known = meeting.attendee_ids.user_id.ids
            meeting.attendee_ids = [
                Command.create(vals) for vals in meeting._guest_values() if vals["user_id"] not in known
            ]
        return True

    # ---- steps -------------------------------------------------------------------------------------------------------

    def _check_holdable(self):
        now = fields.Datetime.now()
        for meeting in self:
            if meeting.start > now:
                raise UserError(self.env._("%s has not begun yet. Move it if it is held earlier.", meeting.name))
            if not any(line.state in ("present", "late") for line in meeting.attendee_ids):
                raise UserError(self.env._("Nobody has signed in to %s. Sign the guests in first.", meeting.name))

    def _held_values(self):
        meeting = self[:1]
        return {"held_on": meeting.company_id._safety_date(meeting.start)}

    def _after_hold(self):
        self.attendee_ids.filtered(lambda line: line.state == "invited").sudo()._workflow_write({"state": "absent"})

    def _check_minutes(self):
        for meeting in self:
            written = meeting.item_ids.filtered("conclusion") if meeting.minutes_form == "tabular" else meeting.minutes
            if not written and not meeting.minutes:
                raise UserError(self.env._("Write the minutes of %s first.", meeting.name))

    def _after_minute(self):
        self.env["safety.duty"]._prove(self)

    def _check_archivable(self):
        self._check_signatures("archive")

    def _check_reason(self):
        for meeting in self:
            if not meeting.cancel_reason:
                raise UserError(self.env._("Fill in “Reason for cancelling” of %s.", meeting.name))

    def _after_cancel(self):
        self._project()

    def _signature_content(self):
        return {
            "name": self.name,
            "start": self.start,
            "minutes": self.minutes,
            "items": [(item.name, item.conclusion) for item in self.item_ids],
            "present": sorted(
                line.user_id.id or line.guest for line in self.attendee_ids if line.state in ("present", "late")
            ),
            "resolutions": [(res.name, res.unit_id.id, res.due) for res in self.resolution_ids],
        }

    def action_hold(self):
        """Say that the meeting took place; guests who have not signed in are absent."""
        for meeting in self:
            meeting._workflow_do("hold")
        return True

    def action_minute(self):
        """Hand in the minutes: the meeting proves the duty it was held for."""
        return self._workflow_do("minute")

    def action_reopen(self):
        """Return the minutes to the recorder."""
        return self._workflow_do("reopen")

    def action_sign(self):
        """Sign the minutes on the screen."""
        self.ensure_one()
        return self.env["safety.sign.wizard"]._open_for(self, "archive")

    def action_archive_minutes(self):
        """File the signed minutes: they get their archive number and are frozen."""
        return self._workflow_do("archive")

    def action_cancel(self):
        """Cancel a planned meeting, with the reason; its calendar entry goes."""
        return self._workflow_do("cancel")

    def action_screen(self):
        """Open the page with the QR code for signing in, to be shown on the screen."""
        self.ensure_one()
        self.check_access("write")
        return {"type": "ir.actions.act_url", "url": f"/street-safety/meeting/{self.id}/screen", "target": "new"}

    def action_sign_in(self):
        """Sign the current user in; late when the meeting began longer ago than its type allows."""
        for meeting in self:
            meeting.check_access("read")
            line = meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.env.user)
            if not line:
                raise UserError(self.env._("You are not on the list of guests of %s. Ask the recorder.", meeting.name))
            line.sudo()._sign_in()
        return True
