from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestNoticeKind(InspectionCase):
    """Documents in two families: which exist, what they say, what their issue does, how they are served."""

    def _document(self, code, issue=True, **vals):
        kind = self.env.ref(f"street_safety_inspection.notice_kind_{code}")
        notices = self.env["safety.notice"].with_user(self.cadre_user)
        notice = notices.create({"kind_id": kind.id, "enterprise_id": self.enterprise.id, **vals})
        if issue:
            notice._sign("issue", self.signature)
            notice.action_issue()
        return notice

    def _lines(self, *hazards):
        hazards = self.env["safety.hazard"].with_user(self.cadre_user).browse([one.id for one in hazards])
        return {"line_ids": hazards._notice_line_commands()}

    def test_xt_2_2a_xt_2_2b_one_action_lists_the_findings(self):
        """XT-2.2a, XT-2.2b: one action makes the notice of the findings; without content or deadline it is refused."""
        notice = self._notice(issue=False, findings=2)
        self.assertEqual(notice.line_ids.hazard_id, notice.inspection_id.hazard_ids)
        for vals in ({"name": " "}, {"deadline": False}):
            kept = notice.line_ids[0].read(list(vals))[0]
            notice.line_ids[0].write(vals)
            with self.assertRaises(UserError):
                notice.action_issue()
            notice.line_ids[0].write({name: kept[name] for name in vals})
        notice._sign("issue", self.signature)
        notice.action_issue()
        self.assertEqual(notice.state, "issued")

    def test_bf_1_1_3i_a_notice_for_every_inspection(self):
        """BF-1.1.3i: where the street wants it, an inspection without findings owns a notice that says so."""
        inspection = self._inspection()
        with self.assertRaisesRegex(UserError, "nothing to order"):
            inspection.action_create_notice()
        self.company.safety_notice_always = True
        notice = (
            self.env["safety.notice"].with_user(self.cadre_user).browse(inspection.action_create_notice()["res_id"])
        )
        notice._sign("issue", self.signature)
        notice.action_issue()
        self.assertTrue(notice.number)
        self.assertEqual(inspection.action_create_notice()["res_id"], notice.id)
        html = self.env["ir.actions.report"]._render_qweb_html("street_safety_inspection.report_notice", notice.ids)[0]
        self.assertIn("No problem was found", html.decode())

    def test_bf_2_1_1_bf_1_1_3d_corrected_on_the_spot_still_yields_a_notice(self):
        """BF-2.1.1, BF-1.1.3d: put right on the spot it is closed at once, and stands in the notice all the same."""
        self.company.safety_notice_always = True
        draft = self._draft(findings=1)
        draft.line_ids[0].fixed_on_spot = True
        draft.action_done()
        hazard = draft.hazard_ids
        self.assertEqual((hazard.state, hazard.fixed_on_spot), ("closed", True))
        notice = self.env["safety.notice"].with_user(self.cadre_user).browse(draft.action_create_notice()["res_id"])
        notice._sign("issue", self.signature)
        notice.action_issue()
        self.assertEqual((notice.line_ids.hazard_id, hazard.state), (hazard, "closed"))
        html = self.env["ir.actions.report"]._render_qweb_html("street_safety_inspection.report_notice", notice.ids)[0]
        self.assertIn("Corrected on the spot", html.decode())

    def test_bf_1_1_3e_bf_2_1_2_interim_measures_where_asked_for(self):
        """BF-1.1.3e, BF-2.1.2: deadline and what keeps the place safe meanwhile, where the kind asks for it."""
        self.env.ref("street_safety_inspection.notice_kind_rectification").needs_interim = True
        notice = self._notice(issue=False)
        with self.assertRaisesRegex(UserError, "Safe meanwhile"):
            notice.action_issue()
        notice.interim_measures = "A guard stays"
        notice._sign("issue", self.signature)
        notice.action_issue()
        self.assertEqual(notice.state, "issued")

    def test_words_are_data_and_issued_ones_stay(self):
        kind = self.env.ref("street_safety_inspection.notice_kind_rectification")
        kind.intro_street = "{enterprise} – {deadline} – {unknown}"
        notice = self._notice()
        self.assertTrue(notice.intro.startswith("Sewing Ltd – "))
        self.assertIn("{unknown}", notice.intro)
        kind.intro_street = "Other"
        self.assertNotEqual(notice._opening(), "Other")
        with self.assertRaises(UserError):
            notice.write({"intro": "Forged"})
        with self.assertRaises(AccessError):
            kind.with_user(self.cadre_user).intro_street = "x"

    def test_each_family_has_its_own_documents(self):
        hazard = self._hazard()
        own = self._document("measure", issue=False, **self._lines(hazard))
        with self.assertRaisesRegex(UserError, "not used under the powers"):
            own.action_issue()
        self.company.safety_delegated = True
        order = self._document("measure", **self._lines(hazard))
        self.assertEqual(order.title, "现场处理措施决定书")
        self.assertRegex(order.number, r"^街安措〔2026〕0001号$")
        record = self._document("record", body="Seen and found in order")
        self.assertEqual((record.title, record.state), ("现场检查记录", "issued"))
        self.assertRegex(record.number, r"^街安检〔2026〕0001号$")

    def test_stop_and_resume(self):
        """XY-2.5f: what was stopped resumes only once the rectification is accepted."""
        hazard = self._hazard(self.cadre_user, responsible_id=self.grid_user.id)
        hazard.action_order()
        stop = self._document("stop", **self._lines(hazard))
        self.assertEqual(hazard.state, "rectifying")
        resume = stop.browse(stop.action_resume()["res_id"])
        self.assertEqual(resume.origin_id, stop)
        with self.assertRaisesRegex(UserError, "nothing resumes before"):
            resume.action_issue()
        hazard.with_user(self.grid_user).action_submit()
        hazard.action_accept()
        resume._sign("issue", self.signature)
        resume.action_issue()
        self.assertEqual(resume.state, "issued")
        self.assertEqual(len(hazard.record_ids), 2)

    def test_gy_4_2_8_passed_on_to_the_competent_body(self):
        """GY-4.2.8: what the street cannot treat is passed on by a numbered letter that names the body."""
        notice = self._notice()
        letter = notice.browse(notice.action_transfer()["res_id"])
        with self.assertRaisesRegex(UserError, "Passed on to"):
            letter.action_issue()
        letter.counterpart = "区应急管理局"
        letter._sign("issue", self.signature)
        letter.action_issue()
        self.assertIn("区应急管理局", letter.intro)
        self.assertRegex(letter.number, r"^街安移")

    def test_a_notice_is_served_once(self):
        notice = self._notice()
        wizards = self.env["safety.notice.serve.wizard"].with_user(self.cadre_user)
        wizards.create({"notice_id": notice.id, "how": "refused", "witness_name": "Li Si"}).action_serve()
        with self.assertRaises(UserError):
            wizards.create({"notice_id": notice.id, "how": "posted"}).action_serve()
        self.assertEqual((notice.served_how, notice.witness_name), ("refused", "Li Si"))

    def test_the_service_ladder_counts_by_data(self):
        """First reminds, second warns, third sanctions – the same category at the same enterprise."""
        names = []
        for day in ("2026-01-05", "2026-02-05", "2026-03-05"):
            names.append(self._hazard(section="Exits", date=day).service_step_id.name)
        self.assertEqual(names, ["首查提醒", "再查警示", "三查查处"])
        self.assertEqual(self._hazard(section="Power").service_step_id.name, "首查提醒")
        self.env.ref("street_safety_inspection.service_step_warn").at_least = 5
        self.assertEqual(self._hazard(section="Exits", date="2026-03-06").service_step_id.name, "三查查处")
