from datetime import timedelta

from lxml.html import fromstring as html_fromstring

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestMeetingPages(HttpCase, StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.grid_user, cls.other_grid_user, cls.cadre_user):
            user.password = user.login
        cls.meeting = cls.env["safety.meeting"].create(
            {
                "name": "Monthly meeting",
                "type_id": cls.env.ref("street_safety_base.meeting_type_community_monthly").id,
                "unit_id": cls.community_a.id,
                "start": fields.Datetime.now() - timedelta(seconds=5),
            }
        )
        cls.meeting.action_invite()
        cls.sign_in = f"/street-safety/meeting/{cls.meeting.token}"

    def _open(self, user, url):
        self.authenticate(user.login, user.login)
        return self.url_open(url)

    def test_guest_signs_in_by_the_code(self):
        self.meeting.type_id.late_after = 30
        page = self._open(self.grid_user, self.sign_in)
        self.assertEqual(page.status_code, 200)
        line = self.meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.grid_user)
        self.assertEqual(line.state, "present")
        self.assertIn("Monthly meeting", page.text)

    def test_outsider_learns_nothing(self):
        page = self._open(self.other_grid_user, self.sign_in)
        self.assertNotIn("Monthly meeting", page.text)
        self.assertNotIn("present", self.meeting.attendee_ids.mapped("state"))
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(self.sign_in).url)

    @mute_logger("odoo.http")
    def test_screen_and_calendar_file(self):
        screen = f"/street-safety/meeting/{self.meeting.id}/screen"
        self.assertIn("/report/barcode/", self._open(self.cadre_user, screen).text)
        self.assertEqual(self._open(self.other_grid_user, screen).status_code, 403)
        calendar = f"/street-safety/meeting/{self.meeting.id}/calendar.ics"
        content = self._open(self.grid_user, calendar).text
        self.assertIn("BEGIN:VCALENDAR", content)
        self.assertIn("SUMMARY:Monthly meeting", content)
        self.assertEqual(self._open(self.other_grid_user, calendar).status_code, 403)
        self.assertEqual(self.meeting.with_user(self.grid_user).action_calendar_file()["url"], calendar)
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.other_grid_user).action_calendar_file()

    def test_minutes_on_paper(self):
        self.meeting.write({"item_ids": [(0, 0, {"name": "Hazards", "conclusion": "Two open"})], "place": "Room 2"})
        report = self.env["ir.actions.report"].with_user(self.cadre_user)
        html, _kind = report._render_qweb_html("street_safety_base.report_minutes", self.meeting.ids)
        text = html.decode()
        for part in ("Monthly meeting", "Room 2", "Two open", self.community_a.name):
            self.assertIn(part, text)
        (row,) = [row for row in html_fromstring(html).xpath("//tr") if "Two open" in row.text_content()]
        self.assertEqual(len(row.xpath("td")), 4, "a cell without content keeps its place")
