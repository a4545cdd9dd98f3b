from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: First day of the period in which ``day`` is counted; a rule without one counts by the year.
COUNT_START = SQL(
    """
    CASE count_period
         WHEN 'month' THEN date_trunc('month', day)::date
         WHEN 'quarter' THEN date_trunc('quarter', day)::date
         WHEN 'half_year' THEN (date_trunc('year', day)
                                + CASE WHEN EXTRACT(MONTH FROM day) < 7 THEN 0 ELSE 6 END * interval '1 month')::date
         ELSE date_trunc('year', day)::date END
    """
)
#: Missed duties with the penalty rule that punishes them.
PUNISHED = SQL(
    """
    JOIN safety_duty_rule_safety_penalty_rule_rel punished ON punished.safety_duty_rule_id = duty.rule_id
    JOIN safety_penalty_rule rule ON rule.id = punished.safety_penalty_rule_id
         AND rule.active AND rule.date_from <= duty.due_date
         AND (rule.date_to IS NULL OR rule.date_to >= duty.due_date)
    """
)
#: Some duties without one.
UNPUNISHED = """
    JOIN safety_duty chosen ON chosen.id = duty.id AND chosen.id IN %s
         AND NOT EXISTS (SELECT 1 FROM safety_duty_rule_safety_penalty_rule_rel punished
                           JOIN safety_penalty_rule active_rule ON active_rule.id = punished.safety_penalty_rule_id
                                AND active_rule.active AND active_rule.date_from <= duty.due_date
                                AND (active_rule.date_to IS NULL OR active_rule.date_to >= duty.due_date)
                          WHERE punished.safety_duty_rule_id = duty.rule_id)
    LEFT JOIN safety_penalty_rule rule ON FALSE
"""


