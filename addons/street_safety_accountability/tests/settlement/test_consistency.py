from collections import defaultdict

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import AccountabilityCase

MOVES = st.lists(
    st.tuples(
        st.sampled_from(("confirm", "reject", "appeal", "uphold", "reverse", "run", "pay", "void")), st.integers(0, 4)
    ),
    min_size=3,
    max_size=14,
)
COUNTED = ("confirmed", "appealed", "upheld")


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestConsistency(AccountabilityCase):
    """Any sequence of confirm, appeal, reverse and run keeps money, counters and awards consistent."""

    @settings(max_examples=25, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
    @given(MOVES)
    def test_any_sequence_keeps_money_counters_and_awards(self, moves):
        # Each sequence on a street as new: what one example did is undone before the next.
        self.env.flush_all()
        with self.env.cr.savepoint() as point:
            violations = self._proposed("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31")
            violations = violations.sorted("date")
            for move, number in moves:
                self._try(move, violations[number])
                self._check(violations)
            self.env.flush_all()
            point.rollback()
        self.env.invalidate_all(flush=False)

    def _try(self, move, violation):
        """Take the step; one that is not possible now is refused and changes nothing."""
        runs = self.env["safety.deduction"].search([("company_id", "=", self.company.id)], order="id desc", limit=1)
        try:
            with self.env.cr.savepoint():
                self._move(move, violation, runs)
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all(flush=False)

    def _move(self, move, violation, run):
        office, other = self._as(self.office_user, violation), self._as(self.second_officer, violation)
        if move == "confirm":
            office.action_confirm()
        elif move == "reject":
            office._do_because("reject", "Not so")
        elif move == "appeal":
            self._as(self.cadre_user, violation)._do_because("appeal", "I was there")
        elif move in ("uphold", "reverse"):
            other._do_because(move, "After looking at it")
        elif move == "run":
            run = self.env["safety.deduction"].create({"name": "Bonus", "unit_id": self.street.id})
            self._as(self.office_user, run).action_settle()
        elif move == "pay":
            self._as(self.office_user, run).action_pay()
        else:
            self._as(self.office_user, run)._do_because("void", "Wrong")

    def _check(self, violations):
        self.env.invalidate_all()  # what the next person sees
        counted = violations.filtered(lambda violation: violation.state in COUNTED)
        penalties = self.env["safety.penalty"].search([("violation_id", "in", violations.ids)])
        alive = penalties.filtered(lambda penalty: penalty.state != "cancelled")
        # Money: what was and will be taken is what the standing violations cost, to the yuan and one by one.
        owed = defaultdict(float)
        for penalty in alive:
            owed[penalty.violation_id] += penalty.amount
        for violation in violations:
            self.assertEqual(owed[violation], 100 if violation in counted else 0, violation.state)
        lines = self.env["safety.deduction.line"].search([("company_id", "=", self.company.id)])
        for line in lines.filtered(lambda line: line.state in ("settled", "paid")):
            self.assertEqual(line.amount, sum(line.penalty_ids.mapped("amount")))
            self.assertEqual(line.count, len(line.penalty_ids))
        self.assertFalse(penalties.filtered(lambda p: (p.state == "settled") != bool(p.line_id)))
        # Counters and awards.
        self.assertEqual(set(violations.mapped("count_in_year")), {len(counted)})
        struck = self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)])
        self.assertLessEqual(len(struck), 1)
        self.assertEqual(struck.state == "in_force", len(counted) >= 3)
        if struck.state == "in_force":
            self.assertEqual(struck.violation_ids, counted)
            self.assertEqual(struck.date, counted.sorted("date")[2].date)
