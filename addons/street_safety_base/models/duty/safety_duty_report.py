from odoo import fields, models
from odoo.tools import SQL


class SafetyDutyReport(models.Model):
    """The leader's overview: every duty once, with what became of it as figures. Read from the duties, never stored."""

    _name = "safety.duty.report"
    _description = "Overview of duties"
    _auto = False
    _log_access = False
    _order = "month desc, id"
    _rec_name = "rule_id"

    unit_id = fields.Many2one("safety.unit", readonly=True)
    parent_unit_id = fields.Many2one("safety.unit", string="Unit above", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    post_id = fields.Many2one("safety.post", string="Owed by", readonly=True)
    kind_id = fields.Many2one("safety.duty.kind", string="Proved by", readonly=True)
    rule_id = fields.Many2one("safety.duty.rule", string="Duty rule", readonly=True)
    regulation_id = fields.Many2one("safety.regulation", readonly=True)
    hidden_unit_id = fields.Many2one("safety.unit", readonly=True)
    month = fields.Date(readonly=True, help="The month in which the period begins.")
    due_date = fields.Date(string="Missed after", readonly=True)
    state = fields.Selection(
        lambda self: self.env["safety.duty"]._fields["state"]._description_selection(self.env),
        string="Status",
        readonly=True,
    )
    met = fields.Integer(readonly=True)
    late = fields.Integer(string="Of these late", readonly=True)
    open = fields.Integer(readonly=True)
    missed = fields.Integer(readonly=True)
    total = fields.Integer(string="Duties", readonly=True)
    rate = fields.Float(string="Met (%)", aggregator="avg", readonly=True, help="Of what is over.", digits=(5, 1))

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT duty.id, duty.unit_id, unit.parent_id AS parent_unit_id, duty.company_id, duty.post_id, duty.kind_id,
                   duty.rule_id, rule.regulation_id, duty.hidden_unit_id, duty.due_date, duty.state,
                   date_trunc('month', duty.period_start)::date AS month,
                   (duty.state IN ('met', 'met_late'))::int AS met, (duty.state = 'met_late')::int AS late,
                   (duty.state = 'open')::int AS open, (duty.state = 'missed')::int AS missed,
                   1 AS total,
                   CASE WHEN duty.state IN ('met', 'met_late') THEN 100.0
                        WHEN duty.state = 'missed' THEN 0.0 END AS rate
              FROM safety_duty duty
              JOIN safety_unit unit ON unit.id = duty.unit_id
              JOIN safety_duty_rule rule ON rule.id = duty.rule_id
             WHERE duty.state NOT IN ('planned', 'waived')
            """
        )

    def action_open(self):
        """Open the duty with its evidence."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.duty",
            "res_id": self.id,
            "view_mode": "form",
        }
