from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class SafetyEnterpriseMovement(models.Model):
    """Day's truth of the roll: which unit an enterprise belonged to on which day. Written by the enterprise alone."""

    _name = "safety.enterprise.movement"
    _description = "Enterprise movement"
    _inherit = ["safety.scope.mixin"]
    _order = "date desc, id desc"
    _rec_name = "enterprise_id"

    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="cascade")
    date = fields.Date(required=True)
    type = fields.Selection(
        [("entered", "Entered"), ("moved", "Moved"), ("left", "Left"), ("merged", "Merged")],
        required=True,
    )
    from_unit_id = fields.Many2one("safety.unit", string="From unit", ondelete="restrict")
    to_unit_id = fields.Many2one(
        "safety.unit", string="To unit", ondelete="restrict", help="Empty: off the roll from this day on."
    )
    unit_id = fields.Many2one(help="The unit that sees this movement: where it led, or where it came from.")
    reason = fields.Char()

    _as_of = models.Index("(enterprise_id, date DESC, id DESC)")

    @api.constrains("date", "enterprise_id")
    def _check_order(self):
        """Refuse a movement dated before an earlier one: the state of a day would depend on who typed last."""
        self.flush_model(["enterprise_id", "date"])
        self._check_order_of(self.enterprise_id)

    @api.model
    def _check_order_of(self, enterprises):
        # One window query for any number of movements; the ORM would read every history.
        query = SQL(
            """
            SELECT enterprise_id, previous FROM (
                SELECT enterprise_id, date, lag(date) OVER (PARTITION BY enterprise_id ORDER BY id) AS previous
                  FROM safety_enterprise_movement WHERE enterprise_id = ANY(%s)
            ) AS history
             WHERE date < previous LIMIT 1
            """,
            enterprises.ids,
        )
        for enterprise_id, previous in self.env.execute_query(query):
            raise ValidationError(
                self.env._(
                    "“%(enterprise)s” already has a movement on %(date)s: a later one cannot be dated before it.",
                    enterprise=enterprises.browse(enterprise_id).name,
                    date=fields.Date.to_string(previous),
                )
            )

    @api.model
    def _insert(self, movements):
        """Insert ``movements`` (dicts of all columns but the log's) in one statement: an import writes thousands.

        Through the ORM they would cost as much as the enterprises themselves.
        """
        rows = list(movements)
        if not rows:
            return
        now, uid = self.env.cr.now(), self.env.uid
        log = {"create_uid": uid, "create_date": now, "write_uid": uid, "write_date": now}
        self.env.cr.execute(
            SQL(
                "INSERT INTO safety_enterprise_movement (%s) VALUES %s",
                SQL(", ").join(SQL.identifier(column) for column in (*rows[0], *log)),
                SQL(", ").join(SQL("%s", (*row.values(), *log.values())) for row in rows),
            )
        )
        enterprises = self.env["safety.enterprise"].browse(row["enterprise_id"] for row in rows)
        enterprises.invalidate_recordset(["movement_ids"], flush=False)
        self._check_order_of(enterprises)
