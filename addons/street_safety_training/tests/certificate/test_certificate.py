import io

import openpyxl
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...models.certificate import certificate_number
from .common import CertificateCase, operator_number


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestCertificate(CertificateCase):
    """The register: who counts, when it lapses, what is refused, what looks made up."""

    def test_dates_follow_the_type(self):
        with Form(self.env["safety.certificate"]) as form:
            form.enterprise_id = self.factory
            form.type_id = self.types["special_operation"]
            form.name = "Lin Wei"
            form.number = operator_number(7)
            form.date_issue = "2024-03-11"
        record = form.save()
        self.assertEqual((str(record.date_end), str(record.date_review)), ("2030-03-10", "2027-03-10"))
        self.assertEqual(str(record.valid_until), "2027-03-10", "not reviewed, it no longer holds")
        self.assertEqual((record.state, record.unit_id, record.is_current), ("valid", self.grid_a1, True))

    def test_states_by_the_day(self):
        """Lapsing today it still holds today; from 90 days on it lapses soon; without a number it is lacking."""
        days = {"2026-03-09": "expired", "2026-03-10": "expiring", "2026-06-08": "expiring", "2026-06-09": "valid"}
        records = {
            self._certificate(f"P{n}", f"8801234{n}", date_end=day): state
            for n, (day, state) in enumerate(days.items())
        }
        records[self._certificate("Nobody", False)] = "lacking"
        records[self._certificate("Gone", "77012345", date_end="2026-01-01", working=False)] = "left"
        for record, state in records.items():
            self.assertEqual(record.state, state, record.valid_until)
            found = self.env["safety.certificate"].search(
                [("state", "=", state), ("id", "in", [r.id for r in records])]
            )
            self.assertIn(record, found)
            self.assertEqual(set(found.mapped("state")), {state})

    def test_renewal_keeps_the_history(self):
        old = self._certificate(date_end="2026-03-20")
        action = old.action_renew()
        with Form(self.env["safety.certificate"].with_context(**action["context"])) as form:
            form.date_issue = "2026-03-10"
            form.date_end = "2029-03-09"
        new = form.save()
        self.assertEqual((new.name, new.number, new.enterprise_id), (old.name, old.number, self.factory))
        self.assertEqual((old.state, new.state), ("replaced", "valid"))
        new.unlink()
        self.assertEqual(old.state, "expiring", "without the new one the old one counts again")

    @mute_logger("odoo.sql_db")
    def test_duplicate_numbers(self):
        """One number is one person and one place of work; the same person with two operations is fine."""
        first = self._certificate(number="T 8801-2345")
        self.assertEqual(first.number, "T88012345")
        with self.assertRaisesRegex(ValidationError, "registered for “Lin Wei”"), self.cr.savepoint():
            self._certificate("Lin Wai", "T88012345")
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._certificate(number="T88012345", firm=self.workshop)
            self.env.flush_all()
        self._certificate(number="T88012345", operation="Welding")
        first.action_left()
        self._certificate(number="T88012345", firm=self.workshop)

    @mute_logger("odoo.sql_db")
    def test_lapse_before_issue(self):
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self._certificate(date_end="2025-05-31")
        self.assertIn("dates_ordered", str(caught.exception))
        with self.assertRaisesRegex(ValidationError, "future"), self.cr.savepoint():
            self._certificate(date_issue="2026-03-11", date_end="2027-01-01")

    def test_forged_looking_numbers(self):
        """Marked, never refused: the number may be genuine."""
        odd = {
            "1234": "short", "ABCDEF": "letters", "88888888": "same", "12345678": "row", "T98765": "row",
            "350000198005060070": "check_digit", "T350000203005060013": "birth",
        }  # fmt: skip
        for number, why in odd.items():
            today = self.company._safety_today()
            self.assertEqual(certificate_number.oddity(number, today=today), why, number)
        good = operator_number(1)
        for number in ("88012345", good, good[1:], "2023-A-00017"):
            self.assertFalse(certificate_number.oddity(certificate_number.normalise(number)), number)
        self.assertEqual(certificate_number.oddity("88012345", identity=True), "identity")
        record = self._certificate("Xu", good[:-1] + ("0" if good[-1] != "0" else "1"), "special_operation")
        self.assertTrue(record.is_odd)
        self.assertIn("does not fit", record.number_warning)
        record.number = good
        self.assertFalse(record.is_odd or record.number_warning)

    def test_reminder_days_are_numbers(self):
        kind = self.types["manager"]
        kind.reminder_days = "60，15、3"
        self.assertEqual(kind._reminders(), [60, 15, 3])
        for wrong in ("soon", "30;x", " "):
            with self.assertRaises(UserError):
                kind.reminder_days = wrong

    def test_goes_where_the_enterprise_goes(self):
        record = self._certificate()
        self.assertTrue(record.with_user(self.grid_user).has_access("write"))
        self.assertFalse(record.with_user(self.other_grid_user).has_access("read"))
        with self.assertRaises(AccessError):
            self.env["safety.certificate"].with_user(self.other_grid_user).create(
                {"enterprise_id": self.factory.id, "type_id": self.types["manager"].id, "name": "X"}
            )
        self.factory.unit_id = self.grid_b1
        self.env.flush_all()
        self.assertEqual(record.unit_id, self.grid_b1)
        self.assertTrue(record.with_user(self.other_grid_user).has_access("read"))

    def test_rank_is_not_written_by_hand(self):
        record = self._certificate()
        record.write({"is_current": False, "told_days": 5})
        self.assertTrue(record.is_current)
        self.assertFalse(record.told_days)

    def test_merged_enterprise_hands_its_certificates_over(self):
        record = self._certificate()
        self.factory._merge_into(self.workshop)
        self.assertEqual(record.enterprise_id, self.workshop)

    def test_xt_5_3_5_ledger_of_special_operators(self):
        """XT-5.3.5: the ledger is filled from the live register, and from nothing else."""
        ledger = self.env.ref("street_safety_training.ledger_special_operators")
        operator = self._certificate("Xu", operator_number(3), "special_operation", operation="Welding")
        driver = self._certificate("Ma", "99012345", "special_equipment", self.workshop)
        manager = self._certificate()
        gone = self._certificate("Gone", "77012345", "special_equipment", working=False)

        def listed(user):
            return self.env["safety.certificate"].with_user(user).search(ledger._records_domain())

        self.assertEqual(listed(self.office_user), operator | driver)
        self.assertEqual(listed(self.grid_user), operator, "everybody reads what their seats reach")
        self.assertNotIn(manager | gone, listed(self.office_user))
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.office_user)
            ._render_xlsx("street_safety_base.report_ledger_xlsx", ledger.ids, {})
        )
        self.assertEqual(kind, "xlsx")
        self._check_book(content, operator)
        driver.action_left()
        self.assertEqual(listed(self.office_user), operator)

    def _check_book(self, content, operator):

        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
        self.assertLessEqual({"Xu", "Ma", "Welding", operator.number}, cells)
        self.assertTrue(any("2026-03-10" in cell or "2026" in cell for cell in cells), "the day of the print")
