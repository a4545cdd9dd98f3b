from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Days that the screen looks back on, today included.
DAYS = 31


class SafetySelfCheckDay(models.Model):
    """How many enterprises of a unit owed a self-check on a day, and how many did one: a query, nothing is stored.

    Owed is what the rules in force ask for; a unit's enterprises are those on the roll today (BF-1.1.4f, XY-3.7c).
    """

    _name = "safety.self.check.day"
    _description = "Self-checks by unit and day"
    _auto = False
    _log_access = False
    _order = "date desc, missing desc, unit_id"
    _rec_name = "unit_id"

    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    date = fields.Date(readonly=True)
    due = fields.Integer(string="Owed", readonly=True)
    done = fields.Integer(string="Enterprises that checked", readonly=True)
    missing = fields.Integer(string="Enterprises without", readonly=True)
    finding_count = fields.Integer(string="Findings", readonly=True)

    @property
    def _table_query(self):
        enterprises = self.env["safety.enterprise"].sudo().with_context(active_test=True)
        query = enterprises._search(Domain("self_check_due", "=", True))
        today = self.env.company._safety_today()
        return SQL(
            """
            WITH owing AS (%(owing)s),
                 day AS (SELECT %(today)s::date - number AS date FROM generate_series(0, %(days)s - 1) AS number),
                 checked AS (
                    SELECT check_.enterprise_id, check_.date, SUM(check_.finding_count) AS findings
                      FROM safety_inspection check_
                      JOIN safety_inspection_kind kind ON kind.id = check_.kind_id AND kind.by_enterprise
                     WHERE check_.state = 'done' AND check_.date > %(today)s::date - %(days)s
                     GROUP BY check_.enterprise_id, check_.date)
            SELECT owing.unit_id::bigint * 100000 + (day.date - DATE '2000-01-01') AS id,
                   owing.unit_id, owing.company_id, day.date,
                   COUNT(*) AS due, COUNT(checked.enterprise_id) AS done,
                   COUNT(*) - COUNT(checked.enterprise_id) AS missing,
                   COALESCE(SUM(checked.findings), 0) AS finding_count
              FROM day CROSS JOIN owing
              LEFT JOIN checked ON checked.enterprise_id = owing.id AND checked.date = day.date
             WHERE owing.date_entered IS NULL OR owing.date_entered <= day.date
             GROUP BY owing.unit_id, owing.company_id, day.date
            """,
            owing=query.select(
                *(SQL.identifier(query.table, name) for name in ("id", "unit_id", "company_id", "date_entered"))
            ),
            today=today,
            days=DAYS,
        )

    def action_open_missing(self):
        """Open the enterprises of the unit that did no self-check on the day."""
        self.ensure_one()
        self.check_access("read")
        enterprises = self.env["safety.enterprise"]
        checked = enterprises._self_check_domain() & Domain("date", "=", self.date)
        domain = Domain("unit_id", "=", self.unit_id.id) & Domain("self_check_due", "=", True)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {
            **action,
            "display_name": self.env._("Without self-check on %s", self.date),
            "domain": list(domain & ~Domain("inspection_ids", "any", checked)),
            "context": {},
        }

    def action_open_checks(self):
        """Open the self-checks of the unit on the day."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_inspection_action")
        domain = self.env["safety.enterprise"]._self_check_domain() & Domain("date", "=", self.date)
        return {**action, "domain": list(domain & Domain("unit_id", "=", self.unit_id.id)), "context": {}}
