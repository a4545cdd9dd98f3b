from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .clause_common import ClauseCase

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class HazardClauseCase(ClauseCase):
    """Hazards in the little organisation of a regulation, with the people who issue and accept."""

    def setUp(self):
        super().setUp()
        self.company.safety_rectification_photo = False
        self.community = self.units["community"][0]

    def _found(self, firm, kind="routine"):
        """Return the hazard of an inspection of ``firm`` with one finding."""
        line = [Command.create({"name": "Exit", "result": "not", "note": "Exit blocked"})]
        return self._inspect(firm, kind=kind, line_ids=line).hazard_ids

    def _notice(self, hazard, user):
        notices = self.env["safety.notice"].with_user(user)
        notice = notices.browse(hazard.inspection_id.with_user(user).action_create_notice()["res_id"])
        notice._sign("issue", self.signature)
        notice.action_issue()
        return notice

    def _caused(self, code, cause):
        """Return the duty that ``cause`` brings under the rule ``code``, opened today."""
        rule = self.rules[code]
        self.env.flush_all()
        self.duties._generate_caused(self.company, rule)
        self.duties._open_due(self.company, rule)
        self.assertFalse(rule.last_error)
        return self.duties.search([("rule_id", "=", rule.id), ("cause_res_id", "=", cause.id)])

    def _reinspect(self, notice, user, result):
        inspection = (
            self.env["safety.inspection"]
            .with_user(user)
            .with_context(default_notice_id=notice.id)
            .create({"notice_id": notice.id})
        )
        inspection.recheck_ids.result = result
        inspection.action_done()
        return inspection

    def _check_return_visit(self, code, unit, issuer, visitor):
        """The duty of the return visit is due on the deadline; done it is met, not done it shows as a miss."""
        firms = self._in(self.units["grid"][0])
        notices = [self._notice(self._found(firm), issuer) for firm in firms[:2]]
        duties = [self._caused(code, notice) for notice in notices]
        for notice, duty in zip(notices, duties, strict=True):
            self.assertEqual((duty.unit_id, duty.due_date), (unit, notice.deadline))
        with freeze_time(f"{notices[0].deadline} 02:00:00"):
            visit = self._reinspect(notices[0], visitor, "fixed")
            self.assertEqual((duties[0].state, str(visit.date)), ("met", str(notices[0].deadline)))
            self.assertEqual(visit.recheck_ids.mapped("result"), ["fixed"])
        with freeze_time("2026-03-20 02:00:00"):
            self.duties._evaluate(self.company, self.rules[code])
            self.duties._close_due(self.company, self.rules[code])
            self.assertEqual((duties[0].state, duties[1].state), ("met", "missed"))


