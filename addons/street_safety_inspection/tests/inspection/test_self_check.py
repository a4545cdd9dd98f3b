import uuid

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.portal.common import RED_DOT, PortalCase


class SelfCheckCase(PortalCase):
    """Two enterprises with portal logins, and a short self-check list of three items."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checklist = cls.env["safety.checklist"].create(
            {
                "name": "Daily",
                "use": "self_check",
                "sequence": -1,
                "item_ids": [
                    Command.create({"section": "Daily", "name": name}) for name in ("Exit free", "Power", "Gas shut")
                ],
            }
        )
        cls.checklist.action_publish()
        cls.items = cls.checklist.item_ids
        cls.enterprise.class_id = cls.env.ref("street_safety_base.safety_supervision_class_key")
        cls.enterprise.class_id.self_check = True
        cls.enterprise.date_entered = "2020-01-01"

    def _mine(self, user=None, enterprise=None):
        mine = self.env["safety.enterprise"].with_user(user or self.manager)._portal_enterprises()
        return mine.filtered(lambda one: one.id == (enterprise or self.enterprise).id)

    def _answers(self, *results, **notes):
        values = {f"result_{item.id}": result for item, result in zip(self.items, results, strict=True)}
        return values | {f"note_{self.items[int(key[1:])].id}": text for key, text in notes.items()}

    def _check(self, *results, identifier=None, files=None, **notes):
        answers = self._answers(*results, **notes)
        return self._mine()._portal_keep_self_check(answers, identifier or str(uuid.uuid4()), files)


@tagged("post_install", "-at_install")
class TestSelfCheck(SelfCheckCase):
    def test_findings_become_hazards_of_the_enterprise(self):
        """XY-1.6: the file lists self-checks with findings and corrections."""
        photo = {self.items[1].id: [("p.png", RED_DOT)]}
        check = self._check("conform", "not", "na", n1="Cable burnt", files=photo)
        self.assertEqual((check.state, check.date), ("done", self.company._safety_today()))
        self.assertEqual((check.unit_id, check.inspector_ids), (self.grid_a1, self.manager))
        hazard = check.hazard_ids
        self.assertEqual((hazard.name, hazard.enterprise_id, hazard.user_id),
                         ("Cable burnt", self.enterprise, self.manager))  # fmt: skip
        self.assertTrue(hazard.inspection_id.kind_id.by_enterprise)
        self.assertEqual(len(hazard.before_photo_ids), 1)
        self.assertIn(hazard, self.env["safety.hazard"].with_user(self.grid_user).search([]))
        listed = self.enterprise.with_user(self.grid_user).action_open_self_checks()
        self.assertEqual(self.env["safety.inspection"].with_user(self.grid_user).search(listed["domain"]), check)
        self.assertFalse(self.enterprise.inspection_count and self.enterprise.safety_status == "fine")

    def test_sending_twice_makes_one(self):
        identifier = str(uuid.uuid4())
        first = self._check("conform", "conform", "na", identifier=identifier)
        self.assertEqual(self._check("not", "conform", "na", identifier=identifier, n0="x"), first)
        self.assertEqual(len(self.enterprise.inspection_ids), 1)
        other = self._mine(self.other_manager, self.other)
        with self.assertRaises(UserError):
            other._portal_keep_self_check(self._answers("na", "na", "na"), identifier)

    def test_everything_is_answered_and_what_is_wrong_is_said(self):
        for results, words in ((("conform", "", "na"), "Power"), (("conform", "fine", "na"), "Power")):
            with self.assertRaisesRegex(UserError, words):
                self._check(*results)
        with self.assertRaisesRegex(UserError, "few words"):
            self._check("conform", "not", "na")
        script = {self.items[1].id: [("p.jpg", b"#!/bin/sh\n")]}
        with self.assertRaisesRegex(UserError, "is no photo"), self.cr.savepoint():
            self._check("conform", "not", "na", n1="x", files=script)
        with self.assertRaises(UserError):
            self._check("conform", "conform", "na", identifier="short")
        self.assertFalse(self.enterprise.inspection_ids)

    def test_yesterday_never_ticks_fine(self):
        with freeze_time("2026-03-01 04:00:00"):
            self._check("conform", "not", "conform", n1="Cable burnt")
        with freeze_time("2026-03-02 04:00:00"):
            page = self._mine()._portal_self_check()
        wanted = {"id", "section", "name", "was_wrong", "note"}
        self.assertEqual([set(item) for item in page["items"]], [wanted] * 3)  # nothing says what was fine
        self.assertEqual([item["was_wrong"] for item in page["items"]], [False, True, False])
        self.assertEqual(page["items"][1]["note"], "Cable burnt")

    def test_xy_3_7c_a_calendar_shows_each_day_and_the_same_minute_is_flagged(self):
        """XY-3.7c: each day checked or missing; varying times: a flag when the minute repeats, no block."""
        with freeze_time("2026-03-01 04:00:00"):
            first = self._check("conform", "conform", "conform")
        with freeze_time("2026-03-03 04:00:30"):
            third = self._check("conform", "conform", "conform")
            calendar = self._mine()._portal_self_checks(4)
        self.assertEqual([day["count"] for day in calendar], [0, 1, 0, 1])
        with freeze_time("2026-03-04 05:10:00"):
            fourth = self._check("conform", "conform", "conform")
        self.assertEqual([one.is_same_minute for one in (first, third, fourth)], [False, True, False])
        self.assertIn("same minute", third.with_user(self.office_user).oddity)

    def test_bf_1_1_4f_gaps_by_grid_and_day_are_a_query(self):
        days = self.env["safety.self.check.day"]
        with freeze_time("2026-03-05 04:00:00"):
            self._check("conform", "conform", "conform")
        with freeze_time("2026-03-06 04:00:00"):
            rows = days.with_user(self.grid_user).search([("date", ">=", "2026-03-05")], order="date")
            self.assertEqual([(row.unit_id, row.due, row.missing) for row in rows],
                             [(self.grid_a1, 1, 0), (self.grid_a1, 1, 1)])  # fmt: skip
            missing = self.env["safety.enterprise"].with_user(self.grid_user)
            self.assertEqual(missing.search(rows[1].action_open_missing()["domain"]), self.enterprise)
            self.assertFalse(missing.search(rows[0].action_open_missing()["domain"]))
            checks = self.env["safety.inspection"].with_user(self.grid_user)
            self.assertEqual(len(checks.search(rows[0].action_open_checks()["domain"])), 1)
            self.assertEqual(missing.search([("self_check_due", "=", True), ("self_checked_today", "=", False)]),
                             self.enterprise)  # fmt: skip
            self.assertFalse(days.with_user(self.other_grid_user).search([]))
            self.enterprise.class_id.self_check = False
            self.env.invalidate_all()
            self.assertFalse(days.with_user(self.grid_user).search([]))

    def test_statements_of_the_days_do_not_grow(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["safety.self.check.day"].with_user(self.office_user).search_read([], ["due", "missing"])
            return self.cr.sql_log_count - before

        few = statements()
        self.env["safety.enterprise"].create(
            [
                {"name": f"E{n}", "unit_id": unit.id, "date_entered": "2020-01-01",
                 "class_id": self.enterprise.class_id.id}
                for unit in (self.grid_a1, self.grid_a2, self.grid_b1) for n in range(10)
            ]
        )  # fmt: skip
        self.assertLessEqual(statements(), few)

    def test_it_is_no_inspection_by_the_street(self):
        kind = self.env.ref("street_safety_inspection.duty_kind_routine_inspection")
        check = self._check("conform", "conform", "conform")
        domain = self.env["safety.duty.kind"]._parse_domain(kind.domain, kind.model, kind.name)
        self.assertFalse(check.filtered_domain(domain))
