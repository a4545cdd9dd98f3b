from odoo.exceptions import AccessError
from odoo.tests import tagged

from .visit_common import VisitCase


@tagged("post_install", "-at_install")
class TestInspectionFormPaper(VisitCase):
    def _html(self, inspection, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.grid_user)
        return reports._render_qweb_html("street_safety_inspection.inspection_form", inspection.ids)[0].decode()

    def test_xt_2_1d_the_form_prints_what_was_found_and_who_signed(self):
        visit = self._start()
        self._send(
            visit,
            *self._answers(visit, "conform", "not", "na"),
            {"kind": "answer", "line": visit["lines"][1]["id"], "note": "Lamp broken"},
            {"kind": "finding", "name": "Loose dog"},
            self._finish(),
        )
        inspection = self.visits.browse(visit["id"])
        html = self._html(inspection)
        for text in (
            "Sewing Ltd",
            "1 North Road",
            "Exit lit",
            "Lamp broken",
            "Loose dog",
            inspection.number,
            "Chen Wu",
        ):
            self.assertIn(text, html)
        self.assertEqual(html.count("data:image/png;base64"), 3)  # two signatures and the code

    def test_refusal_and_draft_on_paper(self):
        draft = self._draft(self.grid_user)
        self.assertIn("Draft, not finished", self._html(draft))
        draft.write({"representative_refused": True, "refusal_reason": "No time", "witness_name": "Guard Li"})
        draft.action_done()
        html = self._html(draft)
        self.assertIn("Guard Li", html)
        self.assertIn("No time", html)

    def test_of_another_unit_it_prints_nothing(self):
        inspection = self._inspection(self.grid_user)
        with self.assertRaises(AccessError):
            self._html(inspection, self.other_grid_user)