class SafetyViolation(models.Model):
    """Proposals of the nightly run: missed duties become violations, once, with who held the seat that day."""

    _inherit = "safety.violation"

    @api.model
    def _propose(self, company):
        """Propose each missed duty that a penalty rule punishes as a violation of its seat; return the new ones.

        Four statements whatever the number of duties, and two more for each rule that punishes records instead (what
        supervision found). Idempotent: the database holds one violation per duty, or record and rule. A duty
        whose day for the holder is still to come (end of the month) waits for it. A proposal whose duty was opened
        again is withdrawn, and proposed again when that is missed once more.
        """
        again = self.sudo()._follow_duties(company)
        born = self._insert_proposals(company, PUNISHED)
        return born | self._propose_records(company) | again.sudo(self.env.su)

    @api.model
    def _propose_at_step(self, company, duties):
        """Propose the missed ones of ``duties`` because a step of their rule says so; return the new ones.

        What a penalty rule punishes is left to that one: it says when, whom, and what it costs.
        """
        return self._insert_proposals(company, SQL(UNPUNISHED, tuple(duties.ids or [0])))

    def _insert_proposals(self, company, which):
        self.env.flush_all()
        rows = self.env.execute_query(self._propose_sql(company, which))
        born = self.browse(row for (row,) in rows)
        born._add_holders()
        self.invalidate_model()
        return born

    def _propose_sql(self, company, which):
        """Return the INSERT of the missed duties of ``which``: the JOIN that finds their penalty rule, or none."""
        return SQL(
            """
            INSERT INTO safety_violation (duty_id, rule_id, clause_id, name, unit_id, post_id, company_id, date, year,
                                          count_start, amount, points, seat_date, state,
                                          create_uid, create_date, write_uid, write_date)
            SELECT duty_id, rule_id, clause_id, name, unit_id, post_id, company_id, due_date,
                   EXTRACT(YEAR FROM due_date), %(count_start)s, amount, points, seat_date, 'proposed',
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (
                SELECT DISTINCT ON (duty.id) duty.id AS duty_id, rule.id AS rule_id, cause.clause_id, cause.name,
                       duty.unit_id, duty.post_id, duty.company_id, duty.due_date, duty.due_date AS day,
                       COALESCE(rule.amount, 0) AS amount, COALESCE(rule.points, 0) AS points, rule.count_period,
                       CASE rule.holder_day
                            WHEN 'period_end' THEN duty.period_end
                            WHEN 'month_end' THEN (date_trunc('month', duty.due_date) + '1 month - 1 day')::date
                            ELSE duty.due_date END AS seat_date
                  FROM safety_duty duty
                  JOIN safety_duty_rule cause ON cause.id = duty.rule_id
                  %(which)s
                 WHERE duty.state = 'missed' AND duty.company_id = %(company)s
                   AND NOT EXISTS (SELECT 1 FROM safety_violation known WHERE known.duty_id = duty.id)
                 ORDER BY duty.id, rule.sequence, rule.id
                   ) missed
             WHERE seat_date < %(today)s
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            uid=self.env.uid,
            now=fields.Datetime.now(),
            which=which,
            company=company.id,
            today=company._safety_today(),
            count_start=COUNT_START,
        )

    # ---- records instead of duties: what supervision found -----------------------------------------------------------

    @api.model
    def _propose_records(self, company, model=None):
        """Propose each record that a penalty rule punishes, in the unit that answers for it; return the new ones.

        :param model: name of the model whose records are looked at; None: those of every rule
        """
        born = self.browse()
        rules = self.env["safety.penalty.rule"].sudo()
        looked_at = Domain("company_id", "=", company.id) & Domain("model_id", "!=", False)
        if model:
            looked_at &= Domain("model_id.model", "=", model)
        for rule in rules.search(looked_at):
            with rule._guarded():
                self.env.flush_all()
                rows = self.env.execute_query(self._propose_records_sql(company, rule))
                own = self.browse(row for (row,) in rows)
                own._add_holders()
                born |= own
        self.invalidate_model()
        born._describe_records()
        return born

    def _describe_records(self):
        """Say of each of these proposals what its record shows; models whose records can tell extend it."""

    def _propose_records_sql(self, company, rule):
        today = company._safety_today()
        return SQL(
            """
            INSERT INTO safety_violation (source_model, source_id, rule_id, clause_id, name, unit_id, post_id,
                                          company_id, date, year, count_start, amount, points, seat_date, state,
                                          create_uid, create_date, write_uid, write_date)
            SELECT %(model)s, id, %(rule)s, %(clause)s, %(name)s, unit_id, %(post)s, company_id, day,
                   EXTRACT(YEAR FROM day), %(count_start)s, %(amount)s, %(points)s, seat_date, 'proposed',
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (
                SELECT record.*, %(period)s AS count_period,
                       CASE WHEN %(when)s = 'month_end'
                            THEN (date_trunc('month', record.day) + '1 month - 1 day')::date
                            ELSE record.day END AS seat_date
                  FROM (%(records)s) record
                 WHERE record.company_id = %(company)s
                   AND (%(anywhere)s OR EXISTS (
                        SELECT 1 FROM safety_unit place
                          JOIN safety_post_safety_unit_type_rel seated ON seated.safety_unit_type_id = place.type_id
                               AND seated.safety_post_id = ANY(%(posts)s)
                         WHERE place.id = record.unit_id))
                   AND NOT EXISTS (SELECT 1 FROM safety_violation already
                                    WHERE already.source_model = %(model)s AND already.source_id = record.id
                                      AND already.rule_id IS NULL)
                   ) found
             WHERE seat_date <= %(today)s
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            model=rule.model,
            rule=rule.id,
            clause=rule.clause_id.id or None,
            name=rule.name,
            post=rule.post_ids[:1].id or None,
            # Several rules may punish one kind of record, each where its posts exist (XT-6.3a: cadres, deputy heads).
            anywhere=not rule.post_ids or rule.subject == "everybody",
            posts=rule.post_ids.ids,
            count_start=COUNT_START,
            amount=rule.amount,
            points=rule.points,
            period=rule.count_period,
            when=rule.holder_day,
            records=rule._cause_sql(rule._chosen_domain(rule.date_from, rule.date_to)),
            company=company.id,
            today=today,
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )

    # ---- who answers -------------------------------------------------------------------------------------------------

    def _add_holders(self):
        """Write who held the reached posts on the day of each violation. One statement."""
        if not self:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO res_users_safety_violation_rel (safety_violation_id, res_users_id)
                SELECT DISTINCT violation.id, seat.user_id
                  FROM safety_violation violation
             LEFT JOIN safety_duty duty ON duty.id = violation.duty_id
             LEFT JOIN safety_duty_rule cause ON cause.id = duty.rule_id
             LEFT JOIN safety_penalty_rule rule ON rule.id = violation.rule_id
                  JOIN safety_unit place ON place.id = violation.unit_id
                  JOIN safety_unit seated ON seated.id = place.id
                       OR (rule.subject = 'everybody' AND starts_with(seated.parent_path, place.parent_path))
                  JOIN safety_appointment seat ON seat.unit_id = seated.id
                       AND seat.date_start <= violation.seat_date
                       AND (seat.date_end IS NULL OR seat.date_end >= violation.seat_date)
                  JOIN safety_post post ON post.id = seat.post_id AND post.penalised
                 WHERE violation.id IN %s
                   AND CASE
                       WHEN EXISTS (SELECT 1 FROM safety_penalty_rule_payer_rel payer
                                     WHERE payer.safety_penalty_rule_id = violation.rule_id)
                       THEN seat.post_id IN (SELECT safety_post_id FROM safety_penalty_rule_payer_rel payer
                                              WHERE payer.safety_penalty_rule_id = violation.rule_id)
                       WHEN rule.subject = 'everybody' THEN TRUE
                       WHEN cause.actor_mode <> 'each'
                       THEN seat.post_id IN (SELECT safety_post_id FROM safety_duty_rule_safety_post_rel owing
                                              WHERE owing.safety_duty_rule_id = cause.id)
                       ELSE seat.post_id = violation.post_id END
                ON CONFLICT DO NOTHING
                """,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["user_ids"])

    def action_find_holders(self):
        """Look up again who held the seat, after an appointment was entered late. Proposals only."""
        self._check_officer()
        proposed = self.filtered(lambda violation: violation.state == "proposed")
        proposed.user_ids = False
        proposed._add_holders()
        return True
