from odoo import api, fields, models
from odoo.tools import SQL, format_list


class SafetyTraining(models.Model):
    """The exam of a session, and whether enough people count for the session to prove anything.

    What the programme asks is copied when the session is planned: a programme changed later changes no past session.
    """

    _inherit = "safety.training"

    survey_id = fields.Many2one(
        "survey.survey",
        string="Exam",
        domain=[("is_safety_exam", "=", True)],
        compute="_compute_survey_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        help="Everybody present gets an answer sheet of their own. It closes when the session is completed.",
    )
    pass_required = fields.Boolean(
        string="Only who passes counts", compute="_compute_demands", store=True, readonly=False, precompute=True
    )
    certificate_type_id = fields.Many2one(
        "safety.certificate.type",
        string="Certificate for passing",
        compute="_compute_demands",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    min_attendance = fields.Integer(
        string="Minimum attendance (%)", compute="_compute_demands", store=True, readonly=False, precompute=True,
        aggregator=None,
    )  # fmt: skip
    counts = fields.Boolean(
        string="Counts as proof",
        readonly=True,
        copy=False,
        help="Set when the session is completed: enough of those invited came and, where asked for, passed.",
    )
    passed_count = fields.Integer(string="Passed", compute="_compute_results", compute_sudo=True)
    counted_count = fields.Integer(string="Count as trained", compute="_compute_results", compute_sudo=True)
    score = fields.Float(
        string="Mean score (%)", compute="_compute_results", compute_sudo=True, digits=(5, 1), aggregator=None
    )
    counts_note = fields.Char(string="Why it does not count", compute="_compute_counts_note")

    @api.depends("type_id")
    def _compute_survey_id(self):
        for training in self:
            training.survey_id = training.type_id.sudo().survey_id

    @api.depends("type_id")
    def _compute_demands(self):
        for training in self:
            kind = training.type_id
            training.pass_required = kind.pass_required
            training.certificate_type_id = kind.certificate_type_id
            training.min_attendance = kind.min_attendance

    @api.depends("attendee_ids.counts", "attendee_ids.exam_state")
    def _compute_results(self):
        """One grouped query for any number of sessions."""
        groups = self.env["safety.training.attendee"]._read_group(
            [("training_id", "in", self.ids)], ["training_id", "counts", "exam_state"], ["__count", "exam_score:sum"]
        )
        found = {training.id: [0, 0, 0, 0] for training in self}
        for training, counts, exam, number, points in groups:
            row = found[training.id]
            row[0] += number if counts else 0
            row[1] += number if exam == "passed" else 0
            row[2] += number if exam in ("passed", "failed") else 0
            row[3] += points
        for training, number in self._made_up_counts().items():
            found[training.id][0] += number
        for training in self:
            counted, passed, taken, points = found.get(training.id, (0, 0, 0, 0))
            training.counted_count = counted
            training.passed_count = passed
            training.score = points / taken if taken else 0

    @api.depends("state", "counts", "min_attendance", "pass_required")
    def _compute_counts_note(self):
        held = self.filtered(lambda training: training.state == "held" and not training.counts)
        shares = held._audience_shares()
        for training in self:
            training.counts_note = training in held and training._why_not(*shares.get(training.id, (0, 0)))

    def _why_not(self, number, invited):
        if uninvited := self._uninvited():
            return self.env._(
                "The programme is also for %s, who were not invited: the session proves no duty.",
                format_list(self.env, uninvited),
            )
        return self.env._(
            "%(number)s of %(invited)s count (%(share).0f %%), %(minimum)s %% are asked for: the session proves no "
            "duty. Hold a make-up session for the others.",
            number=number, invited=invited, share=100 * number / invited if invited else 0,
            minimum=self.min_attendance,
        )  # fmt: skip

    def _uninvited(self):
        """Return the names of those the programme is for and the session does not invite; a make-up invites few."""
        if self.makeup_of_id:
            return []
        kind, modes = self.type_id.sudo(), dict(self._fields["enterprise_mode"]._description_selection(self.env))
        left_out = (kind.post_ids - self.sudo().post_ids).mapped("name")
        return left_out + ([modes["all"]] if kind.enterprise_mode == "all" != self.enterprise_mode else [])

    # ---- completing --------------------------------------------------------------------------------------------------

    def _close_exams(self):
        """The sheets that are still out close with the session: its list is evidence from now on."""
        sheets = self.sudo().attendee_ids._sheets().filtered(lambda sheet: sheet.state != "done")
        sheets.write({"deadline": fields.Datetime.now()})

    def _weigh(self):
        """Say of each session whether it counts: somebody does, and as many percent as it asks for. One query.

        :return: the sessions that count now and did not before
        """
        open_ones = self.filtered(lambda training: not training.counts)
        shares = open_ones._audience_shares()
        counting = open_ones.filtered(
            lambda training: (
                not training._uninvited()
                and shares.get(training.id, (0, 0))[0]
                and 100 * shares[training.id][0] >= training.min_attendance * shares[training.id][1]
            )
        )
        counting.sudo()._workflow_write({"counts": True})
        return counting

    def _audience_shares(self):
        """Return {session id: (how many of its audience count, how many there are)}. One query.

        The audience is who was invited, and who was added by hand in the place of somebody invited: of an invited
        enterprise, or with an invited post. Other guests are welcome, but do not make up for those who stayed away.
        A session whose list was made by hand alone has no other audience than that list, unless its programme says
        whom it is for: then passers-by are never its audience (XT-4.4a).
        """
        self.env.flush_all()
        posts, firms = self._fields["post_ids"], self._fields["enterprise_ids"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, CASE WHEN meant > 0 OR id = ANY(%(asked)s) THEN meant_done ELSE done END,
                       CASE WHEN meant > 0 OR id = ANY(%(asked)s) THEN meant ELSE lines END
                  FROM (SELECT training.id, COUNT(*) AS lines, COUNT(*) FILTER (WHERE of_line.counted) AS done,
                               COUNT(*) FILTER (WHERE of_line.meant) AS meant,
                               COUNT(*) FILTER (WHERE of_line.meant AND of_line.counted) AS meant_done
                          FROM safety_training training
                          JOIN safety_training_attendee line ON line.training_id = training.id
                     LEFT JOIN LATERAL (%(made_up)s) made_up ON TRUE
                    CROSS JOIN LATERAL (
                               SELECT line.counts OR made_up.id IS NOT NULL AS counted,
                                      NOT line.is_guest OR EXISTS (
                                          SELECT 1 FROM %(posts)s asked
                                           WHERE asked.safety_training_id = training.id
                                             AND asked.safety_post_id = line.post_id
                                      ) OR line.enterprise_id IS NOT NULL AND (
                                          training.enterprise_mode = 'all' OR EXISTS (
                                              SELECT 1 FROM %(firms)s asked
                                               WHERE training.enterprise_mode = 'selected'
                                                 AND asked.safety_training_id = training.id
                                                 AND asked.safety_enterprise_id = line.enterprise_id)
                                      ) AS meant) of_line
                         WHERE training.id = ANY(%(ids)s)
                         GROUP BY training.id) share
                """,
                ids=self.ids,
                asked=self.filtered(lambda training: training._has_audience()).ids,
                made_up=self._made_up_sql(),
                posts=SQL.identifier(posts.relation),
                firms=SQL.identifier(firms.relation),
            )
        )
        return {id_: (number, invited) for id_, number, invited in rows}

    def _has_audience(self):
        """Tell whether the programme says whom it is for; the list of a make-up session is made by hand."""
        kind = self.type_id.sudo()
        return not self.makeup_of_id and bool(kind.post_ids or kind.enterprise_mode == "all")

    def _issue_certificates(self):
        """Give the certificate of the session to people of enterprises who passed. One create."""
        values = [
            line._certificate_values()
            for training in self.sudo().filtered("certificate_type_id")
            for line in training.attendee_ids
            if line.exam_state == "passed" and line.counts and line.enterprise_id
        ]
        self.env["safety.certificate"].sudo().create(values)

    def _withdraw_certificates(self):
        given = self.env["safety.certificate"].sudo().search([("training_attendee_id.training_id", "in", self.ids)])
        given.action_archive()
