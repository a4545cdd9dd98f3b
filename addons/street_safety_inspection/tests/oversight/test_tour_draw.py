from odoo.tests import HttpCase, tagged

from .test_draw import DrawCase

FORM = "/odoo/action-street_safety_inspection.safety_draw_action"


@tagged("post_install", "-at_install")
class TestTourDraw(HttpCase, DrawCase):
    browser_size = "1280x800"

    def test_a_draw_and_its_proof_by_the_shipped_script(self):
        """ZF-T11.5: sealed and drawn in the browser; the public files are recomputed by the script beside them."""
        self.office_user.password = "test_tour_password"
        draw = self._draft_draw(number_drawn=1)
        self.start_tour(f"{FORM}/{draw.id}", "street_safety_draw", login=self.office_user.login, timeout=180)
        self.assertEqual((draw.state, draw.word, draw.line_count), ("drawn", "骰子 4 1 6 3", 4))
        self.assertTrue(draw.is_intact)
        self.authenticate(None, None)
        pool = self.url_open(f"/street-safety/draw/{draw.token}/pool.json").content
        proof = self.url_open(f"/street-safety/draw/{draw.token}/proof.json").text
        code, said = self._run_script(pool, proof)
        self.assertEqual(code, 0, said)
        first = draw.line_ids[0].digest
        self.assertNotEqual(self._run_script(pool, proof.replace(first, "0" * len(first)))[0], 0)
        script = self.url_open("/street_safety_inspection/static/verify/verify_draw.py").text
        self.assertLessEqual(len(script.splitlines()), 40)
        page = self.url_open(f"/street-safety/draw/{draw.token}").text
        for name in draw.line_ids.mapped("name"):
            self.assertIn(name, page)
