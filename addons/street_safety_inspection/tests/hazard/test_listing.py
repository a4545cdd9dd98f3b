from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .major_common import MajorCase


@tagged("post_install", "-at_install")
class TestListing(MajorCase):
    def test_xy_2_5e_gy_4_2_8_major_names_its_authority_and_is_listed(self):
        """XY-2.5e, GY-4.2.8: a major hazard needs a listing authority and stands on the listed board."""
        hazard = self._major(listing_authority=False)
        with self.assertRaisesRegex(UserError, "Listed by"):
            hazard.action_order()
        hazard.listing_authority = "street"
        hazard.action_order()
        draft = hazard.listing_ids
        self.assertEqual((draft.state, draft.authority, draft.name), ("draft", "street", hazard.name))
        self.assertEqual(hazard.action_listing()["res_id"], draft.id)
        listing = self._list(hazard)
        self.assertRegex(listing.number, r"^街安督〔2026〕\d{4}号$")
        self.assertIn(listing, self.env["safety.listing"].search([("state", "=", "listed")]))
        dialog = self.env["safety.hazard.act.wizard"].with_user(self.cadre_user)
        dialog.create(
            {"hazard_id": hazard.id, "kind": "transfer", "counterpart": "Fire brigade", "text": "Beyond us"}
        ).action_confirm()
        self.assertIn("Fire brigade", hazard.record_ids.mapped("counterpart"))

    def test_the_notice_needs_its_facts_and_a_signature(self):
        hazard = self._major()
        hazard.action_order()
        listing = hazard.listing_ids.with_user(self.office_user)
        listing.reason = False
        with self.assertRaisesRegex(UserError, "still needs"):
            listing.action_list()
        listing.write({"reason": "x", "plan_due": "2026-03-20"})
        with self.assertRaisesRegex(UserError, "plan is due before"):
            listing.action_list()
        listing.plan_due = "2026-03-12"
        self.assertEqual(listing.action_list()["res_model"], "safety.sign.wizard")
        with self.assertRaisesRegex(UserError, "signature"):
            listing._workflow_do("list")
        with self.assertRaises(AccessError):
            listing.with_user(self.grid_user)._workflow_do("list")
        self._list(hazard)
        with self.assertRaisesRegex(UserError, "no longer change"):
            listing.deadline = "2026-12-31"

    def test_bf_1_3_3b_progress_is_reported_and_the_next_is_shown(self):
        """BF-1.3.3b: dated progress reports and the next due one; the interval stands on the listing."""
        hazard = self._major()
        hazard.action_order()
        self._form(hazard)
        listing = self._list(hazard, progress_months=1)
        self.assertEqual(str(listing.next_progress_on), "2026-04-10")
        self.env.invalidate_all()
        signed = listing.with_user(self.grid_user).signature_ids
        self.assertIn(self.office_user.name, signed.display_name, "who reports progress reads who signed")
        with freeze_time("2026-04-11 02:00:00"):
            listing.invalidate_recordset()
            self.assertTrue(listing.progress_late)
            self.assertIn(listing, listing.search([("progress_late", "=", True)]))
            context = listing.with_user(self.grid_user).action_progress()["context"]
            dialog = self.env["safety.hazard.act.wizard"].with_user(self.grid_user).with_context(**context)
            dialog.create({"text": "Half of the doors replaced"}).action_confirm()
            self.assertEqual(str(listing.next_progress_on), "2026-05-11")
            listing.invalidate_recordset()
            self.assertFalse(listing.progress_late)
        self.assertEqual(str(listing.progress_ids.date), "2026-04-11")

    def test_xy_2_5g_listed_above_the_street_superiors_accept(self):
        """XY-2.5g: what the district or above has listed takes a superior's acceptance only, before the street's."""
        hazard = self._major(listing_authority="district")
        hazard.action_order()
        self._form(hazard)
        with self.assertRaisesRegex(UserError, "document number"):
            self._list(hazard)
        listing = self._list(hazard, authority_name="District committee", reference="D-7")
        with self.assertRaisesRegex(UserError, "Hand in the rectification"):
            listing.action_ask()
        hazard.action_submit()
        cadre = hazard.with_user(self.cadre_user)
        with self.assertRaisesRegex(UserError, "listed above the street"):
            cadre.action_accept()
        wizards = self.env["safety.listing.accept.wizard"].with_user(self.office_user)
        wizard = wizards.create({"listing_id": listing.id, "body": "District committee", "reference": "D-19"})
        with self.assertRaisesRegex(UserError, "Ask for acceptance first"):
            wizard.action_confirm()
        listing.action_ask()
        wizard.action_confirm()
        self.assertEqual((listing.superior_reference, listing.state), ("D-19", "listed"))
        cadre.action_accept()
        self.assertEqual((hazard.state, listing.state), ("accepted", "delisted"))

    def test_a_community_is_listed_and_delisted(self):
        listing = (
            self.env["safety.listing"]
            .with_user(self.office_user)
            .create(
                {
                    "unit_id": self.community_a.id,
                    "subject": "community",
                    "reason": "Three fires in a year",
                    "plan_due": "2026-03-31",
                    "deadline": "2026-06-30",
                }
            )
        )
        self.assertEqual(listing.name, "Community A")
        listing._sign("list", self.signature)
        listing.action_list()
        self.assertEqual(str(listing.next_progress_on), "2026-06-10")
        dialog = self.env["safety.hazard.act.wizard"].with_user(self.cadre_user)
        dialog.create({"listing_id": listing.id, "kind": "progress", "text": "Patrols doubled"}).action_confirm()
        self.assertEqual(len(listing.progress_ids), 1)
        listing._do_because("delist", "Nothing found in three months")
        self.assertEqual((listing.state, listing.delist_note), ("delisted", "Nothing found in three months"))
        with self.assertRaises(ValidationError):
            self.env["safety.listing"].create(
                {"unit_id": self.community_a.id, "subject": "hazard", "reason": "x"}
            ).flush_recordset()

    def test_an_extension_is_asked_in_time_and_granted_by_somebody_else(self):
        """Working days before the deadline as the settings say; who asks does not decide; the hazard moves along."""
        hazard = self._major(deadline="2026-04-30")
        hazard.element_ids.filtered(lambda one: one.kind == "deadline").date = "2026-04-30"
        hazard.action_order()
        self._form(hazard)
        listing = self._list(hazard, plan_due="2026-03-20")
        with freeze_time("2026-04-20 02:00:00"), self.assertRaisesRegex(UserError, "15 working days ahead"):
            listing._ask_extension(hazard.deadline.replace(month=6), "Steel is late")
        with self.assertRaisesRegex(UserError, "in the listing"):
            hazard._ask_extension(hazard.deadline.replace(month=6), "Steel is late")
        action = listing.with_user(self.grid_user).action_extend()
        wizards = self.env["safety.extension.wizard"].with_user(self.grid_user).with_context(**action["context"])
        wizards.create({"until": "2026-06-30", "reason": "Steel is late"}).action_ask()
        with self.assertRaises(AccessError):
            listing.with_user(self.grid_user).action_grant()
        listing._do_because("extension", "Not this time")
        self.assertEqual((listing.extension_until, str(listing.deadline)), (False, "2026-04-30"))
        with self.assertRaisesRegex(UserError, "No extension"):
            listing.action_grant()
        listing._ask_extension(hazard.deadline.replace(month=6), "Steel is late")
        with self.assertRaisesRegex(UserError, "somebody else decides"):
            listing.action_grant()
        listing.with_user(self.cadre_user).action_grant()
        self.assertEqual((str(listing.deadline), str(hazard.deadline)), ("2026-06-30", "2026-06-30"))
        self.assertEqual(str(hazard.first_deadline), "2026-04-30")
        with self.assertRaises(UserError):
            hazard.write({"extension_until": "2026-12-31"})

    def test_general_hazard_extended_with_approval(self):
        hazard = self._hazard()
        hazard.action_order()
        with self.assertRaisesRegex(UserError, "after the present one"):
            hazard._ask_extension(hazard.deadline, "x")
        hazard._ask_extension(hazard.deadline.replace(day=25), "Parts ordered")
        hazard.with_user(self.cadre_user).action_grant()
        self.assertEqual((str(hazard.deadline), str(hazard.first_deadline)), ("2026-03-25", "2026-03-17"))
