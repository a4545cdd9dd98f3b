from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestViolationStep(AccountabilityCase):
    """A step of a rule proposes a violation where no penalty rule does: a regulation without money has them, too."""

    def setUp(self):
        super().setUp()
        self.rule = self._rule(
            self.regulation,
            name="Hand in the list",
            step_ids=[Command.create({"offset": 1, "propose": "violation"})],
        )

    def _night(self, moment):
        with freeze_time(moment):
            self.env["safety.run"]._run(self.company)
        self.env.invalidate_all()

    def _violations(self, rule=None):
        return self.env["safety.violation"].search([("duty_id.rule_id", "=", (rule or self.rule).id)], order="unit_id")

    def test_missed_it_is_proposed_and_costs_nothing(self):
        self._night("2026-03-01 01:00:00")
        with freeze_time("2026-03-20 01:00:00"):
            self._work_record(self.community_b, "2026-03-20")
        self._night("2026-03-31 01:00:00")
        self.assertFalse(self._violations(), "it is not over yet")
        self._night("2026-04-01 01:00:00")
        violation = self._violations()
        self.assertEqual((violation.unit_id, violation.user_id), (self.community_a, self.cadre_user))
        self.assertEqual((violation.state, str(violation.date)), ("proposed", "2026-03-31"))
        self.assertEqual((violation.rule_id.ids, violation.clause_id), ([], self.rule.clause_id))
        self._night("2026-04-02 01:00:00")
        self.assertEqual(self._violations(), violation, "once for one cause")
        with freeze_time("2026-04-02 02:00:00"):
            self._as(self.office_user, violation).action_confirm()
        self.assertEqual((violation.state, violation.penalty_ids.ids), ("confirmed", []))

    def test_what_a_penalty_rule_punishes_is_proposed_by_that_alone(self):
        self.duty_rule.step_ids = [Command.create({"offset": 1, "propose": "violation"})]
        self.penalty_rule.holder_day = "month_end"
        self._night("2026-03-01 01:00:00")
        self._night("2026-04-01 01:00:00")
        violations = self._violations(self.duty_rule)
        self.assertEqual(len(violations), 2)
        self.assertEqual(violations.rule_id, self.penalty_rule)

    def test_opened_again_it_is_withdrawn_and_proposed_again(self):
        self._night("2026-03-01 01:00:00")
        self._night("2026-04-01 01:00:00")
        violation = self._violations()[0]
        with freeze_time("2026-04-02 01:00:00"):
            violation.duty_id.with_user(self.office_user)._decide("review", "Looked at again")
        self.assertEqual(violation.state, "withdrawn")
        self._night("2026-04-03 01:00:00")
        self.assertEqual(violation.state, "proposed")

    def test_it_says_so_before(self):
        self._night("2026-03-01 01:00:00")
        duty = self.rule.duty_ids[0]
        self.assertIn("proposed to the safety committee office", duty.what_follows)

    def test_not_before_it_is_known_to_be_missed(self):
        with self.assertRaisesRegex(ValidationError, "after it is due"):
            self.rule.step_ids.offset = 0

    def test_a_regulation_s_file_says_it_and_keeps_it(self):
        """Read from a pack it proposes; without this addon it is noted only, and taken up when the addon comes."""
        regulations = self.env["safety.regulation"]
        read, _gaps = regulations._from_file(regulations._packs()["BF"], self.street, {}, skip=True)
        rule = read.rule_ids.filtered(lambda one: one.code == "BF-1.1.3a")
        steps = rule.step_ids.filtered(lambda step: step.propose == "violation")
        self.assertTrue(steps)
        written = rule._to_file()
        steps._keep_proposal()
        self.assertEqual((set(steps.mapped("propose")), rule._to_file()), ({"none"}, written))
        self.env["safety.duty.step"]._take_up_proposals()
        self.assertEqual((set(steps.mapped("propose")), rule._to_file()), ({"violation"}, written))
