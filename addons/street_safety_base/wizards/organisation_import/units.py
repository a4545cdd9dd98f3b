"""Plan the tree: rows of the sheet of units become new, changed or unchanged units."""

from . import cells
from .columns import label
from .street import UnitPlan


class UnitPlanner:
    """Matches rows with the street's units, checks places and levels, and finds out what changes."""

    def __init__(self, street, findings):
        self.street, self.findings, self.env = street, findings, street.env
        self.rows, self.lost, self.top = [], set(), None

    def plan(self, lines):
        """Plan ``lines``; afterwards ``rows`` holds the unit plans of the file in their order."""
        for line in lines:
            self._match(line)
        for plan in self.rows:
            self._place(plan)
        self._check_cycles()
        for plan in self.rows:
            self._check_place(plan)
            self._check_posts(plan)
            self._compare(plan)

    def _error(self, line, field, reason):
        self.findings.error(line, field, reason)

    # ---- match -------------------------------------------------------------------------------------------------------

    def _match(self, line):
        code, name = cells.plain(line.get("code")), cells.words(line.get("name"))
        known = self.street.units_called(code) if code else self.street.units_called(name)
        adopted = not known and code and self.street.uncoded(name)
        known = adopted or known
        if not code and not name:
            return self._error(line, "code", self.env._("Neither code nor name is filled in. Give the unit a code."))
        if len(known) > 1:
            return self._error(line, "code", self.env._("Several units are called so. Give each its own code."))
        plan = known[0] if known else None
        if plan and plan.line:
            reason = self.env._(
                "“%(code)s” stands in row %(row)s of “%(sheet)s” already. Keep one row, or change one code.",
                code=code or name,
                row=plan.line.number,
                sheet=plan.line.sheet,
            )
            return self._error(line, "code", reason)
        unit_type = self._type(line, plan)
        if plan is None:
            if not name:
                return self._error(line, "name", self.env._("A new unit needs a name."))
            plan = UnitPlan(name, unit_type, code)
            self.street.know(plan)
        elif adopted:
            plan.code = plan.vals["code"] = code
            self.street.know(plan)
        plan.line = line
        plan.type = unit_type or plan.type
        plan.name = name or plan.name
        self._read_figures(plan)
        self.rows.append(plan)
        return None

    def _type(self, line, plan):
        text = cells.words(line.get("type"))
        if not text:
            if plan is None:
                self._error(line, "type", self.env._("A new unit needs a type."))
            return None
        types = self.street.named("type", text)
        if len(types) == 1:
            return types
        if types:
            self._error(line, "type", self.env._("Several unit types are called so. Write the code of the type."))
        else:
            reason = self.env._("There is no unit type “%s”. Add it under Unit types, or choose one of the list.", text)
            hint = self.findings.nearest(text, self.street.types.mapped("name"))
            self._error(line, "type", f"{reason} {hint}".strip())
        return None

    def _read_figures(self, plan):
        for field, target, parse in (("sequence", "sequence", cells.whole), ("since", "date_start", cells.day)):
            try:
                value = parse(plan.line.get(field))
            except ValueError:
                value = None
                self._error(plan.line, field, self._figure_reason(field, plan.line.get(field)))
            if value is not None:
                plan.vals[target] = value

    def _figure_reason(self, field, value):
        if field == "since":
            return self.env._("“%s” is no date. Write it like 2026-01-05.", cells.plain(value))
        return self.env._("“%s” is no whole number.", cells.plain(value))

    # ---- place -------------------------------------------------------------------------------------------------------

    def _place(self, plan):
        reference = cells.plain(plan.line.get("parent"))
        if not reference:
            return
        found = self.street.units_called(reference)
        if len(found) == 1:
            plan.parent = found[0]
        else:
            self.lost.add(plan)
            self._error(plan.line, "parent", unclear_unit(self.street, self.findings, reference))

    def _check_cycles(self):
        done = set()
        for start in self.rows:
            path, step = {}, start
            while step is not None and step not in done and step not in path:
                path[step] = len(path)
                step = step.parent
            done.update(path)
            if step in path:
                self._report_circle([unit for unit, place in path.items() if place >= path[step]])

    def _report_circle(self, circle):
        names = " → ".join(unit.code or unit.name for unit in [*circle, circle[0]])
        first = next(unit for unit in circle if unit.line)
        self._error(first.line, "parent", self.env._("The unit lies below itself: %s. Correct the unit above.", names))
        self.lost.add(first)
        first.parent = None

    def _check_place(self, plan):
        if plan.parent is None:
            return self._check_top(plan)
        if not plan.type or not plan.parent.type or plan.type._fits_below(plan.parent.type):
            return None
        allowed = plan.type.parent_type_ids or self.street.types.filtered(lambda other: other.level < plan.type.level)
        reason = self.env._(
            "A unit of type %(type)s cannot lie directly below %(parent)s (%(parent_type)s), only below: %(allowed)s.",
            type=plan.type.name,
            parent=plan.parent.name,
            parent_type=plan.parent.type.name,
            allowed=", ".join(allowed.mapped("name")) or "–",
        )
        return self._error(plan.line, "parent", reason)

    def _check_top(self, plan):
        if plan.record or plan in self.lost or plan is self._top():
            return
        reason = self.env._(
            "Only one unit stands at the top of a street, and that is %(top)s. Fill in “%(column)s”.",
            top=self._top().name,
            column=label(self.env, "unit", "parent"),
        )
        self._error(plan.line, "parent", reason)

    def _top(self):
        """Return the unit at the top of the street: the one it has, else the first of the file."""
        if self.top is None:
            units = [*self.street.plans.values(), *self.rows]
            self.top = next((unit for unit in units if unit.parent is None and unit not in self.lost), None)
        return self.top

    def _check_posts(self, plan):
        """A unit keeps its type while people hold posts that do not exist at the new one."""
        if not plan.record or not plan.type or plan.record.type_id == plan.type:
            return
        for (unit, post), seats in self.street.appointments.items():
            if unit == plan.record and plan.type not in post.unit_type_ids and any(seats.mapped("is_current")):
                reason = self.env._(
                    "The type cannot become %(type)s while somebody is %(post)s here. End that appointment first.",
                    type=plan.type.name,
                    post=post.name,
                )
                self._error(plan.line, "type", reason)

    # ---- compare -----------------------------------------------------------------------------------------------------

    def _compare(self, plan):
        record = plan.record
        if not record:
            plan.vals.update(name=plan.name, type_id=plan.type and plan.type.id, code=plan.code or False)
            where = plan.parent.name if plan.parent else self.street.company.name
            kind = plan.type.name if plan.type else ""
            reason = self.env._("%(type)s %(unit)s below %(parent)s", type=kind, unit=plan.name, parent=where)
            return self.findings.count("units", "new", plan.line, reason)
        wanted = {"name": plan.name, "type_id": plan.type.id, **plan.vals}
        now = {"name": record.name, "type_id": record.type_id.id, **{k: record[k] for k in plan.vals}}
        plan.vals = {name: value for name, value in wanted.items() if now[name] != value}
        changed = [record._fields[name]._description_string(self.env) for name in plan.vals]
        if plan.parent is not self.street.plans.get(record.parent_id):
            changed.append(record._fields["parent_id"]._description_string(self.env))
        if not record.active:
            changed.append(record._fields["active"]._description_string(self.env))
            plan.vals["active"] = True
        if not changed:
            return self.findings.count("units", "same")
        reason = self.env._("%(unit)s: %(fields)s", unit=record.name, fields=", ".join(changed))
        return self.findings.count("units", "changed", plan.line, reason)


def unclear_unit(street, findings, reference):
    """Return the reason why a reference to a unit does not lead to exactly one."""
    if street.units_called(reference):
        return findings.env._("Several units are called “%s”. Use the code.", reference)
    other = street.elsewhere(reference)
    if other:
        return findings.env._(
            "“%(code)s” is a unit of %(street)s. A street's file holds its own units only.",
            code=reference,
            street=other.company_id.name,
        )
    reason = findings.env._("The street and the file have no unit “%s”. Add it to the sheet of units.", reference)
    return f"{reason} {findings.nearest(reference, street.references())}".strip()
