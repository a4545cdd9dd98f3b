from datetime import timedelta

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import InspectionCase

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@tagged("post_install", "-at_install")
class TestAnswer(InspectionCase):
    """What the enterprise sends is a proposal until staff take it over."""

    def _ordered(self):
        hazard = self._hazard()
        hazard.action_order()
        return hazard

    def _send(self, hazard, kind="rectified", files=((("after.jpg"), PNG),), **vals):
        return hazard.sudo()._answer({"kind": kind, "text": "Done", "sender": "Chen Wu", **vals}, files)

    def test_zf_t10_1_a_proposal_until_staff_accept(self):
        """ZF-T10.1: the enterprise's photos and words change nothing before; taken over they are handed in."""
        hazard = self._ordered()
        answer = self._send(hazard)
        self.assertEqual((answer.state, hazard.state, len(hazard.after_photo_ids)), ("proposed", "rectifying", 0))
        with self.assertRaises(AccessError):
            answer.with_user(self.grid_user).write({"text": "Other"})
        with self.assertRaises(AccessError):
            answer.with_user(self.other_grid_user).action_accept()
        answer.with_user(self.grid_user).action_accept()
        self.assertEqual((hazard.state, hazard.submitted_by_id), ("submitted", self.grid_user))
        self.assertEqual((hazard.rectified_by, len(hazard.after_photo_ids)), ("Chen Wu", 1))
        self.assertEqual(hazard.after_photo_ids.name, "after.png", "what it is, not what its name says")

    def test_plan_and_extension(self):
        hazard = self._ordered()
        self._send(hazard, "plan", ()).with_user(self.grid_user).action_accept()
        self.assertIn("Done", str(hazard.record_ids.mapped("note")))
        with self.assertRaisesRegex(UserError, "after the present one"):
            self._send(hazard, "extension", (), date_until="2026-03-01")
        wish = self._send(hazard, "extension", (), date_until="2026-03-25")
        self.assertEqual(str(hazard.deadline), "2026-03-17")
        wish.with_user(self.grid_user).action_accept()
        hazard.with_user(self.cadre_user).action_grant()
        self.assertEqual(str(hazard.deadline), "2026-03-25")
        rejected = self._send(hazard)
        rejected.with_user(self.cadre_user)._do_because("reject", "Photo is blurred")
        self.assertEqual(rejected._portal_values()["reason"], "Photo is blurred")

    def test_bad_input_gets_a_clear_answer(self):
        hazard = self._ordered()
        for vals, words in (
            ({"kind": "x"}, "Choose what"),
            ({"files": ()}, "Add a photo"),
            ({"files": (("evil.jpg", b"#!/bin/sh"),)}, "no photo"),
            ({"kind": "plan", "text": " ", "files": ()}, "Write your plan"),
            ({"text": "x" * 2001}, "too long"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._send(hazard, **vals)
        for _number in range(self.company.safety_correction_limit):
            self._send(hazard)
        with self.assertRaisesRegex(UserError, "waiting to be looked at"):
            self._send(hazard)


@tagged("post_install", "-at_install")
class TestAnswerPages(HttpCase, InspectionCase):
    @mute_logger("odoo.http")
    def test_link_shows_its_enterprise_only(self):
        """ZF-T10.1: by its link an enterprise sees and answers its own hazards; a guessed id or token is not found."""
        mine = self._hazard()
        mine.action_order()
        other = self._hazard(
            self.other_grid_user, enterprise_id=self._enterprise("Rival", self.grid_b1).id, name="Rival"
        )
        other.action_order()
        page = self.enterprise._answer_url().partition("/street-safety")[2]
        base = f"/street-safety{page}"
        self.env.flush_all()
        listed = self.url_open(base)
        self.assertIn("Blocked exit", listed.text)
        self.assertNotIn("Rival", listed.text)
        self.assertEqual(self.url_open(f"{base}/{other.id}").status_code, 404)
        self.assertEqual(self.url_open("/street-safety/answer/guessed").status_code, 404)
        self.assertEqual(
            self.url_open(f"/my/enterprise/{self.enterprise.id}/hazards", allow_redirects=False).status_code, 303
        )
        self.authenticate(None, None)
        data = {"csrf_token": http.Request.csrf_token(self), "kind": "rectified", "text": "Opened", "sender": "Chen"}
        bad = self.url_open(f"{base}/{mine.id}", data=data, files={"files": ("a.jpg", b"#!/bin/sh", "image/jpeg")})
        self.assertIn("o_safety_error", bad.text)
        self.assertIn("Opened", bad.text, "what was typed is kept")
        sent = self.url_open(f"{base}/{mine.id}", data=data, files={"files": ("a.jpg", PNG, "image/jpeg")})
        self.assertIn("o_safety_sent", sent.text)
        self.assertEqual(mine.answer_ids.by_link, True)
        self.assertEqual(self.url_open(f"{base}/{other.id}", data=data).status_code, 404)
        self.assertFalse(other.answer_ids)

    def test_what_is_due_today_says_so(self):
        """Not “0 days left”: on the list and on the hazard's own page; what is due tomorrow is not due today."""
        today = self.company._safety_today()
        hazard, later = (self._hazard(deadline=today + timedelta(days=days)) for days in (0, 1))
        (hazard | later).action_order()
        base = self.enterprise._answer_url()[self.enterprise._answer_url().index("/street-safety") :]
        self.env.flush_all()
        self.assertEqual((hazard.days_left, hazard.is_overdue), (0, False))
        self.assertEqual(self.url_open(base).text.count("o_safety_due_today"), 1)
        self.assertIn("o_safety_due_today", self.url_open(f"{base}/{hazard.id}").text)
        self.assertNotIn("o_safety_due_today", self.url_open(f"{base}/{later.id}").text)
