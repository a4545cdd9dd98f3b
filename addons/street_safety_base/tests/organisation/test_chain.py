from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestChain(StreetCase):
    """Who answers for a unit on a day."""

    def _new(self, login, post_code, unit, date_start="2020-01-01", **vals):
        user = new_test_user(self.env, f"chain_{login}", company_id=self.company.id)
        return self._appoint(user, post_code, unit, date_start, **vals)

    def _chain(self, unit, day="2026-03-10"):
        return unit._responsible_on(day)[unit]

    def test_xy_3_0_a_to_f_whole_chain_of_a_grid(self):
        """XY-3.0a, XY-3.0b, XY-3.0c, XY-3.0d, XY-3.0e, XY-3.0f: the whole chain with its persons.

        From overall responsibility down to the grid member.
        """
        top = self._new("secretary", "party_secretary", self.street)
        main = self._new("main", "main_leader", self.street)
        deputy = self._new("deputy", "deputy_leader_in_charge", self.street)
        linked = self._new("linked", "linked_leader", self.street, served_unit_ids=[Command.set(self.community_a.ids)])
        other = self._new("other", "linked_leader", self.street, served_unit_ids=[Command.set(self.community_b.ids)])
        principal = self._new("principal", "community_principal", self.community_a)
        officer = self._new("officer", "safety_officer", self.community_a)
        chain = self._chain(self.grid_a1)
        roles = [seat.post_id.chain_role for seat in chain]
        order = ["overall", "full_leadership", "comprehensive", "direct_leadership", "direct", "specific"]
        self.assertEqual(list(dict.fromkeys(roles)), order)
        for seat in top | main | deputy | linked | principal | officer | self.grid_user.safety_appointment_ids:
            self.assertIn(seat, chain)
        self.assertNotIn(other, chain)
        self.assertNotIn(self.other_grid_user.safety_appointment_ids, chain)
        for name in ("chain_secretary", "chain_linked", "test_grid"):
            self.assertIn(name, str(self.grid_a1.chain_table))
        self.assertNotIn("chain_other", str(self.grid_a1.chain_table))

    def test_xy_0_1_sector_and_territory_have_exactly_one_leader(self):
        """XY-0.1: the nearest linked leader, else the leader in charge; sectors too."""
        deputy = self._new("in_charge", "deputy_leader_in_charge", self.street)
        unbound = self._new("unbound", "linked_leader", self.street)
        department = self._unit("Trade department", "department", self.street)
        self.assertEqual(self.grid_a1.leader_id, deputy.user_id, "a leader linked to nothing leads nothing directly")
        self.assertEqual(department.leader_id, deputy.user_id)
        self.assertNotIn(unbound, self._chain(self.grid_a1))
        linked = self._new(
            "line", "linked_leader", self.street, served_unit_ids=[Command.set((department | self.work_point).ids)]
        )
        self.env.invalidate_all()
        self.assertEqual(department.leader_id, linked.user_id)
        self.assertEqual(self.grid_a1.leader_id, linked.user_id)
        nearer = self._new("nearer", "linked_leader", self.community_a)
        self._new("stand_in", "linked_leader", self.community_a, is_acting=True)
        self.env.invalidate_all()
        self.assertEqual(self.grid_a1.leader_id, nearer.user_id)
        self.assertEqual(self.grid_b1.leader_id, linked.user_id)

    def test_bf_0_1_linked_leader_and_safety_officer_per_community(self):
        """BF-0.1: each community with a linked leader and a safety officer; one without either shows it."""
        officer = self._new("bf_officer", "safety_officer", self.community_a)
        linked = self._new("bf_linked", "linked_leader", self.community_a)
        codes = self._chain(self.community_a).post_id.mapped("code")
        self.assertIn("linked_leader", codes)
        self.assertIn("safety_officer", codes)
        self.assertEqual((officer | linked).user_id, (officer | linked).user_id & self._chain(self.community_a).user_id)
        self.env["safety.seat"]._plan(self._post("safety_officer") | self._post("linked_leader"), self.community_b)
        lacking = self.env["safety.seat"].search([("unit_id", "=", self.community_b.id), ("is_vacant", "=", True)])
        self.assertEqual(set(lacking.post_id.mapped("code")), {"safety_officer", "linked_leader"})

    def test_xy_3_0g_coverage_check(self):
        """XY-3.0g, GY-1.2: units without a responsible person are listed; the list is empty when covered."""
        uncovered = [("has_responsible", "=", False), ("company_id", "=", self.company.id)]
        units = self.env["safety.unit"]
        self.assertEqual(units.search(uncovered), self.street | self.grid_a2 | self.grid_b2)
        self._new("cover_main", "main_leader", self.street)
        self._new("cover_a2", "grid_member", self.grid_a2)
        linked = self._new("cover_b2", "linked_leader", self.street, served_unit_ids=[Command.set(self.grid_b2.ids)])
        self.assertFalse(units.search(uncovered))
        self.env.invalidate_all()
        self.assertTrue(all((self.street | self.grid_a2).mapped("has_responsible")))
        linked.date_end = "2020-02-01"
        self.assertEqual(units.search(uncovered), self.grid_b2)
        self.assertIn(self.grid_a1, units.search([("has_responsible", "=", True)]))

    def test_gy_1_3_director_heads_the_leading_group(self):
        """GY-1.3: the street director heads the leading group: its record shows who does, with the posts shipped."""
        group = self._unit("Leading group", "leading_group", self.street)
        director = self._new("director", "street_director", self.street, "2024-06-03").user_id
        member = self._new("member", "leading_group_member", group, "2024-06-03").user_id
        self.env.invalidate_all()
        self.assertFalse(group.head_ids, "members do not head it")
        self._appoint(director, "leading_group_head", group, "2024-06-03")
        self.env.invalidate_all()
        self.assertEqual(group.head_ids, director)
        self.assertNotIn(member, group.head_ids)
        self.assertIn(director, self.street.head_ids, "who directs the street")

    def test_gy_8_2_first_responsible_of_a_community(self):
        """GY-8.2: the community's secretary-director is its first responsible person, from the day on."""
        self.assertFalse(self.community_a.first_responsible_ids)
        seat = self._new("first", "community_principal", self.community_a)
        self.env.invalidate_all()
        self.assertEqual(self.community_a.first_responsible_ids, seat.user_id)
        self.assertEqual(self.community_a.head_ids, seat.user_id)
        seat.action_end_today()
        self.env.invalidate_all()
        self.assertFalse(self.community_a.first_responsible_ids)

    def test_gy_8_5_unit_without_listed_duties_has_a_responsible_person(self):
        """GY-8.5: an office or departmental unit that no rule names answers through its head (posts as shipped)."""
        for kind, post in (("department", "department_head"), ("member_unit", "member_unit_main_leader")):
            unit = self._unit(f"Archive {kind}", kind, self.street)
            self.assertFalse(unit.has_responsible)
            seat = self._new(kind, post, unit, "2024-06-03")
            self.env.invalidate_all()
            self.assertTrue(unit.has_responsible)
            self.assertEqual(unit.first_responsible_ids, seat.user_id)
            self.assertIn(seat, self._chain(unit))
            self.assertNotIn(seat, self._chain(self.community_a), "a field is not a territory")
            self.assertFalse(unit.duty_list_ids)

    def test_bf_1_2_0_safety_officer_with_a_grid_has_both_sets_of_duties(self):
        """BF-1.2.0: one person holds both posts, answers in both places and gets both sets of duties."""
        officer = self._new("both", "safety_officer", self.community_a)
        self._appoint(officer.user_id, "grid_member", self.grid_a2)
        regulation = self._regulation()
        officers = [Command.set(self._post("safety_officer").ids)]
        members = [Command.set(self._post("grid_member").ids)]
        self._rule(regulation, name="Officer's duty", post_ids=officers, edge_mode="full")
        self._rule(
            regulation,
            name="Grid duty",
            post_ids=members,
            edge_mode="full",
            unit_type_id=self.grid_a2.type_id.id,
        )
        regulation.action_adopt()
        self.env["safety.run"]._run(self.company)
        mine = (
            self.env["safety.duty"].with_user(officer.user_id).search([("is_mine", "=", True), ("state", "=", "open")])
        )
        self.assertEqual(
            {(duty.rule_id.name, duty.unit_id) for duty in mine},
            {("Officer's duty", self.community_a), ("Grid duty", self.grid_a2)},
        )
        self.assertEqual(self._chain(self.grid_a2).user_id & officer.user_id, officer.user_id)

    def test_gy_4_2_1_unit_shows_its_role(self):
        """GY-4.2.1: the emergency office is the office of the leading group, and its record says so."""
        office = self._unit("Emergency office", "department", self.street, role_note="Office of the leading group")
        view = office.get_view(view_type="form")["arch"]
        self.assertIn("role_note", view)
        self.assertEqual(office.role_note, "Office of the leading group")

    def test_truth_of_the_day_in_the_middle_of_a_month(self):
        """Yesterday's and today's holder are kept apart: rights, holders, chain, seat, duties."""
        rule = self._rule(self._regulation())
        rule.regulation_id.action_adopt()
        newcomer = new_test_user(self.env, "chain_newcomer", company_id=self.company.id)
        old = self.cadre_user.safety_appointment_ids
        with freeze_time("2026-03-14 04:00:00"):
            self.env["safety.run"]._run(self.company)
            new = old._hand_over(old.date_start.replace(2026, 3, 14), newcomer)
            self._assert_truth(self.cadre_user, newcomer)
        with freeze_time("2026-03-14 16:01:00"):  # the 15th in China
            self.env["safety.run"]._run(self.company)
            self.env.invalidate_all()
            self._assert_truth(newcomer, self.cadre_user)
        self.assertEqual((str(old.date_end), str(new.date_start)), ("2026-03-14", "2026-03-15"))
        self.assertIn(old, self._chain(self.community_a, "2026-03-14"))
        self.assertNotIn(new, self._chain(self.community_a, "2026-03-14"))
        self.assertIn(new, self._chain(self.community_a, "2026-03-15"))
        self.assertNotIn(old, self._chain(self.community_a, "2026-03-15"))
        march = [("rule_id", "=", rule.id), ("unit_id", "=", self.community_a.id), ("period_start", "=", "2026-03-01")]
        self.assertEqual(self.env["safety.duty"].search_count(march), 1, "no second duty for the second holder")

    def _assert_truth(self, holder, other):
        self.assertEqual(holder.safety_approve_unit_ids, self.community_a)
        self.assertFalse(other.safety_read_unit_ids)
        self.assertTrue(holder.has_group("street_safety_base.group_street_safety_officer"))
        self.assertFalse(other.has_group("street_safety_base.group_street_safety_officer"))
        duty = self.env["safety.duty"].search(
            [("unit_id", "=", self.community_a.id), ("period_start", "=", "2026-03-01")]
        )
        duty.invalidate_recordset()
        self.assertEqual(duty.holder_ids, holder)
        self.assertTrue(duty.with_user(holder).is_mine)

    def test_chain_of_many_units_costs_what_one_costs(self):
        counts = []
        for units in (self.grid_a1, self.env["safety.unit"].search([("company_id", "=", self.company.id)])):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            units._responsible_on("2026-03-10")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1])

    def test_grid_member_sees_the_names_above(self):
        """The chain's names are public in the street; the appointments themselves stay where they are seen."""
        self._new("public_main", "main_leader", self.street)
        unit = self.grid_a1.with_user(self.grid_user)
        self.assertIn("chain_public_main", str(unit.chain_table))
        self.assertEqual(unit.responsible_ids.user_id, self.grid_user)
        unit.responsible_ids.read(["user_id"])

    def test_chain_of_a_past_day_follows_the_tree_of_that_day(self):
        """A grid is moved, and later the whole community: each day keeps its own chain, for what lies below, too."""
        of_a = self._new("of_a", "community_principal", self.community_a)
        of_b = self._new("of_b", "community_principal", self.community_b)
        other_point = self._unit("Second Work Point", "work_point", self.street)
        of_other = self._new("of_other", "work_point_head", other_point)
        head = self.head_user.safety_appointment_ids
        asked = of_a | of_b | of_other | head

        def chain(day):
            return self._chain(self.grid_a1, day) & asked

        self._freeze("2026-03-14 04:00:00")
        self.grid_a1.parent_id = other_point  # the same day, by mistake
        self.grid_a1.parent_id = self.community_b
        self._freeze("2026-04-10 04:00:00")
        self.community_b.parent_id = other_point
        self.env.invalidate_all()
        self.assertEqual(chain("2026-03-13"), of_a | head)
        self.assertEqual(chain("2026-03-14"), of_b | head, "by the end of the day it lay there")
        self.assertEqual(chain("2026-04-09"), of_b | head)
        self.assertEqual(chain("2026-04-10"), of_b | of_other)
        self.assertEqual(self._chain(self.grid_a2, "2026-03-13") & asked, of_a | head, "what was not moved stays")
        self.grid_a1.past_paths = []
        self.grid_a1.copy({"code": False, "past_paths": [["2026-01-01", "1/"]]})
        self.env.invalidate_all()
        self.assertEqual(chain("2026-03-13"), of_a | head, "nobody writes the past")

    def test_moving_a_large_unit_costs_what_a_small_one_costs(self):
        """Remembering where units lay is one statement for all that lie below."""

        def cost(unit, parent):
            self.env.flush_all()
            before = self.cr.sql_log_count
            unit.parent_id = parent
            self.env.flush_all()
            return self.cr.sql_log_count - before

        other_point = self._unit("Second Work Point", "work_point", self.street)
        cost(self.community_a, other_point)
        few = cost(self.community_b, other_point)
        self.env["safety.unit"].create(
            [
                {
                    "name": f"Grid {n}",
                    "type_id": self.grid_a1.type_id.id,
                    "parent_id": self.community_b.id,
                    "company_id": self.company.id,
                }
                for n in range(30)
            ]
        )
        self.assertLessEqual(cost(self.community_b, self.work_point), few + 2)
