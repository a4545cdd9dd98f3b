import ast

from odoo.tests import tagged

from ..common import DemoTourCase


@tagged("post_install", "-at_install")
class TestTourScheme(DemoTourCase):
    """A street writes its own method into the client, on the demonstration street, in Chinese."""

    browser_size = "1280x800"

    def test_three_grades_are_written_without_code(self):
        """GY-7.2a: three grades, one indicator by hand and one counted; each community is appraised by them."""
        self.assertEqual(self.demo._user("office").lang, "zh_CN")
        self.start_tour("/odoo", "street_safety_scheme_in_the_browser", login="office", timeout=180)
        self.env.invalidate_all()
        scheme = self.env["safety.appraisal.scheme"].search([("name", "=", "三等次考核")])
        self.assertEqual(
            [(one.name, one.minimum, one.is_failing) for one in scheme.grade_ids.sorted("minimum")],
            [("不达标", 0, True), ("达标", 60, False), ("先进", 90, False)],
        )
        by_hand, counted = scheme.indicator_ids.sorted("section")
        self.assertEqual((by_hand.kind, by_hand.weight), ("hand", 60))
        self.assertEqual((counted.kind, counted.model, counted.deduction_each), ("count", "safety.duty", 2))
        self.assertEqual(ast.literal_eval(counted.domain), [("state", "=", "missed")])
        communities = self.env["safety.unit"].search([("type_id", "=", scheme.unit_type_id.id)])
        self.assertEqual(scheme.appraisal_ids.unit_id, communities)
        for appraisal in scheme.appraisal_ids:
            line = appraisal.line_ids.filtered(lambda one: one.name == "按时履职")
            self.assertEqual(line.deduction, min(40, 2 * line.count), appraisal.unit_id.name)
