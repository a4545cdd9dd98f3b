import re
from datetime import datetime, time, timedelta

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .proofs import ProofCase

DAY = timedelta(days=1)
CLAUSE = re.compile(r"\b(?:XT|XY|BF|ZF|GY)-[A-Z]?\d[\d.]*[a-z]?\b")


class PackProofs(ProofCase):
    """Every rule of a pack, one by one: what meets its duty, and what does not."""

    #: Models of which a rule needs one to be tried here; the others are tried where their records are.
    _own: tuple[str, ...] = ()

    def _check_pack(self, code):
        """Try every rule of the pack that needs a record of this addon and of no later one; return their clauses."""
        rules = self._street_of(code).filtered(self._is_ours)
        for rule in rules:
            with self.subTest(rule.code):
                self._undone(lambda rule=rule: self._check_rule(rule))
        return set(rules.clause_id.mapped("code"))

    def _named_clauses(self):
        """Return the clauses that the docstring of the running test names: it says what was tried, no more, no less."""
        return set(CLAUSE.findall(getattr(self, self._testMethodName).__doc__))

    @classmethod
    def _is_ours(cls, rule):
        """Tell whether the records of ``rule`` are known here, and one of them is tried here."""
        needed = cls._needed(rule)
        return needed <= cls._known() and (not cls._own or bool(needed & set(cls._own)))

    @classmethod
    def _needed(cls, rule):
        """Return the models of the records that prove ``rule`` and that cause it."""
        proof = rule._standing_fields()["model"] if rule.cause == "standing" else rule.kind_id.model
        if rule.cause == "standing":  # a condition on enterprises may speak of records that a later addon brings
            return {proof, rule.kind_id.model}
        return {proof, rule.cause_model} if rule.cause == "record" else {proof}

    @classmethod
    def _known(cls):
        return cls._evidence.keys() | cls._makers.keys()

    def _undone(self, check):
        """Do ``check()`` and take back what it wrote, so that the rules do not see each other's records."""
        savepoint = self.env.cr.savepoint()
        try:
            check()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _check_rule(self, rule):
        duty, cause = self._duty_of(rule)
        if rule.cause == "standing":
            self._check_lasting(rule, duty)
        else:
            self._check_done(rule, duty, cause)
            self._check_elsewhere(rule, duty, cause)
            self._check_time(rule, duty, cause)

    # ---- work that is done once --------------------------------------------------------------------------------------

    def _check_done(self, rule, duty, cause):
        """The right records meet it in time; unfinished ones, too few of them, or none at all do not."""
        right = self._trial(rule, duty, lambda: self._prove(rule, duty, cause))
        self.assertEqual((right.state, right.late), ("met", {False}), "the right record")
        nothing = self._trial(rule, duty, lambda: None, close=True)
        self.assertEqual(nothing.state, "missed", "no record")
        unfinished = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, complete=False))
        self.assertFalse(unfinished.met, f"an unfinished record: {unfinished}")
        if right.records > 1 and rule.kind_id.sudo().cause_field_id.name != "id":
            short = self._trial(rule, duty, lambda: self._withhold(rule, self._prove(rule, duty, cause)))
            self.assertFalse(short.met, f"one record too few: {short}")

    def _withhold(self, rule, records):
        """Take the last of ``records`` back, before anything is evaluated."""
        domain = self._leaves(rule.kind_id.sudo().domain) + self._leaves(rule.evidence_domain)
        self._spoil(records[-1], domain)

    def _check_elsewhere(self, rule, duty, cause):
        """Work of another street, another unit, for another cause or by somebody else does not count."""
        if rule.kind_id.sudo().cause_field_id.name == "id":
            other = self._another_cause(rule)
            wrong = self._trial(rule, duty, lambda: self._prove(rule, duty, other))
            self.assertFalse(wrong.met, f"the record of another cause: {wrong}")
            return
        there = self._there(duty.unit_id.type_id)
        targets = self._targets_there(rule, there)
        wrong = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, unit=there, targets=targets))
        self.assertFalse(wrong.met, f"work in another street: {wrong}")
        if neighbour := self._neighbour(rule, duty):
            wrong = self._trial(rule, duty, lambda: self._prove_there(rule, duty, cause, neighbour))
            self.assertFalse(wrong.met, f"work of {neighbour.unit_id.name} instead of {duty.unit_id.name}: {wrong}")
        if cause and rule.evidence_linked:
            other = self._another_cause(rule)
            wrong = self._trial(rule, duty, lambda: self._prove(rule, duty, other))
            self.assertFalse(wrong.met, f"work for another cause: {wrong}")
        if rule.by_holder:
            wrong = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, person=self.env.user))
            self.assertFalse(wrong.met, f"work of somebody else: {wrong}")

    def _another_cause(self, rule):
        other = self._duty_of(rule)[1]
        self._stamp(other, duty_day := datetime(2026, 6, 10).date())
        self.assertTrue(duty_day)
        return other

    def _neighbour(self, rule, duty):
        """Return the duty of another unit of the same type for the same days, where place tells them apart."""
        if rule.by_holder or duty.cause_res_id:
            return None
        others = self.duties.search([("rule_id", "=", rule.id), ("period_start", "=", duty.period_start)])
        return next((other for other in others if other.unit_id != duty.unit_id and other != duty), None)

    def _prove_there(self, rule, duty, cause, neighbour):
        targets = neighbour._members_ids()[: duty.target_required] if rule.coverage != "none" else None
        unit = None if targets else neighbour.unit_id
        return self._prove(rule, duty, cause, unit=unit, targets=targets)

    def _check_time(self, rule, duty, cause):
        """Before the window it does not count; after it, it is late; written down afterwards says so."""
        kind = rule.kind_id.sudo()
        early = duty.window_start - DAY
        wrong = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, day=early))
        self.assertFalse(wrong.met, f"done before {duty.window_start}: {wrong}")
        after = duty.due_date + DAY
        wrong = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, day=after), day=after)
        self.assertFalse(wrong.met, f"done after {duty.due_date}: {wrong}")
        if duty.due_at:
            self._check_instant(rule, duty, cause)
            return
        if duty.due_date > duty.window_end:
            late = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, day=duty.due_date))
            self.assertEqual((late.state, late.late), ("met_late", {True}), "done after the window, before it is due")
        if kind.date_field_id.name != "create_date":
            written = datetime.combine(duty.window_end + DAY, time(1))
            late = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, recorded=written))
            self.assertEqual((late.state, late.late), ("met", {True}), "done in the window, written down after it")

    def _check_instant(self, rule, duty, cause):
        self.instant = duty.due_at + timedelta(minutes=30)
        try:
            day = self.company._safety_date(self.instant)
            if day <= duty.due_date:
                late = self._trial(rule, duty, lambda: self._prove(rule, duty, cause, day=day, recorded=self.instant))
                self.assertEqual((late.state, late.late), ("met_late", {True}), f"half an hour after {duty.due_at}")
        finally:
            self.instant = None

    # ---- what must hold all the time ---------------------------------------------------------------------------------

    def _check_lasting(self, rule, duty):
        """A record valid on the last day meets it; unfinished, later, expired or other ones do not."""
        since = duty.period_start - 10 * DAY
        parts = rule._standing_fields()
        itself = parts["model"] == "safety.enterprise"
        if itself:
            self._make_valid(rule, duty, since, complete=False)

        def state(**asked):
            asked.setdefault("since", since)
            return self._trial(rule, duty, lambda: self._make_valid(rule, duty, **asked), close=True)

        self.assertEqual(self._trial(rule, duty, lambda: None, close=True).state, "missed", "no record")
        right = state()
        self.assertEqual((right.state, right.late), ("met", {False}), "a valid record")
        self.assertEqual(state(complete=False).state, "missed", "an unfinished record")
        if rule.coverage == "none" and rule.required_count > 1:
            self.assertEqual(state(short=1).state, "missed", "one record too few")
        if rule.each_of:
            codes = rule.each_of.split(",")
            self.assertEqual(state(types=[codes[0]] * len(codes)).state, "missed", "one type several times")
        if itself:
            members = duty._members_ids()
            if len(members) > 1:
                self.assertEqual(state(targets=members[1:]).state, "missed", "one enterprise without it")
            return
        self.assertEqual(state(since=duty.due_date + DAY).state, "missed", "valid from later on")
        if parts["to"]:
            self.assertEqual(state(until=duty.due_date - DAY).state, "missed", "expired")
            self.assertEqual(state(until=duty.due_date).state, "met", "valid on the last day")
        if rule.standing_months:
            old = duty.due_date - timedelta(days=31 * rule.standing_months)
            self.assertEqual(state(since=old).state, "missed", "too old")
        if rule.coverage == "none":
            there = self._there(duty.unit_id.type_id)
            self.assertEqual(state(unit=there).state, "missed", "of another street")
            if neighbour := self._neighbour(rule, duty):
                self.assertEqual(state(unit=neighbour.unit_id).state, "missed", f"of {neighbour.unit_id.name}")
        elif rule.target_model == "safety.unit":
            self.assertEqual(state(unit=self.other_top, targets=[self.other_top.id]).state, "missed", "another unit")
        else:
            self.assertEqual(state(targets=[self.other_firm.id]).state, "missed", "another enterprise")


