from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL


class _Undo(Exception):
    """Ends a simulation: everything it wrote is taken back."""


class SafetyDuty(models.Model):
    """Simulation and back-test: the real engine runs on a rule, and what it wrote is taken back."""

    _inherit = "safety.duty"

    def _try_out(self, company, rules, mode):
        """Return (rows, problems) of what ``rules`` would make, writing nothing.

        :param mode: load (the next twelve months, nothing evaluated) | back_test (the last twelve, on their records,
            with the roll of each counting day)
        :return: rows (rule, post, month, duties, met, late, missed, seats), sentences about rules that fail
        """
        today = company._safety_today()
        first = today.replace(day=1)
        if mode == "back_test":
            first, last = first - relativedelta(years=1), first - timedelta(days=1)
        else:
            last = first + relativedelta(years=1, days=-1)
        result = []
        try:
            with self.env.cr.savepoint():
                result.append(self._run_dry(company, rules, first, last, mode))
                raise _Undo
        except _Undo:
            self.env.invalidate_all(flush=False)
        return result[0]

    def _set_aside(self, rules):
        """Take away the duties of ``rules`` for the time of the trial; addons cut what holds them fast first."""
        self.env.cr.execute(SQL("DELETE FROM safety_duty WHERE rule_id = ANY(%s)", rules.ids))

    def _run_dry(self, company, rules, first, last, mode):
        self._set_aside(rules)
        self.env.invalidate_all()
        periodic = rules.filtered(lambda rule: rule.cause in ("calendar", "standing"))
        if periodic:
            self._generate(company, first, last, periodic)
        caused = rules.filtered(lambda rule: rule.cause == "record")
        if mode == "back_test":
            self._generate_caused(company, caused, (first, last))
            self._open_due(company, rules)
            self._evaluate(company, rules)
            self._close_due(company, rules)
        problems = [f"{rule.name}: {rule.last_error}" for rule in rules if rule.last_error]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT rule_id, post_id, date_trunc('month', period_start)::date, COUNT(*),
                       COUNT(*) FILTER (WHERE state IN ('met', 'met_late')), COUNT(*) FILTER (WHERE state = 'met_late'),
                       COUNT(*) FILTER (WHERE state = 'missed'), COUNT(DISTINCT unit_id)
                  FROM safety_duty
                 WHERE rule_id = ANY(%s) AND period_start BETWEEN %s AND %s
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                rules.ids,
                first,
                last,
            )
        )
        return rows, problems
