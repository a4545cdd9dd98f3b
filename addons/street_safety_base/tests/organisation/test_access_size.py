from odoo.fields import Command
from odoo.tests import tagged

from ..common import StreetCase

LARGE, SMALL = (300, 140), (30, 14)


@tagged("post_install", "-at_install")
class TestAccessSize(StreetCase):
    """The access table of 300 people and 140 units costs the statements of 30 people and 14 units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people, units = LARGE
        cls.units = cls.env["safety.unit"].create(
            [
                {
                    "name": f"Grid {number}",
                    "type_id": cls.grid_a1.type_id.id,
                    "parent_id": cls.community_a.id,
                    "company_id": cls.company.id,
                }
                for number in range(units)
            ]
        )
        cls.people = cls.env["res.users"].create(
            [
                {
                    "name": f"Person {number}",
                    "login": f"size{number}",
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for number in range(people)
            ]
        )

    def _vals(self, people, units):
        post = self._post("grid_member")
        return [
            {
                "user_id": person.id,
                "post_id": post.id,
                "unit_id": self.units[number % units].id,
                "date_start": "2020-01-01",
            }
            for number, person in enumerate(self.people[:people])
        ]

    def _statements(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_rebuild_of_300_people_and_140_units(self):
        counts = []
        for people, units in (SMALL, LARGE):
            with self.cr.savepoint() as savepoint:
                seats = self.env["safety.appointment"].create(self._vals(people, units))
                self.env.flush_all()
                self.env.cr.execute("DELETE FROM safety_access")
                rebuilt = self._statements(self.env["safety.access"]._rebuild)
                self.assertEqual(self.env["safety.access"].search_count([("user_id", "in", seats.user_id.ids)]), people)
                nothing_new = self._statements(self.env["safety.access"]._rebuild)
                counts.append((rebuilt, nothing_new))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(counts[0], counts[1])

    def test_groups_are_given_and_taken_by_sets_of_people(self):
        user_group = self.env.ref("street_safety_base.group_street_safety_user")
        counts = []
        for people, units in (SMALL, LARGE):
            with self.cr.savepoint() as savepoint:
                seats = self.env["safety.appointment"].create(self._vals(people, units))
                holders = seats.user_id
                self.assertEqual(len(holders.filtered(lambda user: user_group in user.group_ids)), people)
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE safety_appointment SET date_end = '2020-02-01' WHERE id = ANY(%s)", [seats.ids]
                )
                self.env.invalidate_all()
                counts.append(self._statements(holders._safety_sync_groups))
                self.assertFalse(holders.filtered(lambda user: user_group in user.group_ids))
                savepoint.rollback()
            self.env.invalidate_all()
        # Odoo itself checks people in batches of its prefetch limit; what may not come back is a statement per person.
        self.assertLess(counts[1], counts[0] + 30, counts)