@tagged("post_install", "-at_install")
class TestPackProofs(PackProofs):
    """The rules that are proved and caused by records of this addon."""

    def test_proofs_of_xt(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XT-1.1a, XT-1.1c, XT-1.2a, XT-1.3a, XT-1.3b, XT-1.3c, XT-1.4, XT-1.5a, XT-1.5b, XT-1.5c, XT-2.1a,
        XT-2.2c, XT-4.1a, XT-4.1b, XT-4.1c, XT-4.1d, XT-4.2a, XT-4.2e, XT-5.1,
        XT-6.4a.
        """
        self.assertEqual(self._check_pack("xt"), self._named_clauses())

    def test_proofs_of_xy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XY-1.2, XY-1.3, XY-1.4, XY-2.1a, XY-2.1b, XY-2.2c, XY-2.2d, XY-2.3d, XY-2.3e, XY-2.3f, XY-2.3g,
        XY-2.3h, XY-2.4b, XY-2.5g, XY-3.1b, XY-3.2b, XY-3.2f, XY-3.2g, XY-3.3a, XY-3.3d, XY-3.3e, XY-3.4d,
        XY-3.4e, XY-3.5e, XY-3.5f, XY-3.7a, XY-3.7f, XY-3.7g.
        """
        self.assertEqual(self._check_pack("xy"), self._named_clauses())

    def test_proofs_of_bf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        BF-1.1.2c, BF-1.1.4a, BF-1.1.4b, BF-1.1.4c, BF-1.1.5a, BF-1.1.5b, BF-1.1.5c, BF-1.1.6, BF-1.2.1,
        BF-1.2.2a, BF-1.2.4a, BF-1.2.5a, BF-1.2.5b, BF-1.2.6, BF-1.3.8a,
        BF-1.3.8b, BF-1.3.10, BF-2.1.3c, BF-2.1.3d, BF-2.3a, BF-2.3b, BF-3.2b.
        """
        self.assertEqual(self._check_pack("bf"), self._named_clauses())

    def test_proofs_of_zf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        ZF-1.1, ZF-2.2a, ZF-2.2b, ZF-3.1b, ZF-3.3a, ZF-3.4b, ZF-T1.1, ZF-T1.2b, ZF-T1.3a, ZF-T1.3b, ZF-T1.4, ZF-T1.5,
        ZF-T3.2a, ZF-T3.3, ZF-T4.1a, ZF-T4.2, ZF-T4.4, ZF-T5.1, ZF-T5.2a, ZF-T5.2b, ZF-T5.3, ZF-T6.1,
        ZF-T7.1, ZF-T10.2, ZF-T11.1, ZF-T11.2, ZF-T11.3a, ZF-T12.2b, ZF-T13.1, ZF-T13.2, ZF-T14.1, ZF-T14.2, ZF-T14.4,
        ZF-T14.5, ZF-T14.6, ZF-T14.7, ZF-T14.8, ZF-T14.9, ZF-T14.10a, ZF-T14.10b, ZF-T14.11, ZF-T14.12,
        ZF-T14.13.
        """
        self.assertEqual(self._check_pack("zf"), self._named_clauses())

    def test_proofs_of_gy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        GY-1.4, GY-1.5, GY-1.8, GY-1.10, GY-1.11, GY-1.12, GY-2.3, GY-2.4, GY-2.5, GY-2.7, GY-2.8,
        GY-2.10, GY-2.13, GY-3.10, GY-3.13, GY-3.15, GY-4.1.1, GY-4.2.2, GY-4.2.3, GY-4.2.4, GY-4.2.11, GY-4.2.12,
        GY-4.2.13, GY-5.4, GY-5.5b, GY-5.6, GY-6.1b, GY-6.3, GY-7.1.
        """
        self.assertEqual(self._check_pack("gy"), self._named_clauses())

    def test_zf_t4_2_crowded_places_are_those_of_xy_2_2(self):
        """ZF-T4.2, XY-2.2a: public-crowd places are one kind: a school needs a rescue organisation, a shop none."""
        rule = self._street_of("zf").filtered(lambda one: one.code == "ZF-T4.2-1")
        kinds = self.env["safety.enterprise.kind"].search([])
        firms = {kind: self._enterprise(f"Place {kind.name}", self.places[0], kind_id=kind.id) for kind in kinds}
        duty = self._duty_of(rule)[0]
        self.assertEqual(duty.unit_id, self.places[0])
        owed = {kind.code for kind, firm in firms.items() if firm.id in duty._members_ids()}
        self.assertEqual(owed, {"public_crowd", "school"})
        crowded = next(rule for rule in self.packs["XY"]["rules"] if rule["code"] == "XY-2.2a")["targets"]["domain"]
        found = self.env["safety.enterprise"].search(safe_eval(crowded)).kind_id.mapped("code")
        self.assertEqual(set(found), owed)
        school = next(firm for kind, firm in firms.items() if kind.code == "school")
        others = [target for target in duty._members_ids() if target != school.id]
        since = duty.period_start - 10 * DAY
        left_out = self._trial(rule, duty, lambda: self._make_valid(rule, duty, since, targets=others), close=True)
        self.assertEqual(left_out.state, "missed", "all but the school have one")
        right = self._trial(rule, duty, lambda: self._make_valid(rule, duty, since), close=True)
        self.assertEqual(right.state, "met")
