from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.patterns.res_company import ResCompany
from ..enterprise.common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseRoll(EnterpriseCase):
    """Entering, moving, leaving, merging, and the roll of a past day."""

    def _on(self, days):
        """Return a patch that makes it ``days`` after today."""
        return patch.object(ResCompany, "_safety_today", lambda company: self.today + timedelta(days=days))

    def _members(self, days):
        query = self.Enterprise._safety_members_sql(self.today + timedelta(days=days))
        return {row for row in self.env.execute_query(query) if row[0] == self.enterprise.id}

    def test_life_as_of_each_day(self):
        with self._on(10):
            self.enterprise.unit_id = self.other_grid
        with self._on(20):
            self.enterprise._leave(self.today + timedelta(days=18), "搬迁")
        with self._on(30):
            self.enterprise.action_return()
        self.assertEqual(
            [(m.type, (m.date - self.today).days, m.unit_id) for m in self.enterprise.movement_ids.sorted("id")],
            [
                ("entered", 0, self.grid),
                ("moved_out", 10, self.grid),
                ("moved", 10, self.other_grid),
                ("left", 18, self.other_grid),
                ("entered", 30, self.other_grid),
            ],
        )
        mine, theirs = {(self.enterprise.id, self.grid.id)}, {(self.enterprise.id, self.other_grid.id)}
        days = (-1, set()), (0, mine), (9, mine), (10, theirs), (17, theirs), (18, set()), (29, set()), (30, theirs)
        self.env.flush_all()
        for day, members in days:
            with self.subTest(day):
                self.assertEqual(self._members(day), members)

    def test_leave_wizard(self):
        action = self._as(self.grid_user).browse(self.enterprise.id).action_leave()
        wizard = self.env[action["res_model"]].with_user(self.grid_user).with_context(**action["context"])
        wizard.create({"leave_reason": "停产"}).action_confirm()
        self.assertRecordValues(self.enterprise, [{"active": False, "date_left": self.today, "leave_reason": "停产"}])
        self.assertEqual(self.enterprise.movement_ids[0].reason, "停产")

    def test_days_keep_their_order(self):
        with self._on(5):
            self.enterprise.unit_id = self.other_grid
        with self._on(8), self.assertRaisesRegex(ValidationError, "晨光制鞋厂"):
            self.enterprise._leave(self.today + timedelta(days=3), "搬迁")
        with self.assertRaises(ValidationError):
            self.enterprise._leave(self.today + timedelta(days=1), "搬迁")  # a day to come

    def test_correcting_the_day_of_entry_corrects_the_movement(self):
        self.enterprise.date_entered = self.today - timedelta(days=400)
        self.env.flush_all()
        self.assertEqual(self.enterprise.movement_ids.mapped("date"), [self.today - timedelta(days=400)])
        self.assertTrue(self._members(-399))

    def test_not_archived_by_hand(self):
        with self.assertRaises(UserError):
            self.enterprise.action_archive()

    def test_movements_belong_to_the_machine(self):
        with self.assertRaises(AccessError):
            self.enterprise.movement_ids.with_user(self.cadre_user).write({"date": self.today})
        with self.assertRaises(AccessError):
            self.env["safety.enterprise.movement"].with_user(self.cadre_user).create(
                {"enterprise_id": self.enterprise.id, "type": "entered", "date": self.today}
            )

    def test_merge(self):
        with self._on(3):
            twin = self.Enterprise.create(
                {"name": "晨光鞋业", "unit_id": self.other_grid.id, "phone": "0595-000", "principal_name": "林师傅"}
            )
        first = self.Enterprise.create({"name": "晨光老厂", "unit_id": self.grid.id})
        with self._on(4):
            first.with_user(self.cadre_user)._merge_into(twin.with_user(self.cadre_user))
        self.enterprise.phone = False
        wizard = self.env["safety.enterprise.merge.wizard"].with_user(self.cadre_user)
        wizard = wizard.create(
            {"enterprise_ids": [Command.set((self.enterprise | twin).ids)], "survivor_id": self.enterprise.id}
        )
        with self._on(5):
            action = wizard.action_confirm()
        self.assertEqual(action["res_id"], self.enterprise.id)
        self.assertEqual((twin | first | self.enterprise)._safety_current(), self.enterprise)
        self.assertEqual(first.merged_into_id, self.enterprise, "a chain is as short as one link")
        self.assertRecordValues(self.enterprise, [{"phone": "0595-000", "name": "晨光制鞋厂"}])
        self.assertEqual(twin.movement_ids.sorted("id").mapped("type"), ["entered", "merged"])
        self.assertFalse(twin.active)
        with self.assertRaises(UserError):
            twin.action_return()

    def test_merged_name_leads_to_the_survivor(self):
        twin = self.Enterprise.create({"name": "老招牌修理铺", "unit_id": self.grid.id})
        twin._merge_into(self.enterprise)
        self.assertEqual([row[0] for row in self.Enterprise.name_search("老招牌")], self.enterprise.ids)
        self.assertEqual(self.Enterprise.name_search("老招牌", [("id", "!=", self.enterprise.id)]), [])
        self.assertEqual(self._as(self.other_grid_user).name_search("老招牌"), [])

    def test_survivor_takes_a_freed_code(self):
        keeper = self.Enterprise.create({"name": "晨光制鞋", "unit_id": self.grid.id})
        self.enterprise._merge_into(keeper)
        self.env.flush_all()
        self.assertEqual(keeper.credit_code, self.code)

    def test_merging_is_for_who_may_approve(self):
        twin = self.Enterprise.create({"name": "晨光鞋业", "unit_id": self.grid.id})
        with self.assertRaises(AccessError):
            twin.with_user(self.grid_user)._merge_into(self.enterprise)
        for route in ("write", "create"):
            vals = {"name": "x", "merged_into_id": self.enterprise.id}
            with self.subTest(route), self.assertRaises(AccessError):
                getattr(twin.with_user(self.cadre_user), route)(vals)
