from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoInspection(TransactionCase):
    """What the demonstration street shows of inspections, hazards and notices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = cls.env["safety.demo"]._prepared()
        cls.demo._build_inspection()
        cls.env = cls.demo.env
        cls.ours = [("company_id", "=", cls.demo._company().id)]

    def _search(self, model, *domain):
        return self.env[model].search([*self.ours, *domain])

    def test_hazards_in_each_state(self):
        for state, _label in self.env["safety.hazard"]._fields["state"].selection:
            self.assertTrue(self._search("safety.hazard", ("state", "=", state)), state)
        overdue = self._search("safety.hazard", ("is_overdue", "=", True))
        self.assertGreaterEqual(len(overdue), 3)
        self.assertTrue(all(overdue.mapped("overdue_told_on")), "the work points were told")
        self.assertTrue(self._search("safety.hazard", ("fixed_on_spot", "=", True)))
        self.assertTrue(self._search("safety.hazard", ("severity", "=", "major"), ("state", "=", "rectifying")))
        self.assertTrue(self._search("safety.hazard", ("last_failed_on", "!=", False)))

    def test_hazards_are_complete(self):
        """What is closed is frozen, was accepted by somebody, and has its photos."""
        closed = self._search("safety.hazard", ("state", "=", "closed"))
        for name in ("frozen_at", "closed_on", "accepted_by_id", "before_photo_ids", "after_photo_ids"):
            self.assertFalse(closed.filtered(lambda hazard, name=name: not hazard[name]), name)
        self.assertFalse(closed.filtered(lambda hazard: hazard.closed_on < hazard.date))

    def test_notices(self):
        """Numbers follow the days of issue without a gap, and the signatures fit what was signed."""
        self.assertTrue(self._search("safety.notice", ("state", "=", "draft")))
        issued = self._search("safety.notice", ("state", "in", ("issued", "served")))
        # Letters of transfer have a range of their own.
        issued = issued.filtered(lambda notice: not notice.needs_counterpart).sorted("number")
        self.assertGreater(len(issued), 30)
        for year, numbers in issued.number_id.grouped("year").items():
            self.assertEqual(sorted(numbers.mapped("number")), list(range(1, len(numbers) + 1)), year)
        self.assertEqual(issued.mapped("issued_on"), sorted(issued.mapped("issued_on")))
        for notice in issued:
            sign = notice.signature_ids.filtered(lambda sign: sign.purpose == "issue")
            self.assertEqual(sign.content_hash, notice._signature_hash())
            self.assertTrue(sign.appointment_id)
            self.assertEqual(sign.user_id, notice.issuer_id)
        last, report = issued[-1:], "street_safety_inspection.report_notice"
        html = self.env["ir.actions.report"]._render_qweb_html(report, last.ids)[0]
        self.assertIn(last.number, html.decode())

    def test_duties(self):
        """Coverage, share, revisit: each rule has duties that were met; some were missed."""
        for code in ("SF-2.1", "SF-2.2", "SF-2.3", "SF-2.5", "SF-2.6", "SF-3.1", "SF-3.2"):
            duties = self.demo._rule(code).duty_ids
            self.assertTrue(duties.filtered(lambda duty: duty.state == "met"), code)
        self.env.invalidate_all()
        regulation = self.demo._regulation().with_user(self.demo._user("office"))
        self.assertTrue(all(regulation.rule_ids.mapped("summary")), "the office reads what each rule says")
        missed = self.demo._rule("SF-2.1").duty_ids.filtered(lambda duty: duty.state == "missed")
        self.assertTrue(missed)
        self.assertTrue(all(0 < duty.target_done < duty.target_required for duty in missed))
        proofs = self.env["safety.duty.evidence"].search([("res_model", "=", "safety.inspection")])
        self.assertLess(len(proofs.filtered("late")), len(proofs) / 50)

    def test_inspections(self):
        done = self._search("safety.inspection", ("state", "=", "done"))
        self.assertGreater(len(done), 500)
        self.assertTrue(all(done.mapped("frozen_at")))
        self.assertTrue(self._search("safety.inspection", ("state", "=", "draft")).filtered("answered_count"))
        found = done.filtered(lambda visit: visit.finding_count and not visit.is_reinspection)
        self.assertTrue(all(len(visit.hazard_ids) == visit.finding_count for visit in found))

    def test_once(self):
        before = len(self._search("safety.inspection"))
        self.env["safety.demo"]._build_inspection()
        self.assertEqual(len(self._search("safety.inspection")), before)

    def test_places(self):
        """Most enterprises have a position, each grid in a patch of its own; a few have none yet."""
        found = self.env["safety.map"].hazard_map()
        self.assertGreater(found["without"], 0)
        self.assertGreater(len(found["cells"]), 20)
        self.assertTrue(any(cell["overdue"] for cell in found["cells"]))

    def test_campaigns(self):
        """One is under way with work, a return and an inspection; a draft holds the shipped table; a pattern waits."""
        running = self._search("safety.campaign", ("state", "=", "running"))
        self.assertEqual(len(running), 1)
        self.assertGreater(running.task_met, 0)
        self.assertEqual((running.return_met, running.inspection_count), (1, 1))
        self.assertEqual(len(self._search("safety.campaign", ("task_ids.clause_code", "=", "ZF-T14.1"))), 1)
        self.assertTrue(self._search("safety.campaign", ("is_pattern", "=", True)))