@tagged("post_install", "-at_install")
class TestClauseHazardXt(HazardClauseCase):
    _pack = "xt"

    def test_xt_2_2c_passed_on_to_the_special_committee(self):
        """XT-2.2c: a referral stands in the work list of the special committee; its inspection closes it."""
        cadre = self._holder("stationed_cadre", self.community, "xt_cadre")
        committee = self.units["special_committee"][0]
        special = self._person("xt_special", "special_committee_member", committee,
                               served_unit_ids=[Command.set((committee | self.community).ids)])  # fmt: skip
        hazard = self._found(self._in(self.community)[0])
        dialog = self.env["safety.hazard.act.wizard"].with_user(cadre)
        dialog.create(
            {"hazard_id": hazard.id, "kind": "transfer", "counterpart": committee.name, "text": "Too technical for us"}
        ).action_confirm()
        referral = hazard.record_ids
        self.assertEqual((referral.type_id.code, referral.state), ("referral", "done"))
        duty = self._caused("XT-2.2c", referral)
        self.assertEqual((duty.unit_id, duty.state), (committee, "open"))
        mine = self.duties.with_user(special).search([("is_mine", "=", True), ("state", "=", "open")])
        self.assertIn(duty, mine)
        action = duty.with_user(special).action_do()
        record = self.env["safety.record"].with_user(special).with_context(**action["context"])
        record = record.create(
            {"name": "Joint inspection", "participant_ids": [Command.set(special.ids)], "note": "Looked at together",
             "enterprise_ids": [Command.set(hazard.enterprise_id.ids)]}
        )  # fmt: skip
        if record.type_id.needs_photo:
            record.photo_ids = [Command.create({"name": "photo.png", "datas": self.signature})]
        self.assertEqual(duty.state, "open")
        record.action_done()
        self.assertEqual(duty.state, "met")

    def test_xt_2_2d_the_cadre_reinspects_at_the_deadline(self):
        """XT-2.2d: a re-inspection duty for each notice, due on its deadline; the overdue one shows as a miss."""
        cadre = self._holder("stationed_cadre", self.community, "xt_cadre")
        self._check_return_visit("XT-2.2d", self.community, cadre, cadre)

    def test_xt_3_1c_problems_of_the_supervision_go_into_the_monthly_package(self):
        """XT-3.1c: what the supervision found has its rectification and goes in with the papers of the month."""
        head = self._holder("work_point_head", self.units["work_point"][0], "xt_head")
        cadre = self._holder("stationed_cadre", self.community, "xt_cadre")
        hazard = self.env["safety.hazard"].with_user(cadre).create(
            {"name": "Found by the supervision", "enterprise_id": self._in(self.community)[0].id,
             "source": "supervision", "deadline": "2026-03-20", "acceptor_id": head.id}
        )  # fmt: skip
        hazard.action_order()
        hazard.rectification_note = "Exit cleared"
        hazard.action_submit()
        hazard.with_user(head).action_accept()
        hazard.with_user(head).action_close()
        kind = self.env.ref("street_safety_inspection.supervision_kind_report_supervision")
        visit = self.env["safety.supervision"].create(
            {"kind_id": kind.id, "unit_id": self.units["work_point"][0].id, "target_unit_id": self.community.id}
        )
        visit.line_ids.write({"verdict": "fine"})
        visit.action_issue()
        duty = self._caused("XT-3.1c", visit)
        self.assertEqual((duty.unit_id, str(duty.due_date)), (self.units["work_point"][0], "2026-04-05"))
        with freeze_time("2026-04-02 02:00:00"):
            monthly = self.env.ref("street_safety_base.package_kind_monthly_close")
            monthly.with_duties = False
            package = self.env["safety.package"].with_user(head).create(
                {"kind_id": monthly.id, "unit_id": self.units["work_point"][0].id, "period_start": "2026-03-01"}
            )  # fmt: skip
            ledger = self.env.ref("street_safety_inspection.ledger_problems")
            part = monthly.part_ids.filtered(lambda one: one.ledger_id == ledger)
            (section,) = (one for one in package.section_data if one["part"] == part.id)
            (row,) = (one for one in section["rows"] if one[0] == hazard.id)
            cells = dict(zip(ledger.column_ids.mapped("path"), row[1:], strict=True))
            self.assertEqual((cells["number"], cells["closed_on"]), (hazard.number, "2026-03-02"))
            self.assertEqual(duty.state, "open")
            package._sign("hand_in", self.signature)
            package._workflow_do("sign")
            package.action_submit()
            self.duties._open_due(self.company, duty.rule_id)
            self.duties._evaluate(self.company, duty.rule_id)
            self.assertEqual(duty.state, "met")


@tagged("post_install", "-at_install")
class TestClauseHazardXy(HazardClauseCase):
    _pack = "xy"

    def test_xy_3_7d_what_the_self_check_found_stays_open_until_it_is_corrected(self):
        """XY-3.7d: a finding of a self-check waits, the same day, for the enterprise's correction with its time."""
        officer = self._holder("safety_officer", self.community, "xy_officer")
        firm = self._in(self.community)[0]
        hazard = self._found(firm, "self_check")
        duty = self._caused("XY-3.7d", hazard)
        self.assertEqual((hazard.state, hazard.source), ("reported", "self_check"))
        self.assertEqual((duty.state, str(duty.due_date)), ("open", "2026-03-02"))
        (row,) = firm._answer_rows()
        self.assertTrue(row["may_answer"], "the enterprise sees it and need not wait for an order")
        with self.assertRaisesRegex(UserError, "put right at once"):
            hazard._answer({"kind": "extension", "text": "Later", "date_until": "2026-04-30"}, ())
        answer = hazard._answer({"kind": "rectified", "text": "Cleared", "sender": "Wu"}, [("after.png", PNG)], True)
        self.assertEqual((hazard.state, duty.state), ("reported", "open"), "until staff have looked at it")
        sent = answer.sent_at
        with freeze_time("2026-03-03 02:00:00"):
            answer.with_user(officer).action_accept()
        self.assertEqual((hazard.state, hazard.submitted_at, str(hazard.rectified_on)), ("closed", sent, "2026-03-02"))
        self.assertTrue(hazard.frozen_at and hazard.after_photo_ids)
        self.duties._evaluate(self.company, duty.rule_id)
        self.assertEqual(duty.state, "met")


