from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import TODAY, LadderCase

#: What each circumstance of Beifeng is: a fact the night finds, or something people find. Worked out from the clauses.
AUTOMATIC = {
    "BF-4.1.1": ("rate", "safety.hazard", "circular"),
    "BF-4.1.2": ("count", "safety.duty", "circular"),
    "BF-4.1.3": ("count", "safety.duty", "circular"),
    "BF-4.1.4": ("count", "safety.duty", "circular"),
    "BF-4.1.5": ("record", "safety.notice", "circular"),
    "BF-4.1.6": ("count", "safety.duty", "circular"),
    "BF-4.1.7": ("count", "safety.duty", "circular"),
    "BF-4.2.1": ("count", "safety.duty", "interview"),
    "BF-4.2.2": ("record", "safety.measure", "interview"),
    "BF-4.2.3": ("count", "safety.duty", "interview"),
    "BF-4.2.4": ("rate", "safety.hazard", "interview"),
    "BF-4.2.6": ("record", "safety.supervision.line", "interview"),
    "BF-4.3.2": ("record", "safety.hazard", "community_listing"),
    "BF-4.3.4": ("record", "safety.incident", "community_listing"),
    "BF-4.4.1": ("record", "safety.incident", "admonition"),
    "BF-4.4.2": ("record", "safety.supervision.line", "admonition"),
    "BF-4.5a": ("record", "safety.incident", "transfer"),
    "BF-4.5b": ("record", "safety.incident", "transfer"),
}
BY_HAND = {
    "BF-4.1.8": "circular",
    "BF-4.2.5": "interview",
    "BF-4.2.7": "interview",
    "BF-4.3.1": "community_listing",
    "BF-4.3.3": "community_listing",
    "BF-4.3.5": "community_listing",
    "BF-4.4.3": "admonition",
}


