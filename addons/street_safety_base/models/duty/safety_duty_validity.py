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
        invalid = self._invalid_sql(company)
        self.env.cr.execute(
            SQL(
                "DELETE FROM safety_duty duty USING safety_duty_rule rule, safety_regulation regulation"
                " WHERE duty.state = 'planned' AND %s",
                invalid,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE safety_duty duty SET state = 'waived', closed_on = %s"
                " FROM safety_duty_rule rule, safety_regulation regulation WHERE duty.state = 'open' AND %s",
                today,
                invalid,
            )
        )
        self.env.invalidate_all()

    def _invalid_sql(self, company):
        """Return the condition of such duties, joined to their rule and regulation.

        No subquery on the duties themselves: in a first night their table is believed to be empty, and looked through
        once for every row. GREATEST and LEAST leave an empty date out.
        """
        return SQL(
            """
            rule.id = duty.rule_id AND regulation.id = rule.regulation_id
            AND duty.company_id = %s AND duty.cause_res_id = 0
            AND (duty.window_end < GREATEST(rule.date_from, regulation.date_from)
                 OR duty.window_start > LEAST(rule.date_to, regulation.date_to))
            """,
            company.id,
        )
