import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import InspectionCase

FIGURES = {
    "units", "general_found", "general_corrected", "major_found", "major_closed", "treatment", "elements", "listed",
    "province",
}  # fmt: skip


class StatisticsCase(InspectionCase):
    """Hazards of February and March 2026 in both communities, general and major, at every step of their way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls._enterprise("Far Ltd", cls.grid_b1)
        cls.statistics = cls.env["safety.statistics"]
        make = cls._made
        cls.old = make("Old", "2026-02-10", accepted_on="2026-03-03", closed_on="2026-03-04", state="closed")
        cls.fixed = make("Fixed", "2026-03-02", accepted_on="2026-03-05", closed_on="2026-03-05", state="closed")
        cls.open = make("Open", "2026-03-03")
        cls.late = make("Late", "2026-03-04", accepted_on="2026-04-02", closed_on="2026-04-02", state="closed")
        cls.void = make("Void", "2026-03-04", state="void")
        cls.far_open = make("Far", "2026-03-05", enterprise=cls.far)
        cls.major_done = make("Major done", "2026-03-02", severity="major", ordered_on="2026-03-02",
                              accepted_on="2026-03-08", closed_on="2026-03-09", state="closed")  # fmt: skip
        cls.major_old = make("Major old", "2026-01-15", severity="major", ordered_on="2026-01-16", state="rectifying")
        cls.major_new = make("Major new", "2026-03-06", severity="major", ordered_on="2026-03-07", state="rectifying")
        cls.major_reported = make("Not ordered", "2026-03-06", severity="major", state="reported")
        cls._settle(cls.major_old, 250_000)
        cls._listing(cls.major_old, "province")
        cls._listing(cls.major_new, "street")
        cls._inspection(date="2026-03-06")
        cls._inspection(date="2026-03-09")
        cls._inspection(cls.other_cadre_user, cls.far)

    @classmethod
    def _made(cls, name, day, enterprise=None, **vals):
        """Return a hazard as it stands after its steps; the steps themselves have tests of their own."""
        hazard = (
            cls.env["safety.hazard"]
            .sudo()
            .create(
                {
                    "name": name,
                    "enterprise_id": (enterprise or cls.enterprise).id,
                    "date": day,
                    "deadline": "2026-03-20",
                    "severity": vals.pop("severity", "general"),
                }
            )
        )
        hazard._workflow_write(vals)
        return hazard

    @classmethod
    def _settle(cls, hazard, amount):
        if not hazard.element_ids:
            hazard.element_ids = hazard._element_commands()
        for element in hazard.element_ids:
            element.write({"text": "settled", "amount": amount if element.kind == "funds" else 0, "date": "2026-06-30"})

    @classmethod
    def _listing(cls, hazard, authority):
        listing = (
            cls.env["safety.listing"]
            .sudo()
            .create({"hazard_id": hazard.id, "unit_id": hazard.unit_id.id, "authority": authority, "subject": "hazard"})
        )
        listing._workflow_write({"state": "listed", "listed_on": "2026-02-01"})

    def _table(self, user=None, unit=None, month="2026-03-15", span="month"):
        statistics = self.statistics.with_user(user or self.office_user)
        return statistics.monthly_statistics((unit or self.street).id, month, span)

    def _values(self, line):
        return {cell["column"]: cell["value"] for cell in line["cells"]}

    def _line(self, table, name):
        return next(line for line in table["rows"] if line["name"] == name)


@tagged("post_install", "-at_install")
class TestStatistics(StatisticsCase):
    def test_the_twelve_columns_of_a_month(self):
        """The city's form: found and corrected in the month, major ones in treatment on its last day."""
        table = self._table()
        self.assertEqual(len(table["columns"]), 12)
        self.assertEqual(
            self._values(table["total"]),
            {
                "units": 2, "general_found": 4, "general_corrected": 1, "general_rate": 25.0, "major_found": 3,
                "major_closed": 1, "major_rate": 33.3, "treatment": 2, "elements": 1, "listed": 2, "province": 1,
                "funds": 25.0,
            },
        )  # fmt: skip
        below = self._table(unit=self.work_point)
        self.assertEqual(self._values(self._line(below, "Community A"))["general_found"], 3)
        self.assertEqual(self._values(self._line(below, "Community B"))["general_found"], 1)
        self.assertEqual(self._values(self._line(below, "Community B"))["general_rate"], 0.0)

    def test_a_month_that_is_over_stays(self):
        """What is corrected later changes nothing in the month: the late one counts as not corrected in March."""
        before = self._values(self._table()["total"])
        self.open._workflow_write({"accepted_on": "2026-05-02", "closed_on": "2026-05-02", "state": "closed"})
        self._freeze("2026-06-01 02:00:00")
        self.assertEqual(self._values(self._table()["total"]), before)
        february = self._values(self._table(month="2026-02-01")["total"])
        self.assertEqual((february["general_found"], february["general_corrected"], february["treatment"]), (1, 0, 1))

    def test_every_figure_opens_what_it_counts(self):
        for unit in (self.street, self.work_point, self.community_a):
            table = self._table(unit=unit)
            for line in [*table["rows"], table["total"]]:
                for cell in line["cells"]:
                    if cell["column"] in FIGURES:
                        model = self.env[cell["model"]].with_user(self.office_user).with_context(active_test=False)
                        found = model.search_count(cell["domain"])
                        self.assertEqual(found, cell["value"], (line["name"], cell["column"]))
        treated = next(cell for cell in self._table()["total"]["cells"] if cell["column"] == "treatment")
        self.assertEqual(self.env["safety.hazard"].search(treated["domain"]), self.major_old | self.major_new)

    def test_quarter_and_year(self):
        quarter = self._table(span="quarter")
        self.assertEqual((quarter["month"], quarter["next"], quarter["previous"]),
                         ("2026-01-01", "2026-04-01", "2025-10-01"))  # fmt: skip
        values = self._values(quarter["total"])
        self.assertEqual((values["general_found"], values["general_corrected"], values["major_found"]), (5, 2, 4))
        self.assertEqual(self._values(self._table(span="year")["total"])["general_corrected"], 3)
        self.assertEqual(self._table(month="2026-12-31")["next"], "2027-01-01")
        for month, span in (("2026-13-01", "month"), ("2026-03-01", "week")):
            with self.assertRaises(UserError):
                self._table(month=month, span=span)

    def test_who_sees_what(self):
        mine = self._table(self.cadre_user, self.community_a)
        self.assertEqual(self._values(mine["total"])["general_found"], 3)
        with self.assertRaises(AccessError):
            self._table(self.cadre_user, self.community_b)
        with self.assertRaises(AccessError):
            self._table(self.cadre_user, self.street)
        everything = self.statistics.with_user(self.cadre_user).monthly_statistics(None, "2026-03-01")
        self.assertEqual(self._values(everything["total"])["general_found"], 3)

    def test_statements_do_not_grow_with_units_and_hazards(self):
        def statements(unit):
            self.env.invalidate_all()
            self._table(unit=unit)
            before = self.env.cr.sql_log_count
            self.env.invalidate_all()
            self._table(unit=unit)
            return self.env.cr.sql_log_count - before

        few = statements(self.street)
        for number in range(8):
            unit = self._unit(f"Work point {number}", "work_point", self.street)
            grid = self._unit(f"Grid {number}", "grid", self._unit(f"Community {number}", "community", unit))
            self._made("More", "2026-03-03", self._enterprise(f"Firm {number}", grid))
        self.assertEqual(statements(self.street), few)

    def test_workbook_and_paper(self):
        report = self.env["ir.actions.report"].with_user(self.office_user)
        data = {"month": "2026-03-01", "span": "month"}
        content, _kind = report._render_xlsx("street_safety_inspection.statistics_xlsx", self.street.ids, data)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=7)]
        total = next(row for row in rows if row[0] == "Sum")
        self.assertEqual(total[1:], [2, 4, 1, 25, 3, 1, 33.3, 2, 1, 2, 1, 25])
        html = report._render_qweb_html("street_safety_inspection.report_statistics", self.street.ids, data)[0].decode()
        self.assertIn("33.3%", html)
        self.assertIn("First Work Point", html)
        for name in ("statistics_xlsx", "report_statistics"):
            with self.assertRaises(AccessError):
                engine = self.env["ir.actions.report"].with_user(self.cadre_user)
                if name == "statistics_xlsx":
                    engine._render_xlsx(f"street_safety_inspection.{name}", self.community_b.ids, data)
                else:
                    engine._render_qweb_html(f"street_safety_inspection.{name}", self.community_b.ids, data)

    def test_xt_5_3_3_the_ledger_of_supervised_hazards_is_filled_and_dated(self):
        """XT-5.3.3: the ledger opens filled from live records and exports with the date."""
        ledger = self.env.ref("street_safety_inspection.ledger_supervised").with_user(self.office_user)
        action = ledger.action_open()
        hazards = self.env["safety.hazard"].with_user(self.office_user)
        ours = [("company_id", "=", self.company.id)]
        still_open = hazards.search([*ours, *ledger._records_domain()])
        self.assertEqual(action["res_model"], "safety.hazard")
        self.assertEqual(still_open, self.open | self.far_open | self.major_old | self.major_new | self.major_reported)
        content, _kind = self.env["ir.actions.report"].with_user(self.office_user)._render_xlsx(
            "street_safety_base.ledger_xlsx", ledger.ids, {}
        )  # fmt: skip
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertIn("2026-03-10", str(sheet["A3"].value))
        names = {cell.value for row in sheet.iter_rows(min_row=5) for cell in row}
        self.assertLessEqual({"Open", "Far", "Major old"}, names)
        self.assertNotIn("Fixed", names)
        self.open._workflow_write({"state": "closed", "closed_on": "2026-03-10"})
        self.assertNotIn(self.open, hazards.search([*ours, *ledger._records_domain()]))


