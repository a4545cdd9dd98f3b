import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ..patterns.safety_workflow import Transition


class SafetyMeeting(models.Model):
    """A meeting from the plan to the archive. The calendar shows it; the truth is here.

    Clauses XT-1.1a to XT-1.6, XY-2.1, BF-1.2.1, GY-1.5 and their like: who met when about what, who was absent
    or late, what was resolved.
    """

    _name = "safety.meeting"
    _description = "Meeting"
    _inherit = [
        "safety.reasoned",
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
        "reopen": Transition(("minuted",), "held", "approve", after="_after_reopen"),
        "archive": Transition(("minuted",), "archived", "approve", guard="_check_archivable", after="_issue_number"),
        "cancel": Transition(("planned",), "cancelled", guard="_check_reason", after="_after_cancel"),
    }
    _workflow_frozen = ("archived", "cancelled")
    _workflow_fields = ("held_on", "return_reason")
    _reason_fields = {"reopen": "return_reason"}

    name = fields.Char(string="Subject", required=True, tracking=True)
    type_id = fields.Many2one("safety.meeting.type", index=True, ondelete="restrict", tracking=True)
    minutes_form = fields.Selection(related="type_id.minutes_form")
    start = fields.Datetime(string="Begins at", required=True, index=True, tracking=True)
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
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    cancel_reason = fields.Char(string="Reason for cancelling", copy=False)
    return_reason = fields.Text(
        string="Minutes sent back because", readonly=True, copy=False, help="What the reviewer asked to be put right."
    )
    proposed_start = fields.Datetime(
        string="Proposed new time", readonly=True, copy=False, help="Somebody moved the entry in their calendar."
    )
    proposed_by_id = fields.Many2one("res.users", string="Proposed by", readonly=True, copy=False)
    token = fields.Char(default=lambda self: secrets.token_urlsafe(16), required=True, copy=False, readonly=True)
    present = fields.Integer(compute="_compute_attendance")
    invited = fields.Integer(compute="_compute_attendance")
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

    # ---- planning ----------------------------------------------------------------------------------------------------

    @api.onchange("type_id", "unit_id")
    def _onchange_type_id(self):
        kind = self.type_id
        if not kind:
            return
        self.name = self.name or kind.name
        self.place = self.place or kind.place
        if not self.item_ids and self.unit_id:
            reports = self._reports_of([self._plan_row()]).get(0, [])
            self.item_ids = [Command.create(vals) for vals in self._item_values(kind, reports)]
        if self.unit_id and not self.attendee_ids:
            self.attendee_ids = [Command.create(vals) for vals in self._guest_values()]
            self.chair_id = self.chair_id or self._proposed_chair()

    def _guest_values(self, people=None):
        """Return the values of the guests: one line a person, also for somebody with two seats."""
        if people is None:
            people = self._people_of([self._plan_row()]).get(0, {}) if self.type_id and self.unit_id else {}
        names = self._post_names()
        return [
            {
                "user_id": user,
                "post": format_list(self.env, [names[post] for post in posts]),
                "seat_unit_ids": [Command.set(units)],
            }
            for user, (posts, units, _since) in people.get("guest", {}).items()
        ]

    def _post_names(self):
        """Return {post id: name}, archived ones too."""
        posts = self.env["safety.post"].sudo().with_context(active_test=False).search(Domain.TRUE)
        return {post.id: post.name for post in posts}

    def _proposed_chair(self):
        people = self._people_of([self._plan_row()]).get(0, {}) if self.type_id and self.unit_id else {}
        return self.env["res.users"].browse(next(iter(people.get("chair", {})), None))

    def action_invite(self):
        """Fill the list of guests from the type's posts: who is missing is added, nobody is taken off."""
        for meeting in self:
            meeting.check_access("write")
            known = meeting.attendee_ids.user_id.ids
            meeting.attendee_ids = [
                Command.create(vals) for vals in meeting._guest_values() if vals["user_id"] not in known
            ]
        return True

    def action_open_items(self):
        """Put the items of the type and the reports of the units on the minutes where they are missing."""
        for meeting in self:
            meeting.check_access("write")
            reports = meeting._reports_of([meeting._plan_row()]).get(0, [])
            known = {(item.name, item.report_unit_id.id or None) for item in meeting.item_ids}
            meeting.item_ids = [
                Command.create(vals)
                for vals in meeting._item_values(meeting.type_id, reports)
                if (vals["name"], vals["report_unit_id"]) not in known
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
            empty = meeting.item_ids.filtered(lambda item: item.required and not (item.conclusion or "").strip())
            if empty:
                raise UserError(
                    self.env._(
                        "“%(meeting)s”: nothing is written yet for %(items)s.",
                        meeting=meeting.name,
                        items=format_list(self.env, empty.mapped("name")),
                    )
                )
            written = meeting.item_ids.filtered("conclusion") if meeting.minutes_form == "tabular" else meeting.minutes
            if not written and not meeting.minutes:
                raise UserError(self.env._("Write the minutes of %s first.", meeting.name))

    def _after_minute(self):
        self._note_follow_up()
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
        """Ask what has to be put right, then return the minutes to the recorder."""
        return self._open_reason("reopen", self.env._("Return to recorder"))

    def _after_reopen(self):
        """Tell the recorder what is wrong with the minutes; the text stays with the meeting."""
        for meeting in self:
            meeting._tell_returned(meeting.recorder_id, meeting.return_reason)

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
