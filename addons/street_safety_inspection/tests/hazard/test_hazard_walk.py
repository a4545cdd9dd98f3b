"""Property test: random people take random steps on a hazard; whatever they do, the invariants hold."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from odoo.exceptions import UserError
from odoo.tests import tagged

from .major_common import MajorCase

STEPS = (
    "action_ask", "action_order", "action_fix", "action_submit", "action_accept", "action_close", "action_escalate",
)  # fmt: skip
REASONED = ("reject", "void")
# Where a step may lead; everything else is a forbidden arrow.
ARROWS = {
    "reported": {"assessing", "rectifying", "closed", "void"},
    "assessing": {"reported", "void"},
    "rectifying": {"submitted"},
    "submitted": {"accepted", "rectifying"},
    "accepted": {"closed"},
    "closed": set(),
    "void": set(),
}
PEOPLE = st.sampled_from(("grid_user", "cadre_user", "safety_user", "office_user", "other_grid_user"))
FACTS = ("name", "severity", "deadline", "submitted_by_id", "accepted_by_id", "closed_on", "rectification_note")


class Walk(RuleBasedStateMachine):
    """One hazard and those who work on it; ``case`` is the running test."""

    case: MajorCase

    def __init__(self):
        super().__init__()
        self.savepoint = self.case.env.cr.savepoint()
        self.hazard = self.case._hazard()
        self.seen, self.frozen, self.submitter = "reported", None, None

    def teardown(self):
        self.case.env.invalidate_all()
        self.savepoint.rollback()
        self.savepoint.close()
        self.case.env.invalidate_all()

    def attempt(self, work):
        """Do ``work``; a refusal leaves nothing behind."""
        try:
            with self.case.env.cr.savepoint():
                work()
                self.case.env.flush_all()
        except UserError:
            self.case.env.invalidate_all()
        self.follow()

    def follow(self):
        state = self.hazard.state
        assert state == self.seen or state in ARROWS[self.seen], f"{self.seen} → {state}"
        self.seen = state
        if state == "submitted":
            self.submitter = self.hazard.submitted_by_id

    @rule(name=st.sampled_from(STEPS), user=PEOPLE)
    def step(self, name, user):
        self.attempt(lambda: getattr(self.hazard.with_user(getattr(self.case, user)), name)())

    @rule(name=st.sampled_from(REASONED), user=PEOPLE)
    def reasoned(self, name, user):
        self.attempt(lambda: self.hazard.with_user(getattr(self.case, user))._do_because(name, "Because"))

    @rule(severity=st.sampled_from(("general", "major", "undetermined")), user=PEOPLE)
    def grade(self, severity, user):
        self.attempt(lambda: self.hazard.with_user(getattr(self.case, user)).write({"severity": severity}))

    @rule(severity=st.sampled_from(("general", "major")), user=PEOPLE)
    def assess(self, severity, user):
        criteria = self.case.env["safety.major.criterion"]
        self.attempt(lambda: self.hazard.with_user(getattr(self.case, user))._assess(severity, criteria, "Seen"))

    @rule(day=st.sampled_from(("2026-03-09", "2026-03-10", "2026-03-17")), user=PEOPLE)
    def deadline(self, day, user):
        self.attempt(lambda: self.hazard.with_user(getattr(self.case, user)).write({"deadline": day}))

    @rule(state=st.sampled_from(tuple(ARROWS)), user=PEOPLE)
    def forge(self, state, user):
        before = self.hazard.state
        self.attempt(lambda: self.hazard.with_user(getattr(self.case, user)).write({"state": state}))
        assert self.hazard.state == before

    @precondition(lambda self: self.hazard.element_ids)
    @rule(user=PEOPLE)
    def settle(self, user):
        self.attempt(lambda: self.case._settle(self.hazard.with_user(getattr(self.case, user))))
        facts = {"suspension": "a", "equipment_stopped": "b", "people_withdrawn": "c"}
        self.attempt(lambda: self.hazard.with_user(getattr(self.case, user)).write(facts))

    @invariant()
    def nobody_accepts_their_own(self):
        hazard = self.hazard
        if hazard.accepted_by_id and not hazard.fixed_on_spot:
            assert hazard.accepted_by_id != self.submitter

    @invariant()
    def frozen_stays(self):
        facts = self.hazard.read(FACTS)[0]
        if self.frozen and self.seen == self.frozen[0]:
            assert facts == self.frozen[1]
        self.frozen = (self.seen, facts) if self.hazard.frozen_at else None

    @invariant()
    def overdue_is_true(self):
        hazard = self.hazard
        late = bool(
            hazard.state in ("reported", "rectifying")
            and hazard.deadline
            and hazard.deadline < self.case.company._safety_today()
        )
        assert hazard.is_overdue == late
        assert bool(hazard.search([("id", "=", hazard.id), ("is_overdue", "=", True)])) == late

    @invariant()
    def major_is_never_settled_on_the_spot(self):
        assert not (self.hazard.fixed_on_spot and self.hazard.severity != "general")


@tagged("post_install", "-at_install")
class TestHazardWalk(MajorCase):
    def test_random_walks(self):
        self.company.write({"safety_major_form": False, "safety_major_listing": False})
        Walk.case = self
        limits = settings(
            max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(Walk, settings=limits)