@tagged("post_install", "-at_install")
class TestTrend(StatisticsCase):
    def test_closing_rate_and_ageing(self):
        trend = self.env["safety.hazard.trend"].with_user(self.office_user)
        rows = trend._read_group(
            [("company_id", "=", self.company.id)], ["date:month"], ["__count", "closing_rate:avg", "open_count:sum"]
        )
        by_month = {str(month)[:7]: (count, round(rate), still) for month, count, rate, still in rows}
        self.assertEqual(by_month["2026-02"], (1, 100, 0))
        self.assertEqual(by_month["2026-03"], (7, 43, 4))
        ages = dict(trend._read_group([("open_count", "=", 1)], ["age"], ["__count"]))
        self.assertEqual(ages, {"1": 4, "4": 1})
        mine = trend.with_user(self.other_cadre_user).search([])
        self.assertEqual(mine.hazard_id, self.far_open)
        self.assertEqual(mine.action_open_hazard()["res_id"], self.far_open.id)

    def test_days_and_deadlines(self):
        trend = self.env["safety.hazard.trend"]
        fixed, late = trend.browse(self.fixed.id), trend.browse(self.late.id)
        self.assertEqual((fixed.days, fixed.in_time_rate, late.in_time_rate), (3, 100, 0))
        self.assertEqual(trend.browse(self.open.id).open_days, 7)

    def test_five_elements_and_funds_are_kept(self):
        self.assertEqual((self.major_old.elements_complete, self.major_old.funds_planned), (True, 250_000))
        self.assertFalse(self.major_new.elements_complete)
