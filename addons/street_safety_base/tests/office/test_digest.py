import os
import signal
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import in_child, wait_for
from .meeting_common import MeetingCase

NOW = "2026-03-01 16:05:00"  # Monday 2 March, five past midnight in the street


@tagged("post_install", "-at_install")
class TestDigest(MeetingCase):
    """One message a person and day, with links; nothing for who has nothing; no more statements for more people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._meeting_type("tt_weekly", guests="stationed_cadre grid_member", chair="stationed_cadre")
        cls.regulation = cls._regulation()
        cls.rule = cls._meeting_rule(
            cls.regulation, "tt_weekly", "community", "stationed_cadre", period_unit="week", due_kind="period_end"
        )
        cls.regulation.action_adopt()
        cls.digest = cls.env["safety.digest"]
        (cls.cadre_user | cls.grid_user | cls.head_user).lang = "en_US"

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self._night()

    def test_one_digest_with_invitations_a_week_ahead(self):
        """Not one message per meeting: one with all meetings of two weeks, then none until the next is a week away."""
        self.digest._send(self.company)
        for user in (self.cadre_user, self.grid_user):
            (message,) = self._messages(user)
            self.assertEqual(message.body.count("safety_meeting_action/"), 3, message.body)
        meetings = self.env["safety.meeting"].search([("unit_id", "=", self.community_a.id)], order="start")
        told = meetings.attendee_ids.filtered("announced_on").meeting_id
        self.assertEqual(told, meetings[:3])
        self.assertFalse(self._messages(self.head_user), "nothing to do, nothing to read")
        for days in range(1, 14):
            with freeze_time("2026-03-01 16:05:00") as clock:
                clock.tick(timedelta(days=days))
                self.env["safety.meeting"]._claim_invitations(self.company)
        told = meetings.attendee_ids.filtered("announced_on").meeting_id
        for meeting in told:
            days = {line.announced_on for line in meeting.attendee_ids}
            self.assertEqual(len(days), 1)
            ahead = (self.company._safety_date(meeting.start) - days.pop()).days
            self.assertTrue(ahead >= 7 or meeting == meetings[0], "a week ahead, but for the one already near")

    def test_digest_says_what_is_overdue_and_due(self):
        with freeze_time("2026-03-09 16:05:00"):  # Tuesday 10 March
            self.env["safety.duty"]._open_due(self.company)
            self.digest._send(self.company)
        (message,) = self._messages(self.cadre_user)
        self.assertIn("Overdue", message.body)
        self.assertIn("Meeting tt_weekly", message.body)
        self.assertIn("/odoo/action-street_safety_base.safety_duty_action/", message.body)
        self.assertIn("2026-03-08", message.body)
        self.assertRegex(message.subject, "10", "the street's date, not that of UTC")

    def test_once_a_day_and_again_tomorrow(self):
        self.digest._send(self.company)
        self.digest._send(self.company)
        self.assertEqual(len(self._messages(self.cadre_user)), 1)
        self.assertEqual(str(self.cadre_user.safety_digest_on), "2026-03-02")
        with freeze_time("2026-03-02 16:05:00"):
            self.digest._send(self.company)
        self.assertEqual(len(self._messages(self.cadre_user)), 2)

    def test_channel_is_the_persons_own_choice(self):
        self.cadre_user.notification_type = "inbox"
        self.grid_user.notification_type = "email"
        self.digest._send(self.company)
        inbox, mail = self._messages(self.cadre_user), self._messages(self.grid_user)
        self.assertEqual(inbox.notification_ids.notification_type, "inbox")
        self.assertFalse(inbox.mail_ids)
        self.assertEqual(mail.notification_ids.notification_type, "email")
        self.assertEqual(mail.mail_ids.recipient_ids, self.grid_user.partner_id)
        self.assertEqual(mail.mail_ids.state, "outgoing", "queued: the night waits for no mail server")
        self.assertIn(inbox, self.env["mail.message"].with_user(self.cadre_user).search([("needaction", "=", True)]))

    def test_without_digest_still_invited(self):
        """Who opts out gets invitations and escalations, no daily list."""
        self.cadre_user.with_user(self.cadre_user).safety_digest = False
        self.digest._send(self.company)
        (message,) = self._messages(self.cadre_user)
        self.assertIn("You are invited to", message.body)
        self.assertNotIn("Due", message.body)
        with freeze_time("2026-03-02 16:05:00"):
            self.digest._send(self.company)
        self.assertEqual(len(self._messages(self.cadre_user)), 1)

    def test_missing_minutes_step_up(self):
        """A meeting without minutes is escalated by the steps of its rule, in the digest of who is to be told."""
        self.rule.write(
            {
                "step_ids": [
                    (
                        0,
                        0,
                        {
                            "offset": 1,
                            "post_ids": [(6, 0, self._post("work_point_head").ids)],
                            "unit_type_id": self.env.ref("street_safety_base.unit_type_work_point").id,
                        },
                    )
                ]
            }
        )
        meeting = self.env["safety.meeting"].search([("unit_id", "=", self.community_a.id)], order="start", limit=1)
        with freeze_time(meeting.start + timedelta(minutes=5)):
            meeting.attendee_ids[:1].action_present()
            meeting.action_hold()
        run = self.env["safety.run"]
        with freeze_time("2026-03-08 16:05:00"):  # Monday 9 March: due yesterday, no minutes
            run._run(self.company)
        (message,) = self._messages(self.head_user)
        self.assertIn("Meeting tt_weekly", message.body)
        self.assertIn("Minutes to write", self._messages(self.cadre_user).body)
        with freeze_time("2026-03-08 18:05:00"):
            run._run(self.company)
        self.assertEqual(len(self._messages(self.head_user)), 1)

    def test_a_moved_meeting_is_told_again_and_a_cancelled_one_at_once(self):
        self.digest._send(self.company)
        meeting = self.env["safety.meeting"].search([("unit_id", "=", self.community_a.id)], order="start", limit=1)
        meeting.write({"start": meeting.start + timedelta(days=1), "stop": meeting.stop + timedelta(days=1)})
        with freeze_time("2026-03-02 16:05:00"):
            self.digest._send(self.company)
        message = self._messages(self.grid_user)[0]
        self.assertIn(f"safety_meeting_action/{meeting.id}", message.body)
        meeting.cancel_reason = "Typhoon"
        meeting.action_cancel()
        self.assertIn("Typhoon", self._messages(self.grid_user)[0].body)

    def test_statements_do_not_grow_with_people(self):
        counts = []
        for people in (2, 40):
            for n in range(people):
                self._person(f"digest_{people}_{n}", "grid_member", self.grid_a2)
            with freeze_time("2026-03-02 15:59:00"):
                self.env["safety.meeting"]._follow_seats(self.company)
            self.env.cr.execute("UPDATE res_users SET safety_digest_on = NULL")
            self.env.cr.execute("UPDATE safety_meeting_attendee SET announced_on = NULL")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sent = self.digest._send(self.company)
            self.env.flush_all()
            counts.append((len(sent), self.env.cr.sql_log_count - before))
        (few, first), (many, second) = counts
        self.assertGreater(many, few + 30)
        self.assertLessEqual(second, first + 4, counts)


@tagged("post_install", "-at_install")
class TestDigestKilled(MeetingCase):
    """Invariant 1: nothing is noted as told before the message is there; both are in one transaction."""

    def test_killed_before_the_commit_nothing_was_told(self):
        company = self.env.ref("base.main_company").id

        def work(env):
            env["safety.digest"]._send(env["res.company"].browse(company))
            os.kill(os.getpid(), signal.SIGKILL)

        def count():
            with self.registry.cursor() as cr:
                cr.execute("SELECT count(*) FROM res_users WHERE safety_digest_on IS NOT NULL")
                told = cr.fetchone()[0]
                cr.execute("SELECT count(*) FROM mail_message WHERE message_type = 'user_notification'")
                return told, cr.fetchone()[0]

        before = count()
        self.assertEqual(wait_for(in_child(work)), -signal.SIGKILL)
        self.assertEqual(count(), before)