@tagged("post_install", "-at_install")
class TestClauseHazardBf(HazardClauseCase):
    _pack = "bf"

    def test_bf_2_2c_the_grid_member_returns_at_the_deadline(self):
        """BF-2.2c: a return visit is due on the deadline of each problem; the one not made is a miss."""
        cadre = self._holder("stationed_cadre", self.community, "bf_cadre")
        member = self._holder("grid_member", self.units["grid"][0], "bf_grid")
        self._check_return_visit("BF-2.2c", self.units["grid"][0], cadre, member)


@tagged("post_install", "-at_install")
class TestClauseHazardGy(HazardClauseCase):
    _pack = "gy"

    def test_gy_2_7_yearly_inspection_plan_with_planned_and_made(self):
        """GY-2.7: one duty a year, met by the approved plan, which shows how many are planned and how many made."""
        duties = self._duties("GY-2.7", self.street, date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual(len(duties), 1)
        self.assertEqual(str(duties.due_date), "2026-01-31")
        topic = self.env["safety.record.topic"].search([("code", "=", "inspection_plan")])
        with freeze_time("2026-01-20 02:00:00"):
            self.duties._open_due(self.company, duties.rule_id)
            plan = self.env["safety.record"].create(
                {"name": "Plan of 2026", "unit_id": self.street.id, "planned_inspections": 120, "note": "By month",
                 "type_id": self.env.ref("street_safety_base.record_type_plan").id,
                 "topic_ids": [Command.set(topic.ids)]}
            )  # fmt: skip
            self.env["safety.record"].create(
                {"name": "Inspect warehouses", "type_id": self.env.ref("street_safety_base.record_type_task").id,
                 "unit_id": self.street.id, "parent_id": plan.id}
            )  # fmt: skip
            self.assertNotEqual(duties.state, "met")
            plan.action_done()
            self.assertEqual(duties.state, "met")
        made = self._inspect(self._in(self.community)[:3])
        self._inspect(self._in(self.community)[:1], kind="self_check")
        plan.invalidate_recordset()
        self.assertEqual((plan.planned_inspections, plan.done_inspections), (120, 3))
        self.assertEqual(self.env["safety.inspection"].search(plan.action_open_inspections()["domain"]), made)

    def test_gy_3_11_a_community_controls_its_risks_at_the_source(self):
        """GY-3.11: a community shows its major hazards case by case, its standardisation and its small businesses."""
        firms = self._in(self.community)
        hazard = self.env["safety.hazard"].create(
            {"name": "No second exit", "enterprise_id": firms[0].id, "severity": "major", "deadline": "2026-03-30"}
        )
        standard = self.env.ref("street_safety_base.dossier_type_standardisation")
        level = self.env["safety.dossier.level"].search([("type_id", "=", standard.id)], limit=1)
        self.env["safety.dossier.item"].create(
            {"enterprise_id": firms[1].id, "type_id": standard.id, "level_id": level.id, "date": "2026-01-05"}
        )
        firms[2:4].kind_id = self.env.ref("street_safety_base.safety_enterprise_kind_shop")
        self.env.invalidate_all()
        page, other = self.community, self.units["community"][1]
        self.assertEqual((page.major_hazard_count, page.small_business_count), (1, 2))
        self.assertEqual(page.standard_progress, f"1/{len(firms)}")
        self.assertEqual(self.env["safety.hazard"].search(page.action_open_major_hazards()["domain"]), hazard)
        small = self.env["safety.enterprise"].search(page.action_open_small_businesses()["domain"])
        self.assertEqual(small, firms[2:4])
        self.assertEqual((other.major_hazard_count, other.small_business_count), (0, 0))
