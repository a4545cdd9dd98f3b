from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyDeduction(models.Model):
    """One run that withholds penalties when bonuses are paid: each confirmed penalty once, whoever runs it when.

    Clause XT-6.4b. What is reversed after it was settled comes back as a refund in a later run. Payroll itself is
    outside the suite: the run exports the sums.
    """

    _name = "safety.deduction"
    _description = "Deduction run"
    _inherit = ["safety.voidable", "safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "date_to desc, id desc"
    _number_code = "safety.deduction"
    _workflow = {
        "settle": Transition(
            ("draft",), "settled", "approve", OFFICE, "_check_settle", "_settled_values", "_after_settle"
        ),
        "pay": Transition(("settled",), "paid", "approve", OFFICE, None, "_paid_values"),
        "void": Transition(("settled",), "void", "approve", OFFICE, after="_after_void"),
    }
    _workflow_frozen = ("settled", "paid", "void")
    _workflow_fields = ("settled_on", "settled_by_id", "paid_on")

    name = fields.Char(required=True, help="For example: performance bonus of the first half-year.")
    unit_id = fields.Many2one(help="Whose penalties: of this unit and everything below it, usually the street.")
    fund = fields.Selection(
        [("bonus", "Performance bonus"), ("deposit", "Safety deposit")],
        string="Taken from",
        default="bonus",
        required=True,
    )
    date_to = fields.Date(
        string="Penalties until",
        required=True,
        default=lambda self: self.env.company._safety_today(),
        help="Penalties of this day and before that no run has settled yet.",
    )
    hold_appealed = fields.Boolean(
        string="Leave out what is appealed against",
        default=True,
        help="They wait for a later run until the appeal is decided.",
    )
    line_ids = fields.One2many("safety.deduction.line", "run_id", string="Persons", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    total = fields.Monetary(compute="_compute_total", help="What is withheld, less what is given back.")
    waiting_count = fields.Integer(string="Penalties it would settle", compute="_compute_waiting")
    waiting_amount = fields.Monetary(string="Sum it would settle", compute="_compute_waiting")
    state = fields.Selection(
        [("draft", "Draft"), ("settled", "Deducted"), ("paid", "Paid"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    settled_on = fields.Date(string="Deducted on", readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", string="Deducted by", readonly=True, copy=False)
    paid_on = fields.Date(string="Paid on", readonly=True, copy=False)

    @api.depends("line_ids.amount")
    def _compute_total(self):
        groups = self.env["safety.deduction.line"]._read_group([("run_id", "in", self.ids)], ["run_id"], ["amount:sum"])
        sums = {run.id: amount for run, amount in groups}
        for run in self:
            run.total = sums.get(run.id, 0)

    @api.depends("state", "fund", "date_to", "hold_appealed", "unit_id")
    def _compute_waiting(self):
        for run in self:
            count = amount = 0
            if run.state == "draft" and run.date_to:
                ((count, amount),) = self.env["safety.penalty"]._read_group(
                    run._due_domain(), [], ["__count", "amount:sum"]
                )
            run.waiting_count, run.waiting_amount = count, amount

    def _due_domain(self):
        """Return the Domain of the penalties that the run would settle."""
        domain = (
            Domain("state", "=", "due")
            & Domain("fund", "=", self.fund)
            & Domain("amount", "!=", 0)
            & Domain("date", "<=", self.date_to)
            & Domain("unit_id", "child_of", self.unit_id.ids)
        )
        return domain & Domain("violation_id.state", "!=", "appealed") if self.hold_appealed else domain

    # ---- workflow ----------------------------------------------------------------------------------------------------

    def _check_settle(self):
        if early := self.filtered(lambda run: run.date_to > run.company_id._safety_today()):
            raise UserError(
                self.env._("“Penalties until” of %s lies in the future: more may still come.", early[0].display_name)
            )

    def _settled_values(self):
        return {"settled_on": self.company_id[:1]._safety_today(), "settled_by_id": self.env.uid}

    def _paid_values(self):
        return {"paid_on": self.company_id[:1]._safety_today()}

    def _after_settle(self):
        for run in self.sudo():
            run._take_penalties()
        if empty := self.filtered(lambda run: not run.line_ids):
            raise UserError(self.env._("%s: there is no penalty to settle.", empty[0].display_name))
        self._issue_number()

    def _take_penalties(self):
        """Settle what is due. Five statements for any number of people and penalties.

        The rows are locked before they are looked at again: of two runs at once, the second one waits for the first and
        then finds nothing of what that one took.
        """
        self.env.flush_all()
        due = self.env["safety.penalty"]._search(self._due_domain())
        rows = self.env.execute_query(
            SQL("SELECT id FROM safety_penalty WHERE id IN %s ORDER BY id FOR UPDATE", due.subselect())
        )
        ids = [row for (row,) in rows] or [0]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_deduction_line (run_id, unit_id, company_id, user_id, amount, count,
                                                   create_uid, create_date, write_uid, write_date)
                SELECT %(run)s, %(unit)s, %(company)s, user_id, SUM(amount), COUNT(*),
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM safety_penalty WHERE id = ANY(%(ids)s) AND state = 'due' AND line_id IS NULL
                 GROUP BY user_id
                """,
                run=self.id,
                unit=self.unit_id.id,
                company=self.company_id.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                ids=ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_penalty penalty
                   SET line_id = line.id, state = 'settled', frozen_at = %(now)s
                  FROM safety_deduction_line line
                 WHERE line.run_id = %(run)s AND line.user_id = penalty.user_id AND penalty.id = ANY(%(ids)s)
                   AND penalty.state = 'due' AND penalty.line_id IS NULL
                """,
                run=self.id,
                now=fields.Datetime.now(),
                ids=ids,
            )
        )
        self.env.invalidate_all()

    def _after_void(self):
        """Release the penalties: they are due again for another run; the lines keep what this one had."""
        result = super()._after_void()
        penalties = self.sudo().line_ids.penalty_ids
        if penalties:
            penalties._workflow_write({"state": "due", "line_id": False, "frozen_at": False})
            # What was reversed meanwhile has its refund: neither of the two is taken.
            given_back = self.env["safety.penalty"].sudo().search([("refund_of_id", "in", penalties.ids)])
            open_refunds = given_back.filtered(lambda penalty: penalty.state == "due")
            (open_refunds | open_refunds.refund_of_id)._workflow_do("cancel")
        return result

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_settle(self):
        """Settle every penalty due until the day, once; the run is numbered and frozen."""
        return self._workflow_do("settle")

    def action_pay(self):
        """Note that the bonuses were paid with these deductions."""
        return self._workflow_do("pay")

    def action_open_waiting(self):
        """Open the penalties that the draft would settle."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_penalty_action")
        return {**action, "domain": list(self._due_domain()), "context": {}}

    def action_workbook(self):
        """Download the sums per person for the finance desk (XLSX)."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.report_deduction_xlsx").report_action(self)

    def action_statements(self):
        """Print a statement for each person (PDF)."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.report_deduction_statement_action").report_action(
            self.line_ids
        )
