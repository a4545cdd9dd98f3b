from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoAccountability(TransactionCase):
    """What the demonstration street shows of violations, penalties and appraisals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = cls.env["safety.demo"]._prepared()
        cls.demo._build_accountability()
        cls.env = cls.demo.env

    def _search(self, model, *domain):
        return self.env[model].search([("company_id", "=", self.demo._company().id), *domain])

    def test_violations_in_each_state(self):
        for state, _label in self.env["safety.violation"]._fields["state"].selection:
            if state != "proposed":  # a quiet fortnight leaves none to decide
                self.assertTrue(self._search("safety.violation", ("state", "=", state)), state)
        decided = self._search("safety.violation", ("state", "in", ("rejected", "upheld", "reversed")))
        self.assertTrue(all(decided.mapped("decision")))

    def test_one_person_is_disqualified(self):
        careless = self.demo._user("cadre2")
        struck = self._search("safety.disqualification", ("state", "=", "in_force"))
        self.assertTrue(struck)
        self.assertEqual(struck.user_id, careless)
        self.assertTrue(all(len(record.violation_ids) >= 3 for record in struck))

    def test_penalties(self):
        penalties = self._search("safety.penalty", ("state", "in", ("due", "settled")), ("refund_of_id", "=", False))
        self.assertTrue(penalties)
        self.assertEqual(set(penalties.mapped("amount")), {100.0})
        self.assertEqual(penalties.currency_id, self.env.ref("base.CNY"))
        self.assertTrue(self._search("safety.penalty", ("state", "=", "cancelled")), "the reversed one")
        self.assertGreater(len({day.replace(day=1) for day in penalties.mapped("date")}), 2)

    def test_a_run_settled_what_was_due_before_this_month(self):
        run = self._search("safety.deduction")
        self.assertEqual(run.state, "paid")
        self.assertEqual(run.total, sum(run.line_ids.penalty_ids.mapped("amount")))

    def test_measures_of_each_rung(self):
        measures = self._search("safety.measure")
        self.assertLessEqual({"circular", "community_listing", "interview"}, set(measures.kind_id.mapped("code")))
        self.assertLessEqual({"proposed", "issued", "replied", "closed"}, set(measures.mapped("state")))
        self.assertTrue(measures.filtered("automatic"), "some are proposed from facts")
        self.assertTrue(all(measures.mapped("body")), "each has its words")
        self.assertTrue(self._search("safety.incident.point", ("done", "=", True)))

    def test_appraisals(self):
        year = self.demo._today().year
        last = self._search("safety.appraisal", ("year", "=", year - 1), ("state", "=", "published"))
        self.assertEqual(len(last), 6)
        self.assertTrue(all(last.mapped("grade_name")))
        self.assertGreater(len(set(last.mapped("grade_name"))), 1)
        self.assertTrue(last.filtered("is_vetoed"))
        present = self._search("safety.appraisal", ("year", "=", year))
        self.assertEqual(len(present), 6)
        self.assertTrue(all(present.mapped("grade_name")))

    def test_once(self):
        before = len(self._search("safety.violation"))
        self.env["safety.demo"]._build_accountability()
        self.assertEqual(len(self._search("safety.violation")), before)
