from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# What a task orders: changed by the giver, not by those who have to do it.
ORDER_FIELDS = {"name", "order", "date_due", "unit_id", "parent_id", "type_id", "assigned_post_id"}


class SafetyRecord(models.Model):
    """Tasks: a record given to a unit with a deadline, and the tasks that a directive or a plan is broken down into.

    The unit of a task is the unit that has to do it, so its people see it whoever gave it
    (XY-3.5g, BF-1.1.6, BF-1.2.6, BF-1.3.10, GY-3.2, GY-4.2.13).
    """

    _inherit = "safety.record"
    _workflow_fields = ("done_on", "given_by_id", "given_by_post_id", "given_by_unit_id")

    order = fields.Text(string="What is to be done")
    date_due = fields.Date(string="Deadline", index=True, tracking=True, help="The last day on which it is in time.")
    assigned_post_id = fields.Many2one(
        "safety.post", string="Assigned post", ondelete="restrict", help="Empty: anybody in a seat of the unit."
    )
    assigned_user_id = fields.Many2one(
        "res.users", string="Assigned to", index="btree_not_null", tracking=True, help="Empty: whoever holds the seat."
    )
    given_by_id = fields.Many2one("res.users", string="Given by", index="btree_not_null", readonly=True, copy=False)
    given_by_post_id = fields.Many2one("safety.post", string="Given as", readonly=True, copy=False)
    given_by_unit_id = fields.Many2one("safety.unit", string="Given from", readonly=True, copy=False)
    parent_id = fields.Many2one(
        "safety.record", string="Follows from", index="btree_not_null", ondelete="restrict", copy=False
    )
    child_ids = fields.One2many("safety.record", "parent_id", string="Tasks")
    child_count = fields.Integer(string="Number of tasks", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Share of the tasks that are done.")
    deadline_state = fields.Selection(
        [("open", "Open"), ("late", "Late"), ("done", "Done"), ("done_late", "Done late")],
        string="Deadline kept",
        compute="_compute_deadline_state",
        search="_search_deadline_state",
    )
    is_my_task = fields.Boolean(string="My task", compute="_compute_is_my_task", search="_search_is_my_task")

    @api.depends("child_ids.state")
    def _compute_progress(self):
        # The progress of a plan is one figure, whoever looks at it.
        counts = self.sudo()._read_group(
            [("parent_id", "in", self.ids), ("state", "!=", "void")], ["parent_id", "state"], ["__count"]
        )
        total, done = {}, {}
        for parent, state, count in counts:
            total[parent.id] = total.get(parent.id, 0) + count
            done[parent.id] = done.get(parent.id, 0) + (count if state == "done" else 0)
        for record in self:
            record.child_count = total.get(record._origin.id, 0)
            record.progress = 100 * done.get(record._origin.id, 0) / (record.child_count or 1)

    @api.depends("state", "date_due", "done_on")
    def _compute_deadline_state(self):
        for record in self:
            due = record.date_due
            if not due or record.state == "void":
                record.deadline_state = False
            elif record.state == "done":
                record.deadline_state = "done_late" if record.done_on and record.done_on > due else "done"
            else:
                record.deadline_state = "late" if due < record.company_id._safety_today() else "open"

    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        with_deadline, done = Domain("date_due", "!=", False), Domain("state", "=", "done")
        # Two columns are compared, which no domain can say.
        late = Domain("id", "in", SQL("(SELECT id FROM safety_record WHERE done_on > date_due)"))
        states = {
            "open": Domain("state", "=", "draft") & Domain("date_due", ">=", today),
            "late": Domain("state", "=", "draft") & Domain("date_due", "<", today),
            "done": with_deadline & done & ~late,
            "done_late": with_deadline & done & late,
            False: ~with_deadline | Domain("state", "=", "void"),
        }
        return Domain.OR(states[state] for state in value if state in states)

    @api.depends_context("uid")
    def _compute_is_my_task(self):
        mine = self.search([("id", "in", self.ids), ("is_my_task", "=", True)])
        for record in self:
            record.is_my_task = record in mine

    def _search_is_my_task(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        seats = Domain.OR(
            Domain("unit_id", "=", seat.unit_id.id) & Domain("assigned_post_id", "in", [False, seat.post_id.id])
            for seat in user._safety_seats()
        )
        mine = Domain("assigned_user_id", "=", user.id) | Domain("assigned_user_id", "=", False) & seats
        mine &= Domain("type_id.has_deadline", "=", True)
        return mine if True in value else ~mine

    @api.constrains("parent_id", "unit_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A task cannot follow from itself."))
        if foreign := self.sudo().filtered(
            lambda task: task.parent_id and task.parent_id.company_id != task.company_id
        ):
            raise ValidationError(self.env._("“%s” follows from a record of another street.", foreign[0].name))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_links(vals_list)
        records = super().create(vals_list)
        if tasks := records.filtered("type_id.has_deadline"):
            seat = self.env.user._safety_seats()[:1]
            tasks.sudo()._workflow_write(
                {
                    "given_by_id": self.env.uid,
                    "given_by_post_id": seat.post_id.id,
                    "given_by_unit_id": (seat.unit_id or self.env.user._safety_default_unit()).id,
                }
            )
        return records

    def write(self, vals):
        if ORDER_FIELDS & vals.keys():
            self._check_order()
        self._check_links([vals])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_own_orders(self):
        self._check_order()

    def _check_order(self):
        """Raise AccessError unless the user gave the tasks, or approves where they were given from."""
        given = self.sudo().filtered(lambda task: task.given_by_id and task.given_by_id != self.env.user)
        if not given:
            return
        try:
            self.env["safety.access"]._check(given.given_by_unit_id, "approve")
        except AccessError as error:
            raise AccessError(
                self.env._(
                    "“%(task)s” was given by %(person)s, who alone changes what is to be done by when. "
                    "Write in the chatter if the deadline cannot be kept.",
                    task=given[0].name,
                    person=given[0].given_by_id.name,
                )
            ) from error

    def _check_links(self, vals_list):
        """Refuse links to records out of reach: a task changes its parent's progress, and a link tells a name."""
        self.browse({vals["basis_id"] for vals in vals_list if vals.get("basis_id")}).check_access("read")
        if parents := self.browse({vals["parent_id"] for vals in vals_list if vals.get("parent_id")}):
            self.env["safety.access"]._check(parents.sudo().unit_id, "act")

    def _required_facts(self):
        kind = self.type_id
        return super()._required_facts() + [
            (kind.has_deadline, self.date_due, self.env._("a deadline")),
            (kind.follow_ups == "open", self.child_count, self.env._("at least one task or measure")),
        ]

    def _check_complete(self):
        result = super()._check_complete()
        waiting = self.filtered(lambda record: record.type_id.follow_ups == "done" and record.child_count)
        if waiting := waiting.filtered(lambda record: record.progress < 100):
            raise UserError(
                self.env._("“%s” is completed when its tasks are done. Some are still open.", waiting[0].name)
            )
        return result

    def action_give_task(self):
        """Open the dialog that gives tasks below this record to units."""
        self.ensure_one()
        return self.env["safety.task.wizard"]._open_for(parent=self)

    def action_open_tasks(self):
        """Open the tasks below this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        return {**action, "domain": [("parent_id", "=", self.id)], "context": {}, "display_name": self.name}
