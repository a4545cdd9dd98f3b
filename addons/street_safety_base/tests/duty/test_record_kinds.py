from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestRecordKinds(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.main_user = cls._person("test_main", "main_leader", cls.street)
        cls.deputy_user = cls._person("test_deputy", "deputy_leader_in_charge", cls.street)
        cls.linked_user = cls._person(
            "test_linked", "linked_leader", cls.street, served_unit_ids=[(6, 0, cls.community_a.ids)]
        )
        cls.firm = cls._enterprise("晨光制鞋厂", cls.grid_a1)
        cls.other_firm = cls._enterprise("星辉塑料厂", cls.grid_b1)
        cls.records = cls.env["safety.record"]

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-05 04:00:00")

    def _make(self, code, user, unit=None, **vals):
        return self.records.with_user(user).create(
            {
                "name": f"Test {code}",
                "type_id": self.env.ref(f"street_safety_base.record_type_{code}").id,
                "unit_id": (unit or self.street).id,
                "date": "2026-03-05",
                **vals,
            }
        )

    def _pass_on(self, record, units, user):
        wizard = self.env["safety.task.wizard"].with_user(user)
        action = record.with_user(user).action_give_task()
        form = Form(wizard.with_context(**action["context"]))
        form.date_due = date(2026, 3, 20)
        for unit in units:
            form.unit_ids.add(unit)
        form.save().action_give()
        return record.child_ids

    def _directive_shows_forwarding_and_status(self, user, units):
        directive = self._make("directive", user, unit=units[0])
        with self.assertRaisesRegex(UserError, "superior body"):
            directive.action_done()
        directive.write({"counterpart": "District emergency bureau", "reference": "〔2026〕7号"})
        tasks = self._pass_on(directive, units, user)
        self.assertEqual(tasks.unit_id, units)
        self.assertEqual(set(tasks.mapped("deadline_state")), {"open"})
        with self.assertRaisesRegex(UserError, "still open"):
            directive.action_done()
        self.assertEqual(directive.progress, 0)
        tasks.note = "<p>Carried out</p>"
        tasks.action_done()
        self.assertEqual((directive.progress, set(tasks.mapped("deadline_state"))), (100, {"done"}))
        directive.action_done()
        self.assertEqual(directive.state, "done")
        register = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_register_action")
        self.assertIn("type_id.has_superior", register["domain"])
        self.assertIn(directive, self.records.with_user(user).search([("type_id.has_superior", "=", True)]))

    def test_xy_3_2a_directive_of_the_deputy(self):
        self._directive_shows_forwarding_and_status(self.deputy_user, self.community_a | self.community_b)

    def test_gy_1_1_directive_of_the_main_leaders(self):
        self._directive_shows_forwarding_and_status(self.main_user, self.community_a | self.community_b)

    def test_gy_2_1_directive_of_the_deputy_leader(self):
        self._directive_shows_forwarding_and_status(self.deputy_user, self.work_point | self.community_b)

    def test_gy_3_1_directive_of_another_leader(self):
        """GY-3.1: for the communities that the leader answers for, and no others."""
        self._directive_shows_forwarding_and_status(self.linked_user, self.community_a)
        with self.assertRaises(AccessError):
            self._make("directive", self.linked_user, unit=self.community_b)

    def test_xy_3_2b_plan_with_measures(self):
        """XY-3.2b: a plan with measures, responsible units and progress, approved by who may."""
        plan = self._make("plan", self.office_user, note="<p>No fire with casualties</p>")
        with self.assertRaisesRegex(UserError, "measure"):
            plan.with_user(self.deputy_user).action_done()
        measures = self._pass_on(plan, self.community_a | self.community_b, self.office_user)
        approver = self._person("test_clerk", "grid_member", self.grid_a1)
        with self.assertRaises(AccessError):
            plan.with_user(approver).action_done()
        plan.with_user(self.deputy_user).action_done()
        self.assertEqual((plan.state, plan.child_count, plan.progress), ("done", 2, 0))
        self.assertEqual(measures.unit_id, self.community_a | self.community_b)
        ours = measures.filtered(lambda task: task.unit_id == self.community_a).with_user(self.cadre_user)
        ours.note = "<p>Done</p>"
        ours.action_done()
        self.env.invalidate_all()
        self.assertEqual(plan.with_user(self.deputy_user).progress, 50, "measures go on after the approval")

    def test_a_plan_is_approved_not_just_completed(self):
        self._appoint(self.cadre_user, "grid_member", self.grid_b2)
        plan = self._make("plan", self.cadre_user, unit=self.grid_b2, note="<p>Goals</p>")
        self._pass_on(plan, self.grid_b2, self.cadre_user)
        with self.assertRaisesRegex(AccessError, "Approve"):
            plan.action_done()

    def test_gy_3_4_matter_for_a_superior_department(self):
        """GY-3.4: matters passed to superior departments show their status."""
        form = Form(self.records.with_user(self.deputy_user))
        form.type_id = self.env.ref("street_safety_base.record_type_matter")
        form.name = "Gas pipe below the market"
        form.counterpart = "District housing bureau"
        form.unit_id = self.street
        matter = form.save()
        self.assertEqual(matter.matter_status, "passed")
        pending = [("matter_status", "in", ("passed", "taken"))]
        self.assertEqual(self.records.with_user(self.deputy_user).search(pending), matter)
        with self.assertRaisesRegex(UserError, "what became of it"):
            matter.action_done()
        matter.matter_status = "solved"
        matter.action_done()
        self.assertFalse(self.records.with_user(self.deputy_user).search(pending))

    def test_gy_3_6_no_approval_without_a_safety_check(self):
        """GY-3.6: an approval cannot be finished without the result of a safety check."""
        approval = self._make("approval", self.office_user, enterprise_ids=[(6, 0, self.firm.ids)])
        with self.assertRaisesRegex(UserError, "Safety pre-review"):
            approval.action_done()
        review = self._make("pre_review", self.office_user, enterprise_ids=[(6, 0, self.firm.ids)], date="2026-03-04")
        with self.assertRaisesRegex(UserError, "review result"):
            review.action_done()
        approval.basis_id = review
        with self.assertRaisesRegex(UserError, "no completed"):
            approval.action_done()
        review.result = "conditional"
        with self.assertRaisesRegex(UserError, "conditions"):
            review.action_done()
        review.result = "passed"
        review.action_done()
        approval.action_done()
        self.assertEqual((approval.state, approval.basis_result), ("done", "passed"))

    def test_what_is_no_basis(self):
        def review(**vals):
            record = self._make("pre_review", self.office_user, **{"date": "2026-03-04", "result": "passed", **vals})
            record.action_done()
            return record

        cases = [
            (review(result="refused", note="<p>No second exit</p>"), "refusal"),
            (review(date="2026-03-05"), "first"),
            (review(enterprise_ids=[(6, 0, self.other_firm.ids)]), "another enterprise"),
            (self._work_record(self.street, "2026-03-04"), "no completed"),
        ]
        for basis, words in cases:
            with self.subTest(words=words):
                approval = self._make(
                    "approval", self.office_user, date="2026-03-04", basis_id=basis.id,
                    enterprise_ids=[(6, 0, self.firm.ids)],
                )  # fmt: skip
                with self.assertRaisesRegex(UserError, words):
                    approval.action_done()

    def test_gy_3_12_event_and_certificate_show_the_review_first(self):
        review = self._make("pre_review", self.office_user, self.community_a, result="passed")
        review.action_done()
        for code in ("event", "certificate"):
            with self.subTest(type=code):
                record = self._make(code, self.cadre_user, unit=self.community_a)
                with self.assertRaisesRegex(UserError, "Safety pre-review"):
                    record.action_done()
                record.basis_id = review
                record.action_done()
                self.assertEqual((record.basis_id, record.basis_result), (review, "passed"))

    def test_xy_3_7b_reminder_to_the_head_is_dated(self):
        reminder = self._make("reminder", self.grid_user, unit=self.grid_a1, date="2026-03-03")
        with self.assertRaisesRegex(UserError, "enterprises和a report"):
            reminder.action_done()
        reminder.write({"enterprise_ids": [(6, 0, self.firm.ids)], "note": "<p>Please appoint a safety manager.</p>"})
        reminder.action_done()
        self.assertEqual((str(reminder.date), reminder.state), ("2026-03-03", "done"))
        with self.assertRaises(UserError):
            reminder.date = "2026-03-01"

    def test_dangerous_work_needs_the_paper_first(self):
        work = self._make(
            "dangerous_work", self.grid_user, unit=self.grid_a1, note="<p>Welding on the roof</p>",
            enterprise_ids=[(6, 0, self.firm.ids)],
        )  # fmt: skip
        kind = self.env.ref("street_safety_base.dossier_type_dangerous_work_agreement")
        with self.assertRaisesRegex(UserError, "晨光制鞋厂.*2026-03-05"):
            work.action_done()
        paper = self.env["safety.dossier.item"].create(
            {"enterprise_id": self.firm.id, "type_id": kind.id, "date": "2026-03-06"}
        )
        with self.assertRaisesRegex(UserError, "dated on or before"):
            work.action_done()
        paper.write({"date": "2026-03-05", "date_end": "2026-03-05"})
        work.action_done()
        self.assertEqual(work.state, "done")

    def test_xy_3_1a_work_safety_on_the_agenda(self):
        """XY-3.1a: meetings can be filtered by the agenda item work safety."""
        topic = self.env.ref("street_safety_base.record_topic_work_safety")
        other = self.env.ref("street_safety_base.record_topic_publicity")
        about, without = (
            self._make("meeting", self.office_user, guests="Zhang San", topic_ids=[(6, 0, topics.ids)])
            for topics in (topic | other, other)
        )
        view = self.env.ref("street_safety_base.safety_record_view_search").arch
        self.assertIn("[('topic_ids.code', '=', 'work_safety')]", view)
        found = self.records.with_user(self.office_user).search(
            [
                ("type_id.code", "=", "meeting"),
                ("topic_ids.code", "=", "work_safety"),
                ("id", "in", (about | without).ids),
            ]
        )
        self.assertEqual(found, about)
        self.assertIn("topics", about.type_shows)

    def _budget(self, year, kind, planned, spent, quantity=0):
        return self._make(
            "budget", self.office_user, date=f"{year}-01-10", resource_kind=kind, amount_planned=planned,
            amount_spent=spent, quantity=quantity,
        )  # fmt: skip

    def test_xy_3_1f_resources_compared_with_the_year_before(self):
        """XY-3.1f: people, material and money per year, beside the year before, as the pivot shows them."""
        self._budget(2025, "people", 0, 0, quantity=6)
        self._budget(2026, "people", 0, 0, quantity=8)
        self._budget(2025, "funds", 50_000, 48_000)
        self._budget(2026, "funds", 60_000, 12_000)
        rows = self.records.with_user(self.office_user).formatted_read_group(
            [("type_id.has_amounts", "=", True)], ["resource_kind", "date:year"], ["quantity:sum", "amount_spent:sum"]
        )
        by_year = {(row["resource_kind"], row["date:year"][1]): row for row in rows}
        self.assertEqual(by_year["people", "2025"]["quantity:sum"], 6)
        self.assertEqual(by_year["people", "2026"]["quantity:sum"], 8)
        self.assertEqual(by_year["funds", "2025"]["amount_spent:sum"], 48_000)
        pivot = self.env.ref("street_safety_base.safety_budget_view_pivot").arch
        for name in ("resource_kind", "date", "amount_planned", "amount_spent", "quantity"):
            self.assertIn(f'name="{name}"', pivot)

    def test_gy_4_1_2_budget_lines_and_spending(self):
        """GY-4.1.2: a yearly budget shows its lines, what is planned and what was spent, and is closed at the end."""
        for name, planned in (("Inspection", 30_000), ("Publicity", 12_000), ("Rewards", 8_000)):
            self._budget(2026, "funds", planned, planned / 2).name = name
        lines = self.records.search([("type_id.has_amounts", "=", True), ("date", ">=", "2026-01-01")])
        self.assertEqual(len(lines), 3)
        self.assertEqual((sum(lines.mapped("amount_planned")), sum(lines.mapped("amount_spent"))), (50_000, 25_000))
        lines[0].with_user(self.office_user).amount_spent = 40_000
        lines.with_user(self.office_user).action_done()
        with self.assertRaises(UserError):
            lines[0].with_user(self.office_user).amount_spent = 1

    def test_forms_ask_only_for_what_the_type_needs(self):
        form = Form(self.records.with_user(self.office_user))
        form.type_id = self.env.ref("street_safety_base.record_type_other")
        for name in ("date_due", "counterpart", "result", "basis_id", "amount_planned", "topic_ids"):
            self.assertTrue(form._get_modifier(name, "invisible"), name)
        form.type_id = self.env.ref("street_safety_base.record_type_task")
        self.assertFalse(form._get_modifier("date_due", "invisible"))
        self.assertTrue(form._get_modifier("date_due", "required"))
