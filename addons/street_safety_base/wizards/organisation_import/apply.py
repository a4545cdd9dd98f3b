"""Carry out a plan: units from the top down, then people, then their appointments, then the planned seats."""

from odoo.fields import Command

SILENT = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,  # nobody is mailed: the administrator hands out the first passwords
}


class Application:
    """Writes what a plan without errors holds. Everything runs with the user's own rights but the accounts."""

    def __init__(self, plan):
        self.plan, self.company = plan, plan.company
        self.env = plan.env(context={**plan.env.context, **SILENT})

    def run(self):
        """Write all of it; the caller keeps the savepoint."""
        self._write_units()
        self._create_people()
        self._write_appointments()
        self._write_planned()

    # ---- units -------------------------------------------------------------------------------------------------------

    def _write_units(self):
        """A level at a time from the top: a new unit exists before those below it, and none lies below itself."""
        levels = {}
        for unit in self.plan.units.rows:
            levels.setdefault(unit.depth, []).append(unit)
        for _depth, units in sorted(levels.items()):
            self._create_units([unit for unit in units if not unit.record])
            self._update_units([unit for unit in units if unit.record])

    def _create_units(self, units):
        vals = [{**unit.vals, "parent_id": self._parent_id(unit), "company_id": self.company.id} for unit in units]
        for unit, record in zip(units, self.env["safety.unit"].create(vals) if vals else (), strict=True):
            unit.record = record
            unit.vals = {}

    def _update_units(self, units):
        same = {}
        for unit in units:
            vals = dict(unit.vals)
            if unit.record.parent_id.id != (self._parent_id(unit) or False):
                vals["parent_id"] = self._parent_id(unit)
            if vals:
                key = tuple(sorted(vals.items()))
                same[key] = same.get(key, self.env["safety.unit"]) | unit.record.with_env(self.env)
        for vals, records in same.items():
            records.write(dict(vals))

    def _parent_id(self, unit):
        return unit.parent.record.id if unit.parent else False

    # ---- people ------------------------------------------------------------------------------------------------------

    def _create_people(self):
        """Make the accounts of new people: internal users of this street alone, with the groups of their posts."""
        people = [person for person in self.plan.people.people() if not person.user]
        if not people:
            return
        users = self.env["res.users"].sudo().create([self._user_vals(person) for person in people])
        for person, user in zip(people, users, strict=True):
            person.user = user
        # Only now: to people born internal Odoo draws one avatar each, which takes longer than all the rest. Without it
        # the client draws the same one from the name.
        same, groups = {}, self._groups(people)
        for person in people:
            same[groups[person]] = same.get(groups[person], users.browse()) | person.user
        for given, holders in same.items():
            holders.write({"group_ids": [Command.set(given.ids)]})

    def _user_vals(self, person):
        return {
            "name": person.name,
            "login": person.login,
            "email": person.email or False,
            "phone": person.phone or False,
            "lang": self.env.lang,
            "tz": self.company.safety_tz,
            "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
            "group_ids": [Command.clear()],
        }

    def _groups(self, people):
        """Return {person: groups}: given at once, because one write for each person would take long."""
        today = self.company._safety_today()
        groups = dict.fromkeys(people, self.env.ref("base.group_user"))
        for seat in self.plan.seats.rows:
            if seat.person in groups and seat.start <= today <= seat.end:
                groups[seat.person] |= seat.post.sudo().group_ids
        return groups

    # ---- seats -------------------------------------------------------------------------------------------------------

    def _write_appointments(self):
        new, same = [], {}
        for seat in self.plan.seats.rows:
            vals = dict(seat.vals)
            if seat.serves:
                vals["served_unit_ids"] = (Command.set(tuple(unit.record.id for unit in seat.serves)),)
            if seat.sector:
                vals["sector_id"] = seat.sector.record.id
            if not seat.record:
                place = {"unit_id": seat.unit.record.id, "post_id": seat.post.id, "user_id": seat.person.user.id}
                new.append({**vals, **place})
            elif vals:
                key = tuple(sorted(vals.items()))
                same[key] = same.get(key, self.env["safety.appointment"]) | seat.record.with_env(self.env)
        for vals, records in same.items():  # first: who takes over a seat finds it free
            records.write(_with_lists(vals))
        self.env["safety.appointment"].create([_with_lists(vals.items()) for vals in new])

    def _write_planned(self):
        """Set the planned numbers; an appointment has opened its seat already."""
        wanted = {(unit.record.id, post.id): number for (unit, post), number in self.plan.seats.planned.items()}
        if not wanted:
            return
        seats = self.env["safety.seat"].with_context(active_test=False)
        places = [
            ("unit_id", "in", [unit for unit, _post in wanted]),
            ("post_id", "in", [post for _unit, post in wanted]),
        ]
        by_number = {}
        for seat in seats.search(places):
            number = wanted.pop((seat.unit_id.id, seat.post_id.id), seat.planned)
            if seat.planned != number or not seat.active:
                by_number[number] = by_number.get(number, seats) | seat
        for number, records in by_number.items():
            records.write({"planned": number, "active": True})
        seats.create([{"unit_id": unit, "post_id": post, "planned": n} for (unit, post), n in wanted.items()])


def _with_lists(items):
    """Return the values with their commands in lists, as the ORM takes them; in tuples they can be grouped by."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in items}
