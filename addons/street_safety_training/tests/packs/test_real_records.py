from datetime import timedelta

from odoo.tests import tagged

from .real import RealRecords

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestRealRecords(RealRecords):
    """Each training row is met by the real record and only by it.

    Not by another programme or type, not by another unit or other enterprises, not too late, and not by a session
    to which too few came, a drill nobody completed, a plan nobody approved, a board that is broken.
    """

    def _check_rows(self, code):
        """Try the rules of the clauses that the docstring of the running test names; each of them must have some."""
        named = self._named_clauses()
        rules = self._street_of(code).filtered(
            lambda rule: rule.clause_id.code in named and self._parts(rule)[0] in self._works
        )
        self._fill_posts()
        for rule in rules:
            with self.subTest(rule.code):
                self._undone(lambda rule=rule: self._check_real(rule))
        self.assertEqual(set(rules.clause_id.mapped("code")), named)

    def _fill_posts(self):
        """Three people who hold the posts that programmes invite, so that sessions have an audience."""
        posts = self.env["safety.training.type"].search([]).post_ids
        places = (self.units.get("community") or self.units["village"])[:3]
        people = self.env["res.users"].create(
            [{"name": f"Audience {n}", "login": f"audience_{n}"} for n in range(len(places))]
        )
        self.env["safety.appointment"].create(
            [
                {"user_id": user.id, "post_id": post.id, "unit_id": place.id, "date_start": "2020-01-01"}
                for user, place in zip(people, places, strict=True)
                for post in posts
                if place.type_id in post.unit_type_ids
            ]
        )

    def _check_real(self, rule):
        duty, cause = self._duty_of(rule)
        close = rule.cause == "standing"

        def state(seen=None, **asked):
            return self._trial(rule, duty, lambda: self._do(rule, duty, cause, **asked), day=seen, close=close)

        self.assertFalse(self._trial(rule, duty, lambda: None, close=True).met, "nothing was done")
        right = state()
        self.assertEqual((right.state, right.late), ("met", {False}), "the real record")
        model, domain = self._parts(rule)
        if wrong := self._wrong_code(model, domain):
            self._not_met(state(code=wrong), f"a record of type {wrong}")
        self._not_met(state(enough=False), "too few, or not completed")
        self._not_met(self._elsewhere_state(rule, duty, state), "another street's")
        if other := self._other_targets(rule, duty):
            self._not_met(state(targets=other), "other enterprises or units")
        elif neighbour := self._neighbour(rule, duty):
            self._not_met(state(unit=neighbour.unit_id), f"of {neighbour.unit_id.name}")
        if close and rule._standing_fields()["to"]:
            self._not_met(state(until=duty.due_date - DAY), "no longer valid")
        after = duty.due_date + DAY
        self._not_met(state(None if close else after, day=after), "done after it was due")
        if rule.cause != "standing":
            self._not_met(state(day=duty.window_start - DAY), "done before its time")

    def _elsewhere_state(self, rule, duty, state):
        there = self._there(duty.unit_id.type_id)
        return state(unit=there, targets=None if rule.coverage == "none" else self._targets_there(rule, there))

    def _other_targets(self, rule, duty):
        """Return as many targets of other duties of the rule, which are not this duty's; [] where there are none."""
        if rule.coverage == "none":
            return []
        targets = self.env[rule.target_model]
        ours = [("company_id", "=", self.company.id)] if "company_id" in targets._fields else []
        others = targets.search([*ours, ("id", "not in", duty._members_ids())])
        return others.ids[: duty.target_required]

    def _not_met(self, outcome, words):
        self.assertFalse(outcome.met, f"{words}: {outcome}")

    # ---- the rows ----------------------------------------------------------------------------------------------------

    def test_real_records_of_xt(self):
        """XT-4.1a, XT-4.1b, XT-4.1c, XT-4.2a, XT-4.2b, XT-4.2c, XT-4.2d, XT-4.2e, XT-4.3a, XT-4.3b, XT-4.3c, XT-4.3d,
        XT-4.4a, XT-4.4b.
        """
        self._check_rows("xt")

    def test_real_records_of_xy(self):
        """XY-1.5, XY-2.2a, XY-2.2b, XY-2.2c, XY-2.2d."""
        self._check_rows("xy")

    def test_real_records_of_bf(self):
        """BF-1.1.4c, BF-1.1.5b, BF-1.2.4d, BF-1.3.7a."""
        self._check_rows("bf")

    def test_real_records_of_zf(self):
        """ZF-T1.3b, ZF-T1.4, ZF-T1.5, ZF-T3.2a, ZF-T3.4, ZF-T4.1a, ZF-T4.1b, ZF-T4.2, ZF-T4.4."""
        self._check_rows("zf")

    def test_real_records_of_gy(self):
        """GY-1.8, GY-1.11, GY-2.6, GY-4.2.2, GY-5.5a."""
        self._check_rows("gy")
