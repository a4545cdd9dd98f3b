import hashlib
import io
import json

from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestPackage(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"  # a package speaks the language of its street
        cls.kind = cls.env.ref("street_safety_base.package_kind_monthly_close")
        cls.records = [
            cls._work_record(cls.community_a, day, name=f"Visit of {day}")
            for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
        ]

    def _package(self, **vals):
        values = {"kind_id": self.kind.id, "unit_id": self.work_point.id, "period_start": "2026-03-15"}
        return self.env["safety.package"].with_user(self.head_user).create(values | vals)

    def _signed(self):
        package = self._package()
        package._sign("hand_in", self.signature)
        package._workflow_do("sign")
        return package

    def _rows(self, package, ledger="work_records"):
        street = self.env(context={"lang": self.company._safety_lang()})
        name = street.ref(f"street_safety_base.ledger_{ledger}").name
        return next(section["rows"] for section in package.section_data if section["name"] == name)

    def test_assembled_from_the_records_of_the_month(self):
        self._freeze("2026-04-02 04:00:00")
        package = self._package()
        self.assertEqual((str(package.period_start), str(package.period_end)), ("2026-03-01", "2026-03-31"))
        self.assertEqual([row[0] for row in self._rows(package)], [self.records[1].id, self.records[2].id])
        late = self._work_record(self.community_b, "2026-03-20", name="Entered late")
        self.assertNotIn(late.id, [row[0] for row in self._rows(package)])
        package.action_assemble()
        self.assertIn(late.id, [row[0] for row in self._rows(package)])

    def test_xt_5_1_due_on_the_fifth_and_late_on_the_sixth(self):
        """XT-5.1: the package for March is due on 5 April, that day included, and late on the 6th."""
        self._freeze("2026-04-02 04:00:00")
        package = self._package()
        self.assertEqual(str(package.due), "2026-04-05")
        with freeze_time("2026-04-05 15:59:00"):  # a minute to midnight in the street
            self.assertFalse(package.is_late)
        with freeze_time("2026-04-05 16:00:00"):
            package.invalidate_recordset(["is_late"])
            self.assertTrue(package.is_late)
            self.assertIn(package, package.search([("is_late", "=", True)]))
        with freeze_time("2026-04-05 10:00:00"):
            package._sign("hand_in", self.signature)
            package._workflow_do("sign")
            package.action_submit()
        with freeze_time("2026-04-20 10:00:00"):
            package.invalidate_recordset(["is_late"])
            self.assertFalse(package.is_late, "handed in in time")
            self.assertNotIn(package, package.search([("is_late", "=", True)]))

    def test_gaps_are_told(self):
        self._freeze("2026-04-02 04:00:00")
        regulation = self._regulation()
        self._rule(regulation)
        regulation.action_adopt()
        self.env["safety.duty"]._generate(self.company, *map(self._day, ("2026-03-01", "2026-03-31")))
        self.env["safety.duty"]._open_due(self.company)
        package = self._package()
        street = self.env(context={"lang": self.company._safety_lang()})
        meetings = street.ref("street_safety_base.ledger_meetings").name
        duty = self.env["safety.duty"].search([("unit_id", "=", self.community_a.id)])
        self.assertIn(f"{meetings}: 0 instead of at least 1", package.gaps)
        self.assertIn("Hold the monthly meeting", package.gaps)
        self.assertIn(f'class="text-danger" href="/odoo/safety.duty/{duty.id}"', package.gaps)
        gaps = package.gap_count
        self.kind.sudo().with_duties = False
        package.invalidate_recordset(["gaps", "gap_count"])
        self.assertLess(package.gap_count, gaps)

    def _day(self, text):
        return self.env["safety.package"]._fields["period_start"].to_date(text)

    def test_not_signed_before_the_period_is_over(self):
        self._freeze("2026-03-31 04:00:00")
        package = self._package()
        package._sign("hand_in", self.signature)
        with self.assertRaisesRegex(UserError, "period is over"):
            package._workflow_do("sign")

    def test_frozen_whatever_happens_to_the_records(self):
        self._freeze("2026-04-02 04:00:00")
        package = self._signed()
        rows = json.dumps(package.section_data, sort_keys=True)
        self.assertFalse(package.later_changes)
        self.records[1].with_user(self.cadre_user).action_void()
        self._work_record(self.community_a, "2026-03-30", name="Entered late")
        for call in (
            lambda: package.write({"note": "Changed"}),
            lambda: package.write({"section_data": []}),
            lambda: package.action_assemble(),
            lambda: package.unlink(),
            lambda: self.env["safety.package"].browse(package.id).write({"hash": "0" * 64}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()
        self.assertEqual(json.dumps(package.section_data, sort_keys=True), rows)
        package.invalidate_recordset()
        self.assertIn("Entered late", package.later_changes)
        self.assertIn("Dropped", package.later_changes)

    def test_hash_is_recomputed_from_the_file(self):
        """The attached file is the very text that was hashed: no code of ours is needed to check it."""
        self._freeze("2026-04-02 04:00:00")
        package = self._signed()
        file = self.env["ir.attachment"].search([("res_model", "=", package._name), ("res_id", "=", package.id)])
        file = file.filtered(lambda attachment: attachment.mimetype == "application/json")
        self.assertEqual(hashlib.sha256(file.raw).hexdigest(), package.hash)
        self.assertEqual(json.loads(file.raw)["sections"], package.section_data)

    def test_handed_in_once_received_by_those_above(self):
        self._freeze("2026-04-02 04:00:00")
        package = self._signed()
        package.action_submit()
        with self.assertRaises(UserError):
            package.action_submit()
        with self.assertRaises(AccessError):
            package.action_receive()
        package.with_user(self.office_user).action_receive()
        self.assertEqual((package.state, str(package.received_on)), ("received", "2026-04-02"))

    def test_returned_corrected_and_compared(self):
        self._freeze("2026-04-02 04:00:00")
        package = self._signed()
        package.action_submit()
        office = package.with_user(self.office_user)
        with self.assertRaises(UserError):
            office._do_because("return", " ")
        office._do_because("return", "A visit is missing")
        self.assertEqual((package.state, package.return_reason), ("returned", "A visit is missing"))
        told = package.message_ids.filtered(lambda message: "A visit is missing" in message.body)
        self.assertEqual(told.notified_partner_ids, self.head_user.partner_id, "who signed it is told")
        self._work_record(self.community_a, "2026-03-30", name="Forgotten visit")
        self.records[1].with_user(self.cadre_user).action_void()
        package.with_user(self.head_user).action_new_version()
        second = self.env["safety.package"].search([("previous_id", "=", package.id)])
        self.assertEqual((second.version, second.state), (2, "draft"))
        self.assertIn("Forgotten visit", second.changes)
        self.assertIn("Visit of 2026-03-01", second.changes)
        with self.assertRaisesRegex(UserError, "draft"):
            second.with_user(self.head_user).action_new_version()

    def test_one_package_for_unit_and_period(self):
        self._freeze("2026-04-02 04:00:00")
        self._package()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._package()
            self.env.flush_all()

    def test_the_night_makes_the_drafts(self):
        self._freeze("2026-04-01 17:00:00")
        self.env["safety.package"]._generate(self.company)
        self.env["safety.package"]._generate(self.company)
        packages = self.env["safety.package"].search(
            [("kind_id", "=", self.kind.id), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(packages.unit_id, self.work_point)
        self.assertEqual(packages.mapped("period_start"), [self._day("2026-03-01")])

    def test_workbook_holds_the_written_rows(self):
        self._freeze("2026-04-02 04:00:00")
        package = self._signed()
        self._work_record(self.community_a, "2026-03-30", name="Entered late")
        book = self._open_xlsx("street_safety_base.report_package_xlsx", package)
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        self.assertIn("Visit of 2026-03-01", cells)
        self.assertNotIn("Entered late", cells)
        self.assertTrue(any(package.hash in str(cell) for cell in cells))

    def _open_xlsx(self, report, record):
        content, _kind = self.env["ir.actions.report"].with_user(self.head_user)._render_xlsx(report, record.ids, {})
        return load_workbook(io.BytesIO(content))
