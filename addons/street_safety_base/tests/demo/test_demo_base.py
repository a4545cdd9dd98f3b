import csv

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open


@tagged("post_install", "-at_install")
class TestDemoBase(TransactionCase):
    """The demonstration street has what its visitors are promised; built here where it is not installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = cls.env["safety.demo"]._prepared()
        cls.demo._build_base()
        cls.company = cls.demo._company()
        cls.env = cls.demo.env

    def _count(self, model, *domain):
        return self.env[model].search_count([("company_id", "=", self.company.id), *domain])

    def test_units(self):
        counts = {code: len(self.demo._units(code)) for code in ("street", "work_point", "community", "grid")}
        self.assertEqual(counts, {"street": 1, "work_point": 3, "community": 6, "grid": 12})
        self.assertEqual(len(self.demo._units("special_committee")), 4)

    def test_enterprises(self):
        firms = self.env["safety.enterprise"].search([("company_id", "=", self.company.id)])
        self.assertTrue(110 <= len(firms) <= 130, len(firms))
        self.assertFalse(set(firms.mapped("credit_code_status")) - {"valid", "none"})
        self.assertEqual(len(set(firms.mapped("name"))), len(firms))
        shares = {group.id: count / len(firms) for group, count in firms._read_group([], ["class_id"], ["__count"])}
        classes = self.demo._class_ids()
        self.assertAlmostEqual(shares[classes["high_risk"]], 0.1, delta=0.03)
        self.assertAlmostEqual(shares[classes["key"]], 0.25, delta=0.03)
        self.assertTrue(3 <= len(firms.filtered(lambda firm: "三合一" in (firm.class_reason or ""))) <= 12)
        self.assertTrue(self._count("safety.enterprise", ("active", "=", False)), "some have left")
        self.assertTrue(self._count("safety.enterprise.movement", ("type", "=", "left")))

    def test_rolls_meet_from_month_to_month(self):
        rolls = self.env["safety.roll"].search([("company_id", "=", self.company.id)], order="month")
        self.assertEqual(len(rolls), 4 * 22)
        for months in rolls.grouped("unit_id").values():
            self.assertEqual(months.mapped("state"), ["confirmed"] * 3 + ["draft"])
            self.assertEqual(months[1:].mapped("opening"), months[:-1].mapped("closing"))
        self.assertTrue(sum(rolls.mapped("left")) and sum(rolls.mapped("entered")))

    def test_duties_in_each_state(self):
        for state in ("met", "met_late", "missed", "open", "planned"):
            self.assertTrue(self._count("safety.duty", ("state", "=", state)), state)
        self.assertGreater(
            self._count("safety.duty", ("state", "=", "met")), 5 * self._count("safety.duty", ("state", "=", "missed"))
        )

    def test_history_is_not_late(self):
        """Records of the past carry the days of the past: most evidence was in time, a few were typed in later."""
        proofs = self.env["safety.duty.evidence"].search([("duty_id.company_id", "=", self.company.id)])
        late = proofs.filtered("late")
        self.assertTrue(late)
        self.assertLess(len(late), len(proofs) / 5)
        closed = self.env["safety.duty"].search([("company_id", "=", self.company.id), ("state", "=", "missed")])
        self.assertTrue(all(duty.closed_on > duty.due_date for duty in closed))
        months = {duty.closed_on.replace(day=1) for duty in closed}
        self.assertGreater(len(months), 3)

    def test_regulation_in_force(self):
        regulation = self.demo._regulation()
        self.assertEqual(regulation.state, "in_force")
        self.assertFalse(regulation.rule_ids.filtered("last_error"))
        self.assertTrue(all(rule.clause_id for rule in regulation.rule_ids))

    def test_logins(self):
        """Each login of the printed list works, and sees what its posts serve."""
        with file_open("street_safety_base/demo/logins.csv") as stream:
            rows = [row for row in csv.DictReader(stream) if row["login"] not in ("admin", "enterprise")]
        self.assertTrue(12 <= len(rows) <= 15)
        for row in rows:
            user = self.demo._user(row["login"])
            self.assertTrue(user._safety_seats(), row["login"])
            self.assertTrue(self.env["safety.enterprise"].with_user(user).search_count([]), row["login"])
        secret = {"type": "password", "login": "grid", "password": "demo"}
        grid = self.demo._user("grid")
        self.assertTrue(grid.with_user(grid)._check_credentials(secret, {"interactive": False}))
        seen = self.env["safety.enterprise"].with_user(grid).search([]).unit_id
        self.assertEqual(seen, self.demo._unit("SF111"))
        self.assertTrue(self.env["safety.duty"].with_user(self.demo._user("cadre")).search([("is_mine", "=", True)]))

    def test_portal(self):
        """The enterprise's login sees one enterprise, whose proposal waits to be decided."""
        login = self.demo._user("enterprise")
        mine = self.env["safety.enterprise"].with_user(login)._portal_enterprises()
        self.assertEqual(len(mine), 1)
        self.assertEqual(mine.correction_ids.state, "proposed")
        self.assertEqual(len(mine.correction_ids.line_ids), 2)

    def test_tasks(self):
        """Tasks of every sort are there, a plan with progress, a directive half done, two years of budget."""
        for state in ("open", "late", "done", "done_late"):
            self.assertTrue(self._count("safety.record", ("deadline_state", "=", state)), state)
        self.assertTrue(
            self.env["safety.record"].with_user(self.demo._user("grid")).search([("is_my_task", "=", True)])
        )
        plan = self.env["safety.record"].search([("type_id.code", "=", "plan")])
        self.assertEqual((plan.state, plan.child_count), ("done", 3))
        self.assertTrue(0 < plan.progress < 100)
        years = self.env["safety.record"]._read_group([("type_id.has_amounts", "=", True)], ["date:year"], ["__count"])
        self.assertEqual(len(years), 2)

    def test_vacant_seat_and_hand_over(self):
        holders = self.env["safety.appointment"]._holders
        post, today = self.demo._post("grid_member"), self.demo._today()
        self.assertFalse(holders(post, self.demo._unit("SF312"), today))
        post, unit = self.demo._post("stationed_cadre"), self.demo._unit("SF21")
        self.assertNotEqual(holders(post, unit, today), holders(post, unit, self.demo._first_day()))

    def test_runs(self):
        """The night of the day on which it was built has run, so that no alarm is given."""
        last = self.env["safety.run"].search([("company_id", "=", self.company.id)], limit=1)
        self.assertTrue(last.finished_at)

    def test_equal_and_once(self):
        """Two builds on one day are equal, and a second call builds nothing."""
        self.assertEqual(self.demo._enterprise_vals(), self.demo._enterprise_vals())
        models = ("safety.unit", "safety.enterprise", "safety.record", "safety.duty")
        before = [self._count(model) for model in models]
        self.env["safety.demo"]._build_base()
        self.assertEqual([self._count(model) for model in models], before)

    def test_without_chinese(self):
        """Where Chinese is not installed the people work in English; the content stays Chinese."""
        demo = self.demo.with_context(lang="en_US")
        vals = demo._user_vals("somebody", self.env.ref("base.group_user"))
        self.assertEqual(vals["lang"], "en_US")
