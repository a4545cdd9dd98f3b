from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..appraisal.common import AppraisalCase

REPORT = "street_safety_accountability.report_yearly"
#: Words of the columns that add up or divide; all others count the records they open.
NO_COUNT = ("Rate of", "Funds", "Met (%)", "Hours", "Coverage", "Certificates")


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestYearlyReport(AppraisalCase):
    """The yearly report: one document whose every figure is that of the models, and opens what it counts (XY-3.1g)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise = cls.env["safety.enterprise"].create({"name": "Test Hardware", "unit_id": cls.grid_a1.id})

    def _report(self, user=None, unit=None, year=2026):
        reports = self._as(user or self.office_user, self.env["safety.yearly.report"])
        return reports.yearly_report((unit or self.street).id, year)

    def _section(self, report, key):
        return next(section for section in report["sections"] if section["key"] == key)

    def _values(self, line):
        return [cell["value"] for cell in line["cells"]]

    def _year(self):
        """Two duties met and four missed; three violations confirmed, one reversed; a measure, hazards, an incident."""
        self._met_duty("2026-02-28")
        self._met_duty("2026-03-31", self.community_b)
        violations = self._proposed("2026-01-31", "2026-04-30", "2026-05-31")
        violations |= self._proposed("2026-01-31", unit=self.community_b)
        self._as(self.office_user, violations[:3]).action_confirm()
        self._as(self.second_officer, violations[0])._workflow_do("reverse")
        self._measure()
        hazards = self.env["safety.hazard"].create(
            [
                {"name": f"Hazard {number}", "enterprise_id": self.enterprise.id, "date": day, "deadline": "2026-12-31"}
                for number, day in enumerate(("2026-02-01", "2026-11-30", "2025-12-31"))
            ]
        )
        self.assertEqual(hazards.unit_id, self.grid_a1)
        # 2026-01-01 07:00 and 2025-12-31 23:00 in the street: only the first belongs to the year.
        for at in ("2025-12-31 23:00:00", "2025-12-31 15:00:00"):
            incident = self.env["safety.incident"].create(
                {"name": at, "unit_id": self.community_a.id, "place": "Yard", "occurred_at": at, "minor_injuries": 2}
            )
            incident.action_report()
        self._generate()

    def _measure(self):
        kind = self.env.ref("street_safety_accountability.measure_kind_circular")
        measure = self._as(self.office_user, self.env["safety.measure"]).create(
            {"kind_id": kind.id, "unit_id": self.community_a.id, "name": "Late"}
        )
        measure.action_issue()

    def test_figures_are_those_of_the_models(self):
        self._year()
        report = self._report()
        duty = self._section(report, "duty_month")
        overview = self._as(self.office_user, self.env["safety.overview"])
        trend = overview.leader_overview(self.street.id, "2026-12-01")["trend"]
        self.assertEqual(
            [self._values(line)[:4] for line in duty["rows"]],
            [[item["count"], item["met"], item["late"], item["missed"]] for item in trend],
        )
        self.assertEqual(self._values(duty["total"]), [6, 2, 0, 4, 0, 0, 33])
        self.assertEqual(self._values(self._section(report, "duty_unit")["total"]), self._values(duty["total"]))
        statistics = self._as(self.office_user, self.env["safety.statistics"])
        table = statistics.monthly_statistics(self.street.id, "2026-06-01", "year")
        self.assertEqual(self._section(report, "hazard")["total"]["cells"], table["total"]["cells"])
        self.assertEqual(table["total"]["cells"][1]["value"], 2)
        groups = self._section(report, "hazard")["groups"]
        self.assertEqual([width for _label, width in groups], [2, 3, 3, 5])
        violation = self._section(report, "violation")["total"]
        self.assertEqual(self._values(violation), [1, 2, 0, 1, 200, 0])
        bars = overview._violation_block(self.street)["bars"][:4]
        self.assertEqual(self._values(violation)[:4], [bar["count"] for bar in bars])
        self.assertEqual(self._values(self._section(report, "measure")["total"]), [0, 1, 0])
        self.assertEqual(self._values(self._section(report, "incident")["total"]), [1, 0, 0, 0, 2, 0])
        ranking = self._section(report, "appraisal")
        appraisals = self.env["safety.appraisal"].search([("scheme_id", "=", self.scheme.id)], order="total desc, id")
        self.assertEqual([line["cells"][0]["value"] for line in ranking["rows"]], appraisals.mapped("total"))

    def test_training_drills_and_certificates(self):
        kind = self.env["safety.certificate.type"].create({"name": "Electrician", "code": "test_electrician"})
        self.env["safety.certificate.requirement"].create(
            {"name": "One each", "type_id": kind.id, "company_id": self.company.id}
        )
        report = self._report()
        section = self._section(report, "training")
        total = dict(zip(section["columns"][1:], self._values(section["total"]), strict=True))
        street = self._as(self.office_user, self.street)
        self.assertGreater(street.certificate_required_count, 0)
        self.assertEqual(total["Certificates required"], street.certificate_required_count)
        self.assertEqual(total["Certificates valid"], street.certificate_held_count)
        self.assertEqual(total["Coverage"], street.certificate_coverage)
        self.assertEqual(total["Drills"], street.drill_year_count)

    def test_every_number_opens_what_it_counts(self):
        self._year()
        checked = 0
        for section in self._report()["sections"]:
            if section["key"].startswith("month_"):
                continue  # test_overview_months
            for line in [*section["rows"], *filter(None, [section["total"]])]:
                for label, cell in zip(section["columns"][1:], line["cells"], strict=True):
                    records = self._as(self.office_user, self.env[cell["model"]]).search(cell["domain"])
                    if label == "Penalties":
                        self.assertEqual(sum(records.mapped("amount")), cell["value"])
                    elif section["key"] == "incident" and label != "Number of incidents":
                        self.assertEqual(bool(records), bool(cell["value"]), label)
                    elif section["key"] != "appraisal" and not any(word in label for word in NO_COUNT):
                        self.assertEqual(len(records), cell["value"], (section["key"], label))
                        checked += 1
        self.assertGreater(checked, 100)

    def test_each_reader_gets_their_own_part(self):
        self._year()
        own = self._report(self.cadre_user, self.community_a)
        self.assertEqual(self._values(self._section(own, "duty_month")["total"])[:2], [4, 1])
        with self.assertRaises(AccessError):
            self._report(self.cadre_user, self.community_b)
        with self.assertRaises(AccessError):
            papers = self.env[f"report.{REPORT}"].with_user(self.cadre_user)
            papers._get_report_values(self.street.ids, {"year": "2026"})

    def test_a_year_must_be_one(self):
        for year in ("26", "next", "2026-01-01", "1999"):
            with self.assertRaises(UserError):
                self._report(year=year)
        self.assertEqual(self._report(year=None)["year"], 2026)

    def test_the_paper_has_contents_sections_and_signatures(self):
        self._year()
        report = self._report()
        renderer = self._as(self.office_user, self.env["ir.actions.report"])
        content, _kind = renderer._render_qweb_html(REPORT, self.street.ids, data={"year": "2026"})
        page = html.fromstring(content)
        anchors = [link.get("href")[1:] for link in page.xpath("//*[hasclass('contents')]//a")]
        self.assertEqual(len(anchors), len(report["sections"]))
        self.assertEqual([one.get("id") for one in page.iter("h2")], anchors)
        text = page.text_content()
        for words in ("Principal (signature and seal)", "2026-12-20", "The year is not over", "Test Street"):
            self.assertIn(words, text)
        for section in report["sections"]:
            self.assertIn(section["title"], text)
        empty, _kind = renderer._render_qweb_html(REPORT, self.street.ids, data={"year": "2020"})
        self.assertIn("No duty was due in this year.", empty.decode())

    def test_offered_where_the_overview_is_printed(self):
        view = self._as(self.office_user, self.env["safety.overview"]).leader_overview(self.street.id, "2025-03-01")
        paper = next(one for one in view["prints"] if one["name"] == "yearly_report")
        self.assertEqual((paper["report"], paper["query"]), (REPORT, "year=2025"))

    def test_statements_do_not_grow_with_units(self):
        self._year()
        before = self._statements()
        for number in range(8):
            community = self._unit(f"Community {number}", "community", self.work_point)
            self._missed_duty("2026-06-30", community)
        self.env["safety.violation"]._propose(self.company)
        self.assertLessEqual(self._statements(), before)

    def _statements(self):
        self._report()
        self.env.invalidate_all()
        count = self.cr.sql_log_count
        self._report()
        return self.cr.sql_log_count - count
