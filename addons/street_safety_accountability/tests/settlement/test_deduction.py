import io

from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import AccountabilityCase


class DeductionCase(AccountabilityCase):
    def _confirmed(self, *dues, unit=None):
        violations = self._proposed(*dues, unit=unit)
        self._as(self.office_user, violations).action_confirm()
        return violations

    def _run(self, name="Bonus", **vals):
        run = self.env["safety.deduction"].create({"name": name, "unit_id": self.street.id, **vals})
        return self._as(self.office_user, run)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestDeduction(DeductionCase):
    def test_xt_6_4b_each_penalty_is_withheld_once(self):
        """XT-6.4b: a settlement gathers all unsettled deductions per person; none is taken twice."""
        violations = self._confirmed("2026-01-31", "2026-02-28")
        other = self._confirmed("2026-03-31", unit=self.community_b)
        first, second = self._run(), self._run("Again")
        self.assertEqual((first.waiting_count, first.waiting_amount), (3, 300))
        first.action_settle()
        sums = {line.user_id: (line.amount, line.count) for line in first.line_ids}
        self.assertEqual(sums, {self.cadre_user: (200, 2), self.other_cadre_user: (100, 1)})
        self.assertEqual(set((violations | other).penalty_ids.mapped("state")), {"settled"})
        self.assertTrue(first.number and first.frozen_at)
        with self.assertRaisesRegex(UserError, "no penalty to settle"):
            second.action_settle()
        first.action_pay()
        self.assertEqual((first.state, first.total), ("paid", 300))

    def test_reversed_after_the_bonus_was_paid_it_is_given_back(self):
        """XT-6.4b: a reversal after payment becomes a refund line of the next run."""
        violation = self._confirmed("2026-01-31")
        run = self._run()
        run.action_settle()
        run.action_pay()
        self._as(self.second_officer, violation)._do_because("reverse", "Proved later")
        penalty, refund = violation.penalty_ids.sorted("id")
        self.assertEqual((penalty.state, penalty.amount), ("settled", 100))
        self.assertEqual((refund.state, refund.amount, refund.refund_of_id), ("due", -100, penalty))
        self._confirmed("2026-02-28", "2026-03-31")
        after = self._run("Next")
        after.action_settle()
        self.assertEqual((after.line_ids.amount, after.line_ids.count), (100, 3))
        self.assertEqual(refund.state, "settled")

    def test_what_is_appealed_against_waits(self):
        violation = self._confirmed("2026-01-31")
        self._as(self.cadre_user, violation)._do_because("appeal", "I was ill")
        self.assertEqual(self._run().waiting_count, 0)
        self.assertEqual(self._run(hold_appealed=False).waiting_count, 1)
        self._as(self.second_officer, violation)._do_because("uphold", "No proof")
        self.assertEqual(self._run().waiting_count, 1)

    def test_only_until_the_day(self):
        self._confirmed("2026-01-31")
        self.assertEqual(self._run(date_to="2026-06-09").waiting_count, 0)
        self.assertEqual(self._run(date_to="2026-06-10").waiting_count, 1)
        with self.assertRaisesRegex(UserError, "future"):
            self._run(date_to="2026-06-11").action_settle()

    def test_a_void_run_releases_its_penalties(self):
        violation = self._confirmed("2026-01-31")
        run = self._run()
        run.action_settle()
        run._do_because("void", "Wrong list")
        self.assertEqual((violation.penalty_ids.state, run.line_ids.amount), ("due", 100))
        again = self._run("Again")
        again.action_settle()
        self.assertEqual(again.line_ids.penalty_ids, violation.penalty_ids)

    def test_reversed_between_settling_and_voiding_nothing_is_taken(self):
        violation = self._confirmed("2026-01-31")
        run = self._run()
        run.action_settle()
        self._as(self.second_officer, violation)._do_because("reverse", "Proved later")
        run._do_because("void", "Wrong list")
        self.assertEqual(set(violation.penalty_ids.mapped("state")), {"cancelled"})
        self.assertEqual(self._run("Again").waiting_count, 0)

    def test_only_the_office_settles_and_each_sees_their_own(self):
        self._confirmed("2026-01-31")
        run = self._run()
        with self.assertRaises(AccessError):
            self._as(self.head_user, run).action_settle()
        run.action_settle()
        own = self._as(self.cadre_user, self.env["safety.deduction.line"]).search([])
        self.assertEqual(own.amount, 100)
        self.assertFalse(self._as(self.other_cadre_user, self.env["safety.deduction.line"]).search([]))
        self.assertFalse(self._as(self.head_user, self.env["safety.deduction.line"]).search([]))

    def test_statement_and_workbook(self):
        self._confirmed("2026-01-31", "2026-02-28")
        run = self._run()
        run.action_settle()
        report = self.env["ir.actions.report"].with_user(self.cadre_user)
        name = "street_safety_accountability.report_deduction_statement"
        html = report._render_qweb_html(name, run.line_ids.ids)[0].decode()
        self.assertIn(self.duty_rule.name, html)
        with self.assertRaises(AccessError):
            report.with_user(self.grid_user)._render_qweb_html(name, run.line_ids.ids)
        content, _kind = self.env.ref("street_safety_accountability.report_deduction_xlsx")._render_xlsx(
            "street_safety_accountability.deduction_xlsx", run.ids, {}
        )
        book = load_workbook(io.BytesIO(content))
        sheet, details = book.worksheets
        self.assertEqual((sheet["B5"].value, sheet["D5"].value), (self.cadre_user.name, 200))
        self.assertEqual(sheet["D6"].value, "=SUM(D5:D5)")
        self.assertEqual([details["E5"].value, details["E6"].value], [100, 100])

    def test_settling_takes_the_same_statements_for_one_and_for_many(self):
        def statements(run):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            run.sudo()._take_penalties()
            return self.env.cr.sql_log_count - before

        self._confirmed("2026-01-31")
        few = statements(self._run())
        for unit in (self.community_a, self.community_b):
            self._confirmed("2026-02-28", "2026-03-31", "2026-04-30", unit=unit)
        self.assertEqual(statements(self._run("More")), few)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestPublication(DeductionCase):
    """XT-6.4a: the list of the month, with names or masked, also when there is none."""

    def _package(self, month="2026-05-01"):
        kind = self.env.ref("street_safety_accountability.package_kind_penalty_publication")
        packages = self._as(self.office_user, self.env["safety.package"])
        return packages.create({"kind_id": kind.id, "unit_id": self.street.id, "period_start": month})

    def test_xt_6_4a_persons_reasons_and_amounts(self):
        """XT-6.4a: the list of the month shows persons, reasons and amounts; it is published once."""
        self.cadre_user.name = "王建国"
        with freeze_time("2026-05-10 04:00:00"):
            self._confirmed("2026-04-30")
        package = self._package()
        (row,) = package.section_data[0]["rows"]
        self.assertIn("王建国", row)
        self.assertIn(100.0, row)
        self.assertTrue(any(self.duty_rule.name in str(cell) for cell in row))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._package()

    def test_masked_names(self):
        self.cadre_user.name = "王建国"
        with freeze_time("2026-05-10 04:00:00"):
            self._confirmed("2026-04-30")
        self.company.safety_mask_names = True
        (row,) = self._package().section_data[0]["rows"]
        self.assertIn("王＊＊", row)
        self.assertNotIn("王建国", row)

    def test_a_month_without_deductions_is_published_too(self):
        package = self._package()
        self.assertEqual(package.section_data[0]["rows"], [])
        self.assertEqual(str(package.due), "2026-06-10")
