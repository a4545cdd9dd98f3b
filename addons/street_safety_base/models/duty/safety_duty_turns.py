from odoo import models
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """Rotation: whose turn it is goes on where the turn before ended, across months, years and a changed tree."""

    _inherit = "safety.duty"

    def _assign_turns(self, rules):
        """Give every duty of a rotating rule that has none its unit, in the order of the periods.

        Three statements, none when no rule rotates. A swap already made stays: only empty turns are filled.
        """
        rotating = rules.filtered("rotation_type_id")
        if not rotating:
            return
        order = self._turn_order(rotating)
        last, rows = {}, []
        for duty, rule, unit, post, turn in self._turn_rows(rotating):
            queue = order.get((rule, unit))
            if turn:
                last[rule, unit, post] = turn
            elif queue:
                before = last.get((rule, unit, post))
                turn = queue[(queue.index(before) + 1) % len(queue)] if before in queue else queue[0]
                last[rule, unit, post] = turn
                rows.append(SQL("(%s, %s)", duty, turn))
        if rows:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE safety_duty duty
                       SET turn_unit_id = turn.unit_id,
                           hidden_unit_id = CASE WHEN rule.is_secret THEN turn.unit_id END
                      FROM (VALUES %s) turn (duty_id, unit_id), safety_duty_rule rule
                     WHERE duty.id = turn.duty_id AND rule.id = duty.rule_id
                    """,
                    SQL(", ").join(rows),
                )
            )
            self.invalidate_model()

    def _turn_rows(self, rules):
        """Return (id, rule, unit, post, turn) of the duties without a turn, and before them the last that has one."""
        return self.env.execute_query(
            SQL(
                """
                SELECT id, rule_id, unit_id, post_id, turn_unit_id FROM (
                    SELECT DISTINCT ON (rule_id, unit_id, post_id) id, rule_id, unit_id, post_id, turn_unit_id,
                           period_start
                      FROM safety_duty WHERE rule_id IN %(rules)s AND turn_unit_id IS NOT NULL
                     ORDER BY rule_id, unit_id, post_id, period_start DESC
                ) AS known
                UNION ALL
                SELECT * FROM (
                    SELECT id, rule_id, unit_id, post_id, NULL::int FROM safety_duty
                     WHERE rule_id IN %(rules)s AND turn_unit_id IS NULL AND state IN ('planned', 'open')
                     ORDER BY period_start, id
                ) AS waiting
                """,
                rules=tuple(rules.ids),
            )
        )

    def _turn_order(self, rules):
        """Return {(rule, unit): unit ids in their order}: that of the rule where one is given, else of the tree."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT rule.id, above.id, unit.id
                  FROM safety_duty_rule rule
                  JOIN safety_unit unit ON unit.type_id = rule.rotation_type_id
                       AND unit.company_id = rule.company_id AND unit.active AND unit.date_end IS NULL
                  JOIN safety_unit above ON starts_with(unit.parent_path, above.parent_path) AND above.id <> unit.id
             LEFT JOIN safety_duty_turn turn ON turn.rule_id = rule.id AND turn.unit_id = unit.id
                       AND turn.user_id IS NULL
                 WHERE rule.id IN %s
                   AND (turn.id IS NOT NULL
                        OR NOT EXISTS (SELECT 1 FROM safety_duty_turn any_turn
                                        WHERE any_turn.rule_id = rule.id AND any_turn.user_id IS NULL))
                 ORDER BY rule.id, above.id, turn.sequence, turn.id, unit.sequence, unit.code, unit.id
                """,
                tuple(rules.ids),
            )
        )
        order = {}
        for rule, above, unit in rows:
            order.setdefault((rule, above), []).append(unit)
        return order

    def _swap_turns(self, other):
        """Exchange whose turn it is between this duty and ``other``, both not over."""
        self.ensure_one()
        first, second = self.turn_unit_id.id, other.turn_unit_id.id
        for duty, unit in ((self, second), (other, first)):
            secret = unit if duty.rule_id.is_secret else None
            self.env.cr.execute(
                SQL(
                    "UPDATE safety_duty SET turn_unit_id = %s, hidden_unit_id = %s WHERE id = %s",
                    unit,
                    secret,
                    duty.id,
                )
            )
        self.invalidate_model()
