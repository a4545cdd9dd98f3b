from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from ..common import InspectionCase
from .major_common import MajorCase

FORM = "/odoo/action-street_safety_inspection.safety_hazard_action"


@tagged("post_install", "-at_install")
class TestTourAnswer(HttpCase, InspectionCase):
    """On phones: the enterprise answers without an account, staff take it over, another inspector accepts and signs."""

    browser_size = "390x844"
    touch_enabled = True

    def _tour(self, url, name, user):
        user.password = "test_tour_password"
        self.start_tour(url, name, login=user.login, timeout=180)

    def test_enterprise_answers_and_another_inspector_accepts(self):
        self.company.safety_rectification_photo = True
        self.env.ref("street_safety_inspection.signature_rule_hazard_accept").active = True
        hazard = self._notice().line_ids.hazard_id
        link = self.enterprise._answer_url().partition("/street-safety")[2]
        self.start_tour(f"/street-safety{link}", "street_safety_answer_by_link", timeout=180)
        self.assertEqual(sorted(hazard.answer_ids.mapped("kind")), ["extension", "plan", "rectified"])
        self.assertEqual((hazard.state, hazard.answer_ids.mapped("by_link")), ("rectifying", [True] * 3))
        answers = "/odoo/action-street_safety_inspection.safety_answer_action"
        self._tour(answers, "street_safety_answers_plan", self.grid_user)
        self.assertIn("先清走货物", str(hazard.record_ids.mapped("note")))
        self._tour(f"{FORM}/{hazard.id}", "street_safety_answers_grant", self.cadre_user)
        self.assertEqual((str(hazard.deadline), str(hazard.first_deadline)), ("2026-03-25", "2026-03-17"))
        self._tour(answers, "street_safety_answers_rectified", self.grid_user)
        self.assertEqual((hazard.state, hazard.submitted_by_id), ("submitted", self.grid_user))
        self._tour(f"{FORM}/{hazard.id}", "street_safety_accept_signed", self.head_user)
        self.assertEqual((hazard.state, hazard.accepted_by_id), ("closed", self.head_user))
        self.assertEqual(hazard.signature_ids.mapped("purpose"), ["accept"])
        self.assertEqual(hazard.signature_ids.user_id, self.head_user)
        self.assertTrue(hazard.frozen_at and hazard.after_photo_ids)


@tagged("post_install", "-at_install")
class TestTourMajor(HttpCase, MajorCase):
    """At the desk: a major hazard from its report to its delisting."""

    browser_size = "1280x800"

    def _tour(self, url, name, user):
        user.password = "test_tour_password"
        self.start_tour(url, name, login=user.login, timeout=180)

    def _report_form(self, here, hazard):
        """Verified, signed twice, sealed, reviewed, received: each step by its own person in the browser."""
        for name, user in (
            ("verify", self.safety_user),
            ("sign_first", self.secretary_user),
            ("sign_second", self.principal_user),
            ("review", self.leader_user),
            ("receive", self.office_user),
        ):
            self._tour(here, f"street_safety_major_form_{name}", user)
        form = hazard.form_ids
        self.assertEqual((form.state, form.sealed, len(form.photo_ids)), ("received", True, 1))
        self.assertEqual(form.signature_ids.user_id, self.secretary_user | self.principal_user)
        self.assertEqual((form.verified_by_id, form.reviewed_by_id), (self.safety_user, self.leader_user))
        self.assertEqual((form.received_by_id, form.review_note), (self.office_user, "同意，挂牌督办"))
        self.assertTrue(form.number and form.frozen_at)

    def test_major_hazard_from_report_to_delisting(self):
        self.company.safety_rectification_photo = True
        self._tour(f"{FORM}/new", "street_safety_major_report", self.grid_user)
        hazard = self.enterprise.hazard_ids
        self.assertEqual((hazard.state, hazard.severity), ("assessing", "undetermined"))
        here = f"{FORM}/{hazard.id}"
        self._tour(here, "street_safety_major_assess", self.safety_user)
        self.assertEqual((hazard.severity, hazard.assessed_by_id), ("major", self.safety_user))
        self.assertTrue(hazard.criterion_ids and hazard.major_told_at)
        hazard.deadline = "2026-09-30"
        self._tour(here, "street_safety_major_elements", self.grid_user)
        self.assertEqual((hazard.state, hazard.step, hazard.missing_elements), ("rectifying", "verify", ""))
        self.assertTrue(all(hazard.element_ids.mapped("is_proved")))
        self._report_form(here, hazard)
        self._tour(here, "street_safety_major_list", self.office_user)
        listing = hazard.listing_ids
        self.assertEqual((listing.state, str(listing.next_progress_on)), ("listed", "2026-06-10"))
        with freeze_time("2026-06-12 02:00:00"):
            board = f"/odoo/action-street_safety_inspection.safety_listing_action/{listing.id}"
            self._tour(board, "street_safety_major_progress", self.grid_user)
            self.assertEqual((str(listing.next_progress_on), len(listing.progress_ids)), ("2026-09-12", 1))
            self._tour(here, "street_safety_major_submit", self.grid_user)
            self._tour(here, "street_safety_major_accept", self.cadre_user)
        self.assertEqual((hazard.state, listing.state), ("closed", "delisted"))
        self.assertEqual(str(listing.delisted_on), "2026-06-12")
        self.assertTrue(hazard.frozen_at and listing.frozen_at)
