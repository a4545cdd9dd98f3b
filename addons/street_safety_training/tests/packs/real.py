"""Makes the record that a rule asks for as people make it: planned, attended, completed, approved, checked.

The other proofs write states and dates into the tables. Here nothing is put: what a record needs before it counts
(photos, attendance, findings, a report) is entered, and its own step completes it on the day it is done.
"""

import base64
from datetime import datetime, time, timedelta

from odoo.fields import Command
from odoo.tools.safe_eval import safe_eval

from odoo.addons.street_safety_inspection.tests.packs.proofs import InspectionProofs

from . import test_pack_proofs_training

SESSION = time(1)  # nine in the morning, in China
#: Told by the steps of a record, never written.
TOLD = ("state", "counts", "condition", "enterprise_id")


class RealRecords(InspectionProofs):
    """Real records for the rules that trainings, drills, plans, facilities and work records prove."""

    _evidence = test_pack_proofs_training.TestPackProofsTraining._evidence
    _makers = test_pack_proofs_training.TestPackProofsTraining._makers
    _make_drill = test_pack_proofs_training.TestPackProofsTraining._make_drill

    _works = {
        "safety.training": "_train",
        "safety.drill": "_drill",
        "safety.plan": "_plan",
        "safety.facility": "_facility",
        "safety.record": "_work",
        "safety.dossier.item": "_paper",
    }

    def _parts(self, rule):
        """Return (model, domain) of what proves the rule."""
        if rule.cause == "standing":
            return rule._standing_fields()["model"], safe_eval(rule.standing_domain)
        kind = rule.kind_id.sudo()
        return kind.model, [*safe_eval(kind.domain), *safe_eval(rule.evidence_domain)]

    def _asked_codes(self, domain):
        """Return the codes of the types that count, or [] where any does."""
        for name, _operator, value in self._leaves(domain):
            if name == "type_id.code":
                return [value] if isinstance(value, str) else list(value)
        return []

    def _wrong_code(self, model, domain):
        """Return the code of a type that does not count, or None where every type does."""
        codes = self._asked_codes(domain)
        if not codes or "type_id" not in self.env[model]._fields:
            return None
        kinds = self.env[self.env[model]._fields["type_id"].comodel_name]
        asked = [("code", "not in", codes)]
        if "needs_approval" in kinds._fields:
            asked.append(("needs_approval", "=", False))
        return kinds.search(asked, limit=1).code

    # ---- all the records of a duty -----------------------------------------------------------------------------------

    def _do(self, rule, duty, cause, day=None, unit=None, targets=None, code=None, enough=True, until=None):
        """Make what meets the duty; ``day``, ``unit``, ``targets``, ``code``: there, then and of that type instead.

        :param until: the last day on which it is valid, where the record has one
        :param enough: False: one target stays out, or where there are none the work is not completed
        """
        model, domain = self._parts(rule)
        if targets is None:
            targets = duty.turn_unit_id.ids or duty._members_ids()[: duty.target_required]
            targets = list(targets) if rule.coverage != "none" else []
        if not enough and len(targets) > 1:
            targets, enough = targets[:-1], True
        codes = [code] if code else (rule.each_of or "").split(",") if rule.each_of else self._asked_codes(domain)[:1]
        for place, these in self._places(rule, duty, unit, targets):
            for one in self._work_days(rule, duty, day, bool(targets)):
                for kind in codes or [None]:
                    self.code, self.extra = kind, (rule, cause, domain)
                    record = getattr(self, self._works[model])(place, one, these, enough)
                    if until:
                        record[rule._standing_fields()["to"].name] = until
        self.env.flush_all()

    def _places(self, rule, duty, unit, targets):
        """Return [(unit, enterprise ids)] of the records: one a unit or, for facilities and papers, an enterprise."""
        if rule.target_model == "safety.unit" and targets:
            return [(unit or self.env["safety.unit"].browse(target), []) for target in targets]
        model = self._parts(rule)[0]
        if model in ("safety.facility", "safety.dossier.item"):
            return [(unit or self.env["safety.enterprise"].browse(target).unit_id, [target]) for target in targets]
        return [(unit or duty.unit_id, targets)]

    def _work_days(self, rule, duty, day, has_targets):
        if rule.cause == "standing":
            return [day or duty.period_start - timedelta(days=10)]
        number = rule.times * max(rule.required_count, rule.per_target if has_targets else 1, 1)
        return [day] * number if day else self._days(duty, rule.times) * (number // rule.times)

    def _type(self, model):
        kinds = self.env[self.env[model]._fields["type_id"].comodel_name]
        found = kinds.search([("code", "=", self.code)] if self.code else [], limit=1)
        self.assertTrue(found, f"{model} has no type {self.code}")
        return found

    def _picture(self):
        return [Command.create({"name": "seen.png", "raw": base64.b64decode(self.signature), "mimetype": "image/png"})]

    # ---- one record --------------------------------------------------------------------------------------------------

    def _train(self, unit, day, firms, enough):
        """Hold a session at which all of its audience was present – or, not enough, the fewer part of it."""
        start = datetime.combine(day, SESSION)
        self.clock.move_to(start + timedelta(hours=2, minutes=30))
        kind = self._type("safety.training")
        values = {
            "name": "Training", "type_id": kind.id, "unit_id": unit.id, "date_start": start,
            "date_end": start + timedelta(hours=2), "material_ids": self._picture(), "min_attendance": 60,
            "trainer": "Expert Chen",
        }  # fmt: skip
        if firms:
            values |= {"enterprise_mode": "selected", "enterprise_ids": [Command.set(firms)], "post_ids": False}
        if kind.attendee_role:
            self.env["safety.enterprise"].browse(firms).write({"principal_name": "Pan", "safety_manager_name": "Pan"})
        session = self.env["safety.training"].create(values)
        session.action_fill_audience()
        if len(session.attendee_ids) < 3:
            session.attendee_ids = [Command.create({"name": f"Member {n}"}) for n in range(3)]
        lines = session.attendee_ids
        few = lines.filtered(lambda line: not line.enterprise_id) if firms else lines[: len(lines) // 3]
        (lines if enough else few).action_mark_present()
        session.action_hold()
        self.assertEqual(session.state, "held")
        return session

    def _drill(self, unit, day, firms, enough):
        start = datetime.combine(day, SESSION)
        self.clock.move_to(start + timedelta(hours=2))
        drill = self.env["safety.drill"].create(
            {
                "name": "Drill", "type_id": self._type("safety.drill").id, "unit_id": unit.id, "date_start": start,
                "enterprise_ids": [Command.set(firms)], "head_count": 12, "findings": "<p>One exit was locked.</p>",
                "photo_ids": self._picture(), "alarm_at": start, "arrival_at": start + timedelta(minutes=2),
            }
        )  # fmt: skip
        if enough:
            drill.action_hold()
        return drill

    def _plan(self, unit, day, _firms, enough):
        self.clock.move_to(datetime.combine(day, SESSION))
        plan = self.env["safety.plan"].create(
            {
                "name": "Emergency plan", "unit_id": unit.id, "content": "<p>Who does what.</p>",
                "type_id": self.env.ref("street_safety_training.plan_type_comprehensive").id,
            }
        )  # fmt: skip
        if enough:
            plan.action_approve()
        return plan

    def _facility(self, unit, day, firms, enough):
        """Register what is there; not enough: the last check found it unusable."""
        self.clock.move_to(datetime.combine(day, SESSION))
        values = {"type_id": self._type("safety.facility").id, "installed_on": day}
        values |= {"enterprise_id": firms[0]} if firms else {"unit_id": unit.id}
        facility = self.env["safety.facility"].create(values)
        if not enough:
            self.env["safety.facility.check"].create(
                {"facility_id": facility.id, "condition": "broken", "date": day, "photo_ids": self._picture()}
            )
        return facility

    def _paper(self, _unit, day, firms, enough):
        """Keep the paper in the enterprise's file; not enough: nobody entered its day."""
        self.clock.move_to(datetime.combine(day, SESSION))
        kind = self._type("safety.dossier.item")
        return self.env["safety.dossier.item"].create(
            {"enterprise_id": firms[0], "type_id": kind.id, "date": enough and day}
        )

    def _work(self, unit, day, firms, enough):
        """Complete a work record with everything its type asks for; not enough: it stays a draft."""
        self.clock.move_to(datetime.combine(day, SESSION))
        rule, cause, domain = self.extra
        topics = []
        if rule.target_model == "safety.record.topic":
            topics, firms = firms, []
        values = {
            "name": "Work", "type_id": self._type("safety.record").id, "unit_id": unit.id, "date": day,
            "guests": "Residents", "note": "<p>What was done.</p>", "photo_ids": self._picture(),
            "enterprise_ids": [Command.set(firms or self.firms[:1].ids)], "topic_ids": [Command.set(topics)],
        }  # fmt: skip
        pointer = rule.kind_id.sudo().cause_field_id
        if cause and pointer and pointer.relation == cause._name:
            values[pointer.name] = cause.id
        record = self.env["safety.record"].create(values)
        self._fit(record, [leaf for leaf in self._leaves(domain) if leaf[0] not in (*TOLD, "type_id.code")])
        if record.type_id.needs_channel:
            topic = record.topic_ids or self.env.ref("street_safety_training.record_topic_policy")
            record.write({"channel": record.channel or "event", "audience": "Residents", "topic_ids": topic.ids})
        if enough:
            record.action_done()
        return record
