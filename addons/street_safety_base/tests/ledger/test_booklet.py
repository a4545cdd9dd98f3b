import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..enterprise.common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestBooklet(EnterpriseCase):
    """One booklet a community (一社一册), one file an enterprise (一企一档), and the roll's workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env.ref("street_safety_base.safety_supervision_class_key")
        cls.enterprise.write(
            {
                "class_id": cls.key.id,
                "class_reason": "有限空间",
                "address": "湖心巷3号",
                "phone": "0595-8812",
                "principal_name": "林守业",
                "safety_manager_name": "何守安",
            }
        )
        cls.bare = cls._enterprise("无证作坊", cls.grid_a2)
        cls.foreign = cls._enterprise("外社区厂", cls.grid_b1)
        cls.grid_user.partner_id.phone = "13900000001"

    def _html(self, report, records, user):
        engine = self.env["ir.actions.report"].with_user(user).with_company(self.company)
        return engine._render_qweb_html(f"street_safety_base.{report}", records.ids)[0].decode()

    def _book(self, report, records, user):
        engine = self.env["ir.actions.report"].with_user(user).with_company(self.company)
        content = engine._render_xlsx(f"street_safety_base.{report}", records.ids, {})[0]
        book = openpyxl.load_workbook(io.BytesIO(content))
        return {sheet.title: list(sheet.iter_rows(min_row=5, values_only=True)) for sheet in book}

    def test_booklet(self):
        html = self._html("report_booklet", self.community_a, self.cadre_user)
        for text in ("Community A", "Grid A1", "test_grid", "13900000001", "晨光制鞋厂", "湖心巷3号", "无证作坊"):
            self.assertIn(text, html)
        self.assertNotIn("外社区厂", html)
        with self.assertRaises(AccessError):
            self._html("report_booklet", self.community_b, self.cadre_user)
        with self.assertRaises(AccessError):
            self.community_b.with_user(self.cadre_user).action_print_booklet()

    def test_workbook(self):
        self.bare._leave(self.today, "拆除")
        book = self._book("booklet_xlsx", self.community_a, self.cadre_user)
        self.assertEqual(
            list(book),
            ["Grids and people", "Counts", "Enterprises", "Key enterprises", "Gaps", "Changes of the month"],
        )
        self.assertEqual(book["Grids and people"][0][:2], ("Community A", 1))
        self.assertRegex(book["Grids and people"][1][2], "test_grid.*13900000001")
        self.assertEqual([row[1] for row in book["Key enterprises"]], ["晨光制鞋厂"])
        self.assertFalse(book["Gaps"])
        self.assertIn(("无证作坊", "Left"), [row[1:3] for row in book["Changes of the month"]])
        with self.assertRaises(AccessError):
            self._book("booklet_xlsx", self.community_b, self.cadre_user)

    def test_gaps(self):
        book = self._book("booklet_xlsx", self.community_a, self.cadre_user)
        self.assertEqual(book["Gaps"][0][1], "无证作坊")
        for words in ("Address", "Principal", "Safety manager", "Unified social credit code"):
            self.assertIn(words, book["Gaps"][0][2])

    def test_statements_do_not_grow_with_enterprises(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._html("report_booklet", self.community_a, self.cadre_user)
            first = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._book("booklet_xlsx", self.community_a, self.cadre_user)
            return first, self.env.cr.sql_log_count - before

        cost()
        few = cost()
        self.Enterprise.create([{"name": f"厂{n}", "unit_id": self.grid.id} for n in range(2000)])
        many = cost()
        for before, after in zip(few, many, strict=True):
            self.assertLessEqual(after - before, 12, "only the batches in which records are read")

    def test_dossier(self):
        html = self._html("report_dossier", self.enterprise, self.grid_user)
        for text in ("晨光制鞋厂", self.code, "有限空间", "何守安", "Stationed cadre", "test_cadre", "Entered"):
            self.assertIn(text, html)
        with self.assertRaises(AccessError):
            self._html("report_dossier", self.foreign, self.grid_user)

    def test_roll_workbook(self):
        roll = self.env["safety.roll"].create({"unit_id": self.community_a.id})
        self.env["safety.roll"]._generate(self.company, self.today)
        book = self._book("roll_xlsx", roll, self.cadre_user)
        figures, movements = book.values()
        self.assertEqual([row[0] for row in figures], ["Community A", "Grid A1", "Grid A2"])
        self.assertEqual([row[7] for row in figures], [2, 1, 1])
        self.assertEqual([row[1] for row in movements], ["晨光制鞋厂"])
        foreign = self.env["safety.roll"].search([("unit_id", "=", self.community_b.id)])
        with self.assertRaises(AccessError):
            self._book("roll_xlsx", foreign, self.cadre_user)
