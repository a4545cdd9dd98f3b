from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import InspectionCase


class EnforcementCase(InspectionCase):
    """The office plans joint actions; four enterprises each give another ground."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office_2 = cls._person("test_office_2", "safety_committee_office", cls.street)
        cls.department = cls._unit("Urban management", "department", cls.street)
        cls.firms = {
            name: cls._enterprise(name, cls.grid_a1) for name in ("Late", "Failed", "Major", "Back", "Refuser")
        }

    @classmethod
    def _found(cls, firm, **vals):
        vals = {"deadline": "2026-03-30", **vals}
        return cls._hazard(enterprise_id=cls.firms[firm].id, **vals)

    @classmethod
    def _joint(cls, **vals):
        return (
            cls.env["safety.enforcement"]
            .with_user(cls.office_user)
            .create({"name": "March action", "unit_id": cls.street.id, **vals})
        )

    @classmethod
    def _measure(cls, code):
        return cls.env.ref(f"street_safety_inspection.enforcement_measure_{code}")

    def _refusal(self):
        kind = self.env["safety.record.type"].create({"name": "拒不整改上报", "code": "refusal_escalation"})
        record = self.env["safety.record"].create(
            {"name": "Refuses", "type_id": kind.id, "unit_id": self.community_a.id,
             "enterprise_ids": [Command.set(self.firms["Refuser"].ids)]}
        )  # fmt: skip
        record.action_done()
        return record

    def _transfer(self, issue=True, **vals):
        hazard = self._found("Late")
        notice = self.env["safety.notice"].with_user(self.office_user).create(
            {
                "kind_id": self.env.ref("street_safety_inspection.notice_kind_transfer").id,
                "enterprise_id": hazard.enterprise_id.id,
                "counterpart": "District bureau",
                "line_ids": hazard._notice_line_commands(),
                **vals,
            }
        )  # fmt: skip
        if issue:
            notice._sign("issue", self.signature)
            notice.action_issue()
        return notice


@tagged("post_install", "-at_install")
class TestEnforcement(EnforcementCase):
    """Joint actions: where their targets come from, and what they end with."""

    def test_targets_follow_from_what_is_overdue_refused_or_failed(self):
        """XT-2.3b, BF-1.3.4a: each ground brings its enterprise, the gravest first; nothing is added twice."""
        self._found("Late", deadline="2026-03-01")
        self.env.cr.execute(
            "UPDATE safety_hazard SET last_failed_on = '2026-03-05' WHERE id = %s", self._found("Failed").ids
        )
        self._found("Major", severity="major")
        self._found("Back", name="In time, nothing to enforce")
        refusal = self._refusal()
        self.env.invalidate_all()
        action = self._joint()
        action.action_load_targets()
        grounds = [(line.ground, line.enterprise_id.name) for line in action.line_ids]
        self.assertEqual(
            grounds, [("refused", "Refuser"), ("failed", "Failed"), ("major", "Major"), ("overdue", "Late")]
        )
        self.assertEqual(action.line_ids[0].refusal_id, refusal)
        action.action_load_targets()
        self.assertEqual(action.target_count, 4)
        other = self._joint(name="Another")
        other.action_load_targets()
        self.assertFalse(other.line_ids, "they are targets already")

    def test_a_grid_finds_its_own_targets_only(self):
        self._found("Late", deadline="2026-03-01")
        self._hazard(user=self.other_grid_user, name="There", deadline="2026-03-01",
                     enterprise_id=self._enterprise("Elsewhere", self.grid_b1).id)  # fmt: skip
        action = self.env["safety.enforcement"].with_user(self.cadre_user).create(
            {"name": "Own", "unit_id": self.community_a.id}
        )  # fmt: skip
        action.action_load_targets()
        self.assertEqual(action.line_ids.enterprise_id, self.firms["Late"])

    def test_zf_2_3c_what_comes_back_is_flagged_and_proposed(self):
        """ZF-2.3c: the same kind again within the year is flagged on the hazard, and proposed for enforcement."""
        hazards = [self._found("Back", section="Electricity", date=f"2026-0{month}-01") for month in (1, 2, 3)]
        self.env.invalidate_all()
        self.assertEqual([hazard.alike_count for hazard in hazards], [0, 1, 2])
        action = self._joint()
        action.action_load_targets()
        self.assertEqual([(line.ground, line.hazard_id) for line in action.line_ids], [("repeat", hazards[2])])

    def test_zf_t11_4_the_step_that_the_next_finding_takes(self):
        """ZF-T11.4: first remind, second warn, third sanction for the same matter; a major one need not wait."""
        steps = [
            self._found("Back", section="Electricity", date=f"2026-0{month}-01").service_step_id.name
            for month in (1, 2, 3)
        ]
        self.assertEqual(steps, ["首查提醒", "再查警示", "三查查处"])
        self.assertEqual(self._found("Back", section="Exits").service_step_id.name, "首查提醒")
        self.assertEqual(self._found("Major", section="Exits", severity="major").service_step_id.name, "三查查处")

    def test_zf_t12_1_results_are_classed_by_the_sets_of_measures(self):
        """ZF-T12.1: the two sets are data; every result is classed by its measure and counted by set."""
        measures = self.env["safety.enforcement.measure"].search([])
        self.assertEqual(len(measures.filtered(lambda one: one.group == "a_four")), 4)
        self.assertEqual(len(measures.filtered(lambda one: one.group == "b_five")), 5)
        action = self._joint()
        action.line_ids.create(
            [
                {"enforcement_id": action.id, "enterprise_id": self.firms["Late"].id, "result": "Closed",
                 "measure_id": self._measure("close").id, "authority": "Street", "decision_number": "1"},
                {"enforcement_id": action.id, "enterprise_id": self.firms["Back"].id, "result": "Ordered",
                 "measure_id": self._measure("batch_rectify").id},
            ]
        )  # fmt: skip
        action.action_done()
        counts = self.env["safety.enforcement.line"]._read_group(
            [("enforcement_id", "=", action.id)], ["measure_group"], ["__count"]
        )
        self.assertEqual(dict(counts), {"a_four": 1, "b_five": 1})

    def test_bf_1_2_2b_the_safety_officer_takes_part(self):
        """BF-1.2.2b: the record of an enforcement names the community's safety officer as participant."""
        officer = self._person("test_officer", "safety_officer", self.community_a)
        action = self._joint(participant_ids=[Command.set((self.office_user | officer).ids)])
        action.line_ids.create(
            {"enforcement_id": action.id, "enterprise_id": self.firms["Late"].id, "result": "Sealed",
             "measure_id": self._measure("seal").id, "authority": "District", "decision_number": "7"}
        )  # fmt: skip
        action.action_done()
        found = self.env["safety.enforcement"].search([("participant_ids", "in", officer.ids), ("state", "=", "done")])
        self.assertEqual(found, action)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "street_safety_inspection.report_enforcement", action.ids
        )[0].decode()  # fmt: skip
        for words in (officer.name, "Sealed", action.number):
            self.assertIn(words, html)

    def test_bf_1_3_3a_enforcement_inspections_with_departments_and_follow_up(self):
        """BF-1.3.3a: a type of its own, with the department it was made with, and the rectification that follows."""
        kind = self.env.ref("street_safety_inspection.inspection_kind_enforcement")
        kind.write({"certified": False, "min_inspectors": 2, "needs_signature": False})
        inspection = self._draft(self.cadre_user, kind_id=kind.id, findings=1,
                                 joint_unit_ids=[Command.set(self.department.ids)],
                                 inspector_ids=[Command.set((self.cadre_user | self.head_user).ids)])  # fmt: skip
        inspection.action_done()
        found = self.env["safety.inspection"].search(
            [("kind_id", "=", kind.id), ("joint_unit_ids", "in", self.department.ids)]
        )
        self.assertEqual(found, inspection)
        notice = self.env["safety.notice"].browse(inspection.action_create_notice()["res_id"])
        self.assertEqual(notice.line_ids.hazard_id, inspection.hazard_ids)
        self.assertEqual(inspection.hazard_ids.state, "reported")

    def test_gy_2_11_joint_inspections_show_the_departments(self):
        """GY-2.11: an inspection from a joint action shows the departments that took part, and other bodies."""
        action = self._joint(department_ids=[Command.set(self.department.ids)], other_bodies="Fire brigade")
        line = action.line_ids.create(
            {"enforcement_id": action.id, "enterprise_id": self.enterprise.id, "ground": "other"}
        )
        context = line.action_inspect()["context"]
        inspection = self.env["safety.inspection"].with_user(self.office_user).with_context(**context).create({})
        self.assertEqual((inspection.joint_unit_ids, inspection.joint_with), (self.department, "Fire brigade"))
        self.assertEqual((inspection.enforcement_line_id, line.inspection_ids), (line, inspection))
        member = self._person("test_department", "grid_member", self.grid_b2)
        self.assertFalse(self.env["safety.enforcement"].with_user(member).search([("id", "=", action.id)]))

    def test_gy_4_2_10_inspections_of_the_office_per_unit(self):
        """GY-4.2.10: what the office itself inspected, enterprise by enterprise, apart from what grids did."""
        mine = self._inspection(self.office_user)
        theirs = self._inspection(self.cadre_user, enterprise=self.firms["Late"])
        self.assertEqual([(mine | theirs).filtered("by_office")], [mine])
        rows = self.env["safety.inspection"]._read_group(
            [("by_office", "=", True), ("company_id", "=", self.company.id)], ["enterprise_id"], ["__count"]
        )
        self.assertEqual(rows, [(self.enterprise, 1)])
        self.assertIn(theirs, self.env["safety.inspection"].search([("by_office", "=", False)]))

    def test_each_target_ends_with_a_measure_before_it_is_done(self):
        action = self._joint()
        with self.assertRaisesRegex(UserError, "What came of it"):
            action.action_done()
        line = action.line_ids.create({"enforcement_id": action.id, "enterprise_id": self.firms["Late"].id})
        with self.assertRaisesRegex(UserError, "which measure"):
            action.action_done()
        line.measure_id = self._measure("close")
        with self.assertRaisesRegex(UserError, "Result"):
            action.action_done()
        line.result = "Closed"
        with self.assertRaisesRegex(UserError, "authority"):
            action.action_done()
        line.write({"authority": "District", "decision_number": "12"})
        with self.assertRaises(AccessError):
            action.with_user(self.grid_user).action_done()
        action.action_done()
        self.assertTrue(action.number)
        with self.assertRaises(UserError):
            line.result = "Something else"
        with self.assertRaises(ValidationError):
            draft = self._joint()
            draft.line_ids.create({"enforcement_id": draft.id, "enterprise_id": self.firms["Back"].id,
                                   "hazard_id": self._found("Late").id})  # fmt: skip

    def test_without_power_it_needs_the_letter(self):
        hazard = self._found("Late", deadline="2026-03-01")
        action = self._joint()
        action.action_load_targets()
        line = action.line_ids
        line.write({"measure_id": self._measure("transfer").id, "result": "No power"})
        with self.assertRaisesRegex(UserError, "letter"):
            action.action_done()
        notice = self.env["safety.notice"].with_user(self.office_user).browse(line.action_transfer()["res_id"])
        self.assertEqual((notice.line_ids.hazard_id, notice.enforcement_line_id), (hazard, line))
        self.assertEqual(line.action_transfer()["res_id"], notice.id, "drafted once")
        notice.counterpart = "District bureau"
        notice._sign("issue", self.signature)
        notice.action_issue()
        action.action_done()
        self.assertEqual(action.state, "done")

    def test_a_plan_covers_every_key_enterprise(self):
        """ZF-T11.3b: planned against done; which key enterprises were not seen in the year."""
        key = self.env["safety.supervision.class"].search([("code", "=", "key")])
        firms = self.firms["Late"] | self.firms["Back"]
        self.env.cr.execute("UPDATE safety_enterprise SET class_id = %s WHERE id = ANY(%s)", [key.id, firms.ids])
        self.env.invalidate_all()
        self._inspection(self.office_user, enterprise=self.firms["Late"])
        topics = self.env["safety.record.topic"]
        topic = topics.search([("code", "=", "inspection_plan")]) or topics.create(
            {"name": "年度检查计划", "code": "inspection_plan"}
        )
        plan = self.env["safety.record"].create(
            {"name": "Plan", "type_id": self.env.ref("street_safety_base.record_type_plan").id,
             "unit_id": self.street.id, "topic_ids": [Command.set(topic.ids)], "planned_inspections": 2}
        )  # fmt: skip
        self.assertEqual((plan.key_count, plan.key_done_count, plan.key_cover, plan.done_inspections), (2, 1, 50, 1))
        missing = self.env["safety.enterprise"].search(plan.action_open_key_missing()["domain"])
        self.assertEqual(missing, self.firms["Back"])

    def test_loading_targets_costs_statements_that_do_not_grow(self):
        def statements(number):
            for n in range(number):
                firm = self._enterprise(f"Many {number} {n}", self.grid_a1)
                self._hazard(enterprise_id=firm.id, name=f"Hazard {n}", deadline="2026-03-01")
            action = self._joint(name=f"{number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            action._target_values()
            return self.env.cr.sql_log_count - before

        statements(2)
        self.assertLessEqual(statements(30), statements(5) + 1)


@tagged("post_install", "-at_install")
class TestTransfer(EnforcementCase):
    """A case passed on: its clock, its answer, and what happens when nobody answers."""

    def test_the_clock_runs_until_the_answer(self):
        """BF-1.3.4b: the letter says by when; the answer is kept with it, and with its day."""
        notice = self._transfer()
        self.assertEqual((str(notice.answer_due), notice.answer_state), ("2026-03-25", "waiting"))
        html = self.env["ir.actions.report"]._render_qweb_html("street_safety_inspection.report_notice", notice.ids)[0]
        self.assertIn("District bureau", html.decode())
        with self.assertRaises(UserError):
            notice._answer("settled", " ", "", date(2026, 3, 10))
        with self.assertRaises(UserError):
            notice._answer("settled", "Fined", "", date(2026, 3, 9))
        notice._answer("settled", "Fined 5 000", "No. 8", date(2026, 3, 10))
        self.assertEqual((notice.answer_state, notice.answer_reference), ("answered", "No. 8"))
        with self.assertRaises(UserError):
            notice._answer("settled", "Again", "", date(2026, 3, 10))
        with self.assertRaises(UserError):
            notice.action_urge()

    def test_a_transfer_nobody_answers_is_shown_and_goes_up(self):
        """Abuse: late, it is red, waits on the start page, tells who issued it, and later those above; once each."""
        notice = self._transfer()
        leader = self._person("test_leader", "deputy_leader_in_charge", self.street)
        self.company.safety_transfer_post_ids = self._post("deputy_leader_in_charge")
        messages = self.env["mail.message"].sudo()

        def told(user):
            return messages.search_count(
                [("partner_ids", "in", user.partner_id.ids), ("subject", "=like", "%件移送案件没有答复")]
            )

        def night(day):
            with freeze_time(f"{day} 18:00:00"):
                self.env["safety.notice"]._step_up(self.company)
                self.env["safety.notice"]._step_up(self.company)

        night("2026-03-24")
        self.assertEqual((told(self.office_user), told(leader)), (0, 0))
        with freeze_time("2026-03-26 02:00:00"):
            late = self.env["safety.notice"].search([("answer_state", "in", ["late"])])
            self.assertEqual(late, notice)
            waiting = (
                self.env["safety.duty"]
                .with_user(self.office_user)
                ._counted(self.env["safety.duty"].with_user(self.office_user)._waiting())
            )
            self.assertIn(1, [entry["count"] for entry in waiting if "Transferred" in entry["label"]])
            notice.action_urge()
            self.assertEqual((notice.urged_count, str(notice.urged_on)), (1, "2026-03-26"))
        night("2026-03-26")
        self.assertEqual((told(self.office_user), told(leader), notice.stepped_up), (1, 0, 1))
        night("2026-04-10")
        self.assertEqual((told(self.office_user), told(leader), notice.stepped_up), (2, 1, 2))
        night("2026-05-10")
        self.assertEqual((told(self.office_user), told(leader)), (2, 1))

    def test_the_answer_is_set_by_the_dialog_only(self):
        notice = self._transfer()
        for vals in ({"answered_on": "2026-03-10"}, {"answer_due": "2030-01-01"}, {"stepped_up": 2}):
            with self.assertRaises(UserError):
                notice.write(vals)
        with self.assertRaises(AccessError):
            notice.with_user(self.other_grid_user)._answer("settled", "x", "", date(2026, 3, 10))
        self.assertFalse(self._transfer(issue=False).answer_due, "a draft has no clock")

    def test_an_order_waits_for_no_department(self):
        notice = self._notice()
        self.assertFalse(notice.answer_due or notice.answer_state)
        self.assertEqual(timedelta(days=self.company.safety_transfer_days), timedelta(days=15))
