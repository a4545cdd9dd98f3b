from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CertificateCase


@tagged("post_install", "-at_install")
class TestCertificateFigures(CertificateCase):
    """The stored figures are those of the query at every moment, whatever has changed and whoever reads."""

    def setUp(self):
        super().setUp()
        clock = freeze_time("2026-03-10 04:00:00")
        self.now = clock.start()
        self.addCleanup(clock.stop)
        self.coverage = self.env["safety.certificate.coverage"]
        self.principal = self._require("principal", "[('kind_id.name', '!=', 'None such')]")
        self.managers = self._require(minimum=2)
        self.lin = self._certificate("Lin", kind="principal", date_end="2026-06-30")
        self.ma = self._certificate("Ma", "88012346", date_end="2026-04-20")

    def _stored(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM safety_certificate_coverage WHERE company_id = %s",
                self.coverage._columns_sql(),
                self.company.id,
            )
        )
        return sorted(rows)

    def _worked_out(self):
        query = SQL("SELECT * FROM (%s) figures WHERE company_id = %s", self.coverage._figures_sql(), self.company.id)
        return sorted(self.env.execute_query(query))

    def _check(self, what):
        """The figures are those of the query, and what happened made a difference to them."""
        stored = self._stored()
        self.assertEqual(stored, self._worked_out(), what)
        self.assertNotEqual(stored, self.before, f"{what}: changes nothing, so it proves nothing")
        self.before = stored

    def test_whatever_changes_brings_them_in_line(self):
        firms, kinds = self.env["safety.enterprise"], self.types
        self.before = []
        self._check("requirements and certificates created")
        special = self._certificate("Wu", False, "special_operation")
        self._check("somebody without a certificate")
        special.write({"number": "T35000019800506001X", "date_issue": "2026-03-01", "date_end": "2026-05-01"})
        self._check("the number came")
        special.date_review = "2026-03-31"
        self._check("reviewed earlier than it ends")
        self._certificate("Ma", "88012346", date_issue="2026-03-02", date_end="2029-03-01")
        self._check("renewed")
        special.enterprise_id = self.workshop
        self._check("a person of another enterprise")
        special.type_id = kinds["special_equipment"]
        self._check("another type")
        special.action_left()
        self._check("left")
        self.ma.unlink()
        self.lin.active = False
        self._check("archived")
        self.lin.unlink()
        self.lin = self._certificate("Lin", kind="principal", date_end="2026-06-30")
        self._check("deleted and made anew")
        self.factory.headcount = 99
        self._check("a headcount below the requirement")
        self.factory.headcount = 100
        self._check("and back")
        self.factory.unit_id = self.grid_b1
        self._check("moved")
        third = self._enterprise("Third", self.grid_a1, headcount=300)
        self._check("a new enterprise")
        third._leave("2026-03-09", "Moved away")
        self._check("left the roll")
        third.action_return()
        self._check("returned")
        third._merge_into(self.factory)
        self._check("merged")
        self.workshop.kind_id.name = "None such"
        self._check("a name at which a requirement looks")
        self.managers.minimum = 5
        self._check("more are asked for")
        self.managers.enterprise_domain = "[('headcount', '>=', 5)]"
        self._check("of more enterprises")
        self.managers.active = False
        self._check("no longer asked for")
        self._certificate("Xu", "88012999", "manager", self.workshop)
        kinds["manager"].active = False
        self._check("a type that is given no more")
        kinds["manager"].active = True
        self._check("and is again")
        self.principal.unlink()
        (self.lin | self.env["safety.certificate"].search([("name", "=", "Xu")])).unlink()
        self._check("nothing is asked for any more")
        self.assertFalse(firms.search([("certificate_gap_count", ">", 0), ("company_id", "=", self.company.id)]))

    def test_the_calendar_changes_them_before_the_night_does(self):
        """On the morning after the last day the figures are right, though nobody has written them yet."""
        self.now.move_to("2026-04-20 15:59:00")  # the last minute of the street's 20 April
        written = self._stored()
        self.assertEqual(self._figures(), {("principal", 1, 1), ("manager", 2, 1)} | {("principal", 1, 0)})
        self.now.move_to("2026-04-20 16:00:00")
        self.assertEqual(self._figures(), {("principal", 1, 1), ("manager", 2, 0), ("principal", 1, 0)})
        self.env.invalidate_all()
        self.assertEqual(self.factory.certificate_gap_count, 2)
        found = self.env["safety.enterprise"].search([("certificate_gap_count", ">", 0), ("id", "=", self.factory.id)])
        self.assertEqual(found, self.factory)
        row = self.coverage.search([("enterprise_id", "=", self.factory.id), ("lapsed_count", "=", 1)])
        self.assertEqual((row.missing_count, str(row.as_of), row.exists()), (2, "2026-04-21", row))
        self.assertEqual(self._stored(), written, "to read is not to write")
        self.env["safety.enterprise"]._classify_street(self.company)
        self.before = written
        self._check("the night")
        with self.assertQueryCount(2):  # the streets' clocks, and one look
            self.assertIsNone(self.coverage._table_query, "the table itself")

    def _figures(self):
        self.env.invalidate_all()
        rows = self.coverage.search([("company_id", "=", self.company.id)])
        return {(row.type_id.code, row.required_count, row.held_count) for row in rows}

    def test_statements_do_not_grow_with_the_enterprises(self):
        """Certificates of twenty enterprises cost as many statements as those of one."""
        firms = self.env["safety.enterprise"].concat(
            *(self._enterprise(f"F{number}", self.grid_a1) for number in range(21))
        )

        def values(some):
            return [
                {"enterprise_id": firm.id, "type_id": self.types["manager"].id, "name": f"P{firm.id}",
                 "number": f"7{firm.id:07}", "date_issue": "2026-01-01"}
                for firm in some
            ]  # fmt: skip

        counts = []
        for some in (firms[:1], firms[1:]):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.coverage._refresh(Domain("id", "in", some.ids))
            refreshed = self.cr.sql_log_count - before
            self.env["safety.certificate"].create(values(some))
            self.env.flush_all()
            counts.append(refreshed)
            with self.subTest(len(some)):
                self.assertEqual(sum(some.mapped("certificate_held_count")), len(some))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 4)

    def test_an_update_that_writes_the_same_asks_nothing_again(self):
        """The data of the addon are written again at each update: a street is not worked out for each of them."""
        before = self.cr.sql_log_count
        self.managers.write({"minimum": 2, "enterprise_domain": "[('headcount', '>=', 100)]"})
        self.env.flush_all()
        same = self.cr.sql_log_count - before
        before = self.cr.sql_log_count
        self.managers.write({"minimum": 3})
        self.env.flush_all()
        self.assertLess(same, self.cr.sql_log_count - before)
