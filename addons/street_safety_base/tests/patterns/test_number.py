import multiprocessing
from datetime import date

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..common import StreetCase, in_child, wait_for


@tagged("post_install", "-at_install")
class TestNumber(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.sequence"].create(
            {
                "name": "Test",
                "code": "test.safety",
                "prefix": "T〔%(range_year)s〕",
                "suffix": "号",
                "padding": 4,
                "company_id": False,
            }
        )
        cls.record = cls._work_record(cls.grid_a1, "2026-03-02", done=False)

    def _issue(self, day):
        return self.env["safety.number"]._issue(self.record, "test.safety", day)

    def test_gap_free_per_year_of_the_streets_date(self):
        names = [self._issue(day).name for day in (date(2025, 12, 31), date(2026, 1, 1), date(2025, 12, 31))]
        self.assertEqual(names, ["T〔2025〕0001号", "T〔2026〕0001号", "T〔2025〕0002号"])

    def test_a_rolled_back_issue_leaves_no_gap(self):
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self._issue(date(2026, 1, 1))
            raise ZeroDivisionError
        self.assertEqual(self._issue(date(2026, 1, 1)).number, 1)

    def test_voided_never_deleted_never_changed(self):
        number = self._issue(date(2026, 1, 1))
        number.void_reason = "Wrong enterprise"
        with self.assertRaises(UserError):
            number.unlink()
        with self.assertRaises(UserError):
            number.number = 7
        self.assertEqual(self._issue(date(2026, 1, 1)).number, 2)

    def test_missing_format_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Sequences"):
            self.env["safety.number"]._issue(self.record, "test.no.such", date(2026, 1, 1))


@tagged("post_install", "-at_install")
class TestNumberInParallel(BaseCase):
    """Twenty people issue at once around New Year, each in a transaction of their own on its own connection."""

    WORKERS = 20

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"tracking_disable": True})
            env["ir.sequence"].create(
                {"name": "Parallel", "code": "test.parallel", "prefix": "P%(range_year)s-", "company_id": False}
            )
            company = env["res.company"].create({"name": "Parallel Street"})
            unit = env["safety.unit"].create(
                {
                    "name": "Parallel",
                    "type_id": env.ref("street_safety_base.unit_type_street").id,
                    "company_id": company.id,
                }
            )
            self.company_id, self.unit_id = company.id, unit.id
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for table, column, value in (
                ("safety_number", "code", "test.parallel"),
                ("ir_sequence", "code", "test.parallel"),
                ("safety_access", "unit_id", self.unit_id),
                ("safety_unit", "id", self.unit_id),
            ):
                cr.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])  # noqa: S608 (fixed names)
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            company = env["res.company"].browse(self.company_id)
            company.active = False

    def _issue(self, day, start):
        def work(env):
            record = env["safety.unit"].browse(self.unit_id)
            record.mapped("name")  # the snapshot is taken before the others commit
            start.wait(timeout=30)
            env["safety.number"]._issue(_WithUnit(record), "test.parallel", day)

        return in_child(work)

    def test_twenty_at_once(self):
        start = multiprocessing.get_context("fork").Barrier(self.WORKERS)
        days = [date(2025, 12, 31), date(2026, 1, 1)]
        children = [self._issue(days[index % 2], start) for index in range(self.WORKERS)]
        self.assertEqual({wait_for(pid) for pid in children}, {0})
        with self.registry.cursor() as cr:
            cr.execute("SELECT year, number FROM safety_number WHERE code = 'test.parallel' ORDER BY year, number")
            half = self.WORKERS // 2
            expected = [(year, number) for year in (2025, 2026) for number in range(1, half + 1)]
            self.assertEqual(cr.fetchall(), expected)


class _WithUnit:
    """A unit dressed as a record of that unit, all that numbering needs."""

    def __init__(self, unit):
        self.unit_id = unit
        self.company_id = unit.company_id
        self._name = unit._name
        self.id = unit.id