@tagged("post_install", "-at_install")
class TestCircumstances(LadderCase):
    """BF-4.1.1 … BF-4.5b: each of the listed circumstances is there, and says whether facts or people find it."""

    def test_each_is_automatic_or_by_hand(self):
        """BF-4.1.1 BF-4.1.2 BF-4.1.3 BF-4.1.4 BF-4.1.5 BF-4.1.6 BF-4.1.7 BF-4.1.8 BF-4.2.1 BF-4.2.2 BF-4.2.3 BF-4.2.4
        BF-4.2.5 BF-4.2.6 BF-4.2.7 BF-4.3.1 BF-4.3.2 BF-4.3.3 BF-4.3.4 BF-4.3.5 BF-4.4.1 BF-4.4.2 BF-4.4.3 BF-4.5a
        BF-4.5b: automatic, with its fact, or by hand.
        """
        automatic = {
            code: (rule.basis, rule.model, rule.kind_id.code)
            for code, rule in self.by_code.items()
            if rule.basis != "hand"
        }
        self.assertEqual(automatic, AUTOMATIC)
        hand = {code: rule.kind_id.code for code, rule in self.by_code.items() if rule.basis == "hand"}
        self.assertEqual(hand, BY_HAND)
        self.assertEqual(len(AUTOMATIC) + len(BY_HAND), 25)
        self.assertTrue(all(rule.clause_id.code == code for code, rule in self.by_code.items()))

    def test_a_measure_for_each_by_hand_shows_on_the_community(self):
        """BF-4.1.8 BF-4.2.5 BF-4.2.7 BF-4.3.1 BF-4.3.3 BF-4.3.5: entered with reason and person, shown on the unit."""
        for code in BY_HAND:
            if code == "BF-4.4.3":
                continue  # the discipline commission's, below
            measure = self._by_hand(code, user_ids=[Command.set(self.officer.ids)])
            self.assertEqual((measure.name, measure.clause_id.code), (self.by_code[code].name, code))
            measure.action_issue()
            self.assertTrue(measure.number)
        unit = self._as(self.office_user, self.community_a)
        self.assertEqual(unit.measure_count, 6)
        self.assertTrue(unit.is_listed)

    def test_overdue_rate(self):
        """BF-4.1.1 BF-4.2.4: rectification lags behind: the share of overdue hazards, when the month is over."""
        for number in range(5):
            self._hazard(deadline="2026-05-17" if number < 1 else "2026-08-01")
        (measure,) = self._propose("BF-4.1.1")
        self.assertEqual((measure.unit_id, measure.evidence_model), (self.community_a, "safety.hazard"))
        self.assertEqual((measure.evidence_count, str(measure.period_start)), (1, "2026-05-01"))
        self.assertFalse(self._propose("BF-4.1.1"), "once")

    def test_overdue_rate_below_the_figure_or_of_too_few(self):
        for number in range(6):
            self._hazard(deadline="2026-05-17" if number < 1 else "2026-08-01")
        self.assertFalse(self._propose("BF-4.1.1"), "one of six is less than a fifth")

    def test_missed_duties(self):
        """BF-4.1.2 BF-4.1.3 BF-4.1.4 BF-4.1.6 BF-4.1.7 BF-4.2.1 BF-4.2.3: what was owed and not done."""
        causes = {
            "BF-4.1.2": "BF-1.1.3i",
            "BF-4.1.3": "BF-1.1.2c",
            "BF-4.1.4": "BF-2.2c",
            "BF-4.1.6": "BF-1.2.2a",
            "BF-4.1.7": "BF-2.3a",
            "BF-4.2.3": "BF-1.1.3f",
        }
        duties = {
            code: self._missed(rule, unit=self.community_a if rule in ("BF-1.2.2a", "BF-2.3a") else None)
            for code, rule in causes.items()
        }
        measures = {measure.rule_id.code: measure for measure in self._propose()}
        for code, duty in duties.items():
            with self.subTest(code):
                self.assertEqual(measures[code].evidence_ids, duty.ids)
                self.assertEqual(measures[code].unit_id, self.community_a)
                opened = measures[code].action_open_evidence()
                self.assertEqual(self.env[opened["res_model"]].search(opened["domain"]), duty)
        self.assertEqual(len(measures["BF-4.2.1"].evidence_ids), 6, "three or more missed duties of the month together")
        self.assertEqual(measures["BF-4.2.1"].user_ids, self.officer | self.principal)
        self.assertFalse(self._propose(), "nothing twice")

    def test_no_progress_after_a_circular(self):
        """BF-4.2.2: thirty days after a circular that nobody concluded."""
        self._freeze("2026-05-01 04:00:00")
        circular = self._by_hand("BF-4.1.8")
        circular.action_issue()
        self._freeze("2026-05-30 04:00:00")
        self.assertFalse(self._propose("BF-4.2.2"))
        self._freeze("2026-05-31 04:00:00")
        (measure,) = self._propose("BF-4.2.2")
        self.assertEqual((measure.kind_id.code, measure.evidence_ids), ("interview", circular.ids))

    def test_a_concluded_circular_calls_for_no_interview(self):
        self._freeze("2026-05-01 04:00:00")
        circular = self._by_hand("BF-4.1.8")
        circular.action_issue()
        circular._do_because("close", "Put right")
        self._freeze("2026-06-10 04:00:00")
        self.assertFalse(self._propose("BF-4.2.2"))

    def test_general_hazard_grown_major(self):
        """BF-4.3.2: a general hazard became a major one; one that was major from the beginning did not."""
        hazard = self._hazard()
        hazard.severity = "major"
        self.assertEqual(str(hazard.grown_major_on), TODAY)
        self._hazard(severity="major")
        (measure,) = self._propose("BF-4.3.2")
        self.assertEqual((measure.unit_id, measure.evidence_ids), (self.community_a, hazard.ids))

    def _supervised(self, *verdicts):
        """Return the lines of a supervision of the community that was fed back."""
        kind = self.env.ref("street_safety_inspection.supervision_kind_open_visit")
        visit = self._as(self.office_user, self.env["safety.supervision"]).create(
            {"kind_id": kind.id, "unit_id": self.street.id, "target_unit_id": self.community_a.id}
        )
        visit.line_ids.create(
            [
                {"supervision_id": visit.id, "name": f"Thing {verdict}", "verdict": verdict, "found": "Seen there"}
                for verdict in verdicts
            ]
        )
        visit.action_issue()
        return visit.line_ids.sudo()

    def test_what_supervision_finds(self):
        """BF-4.4.2 BF-4.2.6: not inspected or not rectified proposes an admonition, false figures an interview."""
        lines = self._supervised("fine", "problem", "concealment")
        measures = {measure.rule_id.code: measure for measure in self._propose()}
        self.assertEqual(measures["BF-4.2.6"].evidence_ids, lines[2].ids)
        measure = measures["BF-4.4.2"]
        self.assertEqual((measure.kind_id.code, measure.evidence_ids), ("admonition", lines[1].ids))
        self.assertEqual(measure.user_ids, self.officer | self.principal)
        with self.assertRaises(AccessError):
            self._as(self.office_user, measure).action_issue()
        self._as(self.discipline, measure).action_issue()
        self.assertEqual(measure.issued_by_id, self.discipline)

    def test_resumption_allowed_wrongly(self):
        """BF-4.1.5: an order to resume was issued although a hazard on it is not closed."""
        notice = self.env["safety.notice"].create(
            {
                "kind_id": self.env.ref("street_safety_inspection.notice_kind_resume").id,
                "enterprise_id": self.enterprise.id,
                "line_ids": [Command.create({"hazard_id": self._hazard(severity="major").id, "name": "Exit"})],
            }
        )
        self.assertFalse(self._propose("BF-4.1.5"))
        notice._workflow_write({"state": "issued", "issued_on": "2026-06-01"})
        (measure,) = self._propose("BF-4.1.5")
        self.assertEqual((measure.unit_id, measure.evidence_ids), (self.community_a, notice.ids))

    def test_incidents(self):
        """BF-4.3.4 BF-4.4.1 BF-4.5a BF-4.5b: an accident lists, a fire admonishes, a larger one is transferred."""
        ordinary = self._incident(type_id=self.env.ref("street_safety_base.incident_type_2025_09").id)
        measures = {measure.rule_id.code: measure for measure in self._propose()}
        self.assertEqual(set(measures), {"BF-4.3.4", "BF-4.4.1"})
        self.assertEqual(measures["BF-4.4.1"].evidence_ids, ordinary.ids)
        larger = self._incident(deaths=3)
        found = {measure.rule_id.code: measure.evidence_ids for measure in self._propose()}
        self.assertEqual(found, {"BF-4.3.4": larger.ids, "BF-4.5a": larger.ids}, "larger includes the figure")
        ordinary.write({"large_impact": True, "impact_reason": "Seen all over the country"})
        found = {measure.rule_id.code: measure.evidence_ids for measure in self._propose()}
        self.assertEqual(found, {"BF-4.5b": ordinary.ids})

    def test_statements_do_not_grow_with_the_facts(self):
        def statements(days):
            for day in days:
                for unit in (self.grid_a1, self.grid_b1):
                    self._missed("BF-2.2c", f"2026-0{day}-20", unit)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["safety.measure"]._propose(self.company)
            return self.env.cr.sql_log_count - before

        (self.circumstances - self.by_code["BF-4.1.4"]).active = False
        statements([1])
        self.assertLessEqual(statements([3, 4, 5]), statements([2]) + 2)


