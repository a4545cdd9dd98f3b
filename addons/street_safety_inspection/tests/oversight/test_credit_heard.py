from freezegun import freeze_time

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .test_credit import CreditCase

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@tagged("post_install", "-at_install")
class TestCreditHeard(CreditCase, HttpCase):
    """The enterprise reads what it is told, objects and asks for repair by its own link."""

    def _page(self, path="/credit", **post):
        self.authenticate(None, None)
        link = self.enterprise._answer_url().partition("/street-safety")
        url = f"{link[1]}{link[2]}{path}"
        if not post:
            return self.url_open(url)
        self.url_open(url)
        return self.url_open(
            url, data={"csrf_token": http.Request.csrf_token(self), **post}, files={"files": ("a.png", PNG)}
        )

    def _told(self):
        entry = self._entry(list_type="blacklist")
        entry.action_notify()
        return entry

    def test_it_objects_in_time_by_its_link(self):
        """ZF-T12.2a: what it is told stands on the page; the objection waits for another officer, its paper with it."""
        self.assertNotIn("o_safety_credit_card", self._page().text)
        entry = self._told()
        self.assertIn("/credit", self._page("").text, "the list of hazards leads there")
        self.assertIn("Resumed while stopped", self._page().text)
        refused = self._page(entry=str(entry.id), text=" ", sender="Chen Wu")
        self.assertIn("o_safety_error", refused.text)
        self.assertEqual(entry.state, "notified")
        sent = self._page(entry=str(entry.id), text="We <b>never</b> resumed", sender="Chen Wu")
        self.assertIn("o_safety_sent", sent.text)
        self.assertNotIn("<b>never", sent.text)
        self.assertNotIn("o_safety_credit_form", sent.text, "it can be sent once")
        self.env.invalidate_all()
        self.assertEqual(
            (entry.state, entry.objection, entry.sent_by), ("objected", "We <b>never</b> resumed", "Chen Wu")
        )
        self.assertEqual(entry.with_user(self.office_2).sent_ids.mapped("res_id"), [entry.id])
        entry.with_user(self.office_2)._do_because("dismiss", "Photos show it")
        self.assertIn("Photos show it", self._page().text)
        self.assertNotIn("o_safety_credit_form", self._page().text, "the decision stands")

    def test_too_late_is_said(self):
        entry = self._told()
        with freeze_time("2026-03-22 02:00:00"), self.assertRaisesRegex(UserError, "Nothing can be sent"):
            entry._hear({"text": "Late", "sender": "Chen Wu"}, [])

    def test_it_asks_to_be_taken_off(self):
        entry = self._listed()
        entry._hear({"text": "The exit is open", "sender": "Chen Wu"}, [])
        self.assertEqual((entry.state, entry.repair), ("repairing", "The exit is open"))
        with self.assertRaisesRegex(UserError, "Nothing can be sent"):
            entry._hear({"text": "Again", "sender": "Chen Wu"}, [])
        entry._do_because("refuse", "Exit locked again")
        self.assertIn("Exit locked again", [text for _label, text in entry._enterprise_values()["said"]])

    def test_nobody_elses(self):
        """The link of one enterprise neither shows nor moves the listing of another; a draft is not told."""
        other = self._entry(self._enterprise("Paper", self.grid_b1), ground="Ground of another")
        other.action_notify()
        self._entry(ground="Not told yet")
        text = self._page().text
        self.assertNotIn("Ground of another", text)
        self.assertNotIn("Not told yet", text)
        self.assertEqual(self._page(entry=str(other.id), text="Mine", sender="X").status_code, 404)
        self.assertEqual(other.state, "notified")
        self.assertEqual(self.url_open("/street-safety/answer/guess/credit").status_code, 404)

    def test_files_are_told_by_their_content(self):
        entry = self._told()
        with self.assertRaisesRegex(UserError, "no photo"):
            entry._hear({"text": "See this", "sender": "Chen Wu"}, [("a.png", b"#!/bin/sh")])
        self.assertEqual((entry.state, entry.objection), ("notified", False))
