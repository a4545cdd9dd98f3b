import io
import multiprocessing
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..common import StreetCase, in_child, wait_for

DOCUMENTS = 20


@tagged("post_install", "-at_install")
class TestRegister(StreetCase):
    """The register of documents: printed by year, voided with a reason, kept as long as its class says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Document = cls.env["safety.document"].with_user(cls.office_user)
        cls.category = cls.env.ref("street_safety_base.document_category_circular")

    def _document(self, **vals):
        values = {"name": "Hot weather circular", "unit_id": self.street.id, "category_id": self.category.id}
        document = self.Document.create(values | vals)
        document.action_register()
        return document

    def test_xt_5_2a_register_prints_by_year(self):
        """XT-5.2a: one sheet a year and direction, in the order of the numbers, void ones with their reason."""
        with freeze_time("2026-12-31 10:00:00"):
            first, second = self._document(name="First"), self._document(name="Second")
            self._document(name="Sent", direction="out")
        with freeze_time("2026-12-31 17:00:00"):  # 1 January in the street
            self._document(name="Next year")
        first._do_because("void", "Entered twice")
        documents = self.Document.search([("company_id", "=", self.company.id)])
        engine = self.env["ir.actions.report"].with_user(self.office_user)
        content, _kind = engine._render_xlsx("street_safety_base.register_xlsx", documents.ids, {})
        book = load_workbook(io.BytesIO(content))
        sheets = {sheet.title: list(sheet.iter_rows(min_row=5, values_only=True)) for sheet in book.worksheets}
        self.assertEqual(
            {title: [row[4] for row in rows] for title, rows in sheets.items()},
            {"2027 Incoming": ["Next year"], "2026 Incoming": ["First", "Second"], "2026 Outgoing": ["Sent"]},
        )
        (row, _other) = sheets["2026 Incoming"]
        self.assertEqual((row[1], row[-2]), (first.number, "Entered twice"))
        with self.assertRaises(AccessError):
            engine.with_user(self.grid_user)._render_xlsx("street_safety_base.register_xlsx", second.ids, {})

    def test_voided_with_a_reason(self):
        """The number stays in the register with the reason and is never given again."""
        document = self._document()
        action = document.action_void()
        self.assertEqual(action["context"]["default_step"], "void")
        with self.assertRaisesRegex(UserError, "reason"):
            document._do_because("void", " ")
        document._do_because("void", "Entered twice")
        self.assertEqual((document.state, document.number_id.void_reason), ("void", "Entered twice"))
        self.assertEqual(self._document().number_id.number, document.number_id.number + 1)
        with self.assertRaises(UserError):
            document.write({"void_reason": "Another"})

    def test_gy_4_1_1_received_forwarded_done(self):
        """GY-4.1.1: a document shows whether it was received, forwarded, done; minutes are attached to meetings."""
        document = self._document()
        self.assertEqual(document.handling, "received")
        line = self.env["safety.document.circulation"].create(
            {"document_id": document.id, "unit_id": self.community_a.id}
        )
        document.invalidate_recordset()
        self.assertEqual(document.handling, "forwarded")
        line.with_user(self.cadre_user).action_read()
        document.invalidate_recordset()
        self.assertEqual(document.handling, "done")
        self.assertFalse(self.Document.create({"name": "Draft", "unit_id": self.street.id}).handling)
        report = self.env.ref("street_safety_base.report_minutes_action")
        self.assertEqual((report.model, report.binding_model_id.model), ("safety.meeting", "safety.meeting"))

    def test_past_its_time_is_proposed_and_never_deleted(self):
        """How long is data of the class; the night deletes nothing; whoever keeps it longer says why."""
        with freeze_time("2020-03-10 02:00:00"):
            document = self._document()
            document.action_file()
        self.assertEqual(str(document.retained_until), "2025-03-10")
        with freeze_time("2025-03-10 10:00:00"):
            document.invalidate_recordset()
            self.assertFalse(document.past_time)
            with self.assertRaisesRegex(UserError, "kept until 2025-03-10"):
                document._do_because("keep", "We need it")
        with freeze_time("2025-03-10 17:00:00"):  # the 11th in the street
            document.invalidate_recordset()
            self.assertTrue(document.past_time)
            self.assertIn(document, self.Document.search([("past_time", "=", True)]))
            ledger = self.env.ref("street_safety_base.ledger_disposal")
            self.assertIn(document, self.Document.search(ledger._records_domain()))
            waiting = self.env["safety.duty"].with_user(self.office_user).my_work_summary()["waiting"]
            label = "Documents past their time"
            self.assertEqual([entry["count"] for entry in waiting if entry["label"] == label], [1])
            for step in ("_step_packages", "_step_tell"):
                getattr(self.env["safety.run"], step)(self.company)
            self.assertTrue(document.exists())
            document._do_because("keep", "A claim is open")
            self.assertEqual((str(document.retained_until), document.keep_reason), ("2030-03-10", "A claim is open"))
            self.assertNotIn(document, self.Document.search([("past_time", "=", True)]))
        self.category.retention_years = 0
        self.assertFalse(document.retained_until, "0 years: for ever")


@tagged("post_install", "-at_install")
class TestRegisterInParallel(BaseCase):
    """Twenty documents are registered at once across New Year, each in a process and transaction of its own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            company = env["res.company"].create({"name": "Register Street"})
            unit = env["safety.unit"].create(
                {
                    "name": "Register Street",
                    "type_id": env.ref("street_safety_base.unit_type_street").id,
                    "company_id": company.id,
                }
            )
            documents = env["safety.document"].create(
                [{"name": f"Document {number}", "unit_id": unit.id} for number in range(DOCUMENTS)]
            )
            self.company_id, self.document_ids = company.id, documents.ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for statement in (
                "DELETE FROM safety_document WHERE company_id = %s",
                "DELETE FROM safety_number WHERE company_id = %s",
                "UPDATE res_company SET active = FALSE WHERE id = %s",
            ):
                cr.execute(statement, [self.company_id])

    def _register(self, document_id, moment, start):
        def work(env):
            document = env["safety.document"].browse(document_id)
            document.mapped("name")  # the snapshot is taken before the others commit
            start.wait(timeout=60)
            with patch.object(type(env["res.company"]), "_safety_today", lambda company: moment):
                document.action_register()

        return in_child(work)

    def test_twenty_at_once_across_new_year(self):
        """XT-5.2a: numbers 1 to 10 in each year, without a gap and without an error."""
        days = [date(2026, 12, 31), date(2027, 1, 1)]
        start = multiprocessing.get_context("fork").Barrier(DOCUMENTS)
        children = [
            self._register(document_id, days[number % 2], start) for number, document_id in enumerate(self.document_ids)
        ]
        self.assertEqual([wait_for(pid) for pid in children], [0] * DOCUMENTS)
        with self.registry.cursor() as cr:
            documents = api.Environment(cr, SUPERUSER_ID, {})["safety.document"].browse(self.document_ids)
            self.assertEqual(set(documents.mapped("state")), {"registered"})
            found = sorted((document.number_id.year, document.number_id.number) for document in documents)
            expected = [(year, number) for year in (2026, 2027) for number in range(1, DOCUMENTS // 2 + 1)]
            self.assertEqual(found, expected)
            self.assertEqual(len(set(documents.mapped("number"))), DOCUMENTS)
