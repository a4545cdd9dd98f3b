from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestResponsibility(EnterpriseCase):
    """Who answers for an enterprise."""

    def _new(self, login, post_code, unit, **vals):
        user = new_test_user(self.env, f"resp_{login}", company_id=self.company.id)
        return self._appoint(user, post_code, unit, **vals)

    def test_xy_3_0a_to_f_chain_of_an_enterprise(self):
        """XY-3.0a, XY-3.0b, XY-3.0c, XY-3.0d, XY-3.0e, XY-3.0f: the chain of any enterprise.

        It shows the persons of all the posts, also to a grid member.
        """
        seats = {
            post: self._new(post, post, unit)
            for post, unit in (
                ("main_leader", self.street),
                ("deputy_leader_in_charge", self.street),
                ("community_principal", self.community_a),
                ("safety_officer", self.community_a),
            )
        }
        seats["linked"] = self._new(
            "linked", "linked_leader", self.street, served_unit_ids=[Command.set(self.community_a.ids)]
        )
        seats["grid_member"] = self.grid_user.safety_appointment_ids
        for seat in seats.values():
            self.assertIn(seat, self.enterprise.responsible_ids)
        with Form(self.enterprise.with_user(self.grid_user)) as form:
            for seat in seats.values():
                self.assertIn(seat.sudo().user_id.name, str(form.chain_table))
        other = self.Enterprise.create({"name": "Other", "unit_id": self.grid_b1.id})
        self.assertNotIn(seats["linked"], other.responsible_ids)

    def test_xy_0_1_one_leader_community_and_grid(self):
        """XY-0.1: each enterprise resolves to exactly one street leader, community and grid."""
        deputy = self._new("deputy", "deputy_leader_in_charge", self.street)
        far = self.Enterprise.create({"name": "In B", "unit_id": self.grid_b1.id})
        direct = self.Enterprise.create({"name": "At the community", "unit_id": self.community_b.id})
        linked = self._new("l", "linked_leader", self.street, served_unit_ids=[Command.set(self.community_a.ids)])
        all_three = self.enterprise | far | direct
        self.assertEqual(self.enterprise.leader_id, linked.user_id)
        self.assertEqual((far | direct).leader_id, deputy.user_id)
        self.assertEqual([e.community_id for e in all_three], [self.community_a, self.community_b, self.community_b])
        self.assertEqual([e.grid_id for e in all_three], [self.grid, self.grid_b1, self.env["safety.unit"]])

    def test_xy_3_0g_gy_1_2_enterprises_without_responsible_person(self):
        """XY-3.0g, GY-1.2: listed while nobody answers for their unit, gone when somebody is appointed."""
        lost = self.Enterprise.create({"name": "Nobody's", "unit_id": self.other_grid.id})
        uncovered = [("has_responsible", "=", False), ("company_id", "=", self.company.id)]
        self.assertEqual(self.Enterprise.search(uncovered), lost)
        self.assertFalse(lost.has_responsible)
        self.assertTrue(self.enterprise.has_responsible)
        seat = self._new("cover", "grid_member", self.other_grid)
        self.assertFalse(self.Enterprise.search(uncovered))
        seat.action_end_today()
        self.assertEqual(self.Enterprise.search(uncovered), lost)

    def test_gy_8_2_first_responsible_person(self):
        """GY-8.2: the community's secretary-director for the place, the principal for the enterprise itself."""
        seat = self._new("first", "community_principal", self.community_a)
        self.enterprise.principal_name = "李四"
        self.assertEqual(self.enterprise.first_responsible_ids, seat.user_id)
        arch = self.enterprise.get_view(view_type="form")["arch"]
        self.assertIn("First responsible in the enterprise", arch)

    def test_gy_0_3_line_and_territory_leaders_are_both_shown(self):
        """GY-0.3: the leader of the supervising department and that of the community, where they meet."""
        if "supervising_unit_id" not in self.Enterprise._fields:
            self.skipTest("no supervising unit in the enterprise file")
        department = self._unit("Trade", "department", self.street)
        line = self._new("line", "linked_leader", self.street, served_unit_ids=[Command.set(department.ids)])
        linked = self._new("terr", "linked_leader", self.street, served_unit_ids=[Command.set(self.community_a.ids)])
        self.enterprise.supervising_unit_id = department
        self.assertEqual(self.enterprise.leader_id, linked.user_id)
        self.assertEqual(self.enterprise.line_leader_id, line.user_id)
        self.assertIn(line.user_id.name, str(self.enterprise.chain_table))

    def test_gy_0_3_page_of_a_leader(self):
        """GY-0.3: a leader's page shows the departments and communities linked, with open duties of both."""
        department = self._unit("Trade", "department", self.street)
        served = department | self.community_a
        leader = self._new("page", "linked_leader", self.street, served_unit_ids=[Command.set(served.ids)])
        units = self.env["safety.unit"].with_user(leader.user_id)
        self.assertEqual(units.search([("is_mine", "=", True)]), served)
        regulation = self._regulation()
        self._rule(regulation, edge_mode="full")
        self._rule(
            regulation,
            name="Department duty",
            edge_mode="full",
            unit_type_id=department.type_id.id,
            post_ids=[Command.set(self._post("discipline_desk").ids)],
        )
        regulation.action_adopt()
        self.env["safety.run"]._run(self.company)
        units.invalidate_model()
        figures = {unit.id: unit.open_duty_count for unit in units.search([("is_mine", "=", True)])}
        self.assertEqual(figures, {department.id: 1, self.community_a.id: 1})
        self.assertEqual(units.browse(self.community_a.id).enterprise_count, 1)
        action = units.browse(department.id).action_open_duties()
        duties = self.env["safety.duty"].with_user(leader.user_id).search(action["domain"])
        self.assertEqual(duties.rule_id.mapped("name"), ["Department duty"])

    def test_many_enterprises_cost_what_one_costs(self):
        many = self.Enterprise.create(
            [{"name": f"Many {n}", "unit_id": (self.grid_a1 | self.grid_b1)[n % 2].id} for n in range(80)]
        )
        self._new("main", "main_leader", self.street)
        counts = []
        for some in (many, many[:2], many):  # the first round only fills Odoo's own caches
            self.env.flush_all()
            self.env.invalidate_all()
            some.fetch(["name", "unit_id"])
            before = self.cr.sql_log_count
            some.mapped("leader_id")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
