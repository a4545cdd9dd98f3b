"""One proof for every rule of a pack: the right record meets its duty, a wrong one does not.

The records are made from what the rule itself says – evidence model, date, unit, target, person and cause field,
conditions – and nothing else, so that a rule whose condition no record can fulfil is found. State, dates and facts are
put into the tables: how a record comes to them is tested where the record is.
"""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tools.safe_eval import safe_eval

from .proof_records import RecordCase
from .proof_values import NOON

YEAR = ("2026-01-01", "2026-12-31")
CAUSE_DAY = "2026-06-10"


class _Undo(Exception):
    """Ends one trial: what it wrote is taken back."""


class Outcome:
    """What became of the duty: state, number of records and whether its evidence is marked late."""

    def __init__(self, duty):
        self.state, self.records, self.targets = duty.state, duty.record_done, duty.target_done
        self.late = set(duty.evidence_ids.mapped("late"))

    @property
    def met(self):
        return self.state in ("met", "met_late")

    def __repr__(self):
        return f"{self.state}, {self.records} records, {self.targets} targets, late: {self.late or 'none'}"


class ProofCase(RecordCase):
    """Makes the duty of a rule and tries records on it."""

    _makers = {**RecordCase._makers, "safety.document": "_make_document"}

    # ---- the street --------------------------------------------------------------------------------------------------

    def _street_of(self, code):
        """Make the little organisation with every unit that the pack names; adopt the pack."""
        clock = freeze_time("2025-12-20 04:00:00")
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self._organisation(code)
        self._name_units(code)
        self.firms = self._firms(code)
        if code == "zf":
            self._supervise(self.firms)
        self._serve(code)
        self._mark_special_days()
        self.regulation, gaps = self._load(code)
        self.assertFalse(gaps)
        untimed = self.regulation.rule_ids.filtered(lambda rule: rule.due_missing)
        untimed.write({"offset_to": 3, "due_missing": False})
        self.regulation.date_from = "2025-01-01"
        self._make_targets()
        self.regulation.action_adopt()
        self._elsewhere()
        self.env.flush_all()
        self.duties._generate(self.company, *map(fields.Date.to_date, YEAR))
        # As the nightly run does: a planner that takes the tables for empty loops where it should hash.
        self.env.cr.execute("ANALYZE safety_duty, safety_duty_evidence")
        self.assertFalse(list(filter(None, self.regulation.rule_ids.mapped("last_error"))))
        return self.regulation.rule_ids

    def _name_units(self, code):
        known = {unit.code for units in self.units.values() for unit in units}
        for row in self.packs[code.upper()].get("units") or ():
            if row["code"] not in known:
                kind, above = ("department", self.street) if code == "gy" else ("member_unit", self._committee())
                self._add(kind, above, 1, code=row["code"])

    def _committee(self):
        return self.units["safety_committee"][0]

    def _mark_special_days(self):
        """Every kind of special day once in spring, whatever the calendar of the year is."""
        days = self.env["safety.special.day"]
        days.search([]).unlink()
        for kind in self.env["safety.special.day.kind"].search([]):
            days.create({"name": kind.name, "kind_id": kind.id, "date_from": "2026-04-14", "date_to": "2026-04-14"})

    def _make_targets(self):
        """In each place one enterprise is all that any rule asks of its targets."""
        domains = {
            rule.target_domain
            for rule in self.regulation.rule_ids
            if rule.coverage != "none" and rule.target_model == "safety.enterprise"
        }
        for number, domain in enumerate(sorted(domains - {"[]"})):
            for place in self.places:
                firm = self._enterprise(f"Target {number}", place)
                if "member_unit" in self.units:
                    firm.supervising_unit_own_id = self.units["member_unit"][0]
                self._fit(firm, domain)

    def _elsewhere(self):
        """Another street of the district with the same kinds of units: nothing done there counts here."""
        other = self.env["res.company"].create({"name": "Other Street", "safety_tz": "Asia/Shanghai"})
        self.env.user.company_ids |= other
        top = self.env["safety.unit"].create(
            {"name": "Other", "type_id": self.street.type_id.id, "company_id": other.id, "date_start": "2020-01-01"}
        )
        self.other_place = self.env["safety.unit"].create(
            {"name": "Other place", "type_id": self.places[0].type_id.id, "parent_id": top.id, "company_id": other.id}
        )
        self.other_top = top
        self.other_firm = self.env["safety.enterprise"].create(
            {"name": "Other firm", "unit_id": self.other_place.id, "date_entered": "2020-01-01"}
        )

    def _there(self, kind):
        """Return the unit of type ``kind`` of the other street."""
        known = self.env["safety.unit"].search([("company_id", "=", self.other_top.company_id.id)])
        return known.filtered(lambda unit: unit.type_id == kind)[:1] or self.env["safety.unit"].create(
            {"name": f"Other {kind.name}", "type_id": kind.id, "parent_id": self.other_top.id,
             "company_id": self.other_top.company_id.id}
        )  # fmt: skip

    def _targets_there(self, rule, there):
        """Return ids of targets at ``there``, a unit of the other street; None: those of the duty are its, too."""
        if rule.target_model == "safety.unit":
            return there.ids
        return (
            self.other_firm.ids if "company_id" in self.env[rule.target_model or "safety.enterprise"]._fields else None
        )

    # ---- the duty ----------------------------------------------------------------------------------------------------

    def _duty_of(self, rule):
        """Return (duty, causing record or None) of ``rule``: of the calendar, or of a cause made for it."""
        cause = None
        if rule.cause == "record":
            self.clock.move_to(f"{CAUSE_DAY} 04:00:00")
            instant = fields.Datetime.to_datetime(f"{CAUSE_DAY} 04:00:00")
            cause = getattr(self, self._makers[rule.cause_model])(rule, CAUSE_DAY, instant)
            self._stamp(cause, fields.Date.to_date(CAUSE_DAY))
            self.env.flush_all()
            self.duties._generate_caused(self.company, rule)
        elif rule.cause == "launched":
            self.clock.move_to(f"{CAUSE_DAY} 04:00:00")
            launch = self.env["safety.duty.launch"].create(
                {"name": "L", "reason": "R", "unit_id": self.street.id, "rule_ids": [(6, 0, rule.ids)]}
            )
            launch.action_launch()
        self.assertFalse(rule.last_error)
        duties = self.duties.search([("rule_id", "=", rule.id)], order="period_start, unit_id")
        if cause:
            duties = duties.filtered(lambda duty: duty.cause_res_id == cause.id)
        kind = rule.kind_id.sudo()
        if kind.cause_field_id.name == "id" and kind.date_field_id.name == "create_date":
            # What proves itself by being entered was entered much too late, until a trial says otherwise.
            self._stamp(cause, max(duties.mapped("due_date")) + timedelta(days=60))
        later = duties.filtered(lambda duty: str(duty.window_start) >= "2026-02-01") or duties
        self.assertTrue(later, "the rule makes no duty")
        same_days = later.filtered(lambda duty: duty.period_start == later[0].period_start)
        self._see(later[0].due_date, rule)
        if rule.coverage == "none":
            return later[0], cause
        aimed = same_days.filtered("target_required")
        self.assertTrue(aimed, "no duty of the rule has targets: nothing would be proved")
        return aimed[0], cause

    def _see(self, day, rule):
        """Let ``rule`` be evaluated at noon of ``day``."""
        self.clock.move_to(datetime.combine(day, NOON))
        self.duties._open_due(self.company, rule)
        self.duties._evaluate(self.company, rule)

    def _trial(self, rule, duty, work, day=None, close=False):
        """Do ``work()``, evaluate at noon of ``day`` (or the due date), take it all back; return what came."""
        result = []
        try:
            with self.env.cr.savepoint():
                work()
                self.env.flush_all()
                self._see(day or duty.due_date, rule)
                if close:
                    self.clock.move_to(datetime.combine(duty.due_date + timedelta(days=1), NOON))
                    self.duties._close_due(self.company, rule)
                self.assertFalse(rule.last_error)
                result.append(Outcome(duty))
                raise _Undo
        except _Undo:
            self.env.invalidate_all(flush=False)
        return result[0]

    def _days(self, duty, number):
        """Return so many days of the window, the last ones."""
        days = [duty.window_end - timedelta(days=n) for n in range(number)]
        self.assertGreaterEqual(days[-1], duty.window_start, "the window is shorter than the times asked")
        return days

    # ---- lasting conditions ------------------------------------------------------------------------------------------

    def _make_valid(self, rule, duty, since, until=None, targets=None, unit=None, complete=True, types=None, short=0):
        """Make the records that must be valid, one for each target (of each type asked), from ``since`` on.

        :param short: so many fewer than the rule asks for
        """
        types = (rule.each_of or "").split(",") if types is None else types
        if rule.coverage == "none":
            for _n in range(max(rule.required_count, 1) - short):
                self._valid_record(rule, unit or duty.unit_id, None, since, until, complete, None)
            return
        for target in duty._members_ids()[: duty.target_required] if targets is None else targets:
            place = self.env["safety.unit"].browse(target) if rule.target_model == "safety.unit" else duty.unit_id
            for code in types:
                self._valid_record(rule, unit or place, target, since, until, complete, code)

    def _valid_record(self, rule, unit, target, since, until, complete, code):
        parts = rule._standing_fields()
        model = self.env[parts["model"]]
        domain = safe_eval(rule.standing_domain)
        if code:
            domain = [("type_id.code", "=", code) if leaf[0] == "type_id.code" else leaf for leaf in domain]
        if parts["model"] == "safety.enterprise":
            record = model.browse(target)
        else:
            maker = getattr(self, self._evidence[parts["model"]])
            record = model.create(maker(rule, unit, since, target, None, domain))
            self.env.flush_all()
            self._place_valid(record, rule, parts, unit, target, since, until)
        self._fit(record, domain)
        if not complete:
            self._spoil(record, domain)
        else:
            found = model.with_context(active_test=False).search([("id", "=", record.id), *domain])
            self.assertTrue(found, f"no record fulfils {domain}")
        return record

    def _place_valid(self, record, rule, parts, unit, target, since, until):
        fixed = ("safety.dossier.item", "safety.appointment")  # theirs follows from something else
        values = {"unit_id": unit.id} if parts["model"] not in fixed else {}
        for name, day in (("from", since), ("to", until)):
            field = parts[name]
            if field and (day or name == "to"):
                values[field.name] = day and (datetime.combine(day, NOON) if field.ttype == "datetime" else day)
        field = parts["target"]
        if target and field and field.name != "unit_id":
            if field.ttype == "many2many":
                self._link(record, field.name, target)
            else:
                values[field.name] = target
        self._set(record, **values)
        self._stamp(record, since)
