from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseScope(EnterpriseCase):
    """A person sees and changes only what their seats serve, by whatever route."""

    def test_reading(self):
        self.assertEqual(self._as(self.grid_user).search([("name", "=", "晨光制鞋厂")]), self.enterprise)
        self.assertEqual(self._as(self.cadre_user).search_count([]), 1)
        self.other_grid_user.group_ids += self.env.ref("base.group_allow_export")
        theirs = self._as(self.other_grid_user)
        self.assertFalse(theirs.search([]))
        self.assertFalse(theirs.name_search("晨光"))
        self.assertFalse(theirs.formatted_read_group([("name", "ilike", "晨光")], ["unit_id"], ["__count"]))
        record = theirs.browse(self.enterprise.id)
        for read in (
            lambda: record.read(["name"]),
            lambda: record.export_data(["name", "credit_code"]),
            lambda: record.movement_ids.mapped("date"),
            lambda: record.message_ids,
            lambda: record.copy(),
        ):
            with self.assertRaises(AccessError):
                self.env.invalidate_all()
                read()
        self.assertFalse(self.env["safety.enterprise.movement"].with_user(self.other_grid_user).search([]))

    def test_writing(self):
        record = self._as(self.other_grid_user).browse(self.enterprise.id)
        for change in (
            lambda: record.write({"name": "x"}),
            lambda: record.action_leave() and record._leave(self.today, "x"),
            lambda: record.action_return(),
            lambda: self._as(self.other_grid_user).create({"name": "x", "unit_id": self.grid.id}),
            lambda: self.enterprise.with_user(self.grid_user).unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_giving_away_is_not_possible_beyond_ones_seats(self):
        mine = self._as(self.grid_user).browse(self.enterprise.id)
        with self.assertRaises(AccessError):
            mine.unit_id = self.other_grid
        self._as(self.cadre_user).browse(self.enterprise.id).unit_id = self.other_grid
        self.assertFalse(self._as(self.grid_user).search([]))

    def test_kinds_and_classes_are_for_administrators(self):
        kind = self.env.ref("street_safety_base.safety_enterprise_kind_school").with_user(self.office_user)
        self.assertTrue(kind.name)
        with self.assertRaises(AccessError):
            kind.name = "x"

    def test_importing(self):
        result = self._as(self.other_grid_user).load(["name", "credit_code"], [["x", self.code]])
        self.assertFalse(result["ids"])
        self.assertIn("posts do not reach", result["messages"][0]["message"])
        self.assertNotIn("晨光", result["messages"][0]["message"])
        result = self._as(self.other_grid_user).load(["name", "unit_id"], [["y", "Grid B1"], ["z", "Grid A1"]])
        self.assertFalse(result["ids"])
        self.assertIn("Row 2", result["messages"][0]["message"])
        self.assertFalse(self.Enterprise.search_count([("name", "=", "y")]))
