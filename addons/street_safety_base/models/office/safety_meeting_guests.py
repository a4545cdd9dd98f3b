from odoo import api, models
from odoo.tools import SQL

# Which posts of a meeting's type are asked for what.
ROLES = {"guest": "guest_post_ids", "chair": "chair_post_ids", "recorder": "recorder_post_ids"}


class SafetyMeeting(models.Model):
    """Who is invited, chairs and writes the minutes: the holders of the posts that the meeting's type names."""

    _inherit = "safety.meeting"

    def _plan_row(self, key=0):
        """Return (key, type, host, unit in turn, day) of one meeting, as :meth:`_people_of` takes them."""
        self.ensure_one()
        day = self.company_id._safety_date(self.start) or self.company_id._safety_today()
        return key, self.type_id.id, self.unit_id.id, self.turn_unit_id.id or None, day

    @api.model
    def _people_of(self, rows):
        """Return {key: {role: {user id: (post ids, unit ids, since)}}} of meetings to be held. One statement.

        ``since`` is when the first of these appointments was entered.

        Invited are the holders, on the meeting's day, of the type's posts: at the host or a unit below it – where units
        take turns only in the one in turn –, above it, or serving it. A seat that names what it serves comes from
        above only for that; a member of another committee is no guest of this one.

        :param rows: list of (key, type id, host id, id of the unit in turn or None, day)
        """
        people = {}
        if not rows:
            return people
        self.env.flush_all()
        for key, role, user, *seats in self.env.execute_query(self._people_sql(rows)):
            people.setdefault(key, {}).setdefault(role, {})[user] = tuple(seats)
        return people

    def _people_sql(self, rows):
        roles = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS role, safety_meeting_type_id AS type_id, safety_post_id AS post_id FROM %s",
                role,
                SQL.identifier(self.env["safety.meeting.type"]._fields[name].relation),
            )
            for role, name in ROLES.items()
        )
        return SQL(
            """
            SELECT plan.key, asked.role, seat.user_id,
                   array_agg(DISTINCT seat.post_id), array_agg(DISTINCT seat.unit_id),
                   min(seat.create_date)
              FROM (VALUES %(rows)s) plan (key, type_id, unit_id, turn_id, day)
              JOIN safety_unit host ON host.id = plan.unit_id
         LEFT JOIN safety_unit turn ON turn.id = plan.turn_id
              JOIN (%(roles)s) asked ON asked.type_id = plan.type_id
              JOIN safety_post post ON post.id = asked.post_id
              JOIN safety_appointment seat ON seat.post_id = asked.post_id AND seat.company_id = host.company_id
                   AND seat.date_start <= plan.day AND (seat.date_end IS NULL OR seat.date_end >= plan.day)
              JOIN res_users person ON person.id = seat.user_id AND person.active
              JOIN safety_unit place ON place.id = seat.unit_id
             WHERE starts_with(place.parent_path, host.parent_path)
                   AND (turn.id IS NULL OR NOT EXISTS (
                        SELECT 1 FROM safety_unit other
                         WHERE other.type_id = turn.type_id AND other.id <> turn.id
                           AND starts_with(place.parent_path, other.parent_path)))
                OR starts_with(host.parent_path, place.parent_path)
                   AND NOT EXISTS (SELECT 1 FROM safety_appointment_safety_unit_rel serves
                                    WHERE serves.safety_appointment_id = seat.id)
                OR EXISTS (SELECT 1 FROM safety_appointment_safety_unit_rel serves
                             JOIN safety_unit served ON served.id = serves.safety_unit_id
                            WHERE serves.safety_appointment_id = seat.id
                              AND (served.id IN (host.id, turn.id)
                                   OR starts_with(host.parent_path, served.parent_path)
                                      AND place.type_id <> host.type_id))
             GROUP BY plan.key, asked.role, seat.user_id
             ORDER BY plan.key, asked.role, min(post.sequence), min(seat.id)
            """,
            rows=SQL(", ").join(SQL("(%s::int, %s::int, %s::int, %s::int, %s::date)", *row) for row in rows),
            roles=roles,
        )

    @api.model
    def _reports_of(self, rows):
        """Return {key: [(unit id, unit name)]} of the units whose report the minutes open with. One statement."""
        reports = {}
        if not rows:
            return reports
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                """
                SELECT plan.key, unit.id, unit.name
                  FROM (VALUES %s) plan (key, type_id, unit_id, turn_id, day)
                  JOIN safety_unit host ON host.id = plan.unit_id
                  JOIN safety_meeting_type_report_rel rel ON rel.safety_meeting_type_id = plan.type_id
                  JOIN safety_unit unit ON unit.type_id = rel.safety_unit_type_id AND unit.active
                       AND starts_with(unit.parent_path, host.parent_path)
                       AND (unit.date_start IS NULL OR unit.date_start <= plan.day)
                       AND (unit.date_end IS NULL OR unit.date_end >= plan.day)
                 ORDER BY plan.key, unit.parent_path = host.parent_path DESC, unit.sequence, unit.code, unit.id
                """,
                SQL(", ").join(SQL("(%s::int, %s::int, %s::int, %s::int, %s::date)", *row) for row in rows),
            )
        )
        for key, unit, name in found:
            reports.setdefault(key, []).append((unit, name))
        return reports

    def _item_values(self, kind, reports):
        """Return the values of the items a meeting of ``kind`` opens with: the reports, then the usual agenda."""
        rows = [{"name": name, "report_unit_id": unit, "required": True} for unit, name in reports]
        lines = [line.strip() for line in (kind.agenda or "").splitlines()]
        rows += [{"name": line, "report_unit_id": None, "required": kind.agenda_required} for line in lines if line]
        return [row | {"sequence": 10 * number} for number, row in enumerate(rows, start=1)]
