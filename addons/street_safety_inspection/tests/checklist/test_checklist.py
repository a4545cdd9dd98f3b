from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestChecklist(InspectionCase):
    def test_shipped_checklists(self):
        for name, sections in (("fire_electricity", 5), ("three_in_one", 5)):
            checklist = self.env.ref(f"street_safety_inspection.checklist_{name}")
            self.assertGreaterEqual(len(checklist.item_ids), 12)
            self.assertGreaterEqual(len(set(checklist.item_ids.mapped("section"))), sections)
            self.assertTrue(all(item.legal_basis and item.measure for item in checklist.item_ids))
            self.assertIn("major", checklist.item_ids.mapped("severity"))

    def test_proposed_by_kind_of_enterprise(self):
        rental = self._enterprise(
            "House 5", self.grid_a1, kind_id=self.ref("street_safety_base.safety_enterprise_kind_rental")
        )
        propose = self.env["safety.checklist"].with_user(self.grid_user)._proposed_for
        self.assertEqual(propose(rental), self.env.ref("street_safety_inspection.checklist_three_in_one"))
        self.assertFalse(propose(self.enterprise).enterprise_kind_ids)

    def test_office_edits_and_others_do_not(self):
        self.checklist.with_user(self.office_user).item_ids[0].name = "Exit open and lit"
        with self.assertRaises(AccessError):
            self.checklist.with_user(self.grid_user).item_ids[0].name = "x"

    def test_other_streets_are_not_offered(self):
        other = self.env["res.company"].sudo().create({"name": "Other Street"})
        self.checklist.sudo().company_id = other
        self.assertNotIn(self.checklist, self.env["safety.checklist"].with_user(self.grid_user).search([]))

    def test_a_later_edit_changes_no_inspection(self):
        inspection = self._inspection()
        self.checklist.item_ids[0].name = "Something else"
        self.assertEqual(inspection.line_ids[0].name, "Exit open")
