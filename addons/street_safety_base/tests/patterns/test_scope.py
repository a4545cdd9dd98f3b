from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestScope(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record_a = cls._work_record(cls.grid_a1, "2026-03-02", done=False)
        cls.record_b = cls._work_record(cls.grid_b1, "2026-03-02", done=False)

    def _seen(self, user):
        return self.env["safety.record"].with_user(user).search([])

    def test_each_seat_sees_what_it_serves(self):
        self.assertEqual(self._seen(self.grid_user), self.record_a)
        self.assertEqual(self._seen(self.other_grid_user), self.record_b)
        self.assertEqual(self._seen(self.cadre_user), self.record_a)
        self.assertEqual(self._seen(self.head_user), self.record_a | self.record_b)
        self.assertEqual(self._seen(self.office_user), self.record_a | self.record_b)

    def test_foreign_record_cannot_be_read_or_changed(self):
        foreign = self.record_b.with_user(self.grid_user)
        with self.assertRaises(AccessError):
            foreign.read(["name"])
        with self.assertRaises(AccessError):
            foreign.write({"name": "Mine now"})
        with self.assertRaises(AccessError):
            foreign.create({"name": "X", "type_id": self.record_b.type_id.id, "unit_id": self.grid_b1.id})

    def test_no_moving_a_record_into_a_foreign_unit(self):
        with self.assertRaises(AccessError):
            self.record_a.with_user(self.grid_user).unit_id = self.grid_b1

    def test_end_of_appointment_takes_effect_in_the_next_call(self):
        records = self.env["safety.record"].with_user(self.grid_user)
        self.assertTrue(records.search([]))  # fills the rule cache of this worker
        self.grid_user.safety_appointment_ids.date_end = "2026-01-01"
        self.assertFalse(records.search([]) if self.grid_user.has_group(self._user_group()) else records)
        with self.assertRaises(AccessError):
            self.record_a.with_user(self.grid_user).read(["name"])

    def _user_group(self):
        return "street_safety_base.group_street_safety_user"

    def test_new_appointment_takes_effect_in_the_next_call(self):
        self.assertEqual(self._seen(self.grid_user), self.record_a)
        self._appoint(self.grid_user, "grid_member", self.grid_b1)
        self.assertEqual(self._seen(self.grid_user), self.record_a | self.record_b)

    def test_officer_here_is_no_officer_there(self):
        """A cadre of community A who is also a grid member in B may not void there."""
        self._appoint(self.cadre_user, "grid_member", self.grid_b1)
        record = self._work_record(self.grid_b1, "2026-03-03")
        self.assertIn(record, self._seen(self.cadre_user))
        with self.assertRaises(AccessError):
            record.with_user(self.cadre_user).action_void()
        own = self._work_record(self.grid_a1, "2026-03-03")
        own.with_user(self.cadre_user).action_void()
        self.assertEqual(own.state, "void")

    def test_linked_leader_serves_the_units_named(self):
        leader = self._person(
            "test_leader", "linked_leader", self.street, served_unit_ids=[(6, 0, self.community_b.ids)]
        )
        self.assertEqual(self._seen(leader), self.record_b)

    def test_groups_follow_posts_and_others_stay(self):
        foreign = self.env.ref("base.group_partner_manager")
        self.grid_user.group_ids |= foreign
        officer = "street_safety_base.group_street_safety_officer"
        seat = self._appoint(self.grid_user, "stationed_cadre", self.community_b, is_acting=True)
        self.assertTrue(self.grid_user.has_group(officer))
        seat.date_end = "2025-01-01"
        self.assertFalse(self.grid_user.has_group(officer))
        self.assertTrue(self.grid_user.has_group(self._user_group()))
        self.assertIn(foreign, self.grid_user.group_ids)
        self.assertTrue(self.grid_user.has_group("base.group_user"))

    def test_a_post_cannot_grant_foreign_groups(self):
        with self.assertRaises(ValidationError):
            self._post("grid_member").group_ids |= self.env.ref("base.group_system")

    def test_rebuild_needs_constant_statements(self):
        """The number of statements does not grow with people and units."""
        counts = []
        for batch in range(2):
            for index in range(1 + 20 * batch):
                self._person(f"many_{batch}_{index}", "grid_member", self.grid_b2)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["safety.access"]._rebuild()
            after = self.cr.sql_log_count
            counts.append(after - before)
        self.assertEqual(counts[0], counts[1])

    def test_an_administrator_serves_the_streets_allowed_to_them(self):
        admin = self._person("test_admin", "grid_member", self.grid_a1)
        admin.group_ids |= self.env.ref("street_safety_base.group_street_safety_admin")
        self.assertIn(self.street, admin.safety_approve_unit_ids)
        admin.group_ids -= self.env.ref("street_safety_base.group_street_safety_admin")
        self.assertEqual(admin.safety_read_unit_ids, self.grid_a1)

    def test_another_street_is_another_world(self):
        other = self.env["res.company"].create({"name": "Other Street"})
        unit = self.env["safety.unit"].create(
            {"name": "Other", "type_id": self.street.type_id.id, "company_id": other.id}
        )
        record = self.env["safety.record"].create(
            {"name": "Other", "type_id": self.record_a.type_id.id, "unit_id": unit.id, "date": "2026-03-02"}
        )
        self.assertNotIn(record, self._seen(self.office_user))
        self.assertNotIn(unit, self.env["safety.unit"].with_user(self.office_user).search([]))
