from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import InspectionCase

SHIPPED = (
    "fire", "electricity", "three_in_one", "chemicals", "confined_space", "dust", "catering_gas", "special_equipment",
    "rented_house", "construction",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestChecklist(InspectionCase):
    def test_ten_shipped_checklists(self):
        for name in (*SHIPPED, "fire_electricity"):
            with self.subTest(checklist=name):
                checklist = self.env.ref(f"street_safety_inspection.checklist_{name}")
                self.assertEqual(checklist.state, "published")
                self.assertGreaterEqual(len(checklist.item_ids), 15)
                self.assertGreaterEqual(len(set(checklist.item_ids.mapped("section"))), 5)
                for item in checklist.item_ids:
                    self.assertTrue(item.legal_basis and item.edition and item.measure, item.name)
                self.assertIn("major", checklist.item_ids.mapped("severity"))
                names = checklist.item_ids.mapped("name")
                self.assertEqual(len(names), len(set(names)))

    def test_proposed_by_what_fits_most_closely(self):
        ref = self.env.ref
        propose = self.env["safety.checklist"].with_user(self.grid_user)._proposed_for
        rental = self._enterprise(
            "House 5", self.grid_a1, kind_id=self.ref("street_safety_base.safety_enterprise_kind_rental")
        )
        self.assertEqual(propose(rental), ref("street_safety_inspection.checklist_rented_house"))
        kitchen = self._enterprise(
            "Noodles", self.grid_a1, industry_id=self.ref("street_safety_base.safety_industry_62")
        )
        self.assertEqual(propose(kitchen), ref("street_safety_inspection.checklist_catering_gas"))
        self.assertFalse(propose(self.enterprise).enterprise_kind_ids)
        self.assertEqual(propose(kitchen, "self_check"), ref("street_safety_inspection.checklist_self_check"))
        with self.subTest("nobody is offered a draft"):
            draft = self.checklist.copy({"sequence": -5})
            self.assertNotEqual(propose(self.enterprise), draft)

    def test_published_is_closed_and_the_next_version_replaces_it(self):
        mine = self.checklist.with_user(self.office_user)
        used = self._inspection()
        for call in (
            lambda: mine.write({"name": "x"}),
            lambda: mine.write({"item_ids": [(5,)]}),
            lambda: mine.item_ids[0].write({"name": "x"}),
            lambda: mine.item_ids[0].unlink(),
            lambda: mine.item_ids.create({"checklist_id": mine.id, "section": "x", "name": "x"}),
            lambda: mine.write({"state": "draft"}),
            lambda: mine.write({"version": 9}),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(UserError):
                call()
        supervised = self.env.ref("street_safety_base.safety_supervision_class_key")
        supervised.checklist_id = self.checklist
        following = mine.browse(mine.action_new_version()["res_id"])
        self.assertEqual(mine.action_new_version()["res_id"], following.id)
        self.assertEqual((following.state, following.version, following.name), ("draft", 2, "Fire"))
        following.item_ids[0].name = "Exit open and lit"
        following.action_publish()
        self.assertEqual((self.checklist.state, following.state), ("replaced", "published"))
        self.assertEqual(supervised.checklist_id, following)
        self.assertEqual(str(following.published_on), "2026-03-10")
        with self.subTest("an inspection keeps the version it used"):
            self.assertEqual(used.checklist_id, self.checklist)
            self.assertEqual(used.line_ids[0].name, "Exit open")
            self.assertEqual(self._draft(checklist_id=following.id).line_ids[0].name, "Exit open and lit")

    def test_whom_it_is_proposed_for_changes_without_a_version(self):
        mine = self.checklist.with_user(self.office_user)
        mine.write({"sequence": 3, "enterprise_kind_ids": [(6, 0, self.enterprise.kind_id.ids)]})
        mine.action_archive()
        self.assertFalse(self.checklist.active)

    def test_duplicate_is_a_draft_of_its_own(self):
        copy = self.checklist.with_user(self.office_user).copy()
        self.assertEqual((copy.state, copy.version, len(copy.item_ids)), ("draft", 1, 3))
        self.assertFalse(copy.previous_id)
        copy.item_ids[0].name = "Something else"
        self.assertEqual(self.checklist.item_ids[0].name, "Exit open")

    def test_office_publishes_and_others_do_not(self):
        draft = self.checklist.copy()
        draft.with_user(self.office_user).item_ids[0].name = "Exit open and lit"
        with self.assertRaises(AccessError):
            draft.with_user(self.grid_user).item_ids[0].name = "x"
        for user in (self.grid_user, self.cadre_user):
            with self.assertRaises(AccessError):
                draft.with_user(user).action_publish()
        empty = self.env["safety.checklist"].with_user(self.office_user).create({"name": "Empty"})
        with self.assertRaisesRegex(UserError, "no item"):
            empty.action_publish()

    def test_other_streets_are_not_offered(self):
        other = self.env["res.company"].sudo().create({"name": "Other Street"})
        theirs = self.checklist.sudo().copy({"company_id": other.id})
        self.assertNotIn(theirs, self.env["safety.checklist"].with_user(self.grid_user).search([]))
        with self.assertRaises(AccessError):
            theirs.with_user(self.office_user).action_publish()
