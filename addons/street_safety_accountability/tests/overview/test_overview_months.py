from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..appraisal.common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestOverviewMonths(AppraisalCase):
    """Units × months of the leader's overview: figures, places, how they move, and the records behind them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = cls.env["safety.enterprise"].create(
            [
                {"name": "Test Hardware", "unit_id": cls.grid_a1.id},
                {"name": "Test Timber", "unit_id": cls.grid_b1.id},
            ]
        )

    def _tables(self, unit=None, user=None, month="2026-12-01"):
        overview = self._as(user or self.office_user, self.env["safety.overview"])
        return {one["key"]: one for one in overview.unit_months((unit or self.work_point).id, month)["tables"]}

    def _cells(self, table, unit):
        return next(row["cells"] for row in table["rows"] if row["id"] == unit.id)

    def test_duties_places_and_trend(self):
        """In March A is behind B, in April before it; who has nothing due has no place."""
        self._missed_duty("2026-03-31")
        self._met_duty("2026-03-31", self.community_b)
        self._met_duty("2026-04-30")
        self._missed_duty("2026-04-30", self.community_b)
        table = self._tables()["duty"]
        first, second = (self._cells(table, unit) for unit in (self.community_a, self.community_b))
        self.assertEqual([(c["value"], c["rank"], c["trend"]) for c in first[2:4]], [(0, 2, 0), (100, 1, 1)])
        self.assertEqual([(c["value"], c["rank"], c["trend"]) for c in second[2:4]], [(100, 1, 0), (0, 2, -1)])
        self.assertEqual((first[0]["value"], first[0]["rank"], first[0]["status"]), (None, None, "none"))
        self.assertEqual((first[2]["status"], first[2]["level"], first[3]["status"]), ("overdue", 3, "met"))

    def test_equal_figures_share_a_place(self):
        self._met_duty("2026-03-31")
        self._met_duty("2026-03-31", self.community_b)
        table = self._tables()["duty"]
        self.assertEqual({self._cells(table, unit)[2]["rank"] for unit in (self.community_a, self.community_b)}, {1})

    def test_hazards_put_right_in_time(self):
        """One in time, one late, one overdue still; one whose deadline lies ahead is not counted yet."""
        hazards = self.env["safety.hazard"].create(
            [
                {"name": str(day), "enterprise_id": self.firms[0].id, "date": "2026-09-01", "deadline": day}
                for day in ("2026-10-10", "2026-10-20", "2026-10-30", "2026-12-28")
            ]
        )
        in_time, late, _overdue, _ahead = hazards
        in_time._workflow_write({"state": "closed", "submitted_on": "2026-10-10", "closed_on": "2026-10-15"})
        late._workflow_write({"state": "submitted", "submitted_on": "2026-10-21"})
        cells = self._cells(self._tables()["hazard"], self.community_a)
        self.assertEqual((cells[9]["value"], cells[9]["note"]), (33, "1/3"))
        self.assertIsNone(cells[11]["value"])
        self._opens(cells[9], 3)

    def test_penalties_less_what_was_given_back(self):
        violations = self._proposed("2026-10-31", "2026-11-30")
        violations |= self._proposed("2026-11-30", unit=self.community_b)
        self._as(self.office_user, violations).action_confirm()
        table = self._tables()["penalty"]
        paid = self.env["safety.penalty"].search([("violation_id", "in", violations.ids)])
        shown = sum(cell["value"] or 0 for row in table["rows"] for cell in row["cells"])
        self.assertEqual(shown, sum(paid.mapped("amount")))
        december = self._cells(table, self.community_b)
        month = paid.filtered(lambda one: one.unit_id == self.community_b).date.month - 1
        self.assertEqual((december[month]["value"], december[month]["rank"]), (100, 1))
        self._as(self.second_officer, violations[0])._workflow_do("reverse")
        after = self._tables()["penalty"]
        self.assertEqual(sum(cell["value"] or 0 for row in after["rows"] for cell in row["cells"]), shown - 100)

    def test_appraisal_total_and_place(self):
        self._met_duty("2026-03-31")
        self._missed_duty("2026-03-31", self.community_b)
        appraisals = self._generate()
        cells = self._cells(self._tables()["appraisal"], self.community_a)
        own = appraisals.filtered(lambda one: one.unit_id == self.community_a)
        self.assertEqual((cells[11]["value"], cells[11]["rank"]), (own.total, own.rank or 1))
        self._opens(cells[11], 1)

    def test_each_cell_opens_what_it_counts(self):
        for day in ("2026-03-31", "2026-05-31"):
            self._missed_duty(day)
        self._missed_duty("2026-03-31", self.community_b)
        self._met_duty("2026-04-30")
        for row in self._tables()["duty"]["rows"]:
            for cell in row["cells"]:
                if cell["value"] is not None:
                    self._opens(cell, int(cell["note"].split("/")[1]))

    def _opens(self, cell, number):
        self.assertEqual(self._as(self.office_user, self.env[cell["model"]]).search_count(cell["domain"]), number)

    def test_each_reader_sees_their_own_units(self):
        self._missed_duty("2026-03-31")
        self._missed_duty("2026-03-31", self.community_b)
        own = self._tables(self.community_a, self.cadre_user)["duty"]
        self.assertEqual(self._cells(own, self.community_a)[2]["value"], 0)
        with self.assertRaises(AccessError):
            self._tables(self.community_b, self.cadre_user)

    def test_statements_do_not_grow_with_units(self):
        self._missed_duty("2026-03-31")
        before = self._statements()
        for number in range(10):
            self._missed_duty("2026-04-30", self._unit(f"Community {number}", "community", self.work_point))
        self.env["safety.violation"]._propose(self.company)
        self.assertLessEqual(self._statements(), before)

    def _statements(self):
        self._tables()
        self.env.invalidate_all()
        count = self.cr.sql_log_count
        self._tables()
        return self.cr.sql_log_count - count
