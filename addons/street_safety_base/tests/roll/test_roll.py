from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import StreetCase

FIGURES = ("opening", "entered", "moved_in", "left", "merged", "moved_out", "closing")


@tagged("post_install", "-at_install")
class TestRoll(StreetCase):
    """The monthly roll: XT-2.1a, BF-1.1.2d, BF-1.3.2b."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Roll = cls.env["safety.roll"]
        with freeze_time("2026-03-10 02:00:00"):
            cls.firms = cls.env["safety.enterprise"].create(
                [{"name": f"甲{n}厂", "unit_id": cls.grid_a1.id, "date_entered": "2026-01-05"} for n in range(4)]
            )
            cls.others = cls.env["safety.enterprise"].create(
                [{"name": f"乙{n}厂", "unit_id": cls.grid_b1.id, "date_entered": "2026-02-05"} for n in range(2)]
            )

    def _roll(self, unit, month=3):
        return self.Roll.search([("unit_id", "=", unit.id), ("month", "=", date(2026, month, 1))]) or self.Roll.create(
            {"unit_id": unit.id, "month": date(2026, month, 1)}
        )

    def _figures(self, unit, month=3):
        roll = self._roll(unit, month)
        return tuple(roll[name] for name in FIGURES)

    def _all_meet(self, months=(3, 4, 5)):
        """Assert the identity of every unit and month, the links between months, and street = sum of grids."""
        units = self.env["safety.unit"].search([("company_id", "=", self.company.id), ("is_territory", "=", True)])
        table = {(unit, month): self._figures(unit, month) for unit in units for month in months}
        for (unit, month), figures in table.items():
            opening, entered, moved_in, left, merged, moved_out, closing = figures
            self.assertEqual(opening + entered + moved_in - left - merged - moved_out, closing, (unit.name, month))
            if following := table.get((unit, month + 1)):
                self.assertEqual(following[0], closing, (unit.name, month))
            below = [table[child, month] for child in unit.child_ids if (child, month) in table]
            if below:
                for index in (0, 1, 3, 4, 6):
                    self.assertEqual(sum(row[index] for row in below), figures[index], (unit.name, month, index))
        return table

    def _confirm(self, unit, month, user=None):
        roll = self._roll(unit, month)
        roll.with_user(user or self.env.user).action_confirm()
        return roll

    def test_bf_1_3_2b_street_is_the_sum_of_its_grids(self):
        """BF-1.3.2b: moves inside a unit do not count for it; totals of the street are those of its grids."""
        with freeze_time("2026-03-12 02:00:00"):
            self.firms[0].unit_id = self.grid_a2
            self.firms[1].unit_id = self.grid_b1
            self.firms[2]._leave("2026-03-11", "搬迁")
            self._enterprise("新厂", self.grid_b2, date_entered="2026-03-12")
        self.assertEqual(self._figures(self.grid_a1), (4, 0, 0, 1, 0, 2, 1))
        self.assertEqual(self._figures(self.grid_a2), (0, 0, 1, 0, 0, 0, 1))
        self.assertEqual(self._figures(self.community_a), (4, 0, 0, 1, 0, 1, 2))
        self.assertEqual(self._figures(self.community_b), (2, 1, 1, 0, 0, 0, 4))
        self.assertEqual(self._figures(self.work_point), (6, 1, 0, 1, 0, 0, 6))
        self.assertEqual(self._figures(self.street), (6, 1, 0, 1, 0, 0, 6))
        self._all_meet()
        sums = self.Roll.formatted_read_group(
            [("month", "=", "2026-03-01"), ("unit_type_id.code", "=", "grid")], [], ["closing:sum", "entered:sum"]
        )
        self.assertEqual((sums[0]["closing:sum"], sums[0]["entered:sum"]), (6, 1))

    def test_xt_2_1a_only_the_confirmed_roll_proves_the_duty(self):
        """XT-2.1a: a monthly duty per community closes only with a confirmed list: counts, new and removed."""
        rule = self._rule(
            self._regulation(), name="Keep the roll", kind_id=self.env.ref("street_safety_base.duty_kind_roll").id
        )
        rule.regulation_id.action_adopt()
        with freeze_time("2026-03-27 02:00:00"):
            duties = self.env["safety.duty"]
            duties._generate(self.company, date(2026, 3, 1), date(2026, 3, 31))
            duties._open_due(self.company)
            duty = duties.search([("rule_id", "=", rule.id), ("unit_id", "=", self.community_a.id)])
            self.assertEqual(len(duty), 1)
            self.env["safety.run"]._step_rolls(self.company)
            newcomer = self._enterprise("新厂", self.grid_a1, date_entered="2026-03-12")
            self.firms[2]._leave("2026-03-11", "搬迁")
            duties._evaluate(self.company)
            self.assertEqual(duty.state, "open", "a draft proves nothing")
            self._confirm(self.grid_a1, 3, self.grid_user)
            duties._evaluate(self.company)
            self.assertEqual(duty.state, "open", "the grid's roll is not the community's")
            action = duty.with_user(self.cadre_user).action_do()
            roll = self.Roll.with_user(self.cadre_user).browse(action["res_id"])
            self.assertEqual(roll, self._roll(self.community_a))
            roll.action_confirm()
        self.assertEqual(duty.state, "met")
        self.assertRecordValues(
            roll, [{"opening": 4, "entered": 1, "left": 1, "closing": 4, "confirmed_by_id": self.cadre_user.id}]
        )
        movements = self.env["safety.enterprise.movement"].with_user(self.cadre_user)
        self.assertEqual(movements.search(roll.action_open_new()["domain"]).enterprise_id, newcomer)
        self.assertEqual(movements.search(roll.action_open_gone()["domain"]).enterprise_name, "甲2厂")
        with freeze_time("2026-04-02 02:00:00"):
            duties._evaluate(self.company)
            duties._close_due(self.company)
            late = self._confirm(self.community_b, 3, self.other_cadre_user)
        self.assertEqual(str(late.date), "2026-03-31", "it tells the state of March, whenever it was confirmed")

    def test_what_is_known_late_counts_later(self):
        with freeze_time("2026-04-02 02:00:00"):
            self._confirm(self.community_a, 3)
            self._confirm(self.street, 3)
        with freeze_time("2026-04-08 02:00:00"):
            self.firms[0]._leave("2026-03-20", "停产")
            self.others[0].unit_id = self.grid_b2  # today: nothing late about it
            self.firms[3].unit_id = self.grid_b1
        self.assertEqual(self._figures(self.community_a, 3), (4, 0, 0, 0, 0, 0, 4))
        self.assertEqual(self._figures(self.community_a, 4), (4, 0, 0, 1, 0, 1, 2))
        roll = self._roll(self.community_a, 4)
        self.assertEqual(roll.late_count, 1)
        late = self.env["safety.enterprise.movement"].search(roll.action_open_late()["domain"])
        self.assertRecordValues(late, [{"enterprise_id": self.firms[0].id, "date": date(2026, 3, 20), "late": True}])
        self.assertEqual(str(late.booked_on), "2026-04-08")
        self._all_meet()

    def test_confirmed_before_the_month_ends(self):
        """What happens after the confirmation counts in the next month, and the sums still meet."""
        with freeze_time("2026-03-27 02:00:00"):
            self._confirm(self.grid_a1, 3, self.grid_user)
            self.firms[0].unit_id = self.grid_a2
            self.firms[0].unit_id = self.grid_b1
            self.firms[1]._leave("2026-03-26", "停产")
        self.assertEqual(self._figures(self.grid_a1, 3), (4, 0, 0, 0, 0, 0, 4))
        self.assertEqual(self._figures(self.grid_a1, 4), (4, 0, 0, 1, 0, 1, 2))
        self.assertEqual(self._figures(self.community_a, 3), (4, 0, 0, 0, 0, 0, 4))
        self._all_meet()

    def test_late_entries_and_corrections(self):
        with freeze_time("2026-04-02 02:00:00"):
            self._confirm(self.grid_a1, 3)
            late = self._enterprise("漏登厂", self.grid_a1, date_entered="2026-03-03")
            self.firms[1].date_entered = "2026-02-01"
            late.date_entered = "2026-04-01"
        self.assertEqual(self._figures(self.grid_a1, 3), (4, 0, 0, 0, 0, 0, 4))
        self.assertEqual(self._figures(self.grid_a1, 4), (4, 1, 0, 0, 0, 0, 5))
        self.assertFalse(late.movement_ids.late)
        self._all_meet()
        with self.assertRaisesRegex(UserError, "confirmed roll"):
            self.firms[1].unlink()
        late.unlink()

    def test_merge_changes_no_confirmed_figure(self):
        duty_roll = None
        with freeze_time("2026-04-02 02:00:00"):
            duty_roll = self._confirm(self.community_a, 3)
            self.firms[0]._merge_into(self.firms[1])
            self.assertEqual(self._figures(self.community_a, 3)[-1], 4)
            self.assertEqual(self._figures(self.community_a, 4), (4, 0, 0, 0, 1, 0, 3))
            members = self.env["safety.enterprise"].with_context(active_test=False)
            self.assertEqual(members.search(duty_roll.action_open_members()["domain"]), self.firms)
            april = self._roll(self.community_a, 4)
            self.assertEqual(members.search(april.action_open_opening()["domain"]), self.firms)
            self.assertEqual(members.search(april.action_open_members()["domain"]), self.firms - self.firms[0])
        self._all_meet()

    def test_a_grid_moves_to_another_community(self):
        with freeze_time("2026-04-02 02:00:00"):
            march = self._confirm(self.community_a, 3)
        with freeze_time("2026-04-10 02:00:00"):
            queries = self.cr.sql_log_count
            self.grid_a1.parent_id = self.community_b
            self.env.flush_all()
            few = self.cr.sql_log_count - queries
        self.assertEqual(march.closing, 4)
        self.assertEqual(self._figures(self.community_a, 3)[-1], 4)
        self.assertEqual(self._figures(self.community_a, 4), (4, 0, 0, 0, 0, 4, 0))
        self.assertEqual(self._figures(self.community_b, 4), (2, 0, 4, 0, 0, 0, 6))
        self.assertEqual(self._figures(self.grid_a1, 4), (4, 0, 0, 0, 0, 0, 4))
        self.assertEqual(self._figures(self.work_point, 4), (6, 0, 0, 0, 0, 0, 6))
        april = self._roll(self.community_a, 4).with_user(self.cadre_user)
        gone = (
            self.env["safety.enterprise.movement"].with_user(self.cadre_user).search(april.action_open_gone()["domain"])
        )
        self.assertEqual(set(gone.mapped("enterprise_name")), set(self.firms.mapped("name")))
        self.env["safety.enterprise"].create(
            [{"name": f"丙{n}厂", "unit_id": self.grid_a2.id, "date_entered": "2026-04-01"} for n in range(40)]
        )
        with freeze_time("2026-05-10 02:00:00"):
            queries = self.cr.sql_log_count
            self.grid_a2.parent_id = self.community_b
            self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - queries, few + 2, "statements do not grow with enterprises")

    def test_who_confirms(self):
        with freeze_time("2026-03-31 02:00:00"):
            roll = self._roll(self.community_a)
            for user in (self.grid_user, self.other_cadre_user):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    roll.with_user(user).action_confirm()
            roll.with_user(self.cadre_user).action_confirm()
            for vals in ({"opening": 1}, {"note": "x"}, {"month": "2026-02-01"}):
                with self.assertRaises(UserError), self.cr.savepoint():
                    roll.with_user(self.cadre_user).write(vals)
            with self.assertRaises(UserError), self.cr.savepoint():
                roll.unlink()
            with self.assertRaisesRegex(UserError, "not begun"):
                self._confirm(self.community_a, 4)
            with self.assertRaises(UserError):
                self.Roll.create({"unit_id": self.community_b.id, "opening": 7})

    def test_one_roll_a_month(self):
        with freeze_time("2026-03-31 02:00:00"):
            with Form(self.Roll.with_user(self.cadre_user)) as form:
                form.unit_id = self.community_a
                form.month = "2026-03-17"
            self.assertEqual(str(form.record.month), "2026-03-01")
            self.assertEqual(form.record.closing, 4)
            with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
                form.record.copy()

    def test_made_for_all_units_in_one_statement(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Roll._generate(self.company, date(2026, 3, 31))
        units = self.env["safety.unit"].search([("company_id", "=", self.company.id), ("is_territory", "=", True)])
        rolls = self.Roll.search([("company_id", "=", self.company.id)])
        self.assertEqual(rolls.unit_id, units)
        self.Roll._generate(self.company, date(2026, 3, 1))
        self.assertEqual(self.Roll.search_count([("company_id", "=", self.company.id)]), len(units))
        rolls.invalidate_recordset()
        with self.assertQueryCount(1):
            rolls.mapped("closing")
        self.assertEqual(self.Roll.with_user(self.grid_user).search([]).unit_id, self.grid_a1)
