from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SafetyTraining(models.Model):
    """The attendance of a session: who is expected, who signed in, and how many of them came."""

    _inherit = "safety.training"

    expected_count = fields.Integer(string="Invited", compute="_compute_attendance", compute_sudo=True)
    present_count = fields.Integer(string="Present", compute="_compute_attendance", compute_sudo=True)
    coverage = fields.Float(
        string="Attendance (%)", compute="_compute_attendance", compute_sudo=True, digits=(5, 1), aggregator=None
    )
    sign_in_open = fields.Boolean(string="Sign-in is open", compute="_compute_sign_in_open")
    my_state = fields.Selection(
        [("none", "Not invited"), ("expected", "Expected"), ("present", "Present"), ("absent", "Absent")],
        string="My attendance",
        compute="_compute_my_state",
    )

    @api.depends("attendee_ids.state")
    def _compute_attendance(self):
        """One grouped query for any number of sessions."""
        groups = self.env["safety.training.attendee"]._read_group(
            [("training_id", "in", self.ids)], ["training_id", "state"], ["__count"]
        )
        counts = {(training.id, state): count for training, state, count in groups}
        for training in self:
            present = counts.get((training.id, "present"), 0)
            expected = present + sum(counts.get((training.id, state), 0) for state in ("expected", "absent"))
            training.present_count = present
            training.expected_count = expected
            training.coverage = 100 * present / expected if expected else 0

    @api.depends("date_start", "date_end", "type_id", "state")
    def _compute_sign_in_open(self):
        for training in self:
            training.sign_in_open = training._is_sign_in_open()

    @api.depends("attendee_ids.state", "attendee_ids.user_id")
    @api.depends_context("uid")
    def _compute_my_state(self):
        lines = self.env["safety.training.attendee"].search(
            [("training_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        mine = {line.training_id: line.state for line in lines}
        for training in self:
            training.my_state = mine.get(training, "none")

    def _is_sign_in_open(self):
        """Tell whether people may sign in themselves at this moment (never cached, unlike the field)."""
        first, last = self._sign_in_window()
        return bool(self.state == "draft" and first and first <= fields.Datetime.now() <= last)

    def _sign_in_window(self):
        """Return (first, last) instant at which people may sign in themselves; (None, None) without times."""
        self.ensure_one()
        kind = self.type_id
        if not (self.date_start and self.date_end):
            return None, None
        return (
            self.date_start - timedelta(minutes=kind.sign_in_before),
            self.date_end + timedelta(minutes=kind.sign_in_after),
        )

    def action_sign_in(self, latitude=None, longitude=None):
        """Sign in as the current user.

        :param latitude: degrees (WGS 84) where the telephone is, when it says so; likewise ``longitude``
        :raises UserError: not invited, outside of the sign-in time, or too far from the place
        """
        self.ensure_one()
        line = self.env["safety.training.attendee"].search(
            [("training_id", "=", self.id), ("user_id", "=", self.env.uid)]
        )
        if not line:
            raise UserError(self.env._("You are not on the list of “%s”. Ask the recorder to add you.", self.name))
        return line.action_sign_in(latitude, longitude)

    def action_mark_all_present(self):
        """Mark everybody still expected as present, as the recorder."""
        self.attendee_ids.filtered(lambda line: line.state == "expected")._workflow_do("mark_present")
        return True

    def action_fill_audience(self):
        """Bring the expected lines in line with the posts and enterprises invited, as of the day of the session.

        People in more than one invited post get one line. Lines added by hand and those already marked stay.
        A constant number of statements, whatever the size of the audience.
        """
        self.ensure_one()
        self.check_access("write")
        self._safety_check_level("act")
        self._check_not_frozen()
        if self.state != "draft":
            raise UserError(self.env._("The list of “%s” is closed.", self.name))
        self.env.flush_all()
        people, enterprises = self._people_sql(), self._enterprises_sql()
        self._drop_uninvited(people, enterprises)
        self._add_invited(people, enterprises)
        self.env["safety.training.attendee"].invalidate_model()
        self.invalidate_recordset()
        return True

    def _people_sql(self):
        """Return the subquery (user_id, name, post_id, unit_id) of who holds an invited post on the day."""
        return SQL(
            """
            SELECT DISTINCT ON (seat.user_id) seat.user_id, partner.name, seat.post_id, seat.unit_id
              FROM safety_appointment seat
              JOIN safety_unit unit ON unit.id = seat.unit_id AND starts_with(unit.parent_path, %(path)s)
              JOIN res_users person ON person.id = seat.user_id AND person.active
              JOIN res_partner partner ON partner.id = person.partner_id
              JOIN safety_post post ON post.id = seat.post_id
             WHERE seat.post_id IN %(posts)s
               AND seat.date_start <= %(day)s AND (seat.date_end IS NULL OR seat.date_end >= %(day)s)
             ORDER BY seat.user_id, post.sequence, unit.level, seat.id
            """,
            path=self.unit_id.parent_path,
            posts=tuple(self.post_ids.ids) or (0,),
            day=self.date,
        )

    def _enterprises_sql(self):
        """Return the subquery (enterprise_id, name, unit_id) of the invited enterprises on the roll on the day.

        Those of the unit are the ones in it and the ones it supervises: a department has no territory (ZF-T3.4).
        """
        firms = self.env["safety.enterprise"].sudo().with_context(active_test=False)
        supervised = firms._search([("supervising_unit_id", "=", self.unit_id.id)])
        invited = {
            "none": SQL("FALSE"),
            "all": SQL("TRUE"),
            "selected": SQL("enterprise.id IN %s", tuple(self.enterprise_ids.ids) or (0,)),
        }
        return SQL(
            """
            SELECT enterprise.id AS enterprise_id, member.unit_id,
                   %(name)s AS name
              FROM (%(members)s) member
              JOIN safety_enterprise enterprise ON enterprise.id = member.enterprise_id
              JOIN safety_unit unit ON unit.id = member.unit_id
             WHERE %(invited)s
               AND (starts_with(unit.parent_path, %(path)s) OR enterprise.id IN %(supervised)s)
            """,
            supervised=supervised.subselect(),
            name=self._names_sql(),
            members=self.env["safety.enterprise"]._safety_members_sql(self.date),
            path=self.unit_id.parent_path,
            invited=invited[self.enterprise_mode],
        )

    def _drop_uninvited(self, people, enterprises):
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM safety_training_attendee line
                 WHERE line.training_id = %(training)s AND line.state = 'expected' AND NOT line.is_guest
                   AND NOT EXISTS (SELECT 1 FROM (%(people)s) person WHERE person.user_id = line.user_id)
                   AND NOT EXISTS (SELECT 1 FROM (%(firms)s) firm WHERE firm.enterprise_id = line.enterprise_id)
                """,
                training=self.id,
                people=people,
                firms=enterprises,
            )
        )

    def _add_invited(self, people, enterprises):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_training_attendee (training_id, user_id, enterprise_id, name, post_id, unit_id,
                                                      company_id, date, hours, state, is_guest,
                                                      create_uid, create_date)
                SELECT %(training)s, found.user_id, found.enterprise_id, found.name, found.post_id, found.unit_id,
                       %(company)s, %(day)s, %(hours)s, 'expected', FALSE, %(uid)s, %(now)s
                  FROM (
                        SELECT user_id, NULL::int AS enterprise_id, name, post_id, unit_id FROM (%(people)s) person
                        UNION ALL
                        SELECT NULL, enterprise_id, name, NULL, unit_id FROM (%(firms)s) firm
                         WHERE NOT EXISTS (SELECT 1 FROM safety_training_attendee line
                                            WHERE line.training_id = %(training)s
                                              AND line.enterprise_id = firm.enterprise_id)
                       ) found
                ON CONFLICT DO NOTHING
                """,
                training=self.id,
                company=self.company_id.id,
                day=self.date,
                hours=self.hours,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                people=people,
                firms=enterprises,
            )
        )
