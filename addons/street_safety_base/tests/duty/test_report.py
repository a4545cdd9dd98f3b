from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestReport(DutyCase):
    def test_met_open_missed_by_unit_and_month_and_down_to_the_evidence(self):
        rule = self._adopt()
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        report = self.env["safety.duty.report"]
        rows = report.with_user(self.office_user)._read_group(
            [("rule_id", "=", rule.id)], ["unit_id", "month:month"], ["met:sum", "open:sum", "missed:sum", "total:sum"]
        )
        figures = {unit: tuple(values) for unit, _month, *values in rows}
        self.assertEqual(figures, {self.community_a: (1, 0, 0, 1), self.community_b: (0, 1, 0, 1)})
        row = report.search([("rule_id", "=", rule.id), ("unit_id", "=", self.community_a.id)])
        duty = self.duties.browse(row.with_user(self.cadre_user).action_open()["res_id"])
        self.assertEqual(duty.evidence_ids.res_model, "safety.record")

    def test_everybody_sees_their_own_units_only(self):
        rule = self._adopt()
        self._night()
        report = self.env["safety.duty.report"]
        domain = [("rule_id", "=", rule.id)]
        self.assertEqual(report.with_user(self.cadre_user).search(domain).unit_id, self.community_a)
        self.assertFalse(report.with_user(self.grid_user).search(domain))
        self.assertEqual(report.with_user(self.head_user).search_count(domain), 2)
