from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestXintangYear(AccountabilityCase):
    """A year of Xintang, played through day by day, equals a table worked out by hand to the yuan and the day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        content = cls.env["safety.regulation"]._packs()["XT"]
        cls.xintang, cls.gaps = cls.env["safety.regulation"]._from_file(content, cls.street, skip=True)
        cls.rules = cls.xintang.rule_ids.grouped("code")
        cls.penalty_rules = cls.env["safety.penalty.rule"].search([("regulation_id", "=", cls.xintang.id)])
        cls.penalty_rules.date_from = "2026-01-01"
        cls.penalty_rules = cls.penalty_rules.grouped("code")
        cls.deputy = cls._person("test_deputy", "work_point_deputy_head", cls.work_point)
        cls.late_deputy = cls._person("test_late_deputy", "work_point_deputy_head", cls.work_point, "2026-07-01")
        cls.discipline = cls._person("test_discipline", "discipline_desk", cls.street)

    # ---- how people act ----------------------------------------------------------------------------------------------

    def _on(self, day):
        self._freeze(f"{day} 04:00:00")

    def _miss(self, code, due, unit):
        """The duty is missed; the night after proposes it, the office gives notice in the morning."""
        self._on(Date.to_string(Date.to_date(due) + timedelta(days=1)))
        violation = self._proposed(due, unit=unit, rule=self.rules[code])
        self.assertEqual(len(violation), 1)
        self._as(self.office_user, violation).action_notify()
        return violation

    def _confirm(self, violation, day):
        self._on(day)
        self._as(self.office_user, violation).action_confirm()

    def _missed_and_confirmed(self, code, due, unit, day):
        violation = self._miss(code, due, unit)
        self._confirm(violation, day)
        return violation

    def _concealed(self, found, confirmed):
        """A supervision finds it; its feedback is what proposes the violation."""
        self._on(found)
        visit = self._as(self.office_user, self.env["safety.supervision"]).create(
            {
                "kind_id": self.env.ref("street_safety_inspection.supervision_kind_open_visit").id,
                "unit_id": self.street.id,
                "target_unit_id": self.community_a.id,
                "line_ids": [
                    Command.create(
                        {"name": "三合一场所一处", "verdict": "concealment", "found": "督查发现社区台账未列入"}
                    )
                ],
            }
        )
        visit.action_issue()
        violation = visit.line_ids.sudo().violation_ids
        self.assertEqual((violation.rule_id.code, str(violation.date)), ("XT-6.3c", found))
        self._as(self.office_user, violation).action_notify()
        self._confirm(violation, confirmed)
        return violation

    def _settle(self, name, day):
        self._on(day)
        run = self._as(self.office_user, self.env["safety.deduction"].create({"name": name, "unit_id": self.street.id}))
        run.action_settle()
        run.action_pay()
        return run

    # ---- the year ----------------------------------------------------------------------------------------------------

    def _year(self):
        point, first, second = self.work_point, self.community_a, self.community_b
        self._missed_and_confirmed("XT-1.1a", "2026-01-31", first, "2026-02-05")
        self._missed_and_confirmed("XT-1.1a", "2026-01-31", second, "2026-02-05")
        self._missed_and_confirmed("XT-1.2a", "2026-02-08", point, "2026-02-13")
        self._missed_and_confirmed("XT-2.1c", "2026-02-28", first, "2026-03-05")
        self.reversed = self._missed_and_confirmed("XT-2.1c", "2026-02-28", second, "2026-03-05")
        # Hand-over in mid-month: who holds the seat on the day it fell due answers.
        self._on("2026-03-15")
        self.cadre_user.safety_appointment_ids.date_end = "2026-03-14"
        self.successor = self._person("test_successor", "stationed_cadre", first, "2026-03-15")
        self.first_run = self._settle("一季度绩效奖金", "2026-03-18")
        self._on("2026-03-20")
        self._as(self.other_cadre_user, self.reversed)._do_because("appeal", "附巡查照片，请复核")
        self._missed_and_confirmed("XT-1.1a", "2026-03-31", first, "2026-04-07")
        self._missed_and_confirmed("XT-1.1a", "2026-04-30", second, "2026-05-06")
        self._on("2026-05-20")
        self._as(self.second_officer, self.reversed)._do_because("reverse", "照片属实")
        self.lifted = self._struck(self.other_cadre_user).mapped("state")
        self._missed_and_confirmed("XT-2.1c", "2026-05-31", second, "2026-06-05")
        self._missed_and_confirmed("XT-1.2a", "2026-07-05", point, "2026-07-10")
        self._missed_and_confirmed("XT-3.1a", "2026-07-31", point, "2026-08-05")
        for found, confirmed in (
            ("2026-09-01", "2026-09-07"),
            ("2026-10-09", "2026-10-15"),
            ("2026-11-03", "2026-11-09"),
        ):
            self._concealed(found, confirmed)
        self.second_run = self._settle("年终绩效奖金", "2026-12-31")

    def _struck(self, user):
        return self.env["safety.disqualification"].search([("user_id", "=", user.id)])

    def test_the_year_equals_the_table(self):
        """XT-6.1a, XT-6.1b, XT-6.2a, XT-6.2b, XT-6.3a, XT-6.3b, XT-6.4b: to the yuan and the day."""
        self._year()
        penalties = self.env["safety.penalty"].search([("company_id", "=", self.company.id)], order="date, id")
        a, b, c = self.cadre_user, self.other_cadre_user, self.successor
        d, late = self.deputy, self.late_deputy
        self.assertEqual(
            [(str(p.date), p.user_id, p.amount) for p in penalties],
            [
                ("2026-02-05", a, 100),  # 1月汇报会未开
                ("2026-02-05", b, 100),
                ("2026-02-13", d, 100),  # 工作点周例会：副点长扣，点长不扣
                ("2026-03-05", a, 100),
                ("2026-03-05", b, 100),
                ("2026-04-07", c, 100),  # 3月15日接任，3月31日到期由其负责
                ("2026-05-06", b, 100),
                ("2026-05-20", b, -100),  # 奖金已发后撤销：退还
                ("2026-06-05", b, 100),
                ("2026-07-10", d, 100),
                ("2026-07-10", late, 100),  # 7月1日到任
                ("2026-08-05", d, 100),
                ("2026-08-05", late, 100),
                ("2026-09-07", c, 100),  # 瞒报，另行计数
                ("2026-10-15", c, 100),
                ("2026-11-09", c, 100),
            ],
        )
        first = {line.user_id: line.amount for line in self.first_run.line_ids}
        self.assertEqual(first, {a: 200, b: 200, d: 100})
        second = {line.user_id: line.amount for line in self.second_run.line_ids}
        # b: 5月、6月各一笔，减去一季度已扣、5月20日撤销的一笔
        self.assertEqual(second, {b: 100, d: 200, late: 200, c: 400})
        self.assertEqual(sum(first.values()) + sum(second.values()), sum(penalties.mapped("amount")))

    def test_the_awards_and_the_transfer(self):
        """XT-6.1b: the third disqualifies; XT-6.2b: everybody of the work point; XT-6.3b: the third concealment."""
        self._year()
        self.assertEqual(self.lifted, ["lifted"], "the second was reversed: two are left")
        own, point = self.penalty_rules["XT-6.1"][0], self.penalty_rules["XT-6.2"][0]
        struck = self.env["safety.disqualification"].search([("company_id", "=", self.company.id)])
        table = {(s.user_id, s.rule_id): (str(s.date), s.state) for s in struck}
        everybody = self.head_user | self.deputy | self.late_deputy | self.successor | self.other_cadre_user
        everybody |= self.grid_user | self.other_grid_user
        expected = {(user, point): ("2026-07-31", "in_force") for user in everybody}
        expected[self.other_cadre_user, own] = ("2026-05-31", "in_force")
        self.assertEqual(
            table, expected, "who left in March is not among them; a cadre's own do not count for the point"
        )
        measure = self.env["safety.measure"].search([("company_id", "=", self.company.id)])
        self.assertEqual((measure.kind_id.code, measure.state), ("transfer", "proposed"))
        self.assertEqual((measure.user_ids, str(measure.date)), (self.successor, "2026-11-03"))
        self.assertEqual(len(measure.violation_ids), 3)
        self._as(self.office_user, measure).action_issue()
        self.assertTrue(measure.number)
        theirs = self._as(self.discipline, self.env["safety.measure"]).search([])
        self.assertEqual(theirs, measure)
        theirs._do_because("close", "经核实，给予批评教育")
        self.assertEqual((measure.state, measure.closed_by_id), ("closed", self.discipline))

    def test_everything_of_the_pack_fits(self):
        self.assertEqual([gap for gap in self.gaps if gap[0] in {"驻社区干部未落实制度", "工作点未落实制度"}], [])
        self.assertEqual(set(self.penalty_rules), {"XT-6.1", "XT-6.2", "XT-6.3c", "XT-6.3p"})
        point = self.penalty_rules["XT-6.2"][0]
        self.assertEqual(point.post_ids, self._post("work_point_deputy_head"))
        self.assertEqual((point.counted_per, point.threshold, point.amount), ("unit", 3, 100))
        again = {row["code"]: row for row in self.xintang._to_file()["penalty_rules"]}
        content = self.env["safety.regulation"]._packs()["XT"]
        for row in content["penalty_rules"]:
            self.assertEqual(set(again[row["code"]].get("duties", [])), set(row["duties"]) & set(self.rules))
            self.assertEqual(again[row["code"]]["amount"], row["amount"])
