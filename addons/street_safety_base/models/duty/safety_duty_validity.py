from odoo import models
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """Validity: a rule binds nobody for days on which it is not in force, also when its dates change afterwards."""

    _inherit = "safety.duty"

    def _withdraw_invalid(self, company):
        """Withdraw the calendar duties whose window lies wholly outside of the days their rule is in force.

        Planned ones go, because nobody has seen them yet; open ones are waived; what is closed stays as it was. Two
        statements.
        """
        self.env.flush_all()
        today = company._safety_today()
        self.env.cr.execute(
            SQL("DELETE FROM safety_duty WHERE state = 'planned' AND id IN (%s)", self._invalid_sql(company))
        )
        self.env.cr.execute(
            SQL(
                "UPDATE safety_duty SET state = 'waived', closed_on = %s WHERE state = 'open' AND id IN (%s)",
                today,
                self._invalid_sql(company),
            )
        )
        self.env.invalidate_all()

    def _invalid_sql(self, company):
        """Return the subquery of such duties; GREATEST and LEAST leave an empty date out."""
        return SQL(
            """
            SELECT duty.id
              FROM safety_duty duty
              JOIN safety_duty_rule rule ON rule.id = duty.rule_id
              JOIN safety_regulation regulation ON regulation.id = rule.regulation_id
             WHERE duty.company_id = %s AND duty.cause_res_id = 0 AND duty.state IN ('planned', 'open')
               AND (duty.window_end < GREATEST(rule.date_from, regulation.date_from)
                    OR duty.window_start > LEAST(rule.date_to, regulation.date_to))
            """,
            company.id,
        )
