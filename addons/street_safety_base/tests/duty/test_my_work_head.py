from datetime import date

from odoo.tests import tagged

from .test_my_work import TestMyWork


@tagged("post_install", "-at_install")
class TestMyWorkHead(TestMyWork):
    def _summary(self, user):
        return self.env["safety.duty"].with_user(user).my_work_summary()

    def _counts(self, user):
        return {entry["filter"]: entry["count"] for entry in self._summary(user)["counts"]}

    def test_head_names_person_seats_and_day(self):
        summary = self._summary(self.cadre_user)
        self.assertEqual(summary["name"], self.cadre_user.name)
        self.assertEqual(len(summary["seats"]), 1)
        self.assertIn(self.community_a.name, summary["seats"][0])
        self.assertIn("2026", summary["today"])

    def test_counts_are_what_their_filters_find(self):
        self.assertEqual(self._counts(self.head_user), {"overdue": 0, "due_today": 0, "this_week": 1})
        self._freeze("2026-03-08 04:00:00")
        self.assertEqual(self._counts(self.head_user), {"overdue": 0, "due_today": 1, "this_week": 1})
        self._freeze("2026-03-08 17:00:00")  # Monday in the street
        self.assertEqual(self._counts(self.head_user)["overdue"], 1)
        self.assertEqual(self._counts(self.grid_user)["overdue"], 0)

    def test_what_waits_is_counted_and_opens(self):
        document = self.env["safety.document"].create({"name": "Circular", "unit_id": self.street.id})
        document.action_register()
        self.env["safety.document.circulation"].create({"document_id": document.id, "unit_id": self.community_a.id})
        (line,) = self._summary(self.cadre_user)["waiting"]
        self.assertEqual(line["count"], 1)
        found = self.env[line["action"]["res_model"]].with_user(self.cadre_user).search(line["action"]["domain"])
        self.assertEqual(found.document_id, document)
        self.assertFalse(self._summary(self.head_user)["waiting"])
        sent = [(line["label"], line["count"]) for line in self._summary(self.office_user)["waiting"]]
        self.assertEqual(sent, [("My documents, not read or delivered everywhere", 1)])

    def test_nothing_to_do_says_what_comes_next(self):
        self.env["safety.duty"].search([("unit_id", "=", self.community_a.id)]).unlink()
        self.env["safety.duty"]._generate(self.company, date(2026, 4, 1), date(2026, 4, 30))
        summary = self._summary(self.cadre_user)
        self.assertEqual(self._counts(self.cadre_user), {"overdue": 0, "due_today": 0, "this_week": 0})
        self.assertIn(self.rule.name, summary["following"])

    def test_statements_do_not_grow_with_duties(self):
        self._summary(self.cadre_user)
        self.env.invalidate_all()
        with self.assertQueryCount(60):  # nearly all of it is what a first request reads once
            self._summary(self.cadre_user)
