from odoo import api, fields, models
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """Closing: what is proved is met, what is over is missed; a lasting condition is judged on its last day."""

    _inherit = "safety.duty"

    def _mark_met(self, company, rules=None, records=None):
        """Count the evidence of the open duties and mark those that have enough of it. One statement.

        :param rules: only duties of these rules
        :param records: only duties that these prove: a record that is completed must not count a street's evidence
        """
        only = SQL() if rules is None else SQL("AND duty.rule_id = ANY(%s)", rules.ids)
        if records is not None:
            only = SQL(
                "AND duty.id IN (SELECT known.duty_id FROM safety_duty_evidence known"
                " WHERE known.res_model = %s AND known.res_id = ANY(%s))",
                records._name,
                records.ids,
            )
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty
                   SET record_done = tally.records, target_done = tally.targets,
                       state = CASE WHEN tally.lasting THEN 'open'
                                    WHEN tally.met_in_time THEN 'met'
                                    WHEN tally.met THEN 'met_late'
                                    ELSE 'open' END,
                       closed_on = CASE WHEN tally.met AND NOT tally.lasting THEN %(today)s::date END,
                       hidden_unit_id = CASE WHEN NOT tally.met OR tally.lasting THEN duty.hidden_unit_id END
                  FROM (%(tally)s) tally
                 WHERE tally.id = duty.id
                   AND ((tally.records, tally.targets) IS DISTINCT FROM (duty.record_done, duty.target_done)
                        OR tally.met AND NOT tally.lasting)
                """,
                tally=self._tally_sql(company, only),
                today=company._safety_today(),
            )
        )
        self.invalidate_model()

    def _tally_sql(self, company, only):
        """Return (id, records, targets, met, met_in_time, lasting) of the open duties.

        ``times`` in a period are on different days; a target is covered when it has its records, likewise.
        """
        return SQL(
            """
            SELECT id, records, targets, lasting,
                   counted AND records >= record_required AND days >= LEAST(times, record_required)
                   AND targets >= needed AS met,
                   counted AND records_in_time >= record_required AND days_in_time >= LEAST(times, record_required)
                   AND targets_in_time >= needed AS met_in_time
              FROM (
                SELECT duty.id, duty.record_required, rule.times, rule.cause = 'standing' AS lasting,
                       COALESCE(duty.target_required, 0) AS needed,
                       rule.coverage = 'none' OR duty.target_count IS NOT NULL AS counted,
                       COUNT(DISTINCT proof.res_id) AS records,
                       COUNT(DISTINCT proof.res_id) FILTER (WHERE proof.timely) AS records_in_time,
                       COUNT(DISTINCT proof.date) AS days,
                       COUNT(DISTINCT proof.date) FILTER (WHERE proof.timely) AS days_in_time,
                       COUNT(DISTINCT proof.target_id) FILTER (WHERE proof.covered) AS targets,
                       COUNT(DISTINCT proof.target_id) FILTER (WHERE proof.covered_in_time) AS targets_in_time
                  FROM safety_duty duty
                  JOIN safety_duty_rule rule ON rule.id = duty.rule_id
             LEFT JOIN LATERAL (%(proofs)s) proof ON TRUE
                 WHERE duty.state = 'open' AND duty.company_id = %(company)s %(only)s
                 GROUP BY duty.id, rule.id
                   ) counted
            """,
            proofs=self._covered_sql(),
            company=company.id,
            only=only,
        )

    def _covered_sql(self):
        """Return the evidence of ``duty`` with whether its target has as many records as needed, on different days."""
        return SQL(
            """
            SELECT one.res_id, one.date, one.target_id, one.timely,
                   one.target_id <> 0 AND one.had >= rule.per_target * rule.times AS covered,
                   one.target_id <> 0 AND one.had_in_time >= rule.per_target * rule.times AS covered_in_time
              FROM (
                SELECT day.*,
                       COUNT(*) FILTER (WHERE rule.times = 1 OR day.nth <= rule.per_target) OVER same AS had,
                       COUNT(*) FILTER (WHERE day.timely AND (rule.times = 1 OR day.nth <= rule.per_target))
                       OVER same AS had_in_time
                  FROM (
                    SELECT evidence.res_id, evidence.date, evidence.target_id,
                           COALESCE(evidence.in_time, TRUE) AS timely,
                           row_number() OVER (PARTITION BY evidence.target_id, evidence.date) AS nth
                      FROM safety_duty_evidence evidence
                     WHERE evidence.duty_id = duty.id
                       ) day
                WINDOW same AS (PARTITION BY day.target_id)
                   ) one
            """
        )

    @api.model
    def _close_due(self, company, rules=None):
        """Close the open duties whose due date has passed as missed. Call after :meth:`_evaluate`.

        A lasting condition is met when nothing was missing on its last day.
        """
        today = company._safety_today()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty
                   SET closed_on = %(today)s, hidden_unit_id = NULL,
                       state = CASE WHEN rule.cause = 'standing' AND duty.record_done >= duty.record_required
                                     AND duty.target_done >= COALESCE(duty.target_required, 0) THEN 'met'
                                    ELSE 'missed' END
                  FROM safety_duty_rule rule
                 WHERE rule.id = duty.rule_id AND duty.state = 'open' AND duty.company_id = %(company)s
                   AND (duty.due_date < %(today)s OR duty.due_at < %(now)s) %(only)s
                """,
                today=today,
                now=fields.Datetime.now(),
                company=company.id,
                only=SQL() if rules is None else SQL("AND duty.rule_id = ANY(%s)", rules.ids),
            )
        )
        self.invalidate_model()

    @api.model
    def _pulse(self, company):
        """Do for the rules that count in hours what the night does for all. Nothing to do costs two statements."""
        rules = self._rules_in_force(company, ("record", "launched", "calendar"))
        timed = rules.filtered(lambda rule: rule.offset_unit == "hours" or rule.due_kind == "hours")
        if not timed:
            return
        self._generate_caused(company, timed.filtered(lambda rule: rule.cause == "record"))
        self._open_due(company, timed)
        self._evaluate(company, timed)
        self._close_due(company, timed)
        self._do_steps(company, ("hours",))
