from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

LEVELS = ("read", "act", "approve")


class SafetyAccess(models.Model):
    """Who reaches which unit at which level, materialised from the appointments in force. Feeds every record rule.

    A row names the unit at the top of what is served; everything below belongs to it. Kept by :meth:`_rebuild`,
    written by nobody.
    """

    _name = "safety.access"
    _description = "Access of a person to a unit"
    _log_access = False
    _rec_name = "unit_id"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one("safety.unit", required=True, readonly=True, index=True, ondelete="cascade")
    level = fields.Selection([("read", "See"), ("act", "Work"), ("approve", "Approve")], required=True, readonly=True)

    _user_unit_uniq = models.Constraint("UNIQUE(user_id, unit_id)", "One row per person and unit.")

    @api.model
    def _rebuild(self):
        """Bring the table in line with the appointments in force today. Constant statements, whatever the size.

        Clears the registry's caches when anything changed, because record rule domains are cached there.
        """
        self.env.flush_all()
        wanted = self._wanted_sql()
        changed = self.env.execute_query(
            SQL(
                """
                WITH wanted AS (%s),
                gone AS (
                    DELETE FROM safety_access a
                     WHERE NOT EXISTS (SELECT 1 FROM wanted w WHERE w.user_id = a.user_id AND w.unit_id = a.unit_id)
                    RETURNING a.user_id
                ),
                kept AS (
                    INSERT INTO safety_access AS a (user_id, unit_id, level)
                    SELECT user_id, unit_id, level FROM wanted
                    ON CONFLICT (user_id, unit_id) DO UPDATE SET level = EXCLUDED.level
                     WHERE a.level != EXCLUDED.level
                    RETURNING a.user_id
                )
                SELECT user_id FROM gone UNION SELECT user_id FROM kept
                """,
                wanted,
            )
        )
        if changed:
            self.env.invalidate_all()
            self.env.registry.clear_cache()
        return bool(changed)

    @api.model
    def _admins(self):
        """Return the suite's administrators; nobody once the group is gone (the addon is being uninstalled)."""
        group = self.env.ref("street_safety_base.group_street_safety_admin", raise_if_not_found=False)
        return group.sudo().all_user_ids if group else self.env["res.users"]

    def _wanted_sql(self):
        companies = self.env["res.company"]._safety_streets()
        today = SQL(", ").join(SQL("(%s, %s::date)", company.id, company._safety_today()) for company in companies)
        if not companies:
            return SQL("SELECT NULL::int AS user_id, NULL::int AS unit_id, NULL AS level WHERE FALSE")
        admins = self._admins()
        return SQL(
            """
            SELECT user_id, unit_id, (ARRAY['read', 'act', 'approve'])[MAX(rank)] AS level
              FROM (
                SELECT seat.user_id, COALESCE(served.safety_unit_id, seat.unit_id) AS unit_id,
                       CASE post.level WHEN 'approve' THEN 3 WHEN 'act' THEN 2 ELSE 1 END AS rank
                  FROM safety_appointment seat
                  JOIN safety_post post ON post.id = seat.post_id AND post.active
                  JOIN safety_unit unit ON unit.id = seat.unit_id AND unit.active
                  JOIN (VALUES %(today)s) clock (company_id, today) ON clock.company_id = unit.company_id
                  JOIN res_users person ON person.id = seat.user_id AND person.active
             LEFT JOIN safety_appointment_safety_unit_rel served ON served.safety_appointment_id = seat.id
                 WHERE seat.date_start <= clock.today AND (seat.date_end IS NULL OR seat.date_end >= clock.today)
                UNION ALL
                SELECT rel.user_id, unit.id, 3
                  FROM safety_unit unit
                  JOIN res_company_users_rel rel ON rel.cid = unit.company_id
                 WHERE unit.parent_id IS NULL AND rel.user_id IN %(admins)s
              ) seats
             GROUP BY user_id, unit_id
            """,
            today=today,
            admins=tuple(admins.ids) or (0,),
        )

    @api.model
    def _check(self, units, level):
        """Raise AccessError unless the current user reaches ``level`` on each of ``units``. One statement."""
        if self.env.su:
            return
        names = {"read": "safety_read_unit_ids", "act": "safety_act_unit_ids", "approve": "safety_approve_unit_ids"}
        roots = self.env.user[names[level]]
        allowed = self.env["safety.unit"].sudo().with_context(active_test=False)
        missing = units - allowed.search([("id", "in", units.ids), ("id", "child_of", roots.ids)])
        if missing:
            labels = dict(self._fields["level"]._description_selection(self.env))
            raise AccessError(
                self.env._(
                    "Your posts do not reach “%(level)s” at %(unit)s.", level=labels[level], unit=missing[0].path_name
                )
            )
