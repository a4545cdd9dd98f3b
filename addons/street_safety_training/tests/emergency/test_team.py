from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestTeam(StreetCase):
    """Teams, their call list and the gaps of the three levels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            code: cls.env.ref(f"street_safety_training.team_type_{code}")
            for code in ("street", "community", "enterprise")
        }
        cls.officer = cls._person("test_officer_a", "safety_officer", cls.community_a)
        cls.officer.partner_id.phone = "13900000001"
        cls.other_officer = cls._person("test_officer_b", "safety_officer", cls.community_b)

    def _team(self, kind="street", unit=None, people=0, **vals):
        return self.env["safety.team"].create(
            {
                "name": f"Team {kind}",
                "type_id": self.types[kind].id,
                "unit_id": (unit or self.street).id,
                "member_ids": [(0, 0, {"name": f"P{n}", "phone": f"1380000{n:04}"}) for n in range(people)],
                **vals,
            }
        )

    def _called(self, team, user=None):
        self.env.invalidate_all()
        rescuers = self.env["safety.rescuer"].with_user(user or self.env.user)
        return rescuers.search([("team_id", "=", team.id)])

    def test_xy_2_4a_rescuers_are_the_platoon_and_all_safety_officers(self):
        """XY-2.4a: the roster of rescuers is filled from the platoon and all safety officers, with phones.

        By itself, from the shipped type. The officers are called, they are none of the thirty.
        """
        platoon = self._unit("Platoon", "rescue_team", self.street, date_start="2020-01-01")
        rescuer = self._person("test_rescuer", "rescuer", platoon)
        team = self._team(people=2)
        called = self._called(team)
        everybody = {"P0", "P1", rescuer.name, self.officer.name, self.other_officer.name}
        self.assertEqual(set(called.mapped("name")), everybody)
        self.assertEqual(called.filtered(lambda one: one.user_id == self.officer).phone, "13900000001")
        self.assertEqual((team.called_count, team.rescuer_count, team.shortage, team.without_phone), (5, 3, 27, 2))
        # The seat is handed over: the successor is called, the predecessor is not.
        seat = self.env["safety.appointment"].search([("user_id", "=", self.officer.id)])
        seat.date_end = "2026-03-09"
        successor = self._person("test_successor", "safety_officer", self.community_a, "2026-03-10")
        names = self._called(team).mapped("name")
        self.assertIn(successor.name, names)
        self.assertNotIn(self.officer.name, names)
        # Somebody also entered by name is called once.
        team.member_ids = [(0, 0, {"user_id": successor.id})]
        self.assertEqual(self._called(team).mapped("name").count(successor.name), 1)
        ledger = self.env.ref("street_safety_training.ledger_rescuers")
        self.assertEqual(len(self.env["safety.rescuer"].search(ledger._records_domain())), 5)

    def test_xy_1_2_thirty_of_thirty_or_a_flag(self):
        """XY-1.2: thirty active members are complete; when one of them is active no more, the gap is flagged."""
        platoon = self._unit("Platoon", "rescue_team", self.street, date_start="2020-01-01")
        leaving = self._person("test_rescuer", "rescuer", platoon)
        team = self._team(people=29)

        def told():
            self.env.flush_all()
            self.env.invalidate_all()
            gap = self.env["safety.team.gap"].search([("unit_id", "=", self.street.id)])
            return team.rescuer_count, team.planned_number, team.shortage, gap.state

        self.assertEqual(told(), (30, 30, 0, "complete"))
        leaving.active = False
        self.assertEqual(told(), (29, 30, 1, "short"))

    def test_xy_1_3_the_unit_of_a_community_is_no_part_of_the_thirty(self):
        """XY-1.3, XY-2.4a: rescuers of a community are its own team's, whether it is set up or not; nobody twice."""
        team, own = self._team(people=2), self._team("community", self.community_a)
        below = self._unit("Unit of A", "rescue_team", self.community_a, date_start="2020-01-01")
        other = self._unit("Unit of B", "rescue_team", self.community_b, date_start="2020-01-01")
        rescuer = self._person("test_rescuer_a", "rescuer", below)
        self._person("test_rescuer_b", "rescuer", other)
        self._appoint(self.officer, "rescuer", below)
        self.assertEqual(self._called(own).user_id, self.officer | rescuer)
        self.assertEqual((own.rescuer_count, own.shortage), (2, 0), "the officer who is a rescuer too is one person")
        self.assertEqual(self._called(team).user_id, self.officer | self.other_officer)
        self.assertEqual((team.rescuer_count, team.shortage), (2, 28))
        rescuer.active = False
        self.assertEqual(self._called(own).user_id, self.officer)

    def test_members_below_only(self):
        team = self._team("community", self.community_a)
        self.assertEqual(self._called(team).user_id, self.officer, "the other community's officer is not of this unit")
        self.assertFalse(self._called(team, self.other_cadre_user))
        self.assertTrue(self._called(team, self.cadre_user))

    def test_xy_1_1_three_levels_with_gaps(self):
        """XY-1.1: a team of the street, of each community, a contact in each qualifying enterprise; gaps flagged."""
        self._team(people=2)
        self._team("community", self.community_a, people=5)
        with_contact = self._enterprise(
            "With contact", self.grid_a1, headcount=10, safety_manager_name="Lin", safety_manager_phone="13800000000"
        )
        without = self._enterprise("Without", self.grid_a1, headcount=10, safety_manager_name="Lin")
        self._enterprise("Small", self.grid_a1, headcount=9)
        left = self._enterprise("Left", self.grid_a1, headcount=50)
        left.write({"date_left": "2026-03-01", "leave_reason": "Moved"})
        archived = self._team("community", self.community_b, people=3)
        archived.action_archive()
        self._team("community", self.grid_b1, people=3)  # of a grid: not the community's
        self.env.invalidate_all()
        rows = self.env["safety.team.gap"].search([("company_id", "=", self.company.id)])
        found = {(row.type_id.code, row.enterprise_id or row.unit_id): (row.state, row.members) for row in rows}
        self.assertEqual(
            found,
            {
                ("street", self.street): ("short", 2),
                ("community", self.community_a): ("complete", 6),
                ("community", self.community_b): ("missing", 0),
                ("enterprise", with_contact): ("complete", 1),
                ("enterprise", without): ("missing", 0),
            },
        )
        gap = rows.filtered(lambda row: row.unit_id == self.community_b)
        self.assertEqual(gap.action_open()["context"]["default_unit_id"], self.community_b.id)
        mine = self.env["safety.team.gap"].with_user(self.grid_user).search([])
        self.assertEqual(mine.enterprise_id, with_contact | without, "everybody sees what they reach")
        self._team("enterprise", self.grid_a1, people=1, enterprise_id=without.id)
        self.env.invalidate_all()
        self.assertEqual(rows.filtered(lambda row: row.enterprise_id == without).state, "complete")

    def test_counts_of_many_teams_are_one_query(self):
        teams = self.env["safety.team"].union(*(self._team(people=2, name=f"T{n}") for n in range(10)))
        self.env.flush_all()
        self.env.invalidate_all()
        teams.mapped("planned_number")
        self.env["res.company"].search([]).mapped("safety_tz")
        with self.assertQueryCount(4):
            teams.mapped("rescuer_count")
