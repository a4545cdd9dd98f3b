from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """What one seat owes for one period, or for one causing record. Made, evaluated and closed by the engine.

    A plain table without chatter, activities or stored computes, because it is written by SQL in bulk. Its target
    shortfall is a query (:meth:`_missing_domain`), never rows.
    """

    _name = "safety.duty"
    _description = "Duty"
    _inherit = ["safety.scope.mixin"]
    _log_access = False
    _order = "due_date, id"
    _rec_name = "rule_id"

    rule_id = fields.Many2one(
        "safety.duty.rule", string="What", required=True, readonly=True, index=True, ondelete="restrict"
    )
    regulation_id = fields.Many2one(related="rule_id.regulation_id")
    clause_id = fields.Many2one(related="rule_id.clause_id")
    kind_id = fields.Many2one("safety.duty.kind", string="Proved by", required=True, readonly=True, ondelete="restrict")
    button_label = fields.Char(related="kind_id.button_label")
    unit_id = fields.Many2one(readonly=True)
    company_id = fields.Many2one(related=None, precompute=False, readonly=True, required=True)
    post_id = fields.Many2one("safety.post", string="Owed by", required=True, readonly=True, ondelete="restrict")
    holder_ids = fields.Many2many("res.users", string="Held by", compute="_compute_holder_ids")
    is_vacant = fields.Boolean(string="Vacant seat", compute="_compute_holder_ids")
    is_mine = fields.Boolean(string="Mine", compute="_compute_is_mine", search="_search_is_mine")
    cause_model = fields.Char(readonly=True)
    cause_res_id = fields.Many2oneReference(
        string="Caused by", model_field="cause_model", readonly=True, required=True, default=0
    )
    cause_round = fields.Integer(
        string="Round", readonly=True, default=0, aggregator=None,
        help="How often the record has asked for it before: 0 the first time.",
    )  # fmt: skip
    period_start = fields.Date(required=True, readonly=True)
    period_end = fields.Date(required=True, readonly=True)
    window_start = fields.Date(string="May be done from", required=True, readonly=True)
    window_end = fields.Date(string="To be done by", required=True, readonly=True)
    due_date = fields.Date(string="Missed after", required=True, readonly=True)
    due_at = fields.Datetime(string="Due at", readonly=True, help="Where hours count: the instant.")
    turn_unit_id = fields.Many2one("safety.unit", string="In turn", readonly=True, ondelete="set null")
    hidden_unit_id = fields.Many2one(
        "safety.unit", string="Kept from", readonly=True, ondelete="set null", help="Does not see it before it is done."
    )
    handed_to_id = fields.Many2one(
        "res.users", string="Handed to", readonly=True, ondelete="set null", index="btree_not_null"
    )
    record_required = fields.Integer(string="Records needed", readonly=True)
    record_done = fields.Integer(string="Records", readonly=True)
    target_count = fields.Integer(string="Targets", readonly=True, help="Targets on the first day of the period.")
    target_required = fields.Integer(string="Targets needed", readonly=True)
    target_done = fields.Integer(string="Targets covered", readonly=True)
    progress = fields.Float(string="Done (%)", compute="_compute_progress")
    progress_text = fields.Char(string="Progress", compute="_compute_progress")
    urgency = fields.Selection(
        [("overdue", "Overdue"), ("soon", "Within three days"), ("open", "Open"), ("met", "Met"), ("closed", "Closed")],
        compute="_compute_urgency",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("open", "Open"),
            ("met", "Met"),
            ("met_late", "Met late"),
            ("missed", "Missed"),
            ("waived", "Waived"),
        ],
        required=True,
        readonly=True,
        default="planned",
    )
    closed_on = fields.Date(readonly=True)
    evidence_ids = fields.One2many("safety.duty.evidence", "duty_id", readonly=True)
    decision_ids = fields.One2many("safety.duty.decision", "duty_id", string="Decisions", readonly=True)

    _period_uniq = models.UniqueIndex("(rule_id, unit_id, post_id, period_start) WHERE cause_res_id = 0")
    _cause_uniq = models.UniqueIndex(
        "(rule_id, unit_id, post_id, cause_res_id, COALESCE(cause_round, 0)) WHERE cause_res_id <> 0"
    )
    # The engine and "My work" read the open ones; closed history must cost nothing.
    _open_idx = models.Index("(unit_id, due_date) WHERE state IN ('planned', 'open')")
    _open_rule_idx = models.Index("(rule_id) WHERE state IN ('planned', 'open')")
    _state_idx = models.Index("(company_id, state, due_date)")
    _instant_idx = models.Index("(due_at) WHERE state = 'open' AND due_at IS NOT NULL")

    @api.depends("rule_id", "unit_id", "period_start")
    def _compute_display_name(self):
        for duty in self:
            duty.display_name = self.env._("%(what)s · %(unit)s", what=duty.rule_id.name, unit=duty.unit_id.name)

    def _compute_holder_ids(self):
        """Who holds the seat today, or held it on the last day of a duty that is over. One query for all."""
        seats = (
            self.env["safety.appointment"]
            .sudo()
            .search(
                [("unit_id", "in", self.unit_id.ids), ("post_id", "in", (self.post_id | self.rule_id.post_ids).ids)]
            )
        )
        by_unit = seats.grouped("unit_id")
        for duty in self:
            posts = duty._owing_posts()
            day = min(duty.company_id._safety_today(), duty.due_date)
            holders = by_unit.get(duty.unit_id, seats[:0]).filtered(
                lambda seat, posts=posts, day=day: (
                    seat.post_id in posts and seat.date_start <= day and (not seat.date_end or seat.date_end >= day)
                )
            )
            duty.holder_ids = duty.handed_to_id or holders.user_id
            duty.is_vacant = not holders

    def _owing_posts(self):
        return self.post_id if self.rule_id.actor_mode == "each" else self.rule_id.post_ids

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.search([("id", "in", self.ids), ("is_mine", "=", True)])
        for duty in self:
            duty.is_mine = duty in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("id", "in", self._mine_sql())
        return mine if True in value else ~mine

    def _mine_sql(self):
        """Return the subquery of duties owed by a seat that the current user holds today."""
        return SQL(
            """(
            SELECT duty.id
              FROM safety_appointment seat
              JOIN safety_duty duty ON duty.unit_id = seat.unit_id
              JOIN safety_duty_rule rule ON rule.id = duty.rule_id
             WHERE seat.user_id = %(uid)s
               AND seat.date_start <= %(today)s AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
               AND (seat.post_id = duty.post_id OR rule.actor_mode <> 'each' AND EXISTS (
                    SELECT 1 FROM safety_duty_rule_safety_post_rel rel
                     WHERE rel.safety_duty_rule_id = rule.id AND rel.safety_post_id = seat.post_id))
               AND duty.handed_to_id IS NULL
             UNION
            SELECT id FROM safety_duty WHERE handed_to_id = %(uid)s
            )""",
            uid=self.env.uid,
            today=self.env.company._safety_today(),
        )

    @api.depends("record_done", "record_required", "target_done", "target_required", "state")
    def _compute_progress(self):
        for duty in self:
            targets = bool(duty.target_required)
            done, needed = (
                (duty.target_done, duty.target_required) if targets else (duty.record_done, duty.record_required)
            )
            duty.progress = 100 if duty.state in ("met", "met_late") else min(100, 100 * done / (needed or 1))
            duty.progress_text = f"{done}/{needed}"

    @api.depends("state", "window_end", "due_date")
    def _compute_urgency(self):
        for duty in self:
            days_left = (duty.window_end - duty.company_id._safety_today()).days if duty.window_end else 0
            if duty.state in ("met", "met_late"):
                duty.urgency = "met"
            elif duty.state == "waived":
                duty.urgency = "closed"
            elif duty.state == "missed" or days_left < 0:
                duty.urgency = "overdue"
            else:
                duty.urgency = "soon" if days_left <= 3 else "open"

    def action_cause(self):
        """Open the record that caused the duty."""
        self.ensure_one()
        if not self.cause_res_id:
            raise UserError(self.env._("This duty follows the calendar; no record caused it."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.cause_model,
            "res_id": self.cause_res_id,
            "view_mode": "form",
        }
