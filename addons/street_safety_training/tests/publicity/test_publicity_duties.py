import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.common import StreetCase

LINK = "https://example.com/item"


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestPublicityDuties(StreetCase):
    """The duties of publicity by the rules of the regulations themselves: met by the real activity, and only by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("street_safety_base.record_type_publicity")
        cls.law = cls.env.ref("street_safety_training.record_type_law")
        cls.committee = cls._unit("Committee", "safety_committee", cls.street, date_start="2020-01-01")
        cls.member, cls.other_member = (
            cls._unit(f"Member {code}", "member_unit", cls.committee, date_start="2020-01-01", code=code)
            for code in ("police_station", "forestry_station")
        )
        cls.duties = cls.env["safety.duty"]

    # ---- helpers -----------------------------------------------------------------------------------------------------

    def _rules(self, pack):
        """Adopt a shipped regulation; return its rules by code. A town's rules are owed by our street."""
        regulations = self.env["safety.regulation"]
        mapping = {"unit_types": {"town": self.street.type_id}}
        regulation = regulations._from_file(regulations._packs()[pack], self.street, mapping, skip=True)[0]
        regulation.date_from = "2025-01-01"
        regulation.action_adopt()
        return regulation.rule_ids.grouped("code")

    def _launch(self, rule):
        """Launch ``rule`` for the whole street, due in three days; return its duties by unit."""
        launch = self.env["safety.duty.launch"].create(
            {"name": "Do it", "reason": "Campaign", "unit_id": self.street.id, "rule_ids": [Command.set(rule.ids)],
             "hours": 72}
        )  # fmt: skip
        launch.action_launch()
        return self.duties.search([("rule_id", "=", rule.id)]).grouped("unit_id")

    def _topic(self, *codes):
        refs = [self.env.ref(f"street_safety_training.record_topic_{code}").id for code in codes]
        return [Command.set(refs)]

    def _activity(self, unit, done=True, **vals):
        photo = {"name": "act.png", "raw": base64.b64decode(self.signature), "mimetype": "image/png"}
        record = self.env["safety.record"].create(
            {
                "name": "Publicity", "type_id": self.kind.id, "unit_id": unit.id, "date": "2026-06-10",
                "channel": "event", "audience": "Residents", "photo_ids": [Command.create(photo)],
                "topic_ids": self._topic("policy"), **vals,
            }
        )  # fmt: skip
        if done:
            record.action_done()
        return record

    def _check(self, duty, right, *wrong):
        """Try records one by one: each of ``wrong`` and a draft leave the duty open, ``right`` meets it.

        A record is (unit, values). Too late is tried last, on the other duties of the rule.
        """
        unit, vals = right
        self.assertTrue(duty)
        for place, changed in ((unit, {**vals, "done": False}), (unit, {**vals, "date": "2026-06-09"}), *wrong):
            self._activity(place, **changed)
            self.duties._evaluate(self.company)
            self.assertEqual(duty.state, "open", f"{place.name}: {changed}")
        self._activity(unit, **vals)
        self.assertEqual(duty.state, "met")

    # ---- the rows ----------------------------------------------------------------------------------------------------

    def test_xt_4_1d_all_three_contents_in_the_year(self):
        """XT-4.1d: policy and laws, good examples, accident cases: each in some activity of the year, or it is missed.

        Last year's, a plan of one, one of another theme, a meeting that had it on the agenda leave it out.
        """
        rule = self._rules("XT")["XT-4.1d"]
        self.duties._generate(self.company, date(2026, 1, 1), date(2026, 12, 31))
        self.duties._open_due(self.company)
        duty = self.duties.search([("rule_id", "=", rule.id), ("period_start", "=", "2026-01-01")])
        self.assertEqual((duty.unit_id, duty.target_required, str(duty.due_date)), (self.street, 3, "2026-12-31"))
        example = self._topic("example")
        self._activity(self.community_a, topic_ids=self._topic("policy", "case"), date="2026-02-03")
        self._activity(self.community_a, topic_ids=example, date="2025-12-30")
        self._activity(self.grid_b1, topic_ids=example, done=False)
        self._activity(self.grid_b1, topic_ids=self._topic("traffic_day"))
        self._work_record(self.street, "2026-06-09", topic_ids=example)
        self.duties._evaluate(self.company)
        self.assertEqual((duty.state, duty.target_done), ("open", 2))
        self._activity(self.grid_b1, topic_ids=example)
        self.assertEqual((duty.state, duty.target_done), ("met", 3))

    def test_xt_4_1d_every_activity_ticks_what_it_covered(self):
        """XT-4.1d, XY-2.2c: as shipped, publicity of every type says channel, audience and what it covered."""
        self._rules("XT")
        types = self.env["safety.record.type"]
        for code in (
            "publicity",
            "law_publicity",
            "outreach_publicity",
            "fire_day_publicity",
            "safety_month_publicity",
        ):
            kind = types.search([("code", "=", code)])
            record = self._activity(
                self.street, done=False, type_id=kind.id, topic_ids=False, channel=False, audience=False
            )
            for words, vals in (
                ("topics covered", {"topic_ids": self._topic("policy")}),
                ("channel", {"channel": "media"}),
                ("who was addressed", {"audience": "Residents"}),
            ):
                with self.assertRaisesRegex(UserError, words):
                    record.action_done()
                record.write(vals)
            record.action_done()
            self.assertEqual(record.state, "done")
            self.assertEqual(record.topic_ids.code, "publicity_policy")

    def test_bf_1_1_5a_each_grid_its_own(self):
        """BF-1.1.5a: launched, every grid owes an activity; the neighbour's and the community's are not its own."""
        found = self._launch(self._rules("BF")["BF-1.1.5a"])
        self.assertEqual(set(found), {self.grid_a1, self.grid_a2, self.grid_b1, self.grid_b2})
        self.assertEqual(found[self.grid_a1].post_id.code, "grid_member")
        self._check(found[self.grid_a1], (self.grid_a1, {}), (self.grid_a2, {}), (self.community_a, {}))
        self.assertEqual((found[self.grid_a2].state, found[self.grid_b1].state), ("met", "open"))

    def test_too_late(self):
        """BF-1.1.5a: an activity after the day that was given leaves it missed."""
        duty = self._launch(self._rules("BF")["BF-1.1.5a"])[self.grid_a1]
        self.assertEqual(str(duty.due_date), "2026-06-13")
        with freeze_time("2026-06-14 04:00:00"):
            self._activity(self.grid_a1, date="2026-06-14")
            self.env["safety.run"]._run(self.company)
            self.assertEqual(duty.state, "missed")

    def test_bf_1_2_4a_volunteers_came(self):
        """BF-1.2.4a: an activity of the community to which volunteers came; one without any is another activity."""
        found = self._launch(self._rules("BF")["BF-1.2.4a"])
        self.assertEqual(set(found), {self.community_a, self.community_b})
        self._check(
            found[self.community_a], (self.grid_a1, {"volunteer_count": 12}), (self.community_a, {}),
            (self.community_b, {"volunteer_count": 5}),
        )  # fmt: skip

    def test_bf_3_2b_a_benchmark_enterprise_is_named(self):
        """BF-3.2b: the practice of a benchmark enterprise is spread; one that is none, or nobody named, is not that."""
        firm, other = (self._enterprise(name, self.grid_a1) for name in ("Model", "Ordinary"))
        firm._write_shown({"benchmark_since": "2026-01-05"})
        found = self._launch(self._rules("BF")["BF-3.2b"])
        self.assertEqual((set(found), found[self.street].target_required), ({self.street}, 1))
        names = [Command.set(firm.ids)]
        self._check(
            found[self.street], (self.street, {"enterprise_ids": names}), (self.street, {}),
            (self.street, {"enterprise_ids": [Command.set(other.ids)]}),
        )  # fmt: skip

    def test_zf_3_3a_in_the_media_with_link(self):
        """ZF-3.3a: a report in the media with its link; a poster, a post of our own account or no link is none."""
        found = self._launch(self._rules("ZF")["ZF-3.3a"])
        self._check(
            found[self.street], (self.street, {"channel": "media", "link": LINK}), (self.street, {"channel": "print"}),
            (self.street, {"channel": "account", "link": LINK}), (self.street, {"channel": "media"}),
        )  # fmt: skip

    def test_zf_t3_3_a_video_of_an_accident(self):
        """ZF-T3.3: each member unit its warning video with link; another theme, a lecture, another unit's is none."""
        found = self._launch(self._rules("ZF")["ZF-T3.3"])
        self.assertEqual(set(found), {self.member, self.other_member})
        video = {"channel": "video", "link": LINK, "topic_ids": self._topic("case")}
        self._check(
            found[self.member], (self.member, {**video, "reach": 1200}),
            (self.member, {**video, "topic_ids": self._topic("policy")}),
            (self.member, {**video, "channel": "lecture"}),
            (self.member, {**video, "link": False}), (self.other_member, video), (self.community_a, video),
        )  # fmt: skip

    def test_zf_t13_1_one_of_the_six_themes(self):
        """ZF-T13.1: villages, communities and member units hold an activity on one of the themes of the table."""
        rules = self._rules("ZF")
        villages, members = self._launch(rules["ZF-T13.1-1"]), self._launch(rules["ZF-T13.1-2"])
        self.assertEqual((set(villages), set(members)), (
            {self.community_a, self.community_b}, {self.member, self.other_member}))  # fmt: skip
        month = {"topic_ids": self._topic("safety_month")}
        self._check(villages[self.community_a], (self.grid_a1, month), (self.community_a, {}), (self.member, month))
        for theme in ("settings", "ankang_cup", "youth_post", "fire_month", "traffic_day"):
            again = self._launch(rules["ZF-T13.1-1"])[self.community_b].filtered(lambda duty: duty.state == "open")
            self._activity(self.community_b, topic_ids=self._topic(theme))
            self.assertEqual(set(again.mapped("state")), {"met"}, theme)
        self.assertEqual(members[self.other_member].state, "open")

    def test_zf_t13_2_activities_of_law(self):
        """ZF-T13.2: an activity of the type for spreading the law; other publicity that mentions laws is none."""
        rules = self._rules("ZF")
        found = self._launch(rules["ZF-T13.2-1"])
        law = {"type_id": self.law.id, "channel": "lecture"}
        self._check(
            found[self.community_a], (self.community_a, law), (self.community_a, {"channel": "lecture"}),
            (self.community_b, law), (self.member, law),
        )  # fmt: skip
        found = self._launch(rules["ZF-T13.2-2"])
        self._check(found[self.other_member], (self.other_member, law), (self.community_a, law))

    def test_gy_3_13_media_of_the_communities(self):
        """GY-3.13: press, radio, television, internet, in any community of the street; a notice on a board is none."""
        found = self._launch(self._rules("GY")["GY-3.13"])
        self.assertEqual((set(found), found[self.street].post_id.code), ({self.street}, "other_deputy_leader"))
        self._check(
            found[self.street], (self.community_b, {"channel": "media"}), (self.community_b, {"channel": "board"}),
            (self.street, {"channel": "print"}),
        )  # fmt: skip
