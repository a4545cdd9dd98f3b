import base64

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestPublicity(StreetCase):
    """Publicity is work records with channel, reach and topics; each row shows it, another record does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("street_safety_base.record_type_publicity")
        cls.law = cls.env.ref("street_safety_training.record_type_law")
        cls.factory = cls._enterprise("Factory", cls.grid_a1)

    def _topic(self, code):
        return self.env.ref(f"street_safety_training.record_topic_{code}")

    def _activity(self, done=True, unit=None, **vals):
        photo = {"name": "act.png", "raw": base64.b64decode(self.signature), "mimetype": "image/png"}
        record = self.env["safety.record"].create(
            {
                "name": "Publicity",
                "type_id": self.kind.id,
                "unit_id": (unit or self.community_a).id,
                "date": "2026-06-09",
                "channel": "event",
                "audience": "Residents",
                "photo_ids": [Command.create(photo)],
                "topic_ids": [Command.set(self._topic("policy").ids)],
                **vals,
            }
        )
        if done:
            record.action_done()
        return record

    def _found(self, *domain, user=None):
        records = self.env["safety.record"].with_user(user or self.env.user)
        return records.search([("type_id.is_publicity", "=", True), ("company_id", "=", self.company.id), *domain])

    def test_xt_4_1d_topics_covered_and_never_covered(self):
        """XT-4.1d: each activity shows its topics; the year's overview reveals topics never covered."""
        draft = self._activity(done=False, topic_ids=False)
        with self.assertRaisesRegex(UserError, "topics covered"):
            draft.action_done()
        self._activity(topic_ids=[Command.set((self._topic("policy") | self._topic("case")).ids)], reach=80)
        self._activity(topic_ids=[Command.set(self._topic("example").ids)], date="2025-12-30")
        self._activity(done=False, topic_ids=[Command.set(self._topic("example").ids)])
        topics = self.env["safety.record.topic"].with_user(self.office_user)
        policy, example = self._topic("policy").with_user(self.office_user), self._topic("example")
        self.assertEqual((policy.publicity_count, policy.publicity_reach), (1, 80))
        never = topics.search([("is_publicity", "=", True), ("publicity_count", "=", 0)])
        self.assertIn(example, never, "last year's and planned ones do not count")
        self.assertNotIn(policy, never)
        opened = self.env["safety.record"].search(policy.action_open_publicity()["domain"])
        self.assertEqual(len(opened), policy.publicity_count, "the number opens what it counts")

    def test_bf_1_1_5a_activities_of_a_grid(self):
        """BF-1.1.5a: activities are recorded for a grid with form and audience; the neighbour does not see them."""
        action = self.env.ref("street_safety_training.safety_record_action_publicity")
        self.assertIn("is_publicity", action.domain)
        with Form(
            self.env["safety.record"].with_user(self.grid_user).with_context(default_type_id=self.kind.id)
        ) as form:
            form.name = "Lecture in the rental houses"
            form.unit_id = self.grid_a1
            form.channel = "lecture"
            form.audience = "Tenants"
            form.reach = 35
        record = form.save()
        found = self._found(("unit_id", "=", self.grid_a1.id), ("channel", "=", "lecture"), user=self.grid_user)
        self.assertEqual((found, found.audience, found.reach), (record, "Tenants", 35))
        self.assertFalse(self._found(("id", "=", record.id), user=self.other_grid_user))

    def test_bf_1_2_4a_volunteers_take_part(self):
        """BF-1.2.4a: volunteers are recorded as taking part, by number and by name."""
        with_them = self._activity(volunteer_count=12, guests="Volunteer team of the square")
        self._activity()
        self.assertEqual(self._found(("volunteer_count", ">", 0)), with_them)
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self._activity(done=False, volunteer_count=-1)
            self.env.flush_all()
        self.assertIn("reach_positive", str(caught.exception))

    def test_bf_3_2b_names_the_benchmark_enterprise(self):
        """BF-3.2b: an activity names the benchmark enterprise whose practice it spreads; another enterprise is none."""
        self._activity(enterprise_ids=[Command.set(self.factory.ids)])
        self.assertFalse(self._found(("names_benchmark", "=", True)))
        self.factory._write_shown({"benchmark_since": "2026-01-05"})
        other = self._enterprise("Other", self.grid_a1)
        self._activity(enterprise_ids=[Command.set(other.ids)])
        found = self._found(("names_benchmark", "=", True))
        self.assertEqual((len(found), found.enterprise_ids, found.names_benchmark), (1, self.factory, True))

    def test_zf_3_3a_medium_and_link(self):
        """ZF-3.3a: an item in the media is recorded with medium and link, and not completed without both."""
        draft = self._activity(done=False, type_id=self.law.id, channel=False, photo_ids=False)
        draft.photo_ids = False
        for missing, vals in (
            ("the channel", {"channel": "media"}),
            ("the link", {"link": "https://example.com/item"}),
        ):
            with self.assertRaisesRegex(UserError, missing):
                draft.action_done()
            draft.write(vals)
        self.assertEqual(self._found(("channel", "=", "media")).link, "https://example.com/item")

    def test_zf_t3_3_warning_video_with_views(self):
        """ZF-T3.3: a warning video of a typical accident is kept with its link and its views."""
        video = self._activity(channel="video", link="https://example.com/v", reach=1200, topic_ids=[
            Command.set(self._topic("case").ids)])  # fmt: skip
        self._activity(channel="video", link="https://example.com/w")
        found = self._found(("channel", "=", "video"), ("topic_ids", "in", self._topic("case").ids))
        self.assertEqual((found, found.reach, found.link), (video, 1200, "https://example.com/v"))

    def test_zf_t13_1_themes_are_data(self):
        """ZF-T13.1: themes are data, a new one needs no code; the year's view shows which had an activity."""
        theme = self.env["safety.record.topic"].create({"name": "Lift day", "code": "lift_day", "is_publicity": True})
        month = self._topic("safety_month")
        self._activity(topic_ids=[Command.set(month.ids)])
        topics = self.env["safety.record.topic"].search([("is_publicity", "=", True), ("publicity_count", ">", 0)])
        self.assertIn(month, topics)
        self.assertNotIn(theme, topics)
        self._activity(topic_ids=[Command.set(theme.ids)])
        self.env.invalidate_all()
        self.assertEqual(theme.publicity_count, 1)

    def test_zf_t13_2_activities_of_law_are_listed(self):
        """ZF-T13.2: activities that spread the law are listed as such, other publicity is not."""
        law = self._activity(type_id=self.law.id, channel="lecture")
        self._activity()
        self.assertEqual(self._found(("type_id.code", "=", "law_publicity")), law)

    def test_gy_3_13_by_medium_and_community(self):
        """GY-3.13: activities filter by medium and community, and are counted by both."""
        self._activity(channel="media", link="https://example.com/a")
        self._activity(channel="media", link="https://example.com/b", unit=self.community_b)
        self._activity(channel="print")
        found = self._found(("channel", "=", "media"), ("unit_id", "child_of", self.community_a.id))
        self.assertEqual((len(found), found.unit_id), (1, self.community_a))
        groups = self.env["safety.record"]._read_group(
            [("id", "in", self._found().ids)], ["unit_id", "channel"], ["__count"]
        )
        self.assertIn((self.community_b, "media", 1), groups)
