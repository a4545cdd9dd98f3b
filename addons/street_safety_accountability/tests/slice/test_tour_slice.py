import io

from openpyxl import load_workbook

from odoo.tests import tagged

from ..common import DemoTourCase

PHONE, DESK = "390x844", "1280x800"


@tagged("post_install", "-at_install")
class TestTourSlice(DemoTourCase):
    """One story on the demonstration street, in Chinese, by the people who would do it: inspection to sheet."""

    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {login: cls.demo._user(login) for login in ("grid", "cadre", "office")}

    def _walk(self, login, size, tour, url="/odoo"):
        self.browser_size = size
        self.assertEqual(self.people[login].lang, "zh_CN")
        self.start_tour(url, f"street_safety_slice_{tour}", login=login, timeout=120)
        self.env.invalidate_all()

    def _url(self, record, action):
        return f"/odoo/action-{self.env.ref(action).id}/{record.id}"

    def test_slice(self):
        hazard = self._inspect()
        self._issue_notice(hazard)
        self._rectify(hazard)
        self._confirm_violation()
        self._appraise()

    def _inspect(self):
        """On the phone: the duty's card leads to an inspection, its finding becomes a hazard, the duty gets on."""
        duty = self.demo._rule("SF-2.6").duty_ids.filtered(
            lambda duty: duty.unit_id.code == "SF111" and duty.state == "open"
        )
        self.assertEqual(len(duty), 1)
        seen = len(duty.evidence_ids)
        self._walk("grid", PHONE, "inspect")
        inspection = self.env["safety.inspection"].search(
            [("create_uid", "=", self.people["grid"].id)], order="id desc", limit=1
        )
        self.assertEqual((inspection.state, inspection.finding_count), ("done", 1))
        self.assertTrue(inspection.frozen_at)
        self.assertEqual(len(duty.evidence_ids), seen + 1)
        hazard = inspection.hazard_ids
        self.assertEqual((hazard.name, hazard.state), ("配电箱门缺失，线头裸露", "reported"))
        self.assertTrue(hazard.before_photo_ids)
        return hazard

    def _issue_notice(self, hazard):
        """At the desk: the notice is drawn up from the inspection, signed on the pad, numbered and frozen."""
        url = self._url(hazard.inspection_id, "street_safety_inspection.safety_inspection_action")
        self._walk("cadre", DESK, "notice", url)
        notice = hazard.notice_line_ids.notice_id
        self.assertEqual(notice.state, "issued")
        self.assertTrue(notice.number and notice.frozen_at)
        self.assertEqual(notice.signature_ids.user_id, self.people["cadre"])
        self.assertEqual(hazard.state, "rectifying")

    def _rectify(self, hazard):
        """The grid member hands in what was done, the cadre accepts it; nobody accepts their own."""
        url = self._url(hazard, "street_safety_inspection.safety_hazard_action")
        self._walk("grid", PHONE, "rectify", url)
        self.assertEqual((hazard.state, hazard.submitted_by_id), ("submitted", self.people["grid"]))
        self._walk("cadre", DESK, "accept", url)
        self.assertEqual((hazard.state, hazard.accepted_by_id), ("closed", self.people["cadre"]))
        self.assertTrue(hazard.frozen_at and hazard.after_photo_ids)

    def _confirm_violation(self):
        """The office confirms what the night proposed; who held the seat pays."""
        proposed = self._proposed()
        self._walk("office", DESK, "confirm")
        confirmed = proposed.filtered(lambda violation: violation.state == "confirmed")
        self.assertEqual(len(confirmed), 1)
        self.assertEqual(confirmed.penalty_ids.user_id, confirmed.user_ids)
        self.assertEqual(set(confirmed.penalty_ids.mapped("amount")), {100.0})
        self.assertEqual(confirmed.confirmed_by_id, self.people["office"])

    def _proposed(self):
        """Return what waits for the office; entered by hand where a quiet fortnight left nothing."""
        violations = self.env["safety.violation"]
        domain = [
            ("state", "=", "proposed"),
            ("user_ids", "!=", False),
            ("company_id", "=", self.demo._company().id),
        ]
        if not violations.search(domain):
            rule = self.demo._penalty_rules().filtered(lambda rule: not rule.duty_rule_ids)
            violations.create(
                {
                    "name": "漏报隐患一处",
                    "description": "督查发现",
                    "unit_id": self.demo._unit("SF12").id,
                    "post_id": self.demo._post("stationed_cadre").id,
                    "rule_id": rule.id,
                    "date": self.demo._today(),
                }
            )
        return violations.search(domain)

    def _appraise(self):
        """The office opens an appraisal, a figure on it and its sheet: Chinese, with live formulas."""
        self._walk("office", DESK, "appraise")
        appraisal = self.env["safety.appraisal"].search(
            [("company_id", "=", self.demo._company().id), ("state", "=", "draft")], limit=1
        )
        self.authenticate("office", "demo")
        report = f"/report/xlsx/street_safety_accountability.appraisal_sheet/{appraisal.id}"
        response = self.url_open(report, timeout=60)
        self.assertEqual(response.status_code, 200)
        sheet = load_workbook(io.BytesIO(response.content)).active
        self.assertIn("考核", sheet["A1"].value)
        heads = [cell.value for cell in sheet[4]]
        self.assertEqual(heads, ["序号", "考核指标", "评分标准", "分值", "计数", "基数", "扣分", "得分", "扣分原因"])
        formulas = [cell.value for row in sheet for cell in row if str(cell.value).startswith("=")]
        self.assertTrue([formula for formula in formulas if formula.startswith("=SUM")])
        self.assertGreater(len(formulas), 10)
