from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyRoster(models.Model):
    """One shift of the 24-hour duty roster: who, from when to when; taken over, and handed over with a note.

    GY-8.4.1a: handed over it is evidence that the duty leader was there and made the round. Who was planned stays
    beside who did it, so a swap can be followed.
    """

    _name = "safety.roster"
    _description = "Shift of the duty roster"
    _inherit = ["safety.workflow", "safety.scope.mixin", "safety.timed", "mail.thread"]
    _order = "date_start desc, is_leader desc, id"
    _rec_names_search = ["user_id"]

    _workflow = {
        "take_over": Transition(("planned",), "on_duty", "read", guard="_check_take_over", values="_taken_values"),
        "hand_over": Transition(
            ("on_duty",), "handed_over", "read", guard="_check_hand_over", values="_handed_values",
            after="_after_hand_over",
        ),
        "cancel": Transition(("planned",), "cancelled", "approve"),
        "replan": Transition(("cancelled",), "planned", "approve"),
    }  # fmt: skip
    _workflow_frozen = ("handed_over",)
    _workflow_fields = ("taken_at", "handed_at", "planned_user_id")

    unit_id = fields.Many2one(tracking=True)
    user_id = fields.Many2one(
        "res.users", string="On duty", required=True, index=True, ondelete="restrict", tracking=True
    )
    planned_user_id = fields.Many2one("res.users", string="Planned", readonly=True, copy=False, ondelete="restrict")
    is_leader = fields.Boolean(string="Duty leader")
    date_start = fields.Datetime(string="From")
    date_end = fields.Datetime(string="To")
    hours = fields.Float(string="Length of the shift", compute="_compute_hours", store=True, precompute=True)
    phone = fields.Char(compute="_compute_phone", compute_sudo=True)
    rounds = fields.Text(string="Rounds made", help="When and where the round was made, and what was seen.")
    note = fields.Text(string="Hand-over note", help="What happened, what is still open, who has to be called.")
    previous_note = fields.Text(string="Note of the shift before", compute="_compute_previous_note")
    taken_at = fields.Datetime(string="Taken over at", readonly=True, copy=False)
    handed_at = fields.Datetime(string="Handed over at", readonly=True, copy=False)
    is_mine = fields.Boolean(string="My shift", compute="_compute_is_mine", search="_search_is_mine")
    can_take_over = fields.Boolean(
        string="May be taken over", compute="_compute_can_take_over", help="My shift, and near enough to begin it."
    )
    swap_ids = fields.One2many("safety.roster.swap", "from_id", string="Swaps", readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("on_duty", "Shift running"),
            ("handed_over", "Handed over"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _unit_start = models.Index("(unit_id, date_start)")
    _person_uniq = models.UniqueIndex(
        "(user_id, date_start) WHERE state != 'cancelled'", "This person is on duty at that time already."
    )
    _times_ordered = models.Constraint("CHECK(date_end > date_start)", "A shift cannot end before it begins.")

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("user_id", "date_start", "date_end")
    def _compute_display_name(self):
        for shift in self:
            street = shift.company_id or self.env.company
            day = street._safety_date(shift.date_start) if shift.date_start else ""
            shift.display_name = f"{day} {shift.user_id.name or ''}".strip()

    @api.depends("date_start", "date_end")
    def _compute_hours(self):
        for shift in self:
            shift.hours = shift._hours_between()

    @api.depends("user_id")
    def _compute_phone(self):
        for shift in self:
            shift.phone = shift.user_id.partner_id.phone

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_mine(self):
        for shift in self:
            shift.is_mine = shift.user_id == self.env.user

    @api.depends_context("uid")
    @api.depends("user_id", "state", "date_start", "date_end")
    def _compute_can_take_over(self):
        for shift in self:
            shift.can_take_over = shift.is_mine and shift.state == "planned" and shift._is_near()

    def _is_near(self):
        """Return whether the shift begins within two hours, or runs."""
        start = self.date_start and fields.Datetime.subtract(self.date_start, hours=2)
        return bool(start and self.date_end and start <= fields.Datetime.now() <= self.date_end)

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("user_id", "=" if True in value else "!=", self.env.uid)]

    @api.depends("date_start", "unit_id", "is_leader")
    def _compute_previous_note(self):
        """The note of the last shift handed over before this one began, of the same unit. One query."""
        begins = [shift.date_start for shift in self if shift.date_start]
        earlier = self.search_fetch(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("state", "=", "handed_over"),
                ("date_start", "<", max(begins, default=fields.Datetime.now())),
            ],
            order="date_start desc",
            limit=200,
        )
        by_unit = earlier.grouped("unit_id")
        for shift in self:
            before = by_unit.get(shift.unit_id, self.browse()).filtered(
                lambda one, shift=shift: shift.date_start and one.date_start < shift.date_start
            )
            shift.previous_note = before[:1].note

    # ---- create, steps -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        shifts = super().create(vals_list)
        for user, own in shifts.grouped("user_id").items():
            own.sudo()._workflow_write({"planned_user_id": user.id})
        return shifts

    def write(self, vals):
        fixed = {"user_id", "date_start", "date_end", "unit_id", "is_leader"} & vals.keys()
        if fixed and (begun := self.filtered(lambda shift: shift.state != "planned")):
            raise UserError(self.env._("The shift %s has begun: who does it no longer changes.", begun[0].display_name))
        return super().write(vals)

    def _check_own(self):
        if others := self.filtered(lambda shift: shift.user_id != self.env.user):
            raise AccessError(
                self.env._("This is the shift of %s: everybody takes over and hands over for themselves.",
                           others[0].user_id.name)
            )  # fmt: skip

    def _check_take_over(self):
        self._check_own()
        if not all(shift._is_near() for shift in self):
            raise UserError(
                self.env._("The shift is taken over from two hours before it begins until it ends, not now.")
            )

    def _check_hand_over(self):
        self._check_own()
        for shift in self:
            if not (shift.note or "").strip():
                raise UserError(self.env._("Write the hand-over note first, even if only that all was quiet."))
            if shift.is_leader and not (shift.rounds or "").strip():
                raise UserError(self.env._("Write down the rounds first: when, where, what was seen."))

    def _taken_values(self):
        return {"taken_at": fields.Datetime.now()}

    def _handed_values(self):
        return {"handed_at": fields.Datetime.now()}

    def _after_hand_over(self):
        self.env["safety.duty"]._prove(self)

    def action_take_over(self):
        """Take one's own shift over."""
        return self._workflow_do("take_over")

    def action_hand_over(self):
        """Hand one's own shift over; the note is closed to changes."""
        return self._workflow_do("hand_over")

    def action_cancel(self):
        """Take the shift out of the plan."""
        return self._workflow_do("cancel")

    def action_replan(self):
        """Put a cancelled shift back into the plan."""
        return self._workflow_do("replan")

    def action_ask_swap(self):
        """Open the dialog that asks a colleague to swap."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a swap"),
            "res_model": "safety.roster.swap",
            "view_mode": "form",
            "target": "new",
            "context": {"default_from_id": self.id},
        }

    def action_write_note(self):
        """Open the note of one's own shift, which reaching the unit to read is enough for."""
        self.ensure_one()
        self._check_own()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand-over note"),
            "res_model": "safety.roster.note.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_roster_id": self.id},
        }

    def _write_own(self, vals):
        """Keep rounds and note of one's own shift, whatever the seat's level on the unit."""
        self.check_access("read")
        self._check_own()
        self._check_not_frozen()
        return self.sudo().write(vals)

    # ---- gaps --------------------------------------------------------------------------------------------------------

    @api.model
    def _uncovered(self, unit, first, last):
        """Return [(from, to)] between the instants ``first`` and ``last`` in which nobody of ``unit`` is planned."""
        shifts = self.search_fetch(
            [
                ("unit_id", "=", unit.id),
                ("state", "!=", "cancelled"),
                ("date_start", "<", last),
                ("date_end", ">", first),
            ],
            order="date_start",
        )
        gaps, covered = [], first
        for shift in shifts:
            if shift.date_start > covered:
                gaps.append((covered, shift.date_start))
            covered = max(covered, shift.date_end)
        return gaps + ([(covered, last)] if covered < last else [])
