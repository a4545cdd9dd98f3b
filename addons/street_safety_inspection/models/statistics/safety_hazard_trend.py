from odoo import fields, models
from odoo.tools import SQL

#: Days since it was found at which one age ends and the next begins.
AGES = [("1", 7), ("2", 15), ("3", 30), ("4", 90)]


class SafetyHazardTrend(models.Model):
    """How old hazards are and how many of them are closed, to be turned and drawn: a query, nothing is stored."""

    _name = "safety.hazard.trend"
    _description = "Ageing and closing of hazards"
    _auto = False
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "hazard_id"

    hazard_id = fields.Many2one("safety.hazard", readonly=True)
    enterprise_id = fields.Many2one("safety.enterprise", readonly=True)
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    campaign_id = fields.Many2one("safety.campaign", readonly=True)
    date = fields.Date(string="Found on", readonly=True)
    closed_on = fields.Date(string="Closed on", readonly=True)
    severity = fields.Selection(
        selection=lambda self: self.env["safety.hazard"]._fields["severity"]._description_selection(self.env),
        readonly=True,
    )
    source = fields.Selection(
        selection=lambda self: self.env["safety.hazard"]._fields["source"]._description_selection(self.env),
        readonly=True,
    )
    section = fields.Char(string="Category", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["safety.hazard"]._fields["state"]._description_selection(self.env),
        readonly=True,
    )
    age = fields.Selection(
        [
            ("1", "Up to 7 days"),
            ("2", "8 to 15 days"),
            ("3", "16 to 30 days"),
            ("4", "31 to 90 days"),
            ("5", "Over 90 days"),
            ("9", "Closed"),
        ],
        string="Age of what is open",
        readonly=True,
    )
    open_count = fields.Integer(string="Open", readonly=True)
    closed_count = fields.Integer(string="Closed", readonly=True)
    overdue_count = fields.Integer(string="Overdue", readonly=True)
    closing_rate = fields.Float(string="Rate of closing (%)", readonly=True, aggregator="avg")
    in_time_rate = fields.Float(
        string="Corrected in time (%)",
        readonly=True,
        aggregator="avg",
        help="Of those corrected or past their deadline.",
    )
    days = fields.Integer(
        string="Days until closed",
        readonly=True,
        aggregator="avg",
        help="Of what is closed, from the day it was found.",
    )
    open_days = fields.Integer(string="Days open", readonly=True, aggregator="avg", help="Of what is still open.")

    @property
    def _table_query(self):
        today = self.env.company._safety_today()
        ages = SQL(" ").join(SQL("WHEN %s::date - hazard.date <= %s THEN %s", today, days, key) for key, days in AGES)
        return SQL(
            """
            SELECT hazard.id, hazard.id AS hazard_id, hazard.enterprise_id, hazard.unit_id, hazard.company_id,
                   hazard.campaign_id, hazard.date, hazard.closed_on, hazard.severity, hazard.source, hazard.section,
                   hazard.state,
                   CASE WHEN hazard.state = 'closed' THEN '9' %(ages)s ELSE '5' END AS age,
                   CASE WHEN hazard.state = 'closed' THEN 0 ELSE 1 END AS open_count,
                   CASE WHEN hazard.state = 'closed' THEN 1 ELSE 0 END AS closed_count,
                   CASE WHEN hazard.state IN ('reported', 'rectifying') AND hazard.deadline < %(today)s
                        THEN 1 ELSE 0 END AS overdue_count,
                   CASE WHEN hazard.state = 'closed' THEN 100.0 ELSE 0.0 END AS closing_rate,
                   CASE WHEN hazard.accepted_on <= hazard.deadline THEN 100.0
                        WHEN hazard.accepted_on > hazard.deadline OR hazard.deadline < %(today)s THEN 0.0
                   END AS in_time_rate,
                   CASE WHEN hazard.state = 'closed' THEN hazard.closed_on - hazard.date END AS days,
                   CASE WHEN hazard.state <> 'closed' THEN %(today)s - hazard.date END AS open_days
              FROM safety_hazard hazard
             WHERE hazard.state <> 'void'
            """,
            ages=ages,
            today=SQL("%s::date", today),
        )

    def action_open_hazard(self):
        """Open the hazard."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.hazard",
            "res_id": self.id,
            "view_mode": "form",
        }