@tagged("post_install", "-at_install")
class TestMeasure(LadderCase):
    """A measure from its proposal to its conclusion."""

    def test_document_number_reply_and_conclusion(self):
        measure = self._by_hand("BF-4.1.8", description="三家企业到期未复查")
        self.assertIn("三家企业到期未复查", measure.body)
        self.assertIn(self.community_a.name, measure.body)
        self.assertIn("2026-06-17", measure.body, "reply within seven days")
        measure.action_issue()
        self.assertTrue(measure.number and measure.frozen_at)
        self.assertEqual((str(measure.reply_until), str(measure.followup_on)), ("2026-06-17", "2026-07-10"))
        with self.assertRaises(UserError):
            measure.body = "Other words"
        told = self.env["mail.message"].search([("partner_ids", "in", self.principal.partner_id.ids)], limit=1)
        self.assertTrue(told, "the head of the unit is told")
        self._freeze("2026-06-18 04:00:00")
        self.assertTrue(measure.is_waiting)
        self.assertIn(measure, self.env["safety.measure"].search([("is_waiting", "=", True)]))
        self._as(self.principal, measure)._do_because("reply", "已逐家复查")
        self.assertEqual((measure.state, measure.is_waiting), ("replied", False))
        self._freeze("2026-07-10 04:00:00")
        self.env.invalidate_all()
        self.assertTrue(measure.is_waiting, "the day to look at it again")
        measure._do_because("close", "整改到位")
        self.assertEqual((measure.state, measure.conclusion, measure.is_waiting), ("closed", "整改到位", False))

    def test_issued_at_once_it_has_its_words(self):
        """What is made and issued in one go is frozen with the words of its template, not without."""
        rule = self.by_code["BF-4.1.8"]
        measure = self.env["safety.measure"].create(
            {"kind_id": rule.kind_id.id, "rule_id": rule.id, "unit_id": self.community_a.id}
        )
        measure.action_issue()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(rule.name, measure.body)

    def test_a_document_without_words_is_not_issued(self):
        measure = self._by_hand("BF-4.1.8")
        measure.body = " "
        with self.assertRaisesRegex(UserError, "no words"):
            measure.action_issue()

    def test_listing_lasts_until_it_is_lifted(self):
        """BF-4.3.1: the community shows as listed until the listing is lifted."""
        measure = self._by_hand("BF-4.3.1")
        self.assertFalse(self.community_a.is_listed)
        measure.action_issue()
        self.env.invalidate_all()
        self.assertTrue(self.community_a.is_listed)
        self.assertIn(self.community_a, self.env["safety.unit"].search([("is_listed", "=", True)]))
        measure._do_because("close", "验收合格")
        self.env.invalidate_all()
        self.assertFalse(self.community_a.is_listed)

    def test_an_admonition_is_the_commission_s(self):
        """BF-4.4.3: other cases that call for an admonition: entered and issued by the discipline commission."""
        values = {
            "kind_id": self.by_code["BF-4.4.3"].kind_id.id,
            "rule_id": self.by_code["BF-4.4.3"].id,
            "unit_id": self.community_a.id,
            "user_ids": [Command.set(self.officer.ids)],
        }
        with self.assertRaises(AccessError):
            self._as(self.office_user, self.env["safety.measure"]).create(values)
        measure = self._as(self.discipline, self.env["safety.measure"]).create(values)
        measure.description = "谈话前补充"
        measure.action_issue()
        self.assertEqual(self._as(self.officer, measure).number, measure.number)
        measure._do_because("close", "已谈话")
        self.assertEqual(measure.state, "closed")

    def test_who_sees_what(self):
        """A person sees their own, a head their unit's, the commission what is transferred, others nothing."""
        measure = self._by_hand("BF-4.2.7", user_ids=[Command.set(self.officer.ids)])
        measures = self.env["safety.measure"]
        for user, sees in (
            (self.officer, True),
            (self.principal, True),
            (self.head_user, True),
            (self.office_user, True),
            (self.discipline, False),
            (self.grid_user, False),
            (self.other_cadre_user, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(bool(self._as(user, measures).search([("id", "=", measure.id)])), sees)
        with self.assertRaises(AccessError):
            self._as(self.head_user, measure).action_issue()
        with self.assertRaises(AccessError):
            self._as(self.grid_user, measure)._do_because("reply", "Not mine")

    def test_nobody_issues_against_themselves(self):
        self._appoint(self.office_user, "safety_officer", self.community_b)
        measure = self._by_hand("BF-4.2.7", user_ids=[Command.set(self.office_user.ids)])
        with self.assertRaisesRegex(AccessError, "yourself"):
            measure.action_issue()

    def test_persons_are_needed_where_persons_are_meant(self):
        with self.assertRaisesRegex(UserError, "Persons"):
            self._by_hand("BF-4.2.7")

    def test_rejected_and_void_keep_their_reason(self):
        measure = self._by_hand("BF-4.1.8")
        measure._do_because("reject", "Already put right")
        self.assertEqual((measure.state, measure.decision, measure.number), ("rejected", "Already put right", False))
        measure = self._by_hand("BF-4.1.8")
        measure.action_issue()
        measure._do_because("void", "Wrong community")
        self.assertEqual((measure.state, measure.number_id.void_reason), ("void", "Wrong community"))

    def test_earlier_rungs_are_shown(self):
        first = self._by_hand("BF-4.1.8")
        first.action_issue()
        second = self._by_hand("BF-4.3.1")
        self.assertEqual(second.earlier_count, 1)
        self.assertEqual(self.env["safety.measure"].search(second.action_open_earlier()["domain"]), first)

    def test_words_of_a_kind_that_name_something_unknown_are_refused(self):
        with self.assertRaisesRegex(UserError, "unknown"):
            self.by_code["BF-4.1.8"].kind_id.body = "{unit} {password}"
        with self.assertRaisesRegex(UserError, "unknown"):
            self.by_code["BF-4.1.8"].kind_id.body = "{unit.env}"

    def test_document_in_print(self):
        measure = self._by_hand("BF-4.1.8")
        measure.action_issue()
        report = self.env["ir.actions.report"].with_user(self.principal)
        html = report._render_qweb_html("street_safety_accountability.report_measure", measure.ids)[0].decode()
        self.assertIn(measure.number, html)
        with self.assertRaises(AccessError):
            report.with_user(self.grid_user)._render_qweb_html(
                "street_safety_accountability.report_measure", measure.ids
            )

    def test_four_measures_on_a_problem_of_an_enterprise(self):
        """ZF-3.1a ZF-3.3b: circular, interview, warning and exposure, recorded and listed per enterprise."""
        regulations = self.env["safety.regulation"]
        town, _gaps = regulations._from_file(regulations._packs()["ZF"], self.street, skip=True)
        rules = self.env["safety.measure.rule"].search([("regulation_id", "=", town.id)])
        self.assertEqual(set(rules.kind_id.mapped("code")), {"circular", "interview", "warning", "exposure"})
        for rule in rules:
            measure = self._as(self.office_user, self.env["safety.measure"]).create(
                {
                    "kind_id": rule.kind_id.id,
                    "rule_id": rule.id,
                    "unit_id": self.community_a.id,
                    "enterprise_id": self.enterprise.id,
                    "user_ids": [Command.set(self.officer.ids)],
                }
            )
            self.assertEqual(measure.state, "proposed", "an exposure is approved before it is published")
            measure.action_issue()
        self.assertEqual(
            self.env["safety.measure"].search_count([("enterprise_id", "=", self.enterprise.id)]), len(rules)
        )
