from freezegun import freeze_time

from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestOverdue(InspectionCase):
    """Overdue tells the posts above, once per hazard, in one digest (XT-2.2e)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy_user = cls._person("test_deputy", "work_point_deputy_head", cls.work_point)
        cls.other_point = cls._unit("Second Work Point", "work_point", cls.street)
        cls.other_head = cls._person("test_other_head", "work_point_head", cls.other_point)

    def _messages(self, user):
        return self.env["mail.message"].search([("partner_ids", "in", user.partner_id.ids)])

    def _tell(self):
        self.env["safety.run"]._step_tell_overdue(self.company)

    def test_overdue_is_a_fact_of_the_day(self):
        hazard = self._hazard()
        hazard.action_order()
        self.assertFalse(hazard.is_overdue)
        with freeze_time("2026-03-17 15:59:00"):  # still the 17th in China
            hazard.invalidate_recordset()
            self.assertFalse(hazard.is_overdue)
            self.assertEqual(hazard.days_left, 0)
        with freeze_time("2026-03-17 16:01:00"):
            hazard.invalidate_recordset()
            self.assertTrue(hazard.is_overdue)
            self.assertEqual(hazard.search([("is_overdue", "=", True)]) & hazard, hazard)
            self.assertFalse(hazard.search([("is_overdue", "=", False)]) & hazard)
            hazard.action_submit()
            self.assertFalse(hazard.is_overdue)

    def test_told_once_in_one_digest(self):
        self._notice(findings=3)
        self._hazard().action_order()
        with freeze_time("2026-03-18 02:00:00"):
            self._tell()
            for user in (self.head_user, self.deputy_user):
                message = self._messages(user)
                self.assertEqual(len(message), 1)
                self.assertEqual(message.body.count("<li>"), 4)
                self.assertIn("Sewing Ltd", message.body)
            self.assertFalse(self._messages(self.other_head) | self._messages(self.grid_user))
            self._tell()
        with freeze_time("2026-03-19 02:00:00"):
            self._tell()
            self.assertEqual(len(self._messages(self.head_user)), 1)
            self._hazard(deadline="2026-03-19", date="2026-03-10").action_order()
            self._tell()
            self.assertEqual(len(self._messages(self.head_user)), 1)
        with freeze_time("2026-03-20 02:00:00"):
            self._tell()
            self.assertEqual(len(self._messages(self.head_user)), 2)

    def test_who_is_told_is_the_streets_choice(self):
        self.company.safety_overdue_post_ids = self._post("stationed_cadre")
        self._hazard().action_order()
        with freeze_time("2026-03-18 02:00:00"):
            self._tell()
        self.assertEqual(len(self._messages(self.cadre_user)), 1)
        self.assertFalse(self._messages(self.head_user) | self._messages(self.other_cadre_user))

    def test_a_vacant_seat_is_told_when_it_is_filled(self):
        self.company.safety_overdue_post_ids = self._post("linked_leader")
        hazard = self._hazard()
        with freeze_time("2026-03-18 02:00:00"):
            self._tell()
            self.assertFalse(hazard.overdue_told_on)
            leader = self._person("test_linked", "linked_leader", self.street, served_unit_ids=self.community_a)
            self._tell()
            self.assertEqual(len(self._messages(leader)), 1)
            self.assertEqual(str(hazard.overdue_told_on), "2026-03-18")

    def test_default_posts(self):
        company = self.env["res.company"].create({"name": "New Street"})
        self.assertEqual(
            set(company.safety_overdue_post_ids.mapped("code")), {"work_point_head", "work_point_deputy_head"}
        )

    def test_failed_reinspection_tells_at_once(self):
        notice = self._notice()
        with freeze_time("2026-03-17 02:00:00"):
            self._reinspect(notice, "not_fixed").action_done()
            self.assertEqual(len(self._messages(self.head_user)), 1)
        with freeze_time("2026-03-18 02:00:00"):
            self._tell()
        self.assertEqual(len(self._messages(self.head_user)), 1)

    def test_part_of_the_nightly_run(self):
        self._hazard()
        with freeze_time("2026-03-18 02:00:00"):
            run = self.env["safety.run"]._run(self.company)
        self.assertTrue(run.finished_at)
        self.assertEqual(len(self._messages(self.head_user)), 1)

    def test_statements_do_not_grow_with_hazards(self):
        vals = {"name": "x", "enterprise_id": self.enterprise.id, "deadline": "2026-03-11"}
        hazards = self.env["safety.hazard"]

        def statements(count):
            hazards.create([vals] * count)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._tell()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        with freeze_time("2026-03-18 02:00:00"):
            statements(1)  # warms the caches
            few, many = statements(10), statements(300)
        self.assertLessEqual(many, few)
