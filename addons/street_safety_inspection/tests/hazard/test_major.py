from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .major_common import MajorCase


@tagged("post_install", "-at_install")
class TestMajor(MajorCase):
    def test_the_whole_path_of_a_major_hazard(self):
        """XY-2.5f, BF-1.2.3c: from the report to delisting; accepted by somebody else, then closed."""
        hazard = self._major()
        self.assertEqual(hazard.step, "reported")
        hazard.action_order()
        self.assertEqual((hazard.state, hazard.step), ("rectifying", "verify"))
        self._form(hazard)
        self.assertEqual(hazard.step, "list")
        with self.assertRaisesRegex(UserError, "must be listed first"):
            hazard.action_submit()
        listing = self._list(hazard)
        self.assertEqual((hazard.step, listing.state), ("rectifying", "listed"))
        hazard.action_submit()
        cadre = hazard.with_user(self.cadre_user)
        cadre.action_accept()
        self.assertEqual((listing.state, str(listing.delisted_on)), ("delisted", "2026-03-10"))
        cadre.action_close()
        self.assertEqual((hazard.state, hazard.step), ("closed", "closed"))
        self.assertTrue(hazard.frozen_at and listing.frozen_at)

    def test_bf_1_1_3f_bf_2_1_3a_stop_and_withdraw_at_once(self):
        """BF-1.1.3f, BF-2.1.3a: no order without what was suspended, stopped and who was withdrawn."""
        for name in ("suspension", "equipment_stopped", "people_withdrawn"):
            hazard = self._major(**{name: False})
            with self.assertRaisesRegex(UserError, "is major: fill in"):
                hazard.action_order()
            hazard[name] = "None here"
            hazard.action_order()
            self.assertIn("None here", str(hazard.record_ids.mapped("note")))
        self.company.safety_major_emergency = False
        self._major(suspension=False, equipment_stopped=False, people_withdrawn=False).action_order()

    def test_bf_1_1_3g_five_elements_before_the_order(self):
        """BF-1.1.3g: a major hazard stays reported until all five are settled."""
        hazard = self._major(settle=False)
        self.assertEqual(len(hazard.element_ids), 5)
        hazard.element_ids.filtered(lambda one: one.kind == "deadline").date = False
        for element in hazard.element_ids:
            with self.assertRaisesRegex(UserError, "still needs"):
                hazard.action_order()
            self.assertFalse(element.is_settled)
            vals = {"funds": {"amount": 1}, "deadline": {"date": "2026-03-17"}}.get(element.kind, {"text": "x"})
            element.write(vals)
            self.assertTrue(element.is_settled)
        hazard.action_order()
        self.assertEqual(hazard.state, "rectifying")
        with self.assertRaisesRegex(UserError, "evidence is missing"):
            hazard.action_submit()

    def test_zf_3_2a_five_elements_of_every_hazard(self):
        """ZF-3.2a: where the street asks for them of all, the missing ones are named on a general hazard too."""
        self.assertFalse(self._hazard().asks_elements)
        self.company.safety_five_elements = "all"
        hazard = self._hazard()
        self.assertIn("、", hazard.missing_elements)
        with self.assertRaisesRegex(UserError, "still needs"):
            hazard.action_order()
        self._settle(hazard)
        self.assertFalse(hazard.missing_elements)
        hazard.action_order()
        self.company.safety_five_elements = "none"
        self.assertFalse(self._major(settle=False).asks_elements)
        groups = self.env["safety.hazard"].formatted_read_group(
            [("enterprise_id", "=", self.enterprise.id)], ["severity", "section"], ["__count"]
        )
        self.assertEqual({group["severity"] for group in groups}, {"general", "major"})

    def test_bf_1_1_3h_gy_6_4b_told_the_moment_it_is_major(self):
        """BF-1.1.3h, GY-6.4b, GY-2.12, GY-3.14: officer, office and leaders are told at once, with time and names."""
        self.env["mail.message"].search([]).flush_recordset()
        director = self._person("test_director", "street_director", self.street)
        superior, department = self.env["safety.record.topic"].create(
            [{"name": code, "code": code} for code in ("report_superior", "report_department")]
        )
        hazard = self._hazard(severity="general")
        self.assertFalse(hazard.major_told_at)
        hazard.severity = "major"
        told = self.env["mail.notification"].search([("res_partner_id", "=", self.safety_user.partner_id.id)])
        self.assertTrue(told)
        self.assertTrue(hazard.major_told_at and hazard.reported_up_at)
        report = hazard.record_ids
        self.assertEqual((len(report), report.state, report.topic_ids), (1, "done", superior))
        for user in (self.safety_user, self.cadre_user, self.office_user, director):
            self.assertIn(user.name, report.counterpart)
        hazard.severity = "general"
        hazard.severity = "major"
        self.assertEqual(len(hazard.record_ids), 1, "told once")
        wizard = self.env["safety.hazard.act.wizard"].with_user(self.grid_user)
        dialog = wizard.create({"hazard_id": hazard.id, "kind": "department", "text": "Chemicals"})
        with self.assertRaisesRegex(UserError, "To whom"):
            dialog.action_confirm()
        dialog.counterpart = "Market supervision"
        dialog.action_confirm()
        sent = hazard.record_ids.filtered(lambda one: one.counterpart == "Market supervision")
        self.assertEqual((sent.state, sent.topic_ids), ("done", department))
        self.assertTrue(all(record.create_date for record in hazard.record_ids))

    def test_bf_2_1_3b_two_distinct_principals_and_the_seal(self):
        """BF-2.1.3b: one signature, the same person twice, another post or a missing seal do not move the form."""
        hazard = self._major()
        hazard.action_order()
        form = self._form(hazard, "verified")
        form.sealed = True
        form.with_user(self.secretary_user)._sign("sign", self.signature)
        with self.assertRaisesRegex(UserError, "still needs 1 signature"):
            form.with_user(self.secretary_user).action_signed()
        form.with_user(self.cadre_user)._sign("sign", self.signature)
        with self.assertRaisesRegex(UserError, "still needs 1 signature"):
            form.with_user(self.cadre_user).action_signed()
        form.with_user(self.principal_user)._sign("sign", self.signature)
        form.sealed = False
        with self.assertRaisesRegex(UserError, "Sealed by the community"):
            form.with_user(self.principal_user).action_signed()
        form.sealed = True
        form.with_user(self.principal_user).action_signed()
        self.assertRegex(form.number, r"^重大隐患报〔2026〕\d{4}号$")
        with self.assertRaises(UserError):
            form.with_user(self.safety_user).write({"verification": "Other words"})

    def test_bf_2_1_3c_signed_reviewed_received_in_this_order_only(self):
        """BF-2.1.3c: signed, reviewed by the linked leader, received by the office; nothing is skipped."""
        hazard = self._major()
        hazard.action_order()
        form = self._form(hazard, "verified")
        for step in ("review", "receive", "confirm"):
            with self.assertRaises(UserError):  # AccessError is one
                form.with_user(self.office_user)._workflow_do(step)
        self._form_signed(form)
        with self.assertRaises(UserError):  # AccessError is one
            form.with_user(self.office_user).action_receive()
        with self.assertRaisesRegex(UserError, "The review is for"):
            form.with_user(self.cadre_user)._do_because("review", "Agreed")
        self._form_reviewed(form)
        self.assertEqual((form.reviewed_by_id, form.review_note), (self.leader_user, "Agreed, list it"))
        with self.assertRaises(AccessError):
            form.with_user(self.cadre_user).action_receive()
        self._form_received(form)
        self.assertEqual((form.state, form.received_by_id), ("received", self.office_user))

    def test_bf_1_2_3a_bf_1_3_5_verified_by_the_community_then_by_the_street(self):
        """BF-1.2.3a, BF-1.3.5: verified on site before it goes to the street; then the street verifies too."""
        self.company.safety_major_street_check = True
        hazard = self._major()
        hazard.action_order()
        form = self.env["safety.hazard.form"].browse(hazard.action_form()["res_id"])
        with self.assertRaisesRegex(UserError, "Found on site"):
            form.with_user(self.safety_user).action_verify()
        form.with_user(self.grid_user).verification = "Locked"
        with self.assertRaisesRegex(UserError, "is for"):
            form.with_user(self.grid_user).action_verify()
        form.with_user(self.safety_user).action_verify()
        for step in ("_form_signed", "_form_reviewed", "_form_received"):
            getattr(self, step)(form.with_user(self.safety_user))
        self.assertEqual(hazard.step, "confirm")
        with self.assertRaisesRegex(UserError, "verified it for the community"):
            form.with_user(self.safety_user)._do_because("confirm", "Seen")
        form.with_user(self.office_user)._do_because("confirm", "Seen again")
        self.assertEqual((form.state, form.confirmed_by_id), ("confirmed", self.office_user))
        self.assertEqual(hazard.step, "list")
        names = hazard.record_ids.sorted("id").mapped("name")
        self.assertLess(names.index("Verified on site"), names.index("Verified by the street"))

    def test_bf_1_2_3b_grid_member_suspension_and_elements_shown(self):
        """BF-1.2.3b: follow-up task of the grid member, suspension and the five elements stand on the hazard."""
        hazard = self._major(responsible_id=self.grid_user.id)
        hazard.action_order()
        task = hazard.record_ids.filtered(lambda one: one.counterpart == self.grid_user.name)
        self.assertEqual(task.state, "done")
        self.assertEqual(hazard.suspension, "Second floor closed")
        self.assertEqual(set(hazard.element_ids.mapped("is_settled")), {True})

    def test_gy_3_3_hazards_led_by_each_leader(self):
        """GY-3.3, GY-2.12: the leader who leads on it is named, counted, and records what they did themselves."""
        hazard = self._major()
        hazard.lead_id = self.leader_user
        rows = self.env["safety.hazard"]._read_group([("id", "in", hazard.ids)], ["lead_id"], ["__count"])
        self.assertEqual(rows, [(self.leader_user, 1)])
        dialog = self.env["safety.hazard.act.wizard"].with_user(self.leader_user)
        dialog.create({"hazard_id": hazard.id, "kind": "leader", "text": "Had it closed"}).action_confirm()
        self.assertIn(self.leader_user, hazard.record_ids.user_id)
        guests = [(0, 0, {"user_id": user.id}) for user in (self.leader_user, self.cadre_user)]
        for day, state in (("2026-03-02", "present"), ("2026-03-09", "absent"), ("2025-12-01", "absent")):
            meeting = self.env["safety.meeting"].create(
                {"name": "Safety", "unit_id": self.street.id, "start": f"{day} 02:00:00", "stop": f"{day} 03:00:00",
                 "attendee_ids": guests}
            )  # fmt: skip
            meeting.attendee_ids._workflow_write({"state": state})
            meeting._workflow_write({"held_on": day})
        seat = self.leader_user.safety_appointment_ids
        self.assertEqual((seat.attendance, seat.attendance_rate), ("1/2", 50))
        self.assertEqual((seat.report_count, seat.led_hazard_count), (1, 1))

    def test_zf_t10_3_tracked_and_published(self):
        """ZF-T10.3: a major hazard shows its tracking and since when it is published; only an officer publishes."""
        hazard = self._major()
        hazard.action_order()
        values = {"hazard_id": hazard.id, "kind": "publish", "text": "Notice board and website"}
        with self.assertRaises(AccessError):
            self.env["safety.hazard.act.wizard"].with_user(self.grid_user).create(values).action_confirm()
        self.assertFalse(hazard.published_on)
        self.env["safety.hazard.act.wizard"].with_user(self.office_user).create(values).action_confirm()
        self.assertEqual(str(hazard.published_on), "2026-03-10")
        general = self._hazard()
        dialog = self.env["safety.hazard.act.wizard"].with_user(self.office_user)
        with self.assertRaisesRegex(UserError, "Only major"):
            dialog.create({**values, "hazard_id": general.id}).action_confirm()

    def test_major_is_never_put_right_on_the_spot(self):
        for severity in ("major", "undetermined"):
            with self.assertRaisesRegex(UserError, "cannot be settled on the spot"):
                self._hazard(severity=severity).action_fix()

    def test_who_acts_now_and_what_comes_next(self):
        hazard = self._major()
        self.assertIn(self.grid_user.name, hazard.actor_text)
        self.assertEqual(hazard.next_text, "Verify on site")
        hazard.action_order()
        self.assertEqual(hazard.next_text, "Two signatures and seal")
        self._form(hazard)
        self._list(hazard)
        hazard.invalidate_recordset()
        self.assertIn("Sewing Ltd", hazard.actor_text)
        hazard.action_submit()
        self.assertIn(self.cadre_user.name, hazard.actor_text)

    def test_elements_freeze_with_the_hazard(self):
        hazard = self._major()
        self.assertEqual(hazard.element_ids[0].evidence_ids.res_model, "safety.hazard.element")
        with self.assertRaises(UserError):
            hazard.element_ids[0].kind = "plan"
        with self.assertRaises(UserError):
            hazard.element_ids[0].unlink()
        hazard.with_user(self.cadre_user)._workflow_do("void")
        with self.assertRaises(UserError):
            hazard.element_ids[0].text = "Later"

    def test_assistant_of_the_safety_officer(self):
        """BF-2.1.3d: undetermined goes to the safety officer; one criterion that is met makes it major."""
        hazard = self._hazard(severity="undetermined")
        with self.assertRaisesRegex(UserError, "Ask for an assessment"):
            hazard.action_order()
        hazard.action_ask()
        self.assertEqual((hazard.state, hazard.step), ("assessing", "assessing"))
        action = hazard.with_user(self.safety_user).action_assess()
        wizards = self.env["safety.hazard.assess.wizard"]
        mine = wizards.with_user(self.grid_user).with_context(**action["context"]).create({"reasons": "Nothing"})
        with self.assertRaisesRegex(UserError, "The assessment is for"):
            mine.action_confirm()
        wizard = wizards.with_user(self.safety_user).with_context(**action["context"]).create({})
        self.assertTrue(wizard.line_ids)
        self.assertEqual(wizard.severity, "general")
        with self.assertRaisesRegex(UserError, "why it is not major"):
            wizard.action_confirm()
        wizard.line_ids[0].is_met = True
        self.assertEqual(wizard.severity, "major")
        wizard.action_confirm()
        self.assertEqual((hazard.state, hazard.severity), ("reported", "major"))
        self.assertEqual(hazard.criterion_ids, wizard.line_ids[0].criterion_id)
        self.assertEqual(hazard.assessed_by_id, self.safety_user)
        self.assertEqual((len(hazard.element_ids), hazard.listing_authority), (5, "street"), "laid out to be filled in")
        self.assertTrue(hazard.major_told_at)

    def test_criteria_are_data_with_industry_and_dates(self):
        criteria = self.env["safety.major.criterion"]
        here = criteria._asked_of(self.enterprise, self.company._safety_today())
        dust = self.env.ref("street_safety_inspection.major_criterion_04")
        self.assertNotIn(dust, here)
        self.enterprise.industry_id = dust.industry_ids
        self.assertIn(dust, criteria._asked_of(self.enterprise, self.company._safety_today()))
        dust.date_to = "2026-03-09"
        self.assertNotIn(dust, criteria._asked_of(self.enterprise, self.company._safety_today()))
        with self.assertRaises(AccessError):
            dust.with_user(self.cadre_user).name = "x"
