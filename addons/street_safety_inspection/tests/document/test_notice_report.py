import io
import unicodedata

from lxml.html import fromstring
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import InspectionCase

REPORT = "street_safety_inspection.report_notice"


@tagged("post_install", "-at_install")
class TestNoticeReport(InspectionCase):
    def _render(self, notice, user=None, **context):
        report = self.env["ir.actions.report"].with_user(user or self.cadre_user)
        return report.with_context(lang="zh_CN", force_report_rendering=True, **context)

    def _html(self, notice, user=None):
        html, _kind = self._render(notice, user)._render_qweb_html(REPORT, notice.ids)
        return html.decode()

    def test_pdf_in_chinese(self):
        notice = self._notice(findings=2)
        notice.env["safety.notice.serve.wizard"].create(
            {"notice_id": notice.id, "how": "signed", "receiver_name": "Chen Wu", "image": self.signature}
        ).action_serve()
        pdf, kind = self._render(notice)._render_qweb_pdf(REPORT, notice.ids)
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(pdf))
        width, height = (float(side) / 72 * 25.4 for side in reader.pages[0].mediabox[2:])
        self.assertAlmostEqual(width, 210, delta=1)
        self.assertAlmostEqual(height, 297, delta=1)
        text = "".join(page.extract_text() for page in reader.pages)
        text = "".join(unicodedata.normalize("NFKC", text).split())  # fonts map some characters to radicals
        for expected in (
            unicodedata.normalize("NFKC", notice.number),
            "整改通知书",
            "被检查单位",
            "整改要求",
            "整改期限",
            "2026年3月17日",
            "Exitopen",
            "SewingLtd",
            "三个工作日内",
            "ChenWu",
        ):
            self.assertIn(expected, text)
        self.assertNotIn("Rectification", text)

    def test_signatures_and_verification_code(self):
        html = self._html(self._notice())
        self.assertEqual(html.count("data:image/png;base64,"), 3)  # signature, QR to verify, QR to answer

    def test_an_empty_fact_keeps_its_cell(self):
        """Without a measure the deadline still stands below its own heading."""
        hazard = self._hazard(self.cadre_user, measure=False)
        notice = self.env["safety.notice"].with_user(self.cadre_user)
        notice = notice.browse(hazard.with_user(self.cadre_user).action_create_notice()["res_id"])
        notice.write({"phone": False, "principal_name": False})
        rows = fromstring(self._html(notice)).xpath("//table[not(contains(@class, 'sign'))]//tr")
        self.assertEqual({len(row) for row in rows if len(row) != 2}, {4})

    def test_draft_has_no_number_and_no_code(self):
        html = self._html(self._notice(issue=False))
        self.assertIn("草稿", html)
        self.assertNotIn("data:image/png", html)

    def test_order_where_delegated(self):
        self.company.safety_delegated = True
        html = self._html(self._notice())
        self.assertIn("责令限期整改指令书", html)
        self.assertIn("行政复议", html)

    def test_access_is_checked(self):
        with self.assertRaises(AccessError):
            self._html(self._notice(), self.other_cadre_user)
