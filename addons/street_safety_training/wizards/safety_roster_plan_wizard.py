from datetime import time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: A year of shifts is the most that is planned in one go.
MOST = 366


class SafetyRosterPlanWizard(models.TransientModel):
    """Plan a stretch of the roster: people in turn, shift after shift without a gap."""

    _name = "safety.roster.plan.wizard"
    _description = "Plan the duty roster"
    _inherit = ["safety.wizard"]

    unit_id = fields.Many2one("safety.unit", required=True, default=lambda self: self.env.user._safety_default_unit())
    date_from = fields.Date(
        string="First day", required=True, default=lambda self: self.env.company._safety_today() + timedelta(days=1)
    )
    date_to = fields.Date(
        string="Last day", required=True, default=lambda self: self.env.company._safety_today() + timedelta(days=28)
    )
    begins = fields.Float(string="Begins at", default=8.5, help="Of the street's day.")
    hours = fields.Integer(string="Hours of a shift", default=24)
    is_leader = fields.Boolean(string="Duty leaders", default=True)
    line_ids = fields.One2many("safety.roster.plan.line", "wizard_id", string="People in turn")
    shift_count = fields.Integer(string="Shifts", compute="_compute_shift_count")

    @api.depends("date_from", "date_to", "hours")
    def _compute_shift_count(self):
        for wizard in self:
            days = wizard.date_from and wizard.date_to and (wizard.date_to - wizard.date_from).days + 1 or 0
            wizard.shift_count = max(days, 0) * 24 // max(wizard.hours, 1)

    def action_plan(self):
        """Create the shifts that are not planned yet; open the roster."""
        self.ensure_one()
        users = self.line_ids.sorted("sequence").user_id
        if not users:
            raise UserError(self.env._("Add the people who take turns, in their order."))
        if not 0 <= self.begins < 24 or self.hours not in (6, 8, 12, 24) or not 0 < self.shift_count <= MOST:
            raise UserError(
                self.env._(
                    "A shift has 6, 8, 12 or 24 hours and begins on the day; at most %s are planned at once.", MOST
                )
            )
        self.env["safety.access"]._check(self.unit_id, "act")
        rosters = self.env["safety.roster"]
        first = self.unit_id.company_id._safety_instant(
            self.date_from, time(int(self.begins), round(self.begins % 1 * 60) % 60)
        )
        starts = [first + timedelta(hours=self.hours * number) for number in range(self.shift_count)]
        known = rosters.search(
            [
                ("unit_id", "=", self.unit_id.id),
                ("is_leader", "=", self.is_leader),
                ("state", "!=", "cancelled"),
                ("date_start", "in", starts),
            ]
        ).mapped("date_start")
        rosters.with_context(tracking_disable=True, mail_create_nolog=True).create(
            [
                {
                    "unit_id": self.unit_id.id,
                    "user_id": users[number % len(users)].id,
                    "is_leader": self.is_leader,
                    "date_start": start,
                    "date_end": start + timedelta(hours=self.hours),
                }
                for number, start in enumerate(starts)
                if start not in known
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_roster_action")
        return {**action, "domain": [("unit_id", "=", self.unit_id.id)]}


class SafetyRosterPlanLine(models.TransientModel):
    """One person in the turn of a roster that is being planned."""

    _name = "safety.roster.plan.line"
    _description = "Person in the turn of a roster"
    _order = "sequence, id"

    wizard_id = fields.Many2one("safety.roster.plan.wizard", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", required=True, domain=[("share", "=", False)])


class SafetyRosterNoteWizard(models.TransientModel):
    """Rounds and hand-over note of one's own shift."""

    _name = "safety.roster.note.wizard"
    _description = "Hand-over note"
    _inherit = ["safety.wizard"]

    roster_id = fields.Many2one("safety.roster", required=True, readonly=True, ondelete="cascade")
    rounds = fields.Text(string="Rounds made", compute="_compute_texts", store=True, readonly=False, precompute=True)
    note = fields.Text(string="Hand-over note", compute="_compute_texts", store=True, readonly=False, precompute=True)

    @api.depends("roster_id")
    def _compute_texts(self):
        for wizard in self:
            wizard.rounds, wizard.note = wizard.roster_id.rounds, wizard.roster_id.note

    def action_save(self):
        """Keep the note; the shift goes on."""
        self.ensure_one()
        self.roster_id._write_own({"rounds": self.rounds, "note": self.note})
        return {"type": "ir.actions.act_window_close"}

    def action_hand_over(self):
        """Keep the note and hand the shift over."""
        self.action_save()
        self.roster_id.action_hand_over()
        return {"type": "ir.actions.act_window_close"}
