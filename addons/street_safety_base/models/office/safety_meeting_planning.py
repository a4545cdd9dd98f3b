import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_list

from .safety_meeting_slots import Wish


class SafetyMeeting(models.Model):
    """Meetings planned ahead: a duty that is proved by a meeting gets one, with guests, chair and agenda.

    Written by SQL in bulk: the statements of a run are the same for ten meetings and for the thousand of a district.
    The database holds one meeting per duty and number, so a run that is killed or doubled ends in the same plan.
    """

    _inherit = "safety.meeting"

    turn_unit_id = fields.Many2one(
        "safety.unit",
        string="In turn",
        index="btree_not_null",
        ondelete="restrict",
        help="Where units take turns: the one this meeting is held with.",
    )
    plan_number = fields.Integer(
        string="Planned as", readonly=True, copy=False, help="Which of the meetings of its duty; 0: planned by hand."
    )
    guests_on = fields.Datetime(string="Guests as of", readonly=True, copy=False)

    _plan_uniq = models.UniqueIndex("(duty_id, plan_number) WHERE plan_number > 0")

    @api.model
    def _plan(self, company, last=None):
        """Plan the meetings of ``company`` whose window begins until the date ``last`` (None: the duty horizon).

        What is planned and untouched follows its duty (window, turn) and its seats (guests); what somebody changed by
        hand stays. Idempotent, silent: no mail leaves before the weekly invitation.

        :return: the meetings that are new
        """
        today = company._safety_today()
        last = last or today + timedelta(days=company.safety_horizon_days)
        planner = self.sudo()
        planner._drop_stale(company)
        planner._follow_seats(company)
        meetings = planner._insert_plans(company, planner._plans(company, today, last))
        meetings._project()
        return meetings

    # ---- what to plan ------------------------------------------------------------------------------------------------

    def _plans(self, company, today, last):
        """Return the meetings to plan as dicts of columns, with people and items. Constant statements."""
        self.env.flush_all()
        found = self.env.execute_query_dict(self._wanted_sql(company, today, last))
        if not found:
            return []
        rows = [
            (key, row["type_id"], row["unit_id"], row["turn_unit_id"], row["first"]) for key, row in enumerate(found)
        ]
        people, reports = self._people_of(rows), self._reports_of(rows)
        busy = self._busy(company, today, max(row["last"] for row in found))
        calendar = self.env["safety.special.day"]._work_calendar(company)
        types = self.env["safety.meeting.type"].with_context(lang=company._safety_lang())
        kinds = {kind.id: kind for kind in types.browse({row["type_id"] for row in found})}
        plans = []
        for key, row in enumerate(found):
            kind, roles = kinds[row["type_id"]], people.get(key, {})
            wish = self._wish_of(company, row, kind, roles)
            start = self._find_start(company, wish, busy, calendar)
            if start:
                self._take(wish, busy, start)
                plans.append(row | self._plan_values(row, kind, roles, start) | {"stop": start + wish.length})
                plans[-1]["items"] = self._item_values(kind, reports.get(key, []))
        return plans

    def _wish_of(self, company, row, kind, roles):
        return Wish(
            row["first"],
            row["last"],
            kind.start_hour,
            timedelta(hours=kind.duration),
            frozenset(roles.get("guest", ())),
            (company.id, kind.place) if kind.place else None,
        )

    def _plan_values(self, row, kind, roles, start):
        chair = next(iter(roles.get("chair", {})), None)
        return {
            "name": self._plan_name(kind, row),
            "start": start,
            "place": kind.place or row["turn_name"] or None,
            "chair_id": chair,
            "recorder_id": next(iter(roles.get("recorder", {})), chair),
            "guests": roles.get("guest", {}),
        }

    def _plan_name(self, kind, row):
        if not row["turn_name"]:
            return kind.env._("%(unit)s %(meeting)s", unit=row["unit_name"], meeting=kind.name)
        return kind.env._(
            "%(unit)s %(meeting)s (%(turn)s)", unit=row["unit_name"], meeting=kind.name, turn=row["turn_name"]
        )

    def _wanted_sql(self, company, today, last):
        """Return the SELECT of what is owed and not planned: the narrowest windows choose their time first."""
        return SQL(
            """
            SELECT duty.id AS duty_id, series.number AS plan_number, rule.meeting_type_id AS type_id, duty.unit_id,
                   duty.turn_unit_id, unit.name AS unit_name, turn.name AS turn_name,
                   GREATEST(duty.window_start, %(today)s) AS first,
                   CASE WHEN duty.window_end >= %(today)s THEN duty.window_end ELSE duty.due_date END AS last
              FROM safety_duty duty
              JOIN safety_duty_rule rule ON rule.id = duty.rule_id AND rule.meeting_type_id IS NOT NULL
              JOIN safety_duty_kind kind ON kind.id = duty.kind_id AND kind.model = 'safety.meeting'
              JOIN safety_unit unit ON unit.id = duty.unit_id
         LEFT JOIN safety_unit turn ON turn.id = duty.turn_unit_id
        CROSS JOIN LATERAL generate_series(1, GREATEST(duty.record_required, 1)) series (number)
             WHERE duty.company_id = %(company)s AND duty.state IN ('planned', 'open')
               AND duty.due_date >= %(today)s AND duty.window_start <= %(last)s
               AND series.number > duty.record_done
               AND NOT EXISTS (SELECT 1 FROM safety_meeting known
                                WHERE known.duty_id = duty.id AND known.plan_number = series.number)
               -- What somebody planned by hand for the period counts as well.
               AND series.number > (
                   SELECT count(*) FROM safety_meeting other
                    WHERE other.unit_id = duty.unit_id AND other.type_id = rule.meeting_type_id
                      AND other.state <> 'cancelled' AND COALESCE(other.plan_number, 0) = 0
                      AND (other.start AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                          BETWEEN duty.period_start AND GREATEST(duty.period_end, duty.due_date))
             ORDER BY duty.window_end - duty.window_start, duty.window_start, unit.parent_path, duty.id, series.number
            """,
            today=today,
            last=last,
            company=company.id,
            zone=company.safety_tz or "Asia/Shanghai",
        )

    # ---- written in bulk ---------------------------------------------------------------------------------------------

    def _insert_plans(self, company, plans):
        """Insert the planned meetings with guests, readers and items. Six statements, whatever their number."""
        if not plans:
            return self.browse()
        names = (
            "name", "type_id", "unit_id", "turn_unit_id", "start", "stop", "place", "chair_id", "recorder_id",
            "duty_id", "plan_number",
        )  # fmt: skip
        fixed = {"company_id": company.id, "state": "planned", "guests_on": fields.Datetime.now()} | self._log()
        rows = [{name: plan[name] for name in names} | fixed | {"token": secrets.token_urlsafe(16)} for plan in plans]
        made = self._insert("safety_meeting", rows, ("id", "duty_id", "plan_number"))
        ids = {(duty, number): id_ for id_, duty, number in made}
        kept = [
            (ids[plan["duty_id"], plan["plan_number"]], plan)
            for plan in plans
            if (plan["duty_id"], plan["plan_number"]) in ids
        ]
        self._insert_guests([(id_, plan["unit_id"], plan["guests"]) for id_, plan in kept])
        items = [item | {"meeting_id": id_} | self._log() for id_, plan in kept for item in plan["items"]]
        self._insert("safety_meeting_item", items)
        self.env.invalidate_all(flush=False)
        return self.browse(id_ for id_, _plan in kept)

    def _insert_guests(self, rows):
        """Invite the people of ``rows``: (meeting id, host id, {user id: (post ids, unit ids, since)}).

        Three statements.
        """
        names = self._post_names()
        fixed = {"state": "invited", "by_post": True} | self._log()
        guests = [
            fixed
            | {
                "meeting_id": meeting,
                "unit_id": host,
                "user_id": user,
                "post": format_list(self.env, [names[post] for post in posts]),
            }
            for meeting, host, people in rows
            for user, (posts, _units, _since) in people.items()
        ]
        made = self._insert("safety_meeting_attendee", guests, ("id", "meeting_id", "user_id"))
        ids = {(meeting, user): id_ for id_, meeting, user in made}
        seats = self.env["safety.meeting.attendee"]._fields["seat_unit_ids"]
        self._link(
            seats,
            {
                (ids[meeting, user], unit)
                for meeting, _host, people in rows
                for user, (_posts, units, _since) in people.items()
                for unit in units
                if (meeting, user) in ids
            },
        )
        readers = {(meeting, host) for meeting, host, _people in rows}
        readers |= {
            (meeting, unit) for meeting, _h, people in rows for _p, units, _s in people.values() for unit in units
        }
        self._link(self._fields["reader_unit_ids"], readers)

    def _log(self):
        now = fields.Datetime.now()
        return {"create_uid": self.env.uid, "write_uid": self.env.uid, "create_date": now, "write_date": now}

    def _insert(self, table, rows, returning=("id",)):
        """Insert ``rows`` (dicts with the same keys) into ``table``, leaving out what is there. One statement."""
        if not rows:
            return []
        columns = list(rows[0])
        return self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING RETURNING %s",
                SQL.identifier(table),
                SQL(", ").join(SQL.identifier(name) for name in columns),
                SQL(", ").join(tuple(row[name] for name in columns) for row in rows),
                SQL(", ").join(SQL.identifier(name) for name in returning),
            )
        )

    def _link(self, field, pairs):
        """Insert the pairs of ids into the relation of ``field``. One statement."""
        rows = [{field.column1: one, field.column2: other} for one, other in sorted(pairs)]
        self._insert(field.relation, rows, (field.column1,))

    # ---- what follows ------------------------------------------------------------------------------------------------

    def _drop_stale(self, company):
        """Take away what is planned for a duty that is gone, waived, moved or given to another unit in turn.

        Only what nobody touched since and nobody has signed in to; the plan makes it anew where it is still owed.
        """
        self.env.flush_all()
        ids = self.env.execute_query(
            SQL(
                """
                SELECT meeting.id FROM safety_meeting meeting
             LEFT JOIN safety_duty duty ON duty.id = meeting.duty_id
                 WHERE meeting.company_id = %s AND meeting.state = 'planned' AND meeting.plan_number > 0
                   AND meeting.start > %s AND meeting.write_date = meeting.create_date
                   AND (duty.id IS NULL OR duty.state = 'waived'
                        OR duty.turn_unit_id IS DISTINCT FROM meeting.turn_unit_id
                        OR NOT (meeting.start AT TIME ZONE 'UTC' AT TIME ZONE %s)::date
                               BETWEEN duty.window_start AND GREATEST(duty.window_end, duty.due_date))
                   AND NOT EXISTS (SELECT 1 FROM safety_resolution WHERE meeting_id = meeting.id)
                   AND NOT EXISTS (SELECT 1 FROM safety_meeting_attendee
                                    WHERE meeting_id = meeting.id AND state <> 'invited')
                """,
                company.id,
                fields.Datetime.now(),
                company.safety_tz or "Asia/Shanghai",
            )
        )
        self.browse(id_ for (id_,) in ids).unlink()

    def _follow_seats(self, company):
        """Bring the guests of planned meetings in line with hand-overs. Somebody taken off by hand stays off."""
        meetings = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "planned"),
                ("plan_number", ">", 0),
                ("start", ">", fields.Datetime.now()),
            ]
        )
        people = self._people_of([meeting._plan_row(meeting.id) for meeting in meetings])
        gone, new, heads = self.env["safety.meeting.attendee"], [], []
        for meeting in meetings:
            roles = people.get(meeting.id, {})
            left, come = meeting._changed_guests(roles.get("guest", {}))
            if left or come:
                gone |= left
                new.append((meeting.id, meeting.unit_id.id, come))
                heads.append((meeting.id, *meeting._heads_after(roles, left.user_id)))
        if heads:
            gone.unlink()
            self.env.flush_all()
            self._insert_guests(new)
            self._write_heads(heads)
            self.browse(id_ for id_, *_heads in heads)._project()

    def _changed_guests(self, holders):
        """Return the guests by post who hold none any more, and the holders who came since the list was made."""
        left = self.attendee_ids.filtered(
            lambda line: line.by_post and line.state == "invited" and line.user_id.id not in holders
        )
        known = set(self.attendee_ids.user_id.ids)
        since = self.guests_on or self.create_date
        come = {user: seats for user, seats in holders.items() if user not in known and seats[2] > since}
        return left, come

    def _heads_after(self, roles, left):
        """Return the ids of chair and recorder: who holds the post now, where the one before is among ``left``."""
        chair = next(iter(roles.get("chair", {})), None)
        recorder = next(iter(roles.get("recorder", {})), chair)
        return (
            chair if self.chair_id in left else self.chair_id.id or None,
            recorder if self.recorder_id in left else self.recorder_id.id or None,
        )

    def _write_heads(self, heads):
        """Note chair and recorder, past the time of the last change: the plan follows, nobody touched it."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_meeting meeting
                   SET chair_id = head.chair_id, recorder_id = head.recorder_id, guests_on = %s
                  FROM (VALUES %s) head (id, chair_id, recorder_id)
                 WHERE meeting.id = head.id
                """,
                fields.Datetime.now(),
                SQL(", ").join(SQL("(%s::int, %s::int, %s::int)", *row) for row in heads),
            )
        )
        self.env.invalidate_all(flush=False)
