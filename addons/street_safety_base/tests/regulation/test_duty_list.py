from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestDutyList(StreetCase):
    """The printed duty list (一岗双责): clauses without a rule, and rules with their rhythm."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls._regulation(document_number="TT No. 1")
        cls.cadre = cls._post("stationed_cadre")
        cls.clauses = cls.env["safety.clause"].create(
            [
                {
                    "regulation_id": cls.regulation.id,
                    "sequence": sequence,
                    "code": code,
                    "name": name,
                    "text": f"{name} in words",
                    "post_ids": [Command.set(posts.ids)],
                }
                for sequence, code, name, posts in (
                    (1, "TT-1", "Link with the district bureau", cls.cadre),
                    (2, "TT-2", "Hold meetings", cls.cadre),
                    (3, "TT-3", "For the office only", cls._post("safety_committee_office")),
                )
            ]
        )
        cls.rule = cls._rule(cls.regulation, clause_id=cls.clauses[1].id, window_first_day=1, window_last_day=10)
        cls.regulation.action_adopt()

    def _html(self, report, record, user=None):
        engine = self.env["ir.actions.report"].with_user(user or self.env.user)
        return engine._render_qweb_html(f"street_safety_base.{report}", record.ids)[0].decode()

    def _assert_cadres_list(self, html):
        self.assertIn("Link with the district bureau in words", html)
        self.assertIn("At all times", html)
        self.assertIn("Hold the monthly meeting", html)
        self.assertIn("every month on days 1–10", html)
        self.assertNotIn("Hold meetings in words", html, "a clause that a rule counts stands there as its rule")
        self.assertNotIn("For the office only", html)
        self.assertIn("TT No. 1", html)

    def test_gy_2_2_the_post_shows_its_duties(self):
        """GY-2.2: duties without a rhythm stand in the list of the post they bind, beside the scheduled ones."""
        self._assert_cadres_list(self._html("report_duty_list_post", self.cadre))
        self.assertEqual(self.cadre.clause_ids, self.clauses[:2])
        self.assertEqual(self.cadre.duty_rule_ids, self.rule)
        self.regulation.action_repeal()
        self.env.invalidate_all()
        self.assertFalse(self.cadre.clause_ids | self.cadre.duty_rule_ids.clause_id)

    def test_seat_and_person(self):
        seat = self.env["safety.seat"].search([("unit_id", "=", self.community_a.id), ("post_id", "=", self.cadre.id)])
        html = self._html("report_duty_list_seat", seat)
        self._assert_cadres_list(html)
        self.assertIn("test_cadre", html)
        self._assert_cadres_list(self._html("report_duty_list_person", self.cadre_user, self.cadre_user))
        self._appoint(self.cadre_user, "safety_committee_office", self.street)
        html = self._html("report_duty_list_person", self.cadre_user, self.cadre_user)
        self.assertIn("For the office only in words", html)

    def test_everybody_prints_the_own_list(self):
        action = self.env.ref("street_safety_base.safety_duty_list_action_mine").with_user(self.cadre_user).run()
        self.assertEqual(action["report_name"], "street_safety_base.report_duty_list_person")
        self.assertEqual(action["context"]["active_ids"], self.cadre_user.ids)

    def test_only_regulations_in_force_today(self):
        self.regulation.date_to = "2026-02-28"
        self._freeze("2026-03-10 04:00:00")
        self.assertNotIn("Link with the district bureau", self._html("report_duty_list_post", self.cadre))

    def test_gy_8_5_a_post_without_listed_duties_says_so(self):
        html = self._html("report_duty_list_post", self._post("grid_member"))
        self.assertIn("No regulation in force names duties of this post", html)

    def test_rights(self):
        seat = self.env["safety.seat"].search([("unit_id", "=", self.community_b.id), ("post_id", "=", self.cadre.id)])
        with self.assertRaises(AccessError):
            self._html("report_duty_list_seat", seat, self.cadre_user)
        portal = new_test_user(self.env, "duty_list_portal", groups="base.group_portal")
        for report, record in (("post", self.cadre), ("seat", seat), ("person", portal)):
            with self.assertRaises(AccessError):
                self._html(f"report_duty_list_{report}", record, portal)
        html = self._html("report_duty_list_person", self.other_cadre_user, self.cadre_user)
        self.assertIn("No seat is held today", html, "what a colleague holds elsewhere is not shown")

    def test_zf_t8_2_each_unit_shows_its_duties_with_status(self):
        """ZF-T8.2: the unit's list holds what is open and what was closed lately, each with its status."""
        self._freeze("2026-03-10 04:00:00")
        self.env["safety.run"]._run(self.company)
        self.env["safety.duty"]._generate(self.company, self.regulation.date_from, self.company._safety_today())
        self._work_record(self.community_a, "2026-03-05")
        self.env["safety.run"]._step_evaluate(self.company)
        self.env.invalidate_all()
        shown = {duty.unit_id: duty.state for duty in (self.community_a | self.community_b).duty_list_ids}
        self.assertEqual(shown[self.community_b], "open")
        self.assertIn(shown[self.community_a], ("open", "met"))
        self.assertEqual(self.work_point.open_duty_count, len(self._open_below(self.work_point)))
        self.assertEqual(self.community_b.with_user(self.cadre_user).open_duty_count, 0, "counts follow one's rights")

    def _open_below(self, unit):
        return self.env["safety.duty"].search([("unit_id", "child_of", unit.id), ("state", "=", "open")])
