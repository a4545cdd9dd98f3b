import csv
from datetime import timedelta

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools import file_open

from ..common import StreetCase

FIGURES = {
    "window_first_day": "window_first_day",
    "window_last_day": "window_last_day",
    "weekday_first": "window_weekday_first",
    "weekday_last": "window_weekday_last",
    "month": "window_month",
}


@tagged("post_install", "-at_install")
class TestRegulationDates(StreetCase):
    """From which day a regulation binds: rules from data, the nightly run on the days around that date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("street_safety_base/tests/data/regulation_dates.csv") as file:
            cls.rows = list(csv.DictReader(file))
        cls.duties = cls.env["safety.duty"]

    def _adopted(self, code):
        """Return (regulation in force, {rule: its row}) of the rules of one regulation."""
        rows = [row for row in self.rows if row["code"] == code]
        regulation = self._regulation(
            code=code,
            name=rows[0]["title"],
            document_number=rows[0]["document_number"],
            date_issued=rows[0]["date_issued"] or False,
            date_from=rows[0]["date_from"],
        )
        rules = {}
        for row in rows:
            figures = {target: int(row[source]) for source, target in FIGURES.items() if row[source]}
            rule = self._rule(
                regulation,
                name=f"{row['post']} {row['period']} {row['edge']}",
                unit_type_id=self.env.ref(f"street_safety_base.unit_type_{row['unit_type']}").id,
                post_ids=[(6, 0, self._post(row["post"]).ids)],
                period_unit=row["period"],
                edge_mode=row["edge"],
                **figures,
            )
            rules[rule] = row
        regulation.action_adopt()
        return regulation, rules

    def _check_edge(self, code, days):
        """Run the night on each of ``days``; no duty before the date, the first one of each rule as its row says."""
        regulation, rules = self._adopted(code)
        first = regulation.date_from
        for day in days:
            self._freeze(f"{day} 20:10:00")
            self.env["safety.run"]._run(self.company)
            self.assertFalse(self._ending_before(regulation, first))
        self._freeze(f"{first} 04:00:00")
        self.duties._generate(self.company, first - timedelta(days=200), first + timedelta(days=150))
        self.assertFalse(self._ending_before(regulation, first))
        for rule, row in rules.items():
            with self.subTest(rule=rule.name):
                duty = rule.duty_ids.sorted("window_start")[:1]
                dates = (fields.Date.to_string(duty.window_start), fields.Date.to_string(duty.window_end))
                self.assertEqual(dates, (row["first_window_start"], row["first_window_end"]))
                self.assertFalse(rule.last_error)
        return regulation, rules

    def _ending_before(self, regulation, day):
        return self.duties.search([("rule_id", "in", regulation.rule_ids.ids), ("window_end", "<", day)])

    def test_xt_0_2_from_the_seventh_of_april_2021(self):
        """XT-0.2: valid from 2021-04-07, no duty for a window ending before; April's started ones are not made."""
        regulation, rules = self._check_edge("XT", ("2021-03-31", "2021-04-05", "2021-04-06", "2021-04-07"))
        self.assertEqual(str(regulation.date_issued), "2021-04-07")
        default = self.env["safety.duty.rule"].default_get(["edge_mode"])["edge_mode"]
        for rule, row in rules.items():
            if row["edge"] == default:
                self.assertFalse(rule.duty_ids.filtered(lambda duty: duty.period_start < regulation.date_from))

    def test_xy_0_2_from_new_year_2025(self):
        """XY-0.2: no duty for a period before 2025-01-01."""
        regulation, _rules = self._check_edge("XY", ("2024-12-27", "2024-12-30", "2024-12-31", "2025-01-01"))
        before = [("rule_id", "in", regulation.rule_ids.ids), ("period_end", "<", "2025-01-01")]
        self.assertFalse(self.duties.search(before))

    def test_gy_0_2_from_the_third_of_june_2024(self):
        """GY-0.2: no duty for a period ending before 2024-06-03."""
        regulation, _rules = self._check_edge("GY", ("2024-05-31", "2024-06-01", "2024-06-02", "2024-06-03"))
        self.assertEqual(regulation.document_number, "东公政发〔2024〕27号")
        before = [("rule_id", "in", regulation.rule_ids.ids), ("period_end", "<", "2024-06-03")]
        self.assertFalse(self.duties.search(before))

    def test_bf_0_2_the_date_can_be_edited(self):
        """BF-0.2: in force from 2020-01-01 until the issue date is known; edited in force, and the duties follow."""
        self._freeze("2020-03-05 04:00:00")
        regulation = self._regulation(code="BF", document_number="泉丰北办〔2020〕29号", date_from="2020-01-01")
        rule = self._rule(regulation, window_first_day=1, window_last_day=10)
        regulation.action_adopt()
        self.duties._generate(self.company, regulation.date_from, fields.Date.to_date("2020-06-30"))
        self.duties._open_due(self.company)
        self.duties.search([("period_start", "=", "2020-01-01")]).state = "missed"
        months = self._months(rule)
        self.assertEqual(sorted(months), ["01", "02", "03", "04", "05", "06"])
        with Form(regulation.with_user(self.office_user)) as form:
            form.date_from = "2020-05-06"
        self.duties._generate(self.company, regulation.date_from, fields.Date.to_date("2020-07-31"))
        months = self._months(rule)
        self.assertEqual(months["01"], {"missed"})  # closed is closed
        self.assertEqual((months["02"], months["03"]), ({"waived"}, {"waived"}))
        self.assertNotIn("04", months)  # planned only: gone
        self.assertEqual((months["06"], months["07"]), ({"planned"}, {"planned"}))
        regulation.with_user(self.office_user).date_from = "2020-01-01"
        self.duties._generate(self.company, regulation.date_from, fields.Date.to_date("2020-07-31"))
        self.assertEqual(self._months(rule)["04"], {"planned"})

    def _months(self, rule):
        months = {}
        for duty in rule.duty_ids:
            months.setdefault(f"{duty.period_start:%m}", set()).add(duty.state)
        return months

    def test_zf_0_2_open_ended_until_closed(self):
        """ZF-0.2: valid from 2023-01-03 with no end; still binding years later, until it is repealed."""
        self._freeze("2023-01-03 04:00:00")
        regulation = self._regulation(code="ZF", date_issued="2023-01-03", date_from="2023-01-03")
        rule = self._rule(regulation)
        regulation.action_adopt()
        self.assertFalse(regulation.date_to)
        self.duties._generate(self.company, fields.Date.to_date("2022-11-01"), fields.Date.to_date("2023-03-31"))
        starts = sorted({str(duty.period_start) for duty in rule.duty_ids})
        self.assertEqual(starts, ["2023-02-01", "2023-03-01"])
        self._freeze("2026-08-20 04:00:00")
        self.env["safety.run"]._run(self.company)
        self.assertTrue(rule.duty_ids.filtered(lambda duty: str(duty.period_start) == "2026-09-01"))
        regulation.with_user(self.office_user).action_repeal()
        self.assertEqual(str(regulation.date_to), "2026-08-20")
        self._freeze("2026-08-20 20:10:00")  # the next night
        self.env["safety.run"]._run(self.company)
        self.assertFalse(rule.duty_ids.filtered(lambda duty: duty.window_start > regulation.date_to))
        self.assertIn("open", rule.duty_ids.mapped("state"))  # this month's stays owed
