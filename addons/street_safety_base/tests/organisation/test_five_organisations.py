from odoo.tests import tagged

from .workbooks import STREETS, OrganisationCase, street_workbook


@tagged("post_install", "-at_install")
class TestFiveOrganisations(OrganisationCase):
    """The organisations of the five regulations, each from its workbook alone, in five streets of one database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.streets = {code: cls._new_street(code) for code in STREETS}
        cls.rows = {}
        for code, (_company, admin) in cls.streets.items():
            content, *rows = street_workbook(code)
            cls.rows[code] = rows
            cls._import(content, admin)

    def _units(self, code, unit_type=None):
        domain = [("company_id", "=", self.streets[code][0].id)]
        return self.env["safety.unit"].search(domain + ([("type_code", "=", unit_type)] if unit_type else []))

    def _at(self, code, post):
        """Return the people who hold a post at the unit of this code, in its street."""
        return self._holders(code, post, self.streets[code[:2].lower()][0])

    def _types_above(self, unit):
        path = self.env["safety.unit"].browse([int(part) for part in unit.parent_path.split("/") if part])
        return [above.type_code for above in path]

    def _check_all_seats(self, code):
        """Every post of the file is held by the person it names, or stands there as vacant; nothing else does."""
        people = self.rows[code][1]
        seats = self.env["safety.seat"].search([("company_id", "=", self.streets[code][0].id)])
        have = {(seat.unit_id.code, seat.post_id.code): seat for seat in seats}
        named = {}
        for row in people:
            named.setdefault((row["单位编码"], row["岗位"]), set()).add(row["姓名"])
        self.assertEqual(have.keys(), named.keys())
        for place, names in named.items():
            seat = have[place]
            self.assertEqual(set(seat.holder_ids.mapped("name")), names - {""}, place)
            self.assertEqual(seat.is_vacant, seat.planned > len(names - {""}), place)

    def test_xt_0_1_work_points_communities_grids(self):
        """XT-0.1: street > work point > community > grid > enterprise, every post filled or flagged vacant."""
        self._check_all_seats("xt")
        grids = self._units("xt", "grid")
        self.assertEqual(len(grids), 6)
        for grid in grids:
            self.assertEqual(self._types_above(grid), ["street", "work_point", "community", "grid"])
        committees = self._units("xt", "special_committee")
        self.assertEqual(committees.parent_id.type_code, "safety_committee")
        firm = self.env["safety.enterprise"].create({"name": "虚构鞋厂", "unit_id": grids[0].id})
        self.assertEqual(firm.unit_id._ancestor("work_point").code, "XTD1")
        self.assertEqual(self._at("XT", "main_leader").sorted("name").mapped("name"), ["林一帆", "陈书远"])
        self.assertEqual(len(self._at("XTD1", "work_point_deputy_head")), 2)
        vacant = self.env["safety.seat"].search(
            [("company_id", "=", self.streets["xt"][0].id), ("is_vacant", "=", True)]
        )
        self.assertEqual(
            {(seat.unit_id.code, seat.post_id.code) for seat in vacant},
            {
                ("XTW212", "area_member"),
                ("XTZ1", "special_committee_member"),
                ("XTZ2", "special_committee_member"),
            },
        )
        dates = self._units("xt").appointment_ids.mapped("date_start")
        self.assertEqual({str(day) for day in dates}, {"2021-04-07"})

    def test_xy_0_1_rescue_force_of_thirty(self):
        """XY-0.1: no work points; a rescue team of 30 at the street and one below each community; linked leaders."""
        self._check_all_seats("xy")
        self.assertFalse(self._units("xy", "work_point"))
        for grid in self._units("xy", "grid"):
            self.assertEqual(self._types_above(grid), ["street", "community", "grid"])
        seat = self._unit("XYJY", self.streets["xy"][0]).seat_ids
        self.assertEqual((seat.post_id.code, seat.planned, seat.held, seat.vacant), ("rescuer", 30, 3, 27))
        teams = self._units("xy", "rescue_team")
        self.assertEqual(set(teams.parent_id.mapped("type_code")), {"street", "community"})
        self.assertEqual(self._at("XYS1", "safety_officer"), self._at("XYS1J", "rescuer"))
        leaders = self._unit("XY", self.streets["xy"][0]).appointment_ids.filtered("served_unit_ids")
        self.assertEqual(
            {seat.user_id.name: seat.served_unit_ids.code for seat in leaders}, {"邵远志": "XYS1", "康宁": "XYS2"}
        )
        self.assertEqual(
            leaders.filtered(lambda seat: seat.user_id.name == "康宁").user_id.safety_read_unit_ids.code, "XYS2"
        )

    def test_bf_0_1_grids_below_communities_with_linked_leader(self):
        """BF-0.1: street > community > grid > enterprises; each community has a linked leader and a safety officer."""
        self._check_all_seats("bf")
        kinds = self.env["safety.enterprise.kind"].search([], limit=4)
        for grid in self._units("bf", "grid"):
            self.assertEqual(self._types_above(grid), ["street", "community", "grid"])
            firms = self.env["safety.enterprise"].create(
                [{"name": f"虚构{kind.name}{grid.code}", "unit_id": grid.id, "kind_id": kind.id} for kind in kinds]
            )
            self.assertEqual(firms.unit_id, grid)
        for community in self._units("bf", "community"):
            self.assertEqual(len(self._at(community.code, "linked_leader")), 1)
            self.assertEqual(len(self._at(community.code, "safety_officer")), 1)
            self.assertEqual(len(self._at(community.code, "assigned_police_officer")), 1)
            self.assertIn("micro_fire_station", community.child_ids.mapped("type_code"))
        officers = self._at("BFAB", "enforcement_officer")
        self.assertEqual(len(officers), 2)
        self.assertEqual(officers.safety_act_unit_ids, self._unit("BF", self.streets["bf"][0]))

    def test_bf_1_2_0_safety_officer_is_a_grid_member_too(self):
        """BF-1.2.0: one person holds both posts, and works in the community as in the own grid."""
        officer = self._at("BFS1", "safety_officer")
        self.assertEqual(self._at("BFS1W1", "grid_member"), officer)
        self.assertNotIn(officer, self._at("BFS1W2", "grid_member"))
        self.assertEqual(officer.safety_act_unit_ids.sorted("code").mapped("code"), ["BFS1", "BFS1W1"])
        self.assertEqual(len(officer.safety_appointment_ids), 2)
        rule = self._rule_for("bf", "safety_officer", "community") | self._rule_for("bf", "grid_member", "grid")
        rule.regulation_id.action_adopt()
        duties = self.env["safety.duty"]
        today = officer.company_id._safety_today()
        duties._generate(officer.company_id, today.replace(day=1), today)
        duties._evaluate(officer.company_id)
        mine = rule.duty_ids.filtered(lambda duty: officer in duty.holder_ids)
        self.assertEqual(sorted(mine.unit_id.mapped("code")), ["BFS1", "BFS1W1"])

    def _rule_for(self, code, post, unit_type):
        company = self.streets[code][0]
        regulation = self.env["safety.regulation"].search([("company_id", "=", company.id)])
        regulation = regulation or self.env["safety.regulation"].create(
            {
                "name": "丙峰街道网格化监管",
                "code": "BF",
                "unit_id": self._unit("BF", company).id,
                "date_from": "2020-01-01",
            }
        )
        return self.env["safety.duty.rule"].create(
            {
                "name": f"Duty of the {post}",
                "regulation_id": regulation.id,
                "kind_id": self.env.ref("street_safety_base.duty_kind_meeting").id,
                "unit_type_id": self.env.ref(f"street_safety_base.unit_type_{unit_type}").id,
                "post_ids": [(6, 0, self.env.ref(f"street_safety_base.post_{post}").ids)],
                "period_unit": "month",
                "edge_mode": "full",
            }
        )

    def test_zf_0_1_villages_beside_member_units(self):
        """ZF-0.1: a town with villages, a community and nine member units side by side; no grids, no work points."""
        self._check_all_seats("zf")
        town = self._unit("ZF", self.streets["zf"][0])
        self.assertEqual(town.type_code, "town")
        self.assertEqual(
            sorted(town.child_ids.mapped("type_code")),
            ["community", "safety_committee", "village", "village", "village"],
        )
        members = self._units("zf", "member_unit")
        self.assertEqual((len(members), members.parent_id.code), (9, "ZFAW"))
        self.assertFalse(members.filtered("is_territory"))
        for member in members:
            self.assertEqual(len(self._at(member.code, "member_unit_main_leader")), 1)
        self.assertFalse(self._units("zf", "grid") | self._units("zf", "work_point"))
        firm = self.env["safety.enterprise"].create(
            {"name": "虚构竹制品厂", "unit_id": self._units("zf", "village")[0].id}
        )
        police = self._at("ZFMPC", "member_unit_main_leader")
        forestry = self._at("ZFMLY", "member_unit_main_leader")
        self.assertTrue(firm.with_user(police).has_access("read"))
        self.assertFalse(firm.with_user(forestry).has_access("read"))

    def test_gy_0_1_offices_beside_communities(self):
        """GY-0.1: street > offices and communities > grids > enterprises with all posts, leaders in two lines."""
        self._check_all_seats("gy")
        street = self._unit("GY", self.streets["gy"][0])
        self.assertEqual(set(street.child_ids.mapped("type_code")), {"leading_group", "department", "community"})
        for grid in self._units("gy", "grid"):
            self.assertEqual(self._types_above(grid), ["street", "community", "grid"])
        self.assertEqual(self._at("GYLD", "leading_group_head"), self._at("GY", "street_director"))
        leader = self._at("GYC1", "linked_leader")
        self.assertIn(leader, self._at("GY", "other_deputy_leader"))
        line = leader.safety_appointment_ids.filtered("sector_id")
        self.assertEqual((line.sector_id.code, line.served_unit_ids.code), ("GYSH", "GYC1"))
        for community in self._units("gy", "community"):
            self.assertEqual(len(self._at(community.code, "secretary_director")), 1)
            self.assertEqual(len(self._at(community.code, "safety_clerk")), 1)

    def test_all_five_live_in_one_database_and_come_again_unchanged(self):
        """District mode: five streets, each its own; the five files a second time change nothing."""
        tops = self.env["safety.unit"].search(
            [("company_id", "in", [company.id for company, _admin in self.streets.values()]), ("parent_id", "=", False)]
        )
        self.assertEqual(sorted(tops.mapped("code")), ["BF", "GY", "XT", "XY", "ZF"])
        for code, (company, admin) in self.streets.items():
            with self.subTest(street=code):
                users = self.env["res.users"].search([("company_id", "=", company.id), ("id", "!=", admin.id)])
                names = {row["姓名"] for row in self.rows[code][1]} - {""}
                self.assertEqual(set(users.mapped("name")), names)
                self.assertEqual(len(users), len(names))
                self.assertEqual(users.company_ids, company)
                self.assertEqual(self._wizard(street_workbook(code)[0], admin).change_count, 0)
