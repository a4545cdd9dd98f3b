import io
import tracemalloc
from unittest.mock import patch

import openpyxl
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ...reports import ledger_report
from ..enterprise.common import EnterpriseCase

HEAD = 4


@tagged("post_install", "-at_install")
class TestLedger(EnterpriseCase):
    """Ledgers 台账 and the six lists 六个清单."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls.env.ref("street_safety_base.safety_enterprise_kind_rental")
        cls.house = cls._enterprise("=湖心巷3号出租房", cls.grid_a2, kind_id=cls.rental.id)
        cls.foreign = cls._enterprise("外社区厂", cls.grid_b1)
        cls.Ledger = cls.env["safety.ledger"]

    def _sheet(self, code, user):
        """Return the rows of the ledger's workbook as ``user`` gets it."""
        ledger = self.env.ref(f"street_safety_base.ledger_{code}").with_user(user).with_company(self.company)
        engine = self.env["ir.actions.report"].with_user(user).with_company(self.company)
        content, kind = engine._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
        self.assertEqual(kind, "xlsx")
        return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))

    def test_bf_1_1_2c_grid_ledger(self):
        """BF-1.1.2c: the grid's ledger lists every unit with its type and licence status, and nobody else's."""
        rows = self._sheet("grid", self.cadre_user)
        self.assertEqual(rows[0][0], "Grid safety ledger")
        self.assertIn("Test Street · 2 in all", rows[1][0])
        self.assertIn(str(self.today), rows[2][0])
        heads = rows[HEAD - 1]
        self.assertEqual(heads[:5], ("No.", "Grid", "Unit", "Unit type", "Needs a licence"))
        body = [dict(zip(heads, row, strict=True)) for row in rows[HEAD:]]
        self.assertEqual(
            [(row["Grid"], row["Unit"], row["Unit type"], row["Licence status"]) for row in body],
            [
                ("Grid A1", "晨光制鞋厂", self.enterprise.kind_id.name, "Valid"),
                ("Grid A2", "=湖心巷3号出租房", self.rental.name, "No code"),
            ],
        )
        self.assertEqual(body[0]["Unified social credit code"], self.code)
        self.assertEqual([row[2] for row in self._sheet("grid", self.grid_user)[HEAD:]], ["晨光制鞋厂"])
        self.assertEqual(len(self._sheet("grid", self.office_user)[HEAD:]), 3)

    def test_bf_1_1_2d_new_and_departed_by_date_and_grid(self):
        """BF-1.1.2d: the new and departed units per grid, by date."""
        self.house._leave(self.today, "拆除")
        self.foreign.unit_id = self.grid_a1
        new = self._sheet("new", self.cadre_user)[HEAD:]
        self.assertEqual(
            {(row[2], row[3]) for row in new},
            {("Grid A1", "晨光制鞋厂"), ("Grid A2", "=湖心巷3号出租房"), ("Grid A1", "外社区厂")},
        )
        (gone,) = self._sheet("departed", self.cadre_user)[HEAD:]
        self.assertEqual((gone[1].date(), *gone[2:5]), (self.today, "Grid A2", "=湖心巷3号出租房", "Left"))
        self.assertEqual(gone[6], "拆除")
        (moved,) = self._sheet("departed", self.other_cadre_user)[HEAD:]
        self.assertEqual(moved[2:6], ("Grid B1", "外社区厂", "Moved out", "Grid A1"))

    def test_opens_what_it_prints(self):
        """Every ledger shipped opens in a list and prints the same records, for a grid member too."""
        ledgers = self.Ledger.search([])
        self.assertGreaterEqual(len(ledgers), 9)
        for ledger in ledgers.with_user(self.grid_user):
            with self.subTest(ledger.code):
                action = ledger.action_open()
                found = self.env[action["res_model"]].with_user(self.grid_user).search(ledger._records_domain())
                engine = self.env["ir.actions.report"].with_user(self.grid_user)
                content, _kind = engine._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
                rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
                self.assertEqual(len([row for row in rows[HEAD:] if row[0]]), len(found))

    def test_made_by_an_administrator_without_code(self):
        admin = self._person("test_admin", "safety_committee_office", self.street)
        admin.group_ids |= self.env.ref("street_safety_base.group_street_safety_admin")
        vals = {
            "name": "大厂",
            "code": "big",
            "model_id": self.env["ir.model"]._get_id("safety.enterprise"),
            "domain": "[('headcount', '>=', 50), ('date_entered', '<=', 'today')]",
            "column_ids": [
                Command.create({"path": "unit_id.parent_id.name", "heading": "社区"}),
                Command.create({"path": "name", "width": 30}),
            ],
        }
        ledger = self.Ledger.with_user(admin).create(vals)
        self.enterprise.headcount = 80
        content, _kind = self.env["ir.actions.report"]._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        self.assertEqual(rows[HEAD - 1 :], [("No.", "社区", "Enterprise name"), (1, "Community A", "晨光制鞋厂")])
        self.assertEqual(ledger.copy().code, "big (copy)")
        with self.assertRaises(AccessError):
            self.Ledger.with_user(self.office_user).create(dict(vals, code="x"))
        for wrong, words in (
            ({"domain": "[('no_such', '=', 1)]"}, "no_such"),
            ({"domain": "[(oops"}, "大厂"),
            ({"order": "no_such desc"}, "sorted"),
            ({"column_ids": [Command.create({"path": "unit_id.no_such"})]}, "no_such"),
            ({"column_ids": [Command.create({"path": "image"})]}, "image"),
        ):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                ledger.write(wrong)

    @freeze_time("2026-03-10 17:30:00")
    def test_today_is_the_day_of_the_street(self):
        """Half past one at night in the street, still yesterday in UTC: what was entered since midnight is there."""
        vals = {
            "name": "今日新增",
            "code": "new_today",
            "model_id": self.env["ir.model"]._get_id("safety.enterprise"),
            "domain": "[('date_entered', '=', 'today')]",
            "column_ids": [Command.create({"path": "name"})],
        }
        ledger = self.Ledger.create(vals)
        self._enterprise("夜里新厂", self.grid_a1, date_entered=self.company._safety_today())
        content, _kind = self.env["ir.actions.report"]._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        self.assertEqual(rows[HEAD:], [(1, "夜里新厂")])

    def test_what_a_column_may_not_show_stays_blank(self):
        """A departed enterprise is named as of its day; its present file is out of sight."""
        ledger = self.env.ref("street_safety_base.ledger_departed")
        ledger.column_ids = [Command.create({"path": "enterprise_id.phone", "heading": "Phone now"})]
        self.house.phone = "0595-777"
        self.house.unit_id = self.grid_b1
        rows = self._sheet("departed", self.cadre_user)
        self.assertEqual(rows[HEAD][3], "=湖心巷3号出租房")
        self.assertNotIn("0595-777", str(rows))
        self.assertIn("0595-777", str(self._sheet("departed", self.office_user)))

    @patch.object(ledger_report, "CHUNK", 100)
    def test_statements_and_memory_do_not_grow(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tracemalloc.start()
            self._sheet_only("grid")
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return self.env.cr.sql_log_count - before, peak

        self._sheet_only("grid")
        few, _peak = cost()
        self._many(300)
        many, first_peak = cost()
        self.assertLessEqual(many - few, 3 * 8, "three chunks more, not three hundred records")
        self._many(1500)
        _statements, peak = cost()
        self.assertLess(peak, first_peak * 2)

    def _many(self, count):
        self.Enterprise.create([{"name": f"厂{n}", "unit_id": self.grid.id} for n in range(count)])

    def _sheet_only(self, code):
        ledger = self.env.ref(f"street_safety_base.ledger_{code}")
        self.env["ir.actions.report"]._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
