from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestRecurring(InspectionCase):
    """Hazards that come back propose a stricter supervision class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env.ref("street_safety_base.safety_supervision_class_key")
        cls.rule = cls.env.ref("street_safety_inspection.supervision_rule_recurring")

    def _found(self, date, section="用电安全", **vals):
        return self._hazard(date=date, section=section, deadline=date, **vals)

    def test_bf_3_1_3_second_occurrence_within_twelve_months(self):
        """BF-3.1.3: the second occurrence of a marked category within 12 months proposes the class key."""
        self._found("2025-03-10")
        self._found("2025-12-01", section="消防设施")
        self._found("2026-02-01", section="消防设施")
        self._found("2026-01-05")
        self.assertFalse(
            self.enterprise.proposed_class_id, "12 months ago to the day, and other categories, do not count"
        )
        self._found("2026-01-05")
        self.assertFalse(self.enterprise.proposed_class_id, "twice on one day is one occurrence")
        self._found("2025-03-11")
        self.assertEqual(self.enterprise.recurring_hazard_count, 2)
        self.assertEqual(self.enterprise.proposed_class_id, self.key)
        self.assertEqual(self.enterprise.proposed_rule_id, self.rule)
        found = self.env["safety.enterprise"].search([("recurring_hazard_count", ">=", 2)])
        self.assertEqual(found, self.enterprise)
        self.assertFalse(self.env["safety.enterprise"].search([("recurring_hazard_count", ">=", 3)]))

    def test_void_hazards_do_not_count(self):
        self._found("2026-01-05")
        mistaken = self._found("2026-02-05")
        self.assertEqual(self.enterprise.proposed_class_id, self.key)
        mistaken.with_user(self.head_user)._do_because("void", "看错")
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.recurring_hazard_count, 1)
        self.env["safety.run"]._step_enterprises(self.company)
        self.assertFalse(self.enterprise.proposed_class_id, "the night takes the proposal back")

    def test_figures_are_data(self):
        """Three times within 6 months, and other categories: settings and the rule's condition, no code."""
        self.company.write({"safety_recurring_sections": "Power\nExits", "safety_recurring_months": 6})
        self.rule.domain = "[('recurring_hazard_count', '>=', 3)]"
        for date in ("2025-09-10", "2026-01-05", "2026-02-05"):
            self._found(date, section="Power")
        self.assertFalse(self.enterprise.proposed_class_id)
        self._found("2025-09-11", section="Power")
        self.assertEqual(self.enterprise.proposed_class_id, self.key)
        self.company.safety_recurring_sections = False
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.recurring_hazard_count, 0)

    def test_merged_enterprise_counts_for_its_survivor(self):
        twin = self._enterprise("Sewing Limited", self.grid_a1)
        self._found("2026-01-05")
        self._found("2026-02-05", enterprise_id=twin.id)
        self.assertFalse((self.enterprise | twin).proposed_class_id)
        twin._merge_into(self.enterprise)
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.recurring_hazard_count, 2)

    def test_zf_t11_2_the_class_decides_the_form(self):
        """ZF-T11.2: an inspection of an enterprise begins with the checklist of its class."""
        form = self.checklist.copy({"name": "Guidance visit"})
        form.action_publish()
        proposed = self.env["safety.checklist"]._proposed_for
        self.assertNotEqual(proposed(self.enterprise), form)
        self.enterprise.class_id.checklist_id = form
        self.assertEqual(proposed(self.enterprise), form)
        self.enterprise.write({"class_id": self.key.id, "class_reason": "Test"})
        self.assertNotEqual(proposed(self.enterprise), form)
        form.active = False
        self.enterprise.action_class_by_rules()
        self.assertNotEqual(proposed(self.enterprise), form, "an archived form is not proposed")

    def test_rule_is_checked(self):
        with self.assertRaises(ValidationError):
            self.rule.domain = "[('recurring_hazards', '>=', 2)]"
