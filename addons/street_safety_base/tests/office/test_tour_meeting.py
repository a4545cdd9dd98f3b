from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .meeting_common import MeetingCase

MY_WORK = "/odoo/action-street_safety_base.safety_duty_action_my_work"


class TourCase(HttpCase, MeetingCase):
    """People with Chinese names and the language of the office, whose day is today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        names = {cls.office_user: "虚构安办", cls.head_user: "虚构点长", cls.grid_user: "虚构网格员"}
        for user, name in names.items():
            user.write({"name": name, "lang": "zh_CN", "password": user.login, "tz": "Asia/Shanghai"})
        cls.work_point.name = "虚构甲工作点"

    def _begin(self, meeting):
        """Let the meeting begin now."""
        now = fields.Datetime.now().replace(microsecond=0)
        meeting.write({"start": now - timedelta(minutes=2), "stop": now + timedelta(hours=2)})
        self.env.flush_all()


@tagged("post_install", "-at_install")
class TestTourConsultation(TourCase):
    """The weekly consultation with the work points in turn, from its generation to the closed resolution (XT-1.3a)."""

    def test_consultation_from_generation_to_closed_resolution(self):
        self._meeting_type(
            "tour_consultation",
            name="与工作点研商会",
            guests="safety_committee_office work_point_head",
            chair="safety_committee_office",
            agenda="安全形势研判\n存在问题研商",
            agenda_required=True,
        )
        regulation = self._regulation()
        self._meeting_rule(
            regulation,
            "tour_consultation",
            "street",
            "safety_committee_office",
            name="与一个工作点轮流研商",
            period_unit="week",
            rotation_type_id=self.work_point.type_id.id,
        )
        regulation.action_adopt()
        meetings = self._night().sorted("start")
        meeting, following = meetings[0], meetings[1]
        if meeting.duty_id.state != "open":  # generated on a Sunday night: the week is over
            meeting.duty_id.sudo().state = "open"
        self._begin(meeting)
        self.start_tour(MY_WORK, "street_safety_consultation_minutes", login=self.office_user.login, timeout=400)
        meeting.invalidate_recordset()
        self.assertEqual(meeting.state, "minuted")
        self.assertEqual(meeting.duty_id.state, "met")
        resolution = meeting.resolution_ids
        self.assertEqual((resolution.unit_id, resolution.user_id), (self.work_point, self.head_user))
        self.start_tour(MY_WORK, "street_safety_resolution_carried_out", login=self.head_user.login, timeout=400)
        resolution.invalidate_recordset()
        self.assertEqual(resolution.state, "done")
        self.assertEqual(following.pending_ids, resolution)
        url = f"/odoo/action-street_safety_base.safety_meeting_action/{following.id}"
        self.start_tour(url, "street_safety_resolution_closed", login=self.office_user.login, timeout=400)
        resolution.invalidate_recordset()
        self.assertEqual(resolution.state, "closed")


@tagged("post_install", "-at_install")
class TestTourMorning(TourCase):
    """A grid member's morning on a phone: what is overdue, the meeting, the first piece of work."""

    browser_size = "390x844"
    touch_enabled = True

    def test_morning_on_the_phone(self):
        kind = self._meeting_type("tour_morning", guests="grid_member stationed_cadre", chair="stationed_cadre")
        regulation = self._regulation()
        grid = {
            "unit_type_id": self.grid_a1.type_id.id,
            "post_ids": [(6, 0, self._post("grid_member").ids)],
            "period_unit": "day",
        }
        self._rule(regulation, name="今日宣传", **grid)
        regulation.action_adopt()
        today = self.company._safety_today()
        duties = self.env["safety.duty"]
        duties._generate(self.company, today, today)
        duties._open_due(self.company)
        meeting = self.env["safety.meeting"].create(
            {
                "name": "网格晨会",
                "type_id": kind.id,
                "unit_id": self.community_a.id,
                "start": fields.Datetime.now() + timedelta(hours=3),
            }
        )
        meeting.action_invite()
        self._begin(meeting)
        self.start_tour(MY_WORK, "street_safety_morning", login=self.grid_user.login, timeout=400)
        line = meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.grid_user)
        self.assertIn(line.state, ("present", "late"))
        record = self.env["safety.record"].search([("create_uid", "=", self.grid_user.id)])
        self.assertEqual((record.state, record.guests), ("done", "居民三人"))
