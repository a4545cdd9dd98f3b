from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import InspectionCase


class CreditCase(InspectionCase):
    """Two officers of the office; one enterprise that misbehaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office_2 = cls._person("test_office_2", "safety_committee_office", cls.street)

    @classmethod
    def _entry(cls, enterprise=None, **vals):
        return (
            cls.env["safety.credit.entry"]
            .with_user(cls.office_user)
            .create(
                {
                    "enterprise_id": (enterprise or cls.enterprise).id,
                    "ground": "Resumed while stopped",
                    "receiver_name": "Chen Wu",
                    **vals,
                }
            )
        )

    @classmethod
    def _listed(cls, enterprise=None, **vals):
        entry = cls._entry(enterprise, **vals)
        entry.action_notify()
        entry.sudo()._workflow_write({"objection_until": "2026-03-01"})
        entry.action_list()
        return entry


@tagged("post_install", "-at_install")
class TestCredit(CreditCase):
    """On a list and off it: told, heard, listed, repaired."""

    def test_bf_1_3_3d_listed_with_reason_and_dates(self):
        """BF-1.3.3d: attention list or blacklist, with reason, from and to; not before the enterprise was heard."""
        for kind, months, end in (("attention", 6, "2026-09-21"), ("blacklist", 12, "2027-03-21")):
            with self.subTest(kind):
                entry = self._entry(list_type=kind)
                self.assertEqual(entry.months, months)
                entry.action_notify()
                self.assertTrue(entry.number)
                with self.assertRaisesRegex(UserError, "may object until 2026-03-20"):
                    entry.action_list()
                with freeze_time("2026-03-21 02:00:00"):
                    entry.action_list()
                self.assertEqual(
                    (entry.state, str(entry.listed_on), str(entry.date_to), entry.ground),
                    ("listed", "2026-03-21", end, "Resumed while stopped"),
                )

    def test_zf_t12_2a_the_blacklisted_are_marked_everywhere(self):
        """ZF-T12.2a: listed with reason and period, marked on enterprise, inspection and hazard, and found by it."""
        inspection, hazard = self._draft(), self._hazard()
        self.assertFalse(self.enterprise.credit_status)
        self._listed(list_type="attention")
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.credit_status, "attention")
        entry = self._listed(list_type="blacklist")
        self.env.invalidate_all()
        for record in (self.enterprise, inspection, hazard):
            self.assertEqual(record.with_user(self.grid_user).credit_status, "blacklist")
        firms = self.env["safety.enterprise"]
        self.assertEqual(firms.search([("credit_status", "in", ["blacklist"])]), self.enterprise)
        self.assertFalse(firms.search([("credit_status", "in", ["attention"])]))
        self.assertNotIn(self.enterprise, firms.search([("credit_status", "=", False)]))
        entry._do_because("remove", "Listed by mistake")
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.credit_status, "attention")

    def test_an_objection_is_decided_by_another_officer(self):
        entry = self._entry()
        entry.action_notify()
        entry._do_because("object", "We never resumed")
        with self.assertRaisesRegex(UserError, "another officer"):
            entry._do_because("dismiss", "Seen")
        entry.with_user(self.office_2)._do_because("dismiss", "Photos show it")
        entry.action_list()
        self.assertEqual((entry.state, entry.decided_by_id), ("listed", self.office_2))
        right = self._entry(self._enterprise("Paper", self.grid_b1))
        right.action_notify()
        right._do_because("object", "It was the neighbour")
        right.with_user(self.office_2)._do_because("uphold", "True")
        self.assertEqual(right.state, "dropped")

    def test_too_late_to_object(self):
        entry = self._entry()
        entry.action_notify()
        with freeze_time("2026-03-22 02:00:00"), self.assertRaisesRegex(UserError, "over"):
            entry._do_because("object", "Late")

    def test_repair_and_exit(self):
        entry = self._listed()
        entry._do_because("repair", "All put right")
        entry._do_because("refuse", "Exit still locked")
        self.assertEqual((entry.state, entry.repair_refusal), ("listed", "Exit still locked"))
        entry._do_because("repair", "Exit open now")
        self.assertFalse(entry.repair_refusal)
        entry._do_because("restore", "Verified on site")
        self.assertEqual((entry.state, entry.exit_reason, str(entry.removed_on)),
                         ("removed", "Verified on site", "2026-03-10"))  # fmt: skip
        self.assertTrue(self._listed(), "it can be listed anew")

    def test_the_period_ends_by_itself_once(self):
        entry = self._listed(months=1)
        with freeze_time("2026-04-10 02:00:00"):
            self.env["safety.credit.entry"]._expire(self.company)
            self.assertEqual(entry.state, "listed", "the last day is in it")
        with freeze_time("2026-04-11 02:00:00"):
            self.env["safety.credit.entry"]._expire(self.company)
            self.env["safety.credit.entry"]._expire(self.company)
        self.assertEqual((entry.state, str(entry.removed_on)), ("removed", "2026-04-11"))

    def test_what_was_told_is_frozen_and_only_officers_list(self):
        entry = self._entry()
        with self.assertRaises(AccessError):
            entry.with_user(self.grid_user).action_notify()
        entry.action_notify()
        with self.assertRaises(UserError):
            entry.ground = "Something else"
        with self.assertRaises(UserError):
            entry.write({"state": "listed"})
        with self.assertRaises(UserError):
            entry.unlink()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._entry().action_notify()
            self.env.flush_all()
        nothing = self._entry(list_type="blacklist", ground=" ")
        with self.assertRaisesRegex(UserError, "Grounds"):
            nothing.action_notify()

    def test_the_paper_says_where_it_stands(self):
        entry = self._entry()
        entry.action_notify()
        for step, words in (("notified", "2026"), ("listed", "Resumed while stopped")):
            if step == "listed":
                entry.sudo()._workflow_write({"objection_until": "2026-03-01"})
                entry.action_list()
            html = self.env["ir.actions.report"]._render_qweb_html(
                "street_safety_inspection.report_credit", entry.ids
            )[0].decode()  # fmt: skip
            self.assertIn(words, html)
            self.assertIn(entry.number, html)


@tagged("post_install", "-at_install")
class TestCreditPublished(CreditCase, HttpCase):
    """Once a quarter the blacklist is handed in, and from then on everybody may read it."""

    def _publish(self):
        kind = self.env.ref("street_safety_inspection.package_kind_blacklist")
        package = self.env["safety.package"].with_user(self.office_user).create(
            {"kind_id": kind.id, "unit_id": self.street.id, "period_start": "2025-10-01"}
        )  # fmt: skip
        package._sign("hand_in", self.signature)
        package._workflow_do("sign")
        package.action_submit()
        return package

    def _page(self, path="/credit"):
        return self.url_open(f"/street-safety/published/{self.company.id}{path}")

    def test_zf_t12_2b_the_quarterly_package_publishes_the_blacklist(self):
        """ZF-T12.2b: signed and handed in, its entries are on the public page; later ones wait for the next quarter."""
        black = self._listed(list_type="blacklist")
        quiet = self._listed(self._enterprise("Attention Ltd", self.grid_b1))
        self.assertNotIn("Sewing Ltd", self._page().text)
        package = self._publish()
        later = self._listed(self._enterprise("Later Ltd", self.grid_b1), list_type="blacklist")
        self.assertEqual((black.package_id, str(black.published_on)), (package, "2026-03-10"))
        self.assertFalse(quiet.published_on or later.published_on)
        text = self._page().text
        self.assertIn("Sewing Ltd", text)
        self.assertIn("Resumed while stopped", text)
        for secret in ("Attention Ltd", "Later Ltd", "Chen Wu", self.office_user.name):
            self.assertNotIn(secret, text)
        black._do_because("remove", "Repaired early")
        self.assertNotIn("Sewing Ltd", self._page().text)
        self.assertIn("/credit", self._page("").text)

    def test_a_quarter_without_an_enterprise_is_published_too(self):
        package = self._publish()
        self.assertEqual(package.state, "submitted")
        self.assertEqual(self._page().status_code, 200)

    def test_no_street_no_page(self):
        nobody = self.env["res.company"].create({"name": "No street"})
        self.assertEqual(self.url_open(f"/street-safety/published/{nobody.id}/credit").status_code, 404)
        self.assertEqual(self._page("/credit?page=abc").status_code, 200)
