from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Fixed once a task was handed out: the units' duties follow from them.
HANDED_OUT = {"campaign_id", "asks", "kind_id", "unit_ids", "deadline", "required_count", "target_domain"}


class SafetyCampaignTask(models.Model):
    """One row of a campaign's table: a task and the units that are responsible for it (ZF-T1.1 … ZF-T14.13).

    Where a rule in force asks for it already, its duties are shown; otherwise it becomes a rule of the campaign's plan.
    """

    _name = "safety.campaign.task"
    _description = "Task of a campaign"
    _inherit = ["safety.frozen.line", "safety.condition"]
    _frozen_parent = "campaign_id"
    _order = "campaign_id, sequence, id"
    _conditions = {"target_domain": "safety.enterprise"}

    campaign_id = fields.Many2one("safety.campaign", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="campaign_id.unit_id", string="Unit of the campaign")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    campaign_state = fields.Selection(related="campaign_id.state", string="Campaign status")
    sequence = fields.Integer(default=10)
    theme = fields.Char(help="The part of the table it stands in.")
    group = fields.Char(help="Heading under the theme.")
    name = fields.Char(string="Task", required=True)
    text = fields.Text(string="What is to be done")
    clause_code = fields.Char(string="Clause", help="Id of the clause it carries out, e.g. ZF-T14.1.")
    field_id = fields.Many2one("safety.campaign.field", ondelete="restrict")
    role = fields.Selection(
        [("do", "Carry it out"), ("urge", "See to it that enterprises do it")],
        string="The units",
        default="do",
        required=True,
    )
    asks = fields.Selection(
        [("once", "Done by a day"), ("event", "Each time it happens"), ("encouraged", "Encouraged")],
        string="Is owed",
        default="once",
        required=True,
        help="What is only encouraged, or waits for something to happen, makes no duty of the plan.",
    )
    unit_ids = fields.Many2many("safety.unit", string="Responsible units", domain="[('company_id', '=', company_id)]")
    deadline = fields.Date(string="Done by", help="Empty: the last day of the campaign.")
    kind_id = fields.Many2one(
        "safety.duty.kind",
        string="Proved by",
        required=True,
        ondelete="restrict",
        domain="[('cause_field_id.name', '=', 'campaign_task_id')]",
        default=lambda self: self.env.ref("street_safety_inspection.duty_kind_campaign_work", raise_if_not_found=False),
    )
    kind_model = fields.Char(related="kind_id.model", string="Evidence model")
    required_count = fields.Integer(string="Records needed", default=1, required=True, aggregator=None)
    target_domain = fields.Char(
        string="Which enterprises",
        default="[]",
        help="Inspections: each of these enterprises in the responsible units has to be inspected. "
        "Empty: so many inspections as are needed, anywhere.",
    )
    rule_ids = fields.One2many("safety.duty.rule", "campaign_task_id", string="Rule of the plan", readonly=True)
    is_handed_out = fields.Boolean(string="Handed out", compute="_compute_is_handed_out")

    _required_positive = models.Constraint(
        "CHECK(required_count BETWEEN 1 AND 1000)", "A task needs 1 to 1000 records."
    )

    @api.depends("rule_ids")
    def _compute_is_handed_out(self):
        for task in self:
            task.is_handed_out = bool(task.sudo().rule_ids)

    def write(self, vals):
        if HANDED_OUT & vals.keys() and (fixed := self.filtered("is_handed_out")):
            raise UserError(
                self.env._(
                    "“%s” was handed out: its units, time and proof no longer change. Add another task instead.",
                    fixed[0].name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_out(self):
        if fixed := self.filtered("is_handed_out"):
            raise UserError(self.env._("“%s” was handed out and stays in the table.", fixed[0].name))

    def _check_complete(self):
        """Raise UserError naming the first task that cannot be handed out, and what it lacks."""
        for task in self._to_hand_out():
            if not task.unit_ids:
                raise UserError(self.env._("“%s” has no responsible unit.", task.name))
            if not (task.deadline or task.campaign_id.date_to):
                raise UserError(
                    self.env._("By when is “%s” to be done? Fill it in, or the last day of the campaign.", task.name)
                )
            last = task.deadline or task.campaign_id.date_to
            if last < task._first_day():
                raise UserError(self.env._("The time of “%s” is over before it begins.", task.name))

    def _to_hand_out(self):
        """Return those of the tasks that become rules of the plan and are none yet."""
        owed = self.filtered(lambda task: task.asks == "once" and not task.is_handed_out)
        return owed - owed._asked_elsewhere()

    def _first_day(self):
        """Return the day from which it can be done: today, or when the campaign begins."""
        return max(self.campaign_id.date_from, self.campaign_id.company_id._safety_today())

    # ---- rules in force that ask for the same ------------------------------------------------------------------------

    def _linked_rules(self):
        """Return {task: rules of a regulation in force that ask for it}, by the clause. One query.

        Rules that wait to be launched are left out: the campaign's own rule takes their place.
        """
        codes = list(filter(None, self.mapped("clause_code")))
        if not codes:
            return dict.fromkeys(self, self.env["safety.duty.rule"])
        clause = Domain("clause_id.code", "in", codes) | Domain("other_clause_ids.code", "in", codes)
        rules = self.env["safety.duty.rule"].search(
            clause
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("regulation_state", "=", "in_force")
            & Domain("stage", "=", "valid")
            & Domain("cause", "!=", "launched")
        )
        return {
            task: rules.filtered(
                lambda rule, task=task: (
                    rule.company_id == task.company_id
                    and task.clause_code
                    and task.clause_code in (rule.clause_id | rule.other_clause_ids).mapped("code")
                )
            )
            for task in self
        }

    def _asked_elsewhere(self):
        """Return those of the tasks that a rule in force asks for already."""
        linked = self._linked_rules()
        return self.filtered(lambda task: linked[task])
