from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyDrill(models.Model):
    """One drill: planned with its roster, held with times, photos and findings – evidence from then on – and evaluated.

    XT-4.2b, XT-4.2d, XY-2.2b, ZF-T4.1b, BF-1.1.4e, BF-1.2.4c, BF-1.3.7b. What has to become better is a task with a
    deadline (``safety.record``), so it is followed up where all tasks are.
    """

    _name = "safety.drill"
    _description = "Drill"
    _inherit = [
        "safety.reasoned", "safety.workflow", "safety.scope.mixin", "safety.timed", "safety.photos", "mail.thread",
    ]  # fmt: skip
    _order = "date_start desc, id desc"
    _photo_fields = ("photo_ids",)

    _workflow = {
        "hold": Transition(("draft",), "held", guard="_check_held", after="_after_held"),
        "evaluate": Transition(("held",), "evaluated", guard="_check_evaluation"),
        "void": Transition(("held", "evaluated"), "void", "approve"),
    }
    _workflow_frozen = ("held", "evaluated", "void")
    _workflow_fields = ("result", "evaluation", "evaluated_on", "evaluator_id", "void_reason")
    _reason_fields = {"void": "void_reason"}

    name = fields.Char(string="Subject", required=True, tracking=True)
    type_id = fields.Many2one(
        "safety.drill.type",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["safety.drill.type"].search([], limit=1),
    )
    color = fields.Integer(related="type_id.color")
    needs_times = fields.Boolean(related="type_id.needs_times")
    unit_id = fields.Many2one(tracking=True)
    date_end = fields.Datetime(compute="_compute_date_end", store=True, readonly=False, precompute=True)
    place = fields.Char()
    commander = fields.Char(help="Who leads the drill.")
    user_id = fields.Many2one(
        "res.users", string="Recorder", required=True, index=True, default=lambda self: self.env.user, tracking=True
    )
    enterprise_ids = fields.Many2many(
        "safety.enterprise",
        string="Enterprises taking part",
        domain="['|', ('unit_id', 'child_of', unit_id), ('supervising_unit_id', '=', unit_id)]",
    )
    enterprise_count = fields.Integer(string="Enterprises", compute="_compute_counts")
    head_count = fields.Integer(string="People taking part", help="All in all, also those not on the roster.")
    scenario = fields.Html(compute="_compute_scenario", store=True, readonly=False)
    alarm_at = fields.Datetime(string="Alarm at", copy=False)
    arrival_at = fields.Datetime(string="First on the scene at", copy=False)
    turn_out_minutes = fields.Float(
        string="Turn-out (minutes)", compute="_compute_turn_out", store=True, aggregator="avg", digits=(6, 1)
    )
    is_slow = fields.Boolean(string="Too slow", compute="_compute_turn_out", store=True)
    findings = fields.Html(string="What was found", copy=False)
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    member_ids = fields.One2many("safety.drill.member", "drill_id", string="Roster", copy=True)
    log_ids = fields.One2many("safety.drill.log", "drill_id")
    task_ids = fields.One2many("safety.record", "drill_id", string="Improvements", readonly=True)
    task_count = fields.Integer(string="Improvements in all", compute="_compute_counts")
    task_open_count = fields.Integer(string="Improvements open", compute="_compute_counts")
    present_count = fields.Integer(string="Present", compute="_compute_counts")
    roster_count = fields.Integer(string="On the roster", compute="_compute_counts")
    result = fields.Selection(
        [("good", "Goal reached"), ("partly", "Reached with faults"), ("failed", "Not reached")],
        readonly=True,
        copy=False,
        tracking=True,
    )
    evaluation = fields.Text(readonly=True, copy=False)
    evaluated_on = fields.Date(string="Evaluated on", readonly=True, copy=False)
    evaluator_id = fields.Many2one("res.users", string="Evaluated by", readonly=True, copy=False)
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Planned"), ("held", "Held"), ("evaluated", "Evaluated"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _unit_date = models.Index("(unit_id, date)")
    _times_ordered = models.Constraint("CHECK(date_end > date_start)", "A drill cannot end before it begins.")
    _turn_out_ordered = models.Constraint("CHECK(arrival_at >= alarm_at)", "Nobody arrives before the alarm.")
    _heads_positive = models.Constraint("CHECK(head_count >= 0)", "The number of people cannot be negative.")

    # ---- computes and checks -----------------------------------------------------------------------------------------

    @api.depends("date_start")
    def _compute_date_end(self):
        for drill in self:
            if drill.date_start and (not drill.date_end or drill.date_end <= drill.date_start):
                drill.date_end = drill.date_start + timedelta(hours=1)

    @api.depends("type_id")
    def _compute_scenario(self):
        for drill in self:
            if is_html_empty(drill.scenario):
                drill.scenario = drill.type_id.scenario

    @api.depends("alarm_at", "arrival_at", "type_id.minutes_allowed")
    def _compute_turn_out(self):
        for drill in self:
            allowed = drill.type_id.minutes_allowed
            known = drill.alarm_at and drill.arrival_at
            drill.turn_out_minutes = (drill.arrival_at - drill.alarm_at).total_seconds() / 60 if known else 0
            drill.is_slow = bool(known and allowed and drill.turn_out_minutes > allowed)

    @api.depends("member_ids.present", "task_ids.state", "enterprise_ids")
    def _compute_counts(self):
        """Three queries for any number of drills."""
        people = self.env["safety.drill.member"].sudo()
        rows = people._read_group([("drill_id", "in", self.ids)], ["drill_id", "present"], ["__count"])
        tasks = self.env["safety.record"].sudo()
        done = tasks._read_group(
            [("drill_id", "in", self.ids), ("state", "!=", "void")], ["drill_id", "state"], ["__count"]
        )
        present = {drill.id: count for drill, here, count in rows if here}
        roster, total, open_tasks = {}, {}, {}
        for drill, _here, count in rows:
            roster[drill.id] = roster.get(drill.id, 0) + count
        for drill, state, count in done:
            total[drill.id] = total.get(drill.id, 0) + count
            open_tasks[drill.id] = open_tasks.get(drill.id, 0) + (count if state == "draft" else 0)
        for drill in self:
            id_ = drill._origin.id
            drill.present_count, drill.roster_count = present.get(id_, 0), roster.get(id_, 0)
            drill.task_count, drill.task_open_count = total.get(id_, 0), open_tasks.get(id_, 0)
            drill.enterprise_count = len(drill.enterprise_ids)

    @api.constrains("date_start", "date_end")
    def _check_one_day(self):
        for drill in self:
            if drill.date_end - drill.date_start > timedelta(days=1):
                raise ValidationError(self.env._("“%s” lasts longer than a day. Record one drill a day.", drill.name))

    @api.constrains("alarm_at", "arrival_at", "date_start", "date_end")
    def _check_turn_out_day(self):
        for drill in self:
            first, last = drill.date_start - timedelta(hours=12), drill.date_end + timedelta(hours=12)
            for moment in filter(None, (drill.alarm_at, drill.arrival_at)):
                if not first <= moment <= last:
                    raise ValidationError(
                        self.env._("Alarm and arrival of “%s” lie on another day than the drill.", drill.name)
                    )

    # ---- workflow ----------------------------------------------------------------------------------------------------

    def _check_held(self):
        now = fields.Datetime.now()
        for drill in self:
            if drill.date_start > now:
                raise UserError(self.env._("“%s” has not begun yet; it can be completed afterwards.", drill.name))
            if missing := [words for needed, there, words in drill._required_facts() if needed and not there]:
                raise UserError(
                    self.env._("“%(drill)s” still needs %(missing)s.", drill=drill.name, missing=", ".join(missing))
                )

    def _required_facts(self):
        """Return (needed, there, words) of each fact that the log must show before the drill is held."""
        self.ensure_one()
        kind = self.type_id
        return [
            (kind.needs_photo, self.photo_ids, self.env._("a photo")),
            (kind.needs_times, self.alarm_at and self.arrival_at, self.env._("the times of alarm and arrival")),
            (kind.needs_enterprises, self.enterprise_ids, self.env._("the enterprises that took part")),
            (True, self.present_count or self.head_count, self.env._("who took part: mark the roster or the number")),
            (True, not is_html_empty(self.findings), self.env._("what was found")),
        ]

    def _after_held(self):
        self.env["safety.duty"]._prove(self)

    def _check_evaluation(self):
        if wanting := self.filtered(lambda drill: not drill.result or not (drill.evaluation or "").strip()):
            raise UserError(
                self.env._(
                    "“%s” is evaluated with a result and with words on what went well or badly.", wanting[0].name
                )
            )

    def _evaluate(self, result, evaluation):
        """Keep the evaluation and end the drill; ``result`` is good | partly | failed."""
        self._workflow_check("evaluate", self._workflow["evaluate"]._replace(guard=None))
        self.sudo()._workflow_write(
            {
                "result": result,
                "evaluation": (evaluation or "").strip(),
                "evaluated_on": self[:1].company_id._safety_today(),
                "evaluator_id": self.env.uid,
            }
        )
        return self._workflow_do("evaluate")

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_fill_roster(self):
        """Put on the roster who holds a seat at the unit on the day of the drill; who is there stays."""
        self.ensure_one()
        self.check_access("write")
        self._check_not_frozen()
        seats = self.env["safety.appointment"].sudo()
        here = seats.search([("unit_id", "=", self.unit_id.id), *seats._in_office(self.date)], order="id")
        users = {seat.user_id: seat.post_id for seat in here if seat.user_id not in self.member_ids.user_id}
        self.env["safety.drill.member"].create(
            [
                {"drill_id": self.id, "user_id": user.id, "name": user.name, "role": post.name}
                for user, post in users.items()
            ]
        )
        return True

    def action_mark_all_present(self):
        """Mark the whole roster as present."""
        self.member_ids.write({"present": True})
        return True

    def action_hold(self):
        """Complete the log: the drill counts as proof and is closed to changes."""
        return self._workflow_do("hold")

    def action_evaluate(self):
        """Open the dialog for result and evaluation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evaluate the drill"),
            "res_model": "safety.drill.evaluate.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_drill_id": self.id},
        }

    def action_void(self):
        """Ask why the drill was entered by mistake, then void it."""
        return self._open_reason("void", self.env._("Void"))

    def action_add_improvement(self):
        """Open a new task that follows from the drill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Improvement"),
            "res_model": "safety.record",
            "view_mode": "form",
            "context": {
                "default_drill_id": self.id,
                "default_type_id": self.env.ref("street_safety_base.record_type_task").id,
                "default_unit_id": self.unit_id.id,
            },
        }

    def action_open_improvements(self):
        """Open the tasks that follow from the drill."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        return {**action, "domain": [("drill_id", "=", self.id)], "context": {}, "display_name": self.name}
