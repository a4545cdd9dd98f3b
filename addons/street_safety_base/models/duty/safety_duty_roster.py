from odoo import models
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """Rosters: each duty is handed to the next person of its rule's list, on from where the last period ended."""

    _inherit = "safety.duty"

    def _assign_turns(self, rules):
        """Besides the units in turn, hand what nobody does yet to the people of the rosters.

        Three statements, none when no rule has a roster. Who was given a duty by a decision keeps it; who left the
        roster gives back what has not begun.
        """
        result = super()._assign_turns(rules)
        rostered = rules.filtered(lambda rule: rule.actor_mode == "roster")
        if rostered:
            self._take_back(rostered)
            self._hand_out(rostered)
        return result

    def _take_back(self, rules):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty SET handed_to_id = NULL
                 WHERE duty.rule_id = ANY(%s) AND duty.state = 'planned' AND duty.handed_to_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM safety_duty_turn turn
                                    WHERE turn.rule_id = duty.rule_id AND turn.user_id = duty.handed_to_id)
                   AND NOT EXISTS (SELECT 1 FROM safety_duty_decision decision
                                    WHERE decision.duty_id = duty.id AND decision.type IN ('hand_over', 'swap'))
                """,
                rules.ids,
            )
        )

    def _hand_out(self, rules):
        by_id = {rule.id: rule for rule in rules}
        last, rows, lists = {}, [], {}
        for duty, rule, unit, person in self._roster_rows(rules):
            people = lists.setdefault((rule, unit), by_id[rule]._roster_of(unit).ids)
            if person is None and people:
                before = last.get((rule, unit))
                person = people[(people.index(before) + 1) % len(people)] if before in people else people[0]
                rows.append(SQL("(%s, %s)", duty, person))
            last[rule, unit] = person or last.get((rule, unit))
        if rows:
            self.env.cr.execute(
                SQL(
                    "UPDATE safety_duty duty SET handed_to_id = turn.user_id FROM (VALUES %s) turn (duty_id, user_id)"
                    " WHERE duty.id = turn.duty_id",
                    SQL(", ").join(rows),
                )
            )
        self.invalidate_model()

    def _roster_rows(self, rules):
        """Return (id, rule, unit, person): the last that is handed out, then those waiting, as their periods come."""
        return self.env.execute_query(
            SQL(
                """
                SELECT id, rule_id, unit_id, handed_to_id FROM (
                    SELECT DISTINCT ON (rule_id, unit_id) id, rule_id, unit_id, handed_to_id
                      FROM safety_duty WHERE rule_id = ANY(%(rules)s) AND handed_to_id IS NOT NULL
                     ORDER BY rule_id, unit_id, period_start DESC
                ) AS known
                UNION ALL
                SELECT * FROM (
                    SELECT id, rule_id, unit_id, NULL::int FROM safety_duty
                     WHERE rule_id = ANY(%(rules)s) AND handed_to_id IS NULL AND state IN ('planned', 'open')
                     ORDER BY period_start, id
                ) AS waiting
                """,
                rules=rules.ids,
            )
        )
