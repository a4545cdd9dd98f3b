"""What the street already has, read once in a constant number of searches."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo.fields import Domain

from . import cells


@dataclass(slots=True, eq=False)
class UnitPlan:
    """A unit as it will be: of the street already (``record``), of the file (``line``), or both."""

    name: str
    type: object
    code: str = ""
    parent: "UnitPlan | None" = None
    record: object = None
    line: object = None
    vals: dict = field(default_factory=dict)

    @property
    def depth(self):
        return 0 if self.parent is None else self.parent.depth + 1


class Street:
    """Types, posts, units, people, appointments and seats of one street."""

    def __init__(self, env, company):
        self.env, self.company = env, company
        self._elsewhere = None
        self.types = env["safety.unit.type"].search([])
        self.posts = env["safety.post"].search([])
        self._spelled = {"type": self._spellings(self.types), "post": self._spellings(self.posts)}
        self._read_units()
        self._read_appointments()

    # ---- types and posts ---------------------------------------------------------------------------------------------

    def _spellings(self, records):
        """Return {key: records}: by code, and by name in each language."""
        found = defaultdict(records.browse)
        for record in records:
            found[cells.key(record.code)] |= record
        for lang in {"en_US", *(code for code, _name in self.env["res.lang"].get_installed())}:
            for record in records.with_context(lang=lang):
                found[cells.key(record.name)] |= record.with_env(self.env)
        return found

    def named(self, what, text):
        """Return the unit types or posts that ``text`` may mean (its code, or its name in any language)."""
        return self._spelled[what].get(cells.key(text), ())

    # ---- units -------------------------------------------------------------------------------------------------------

    def _read_units(self):
        units = self.env["safety.unit"].with_context(active_test=False)
        records = units.search_fetch([("company_id", "=", self.company.id)], order="parent_path")
        self.plans, self._coded, self._named = {}, {}, defaultdict(list)
        for record in records:
            plan = UnitPlan(
                record.name, record.type_id, record.code or "", self.plans.get(record.parent_id), record=record
            )
            self.plans[record] = plan
            self.know(plan)

    def know(self, plan):
        """Let rows refer to a unit: by its code, else by its name or path where only one unit has it."""
        if plan.code:
            self._coded[cells.key(plan.code)] = plan
        for name in {plan.name, plan.record and plan.record.path_name or plan.name}:
            if plan not in self._named[cells.key(name)]:
                self._named[cells.key(name)].append(plan)

    def units_called(self, reference):
        """Return the unit plans that a cell refers to: one, none, or several of one name."""
        reference = cells.key(reference)
        return [self._coded[reference]] if reference in self._coded else self._named.get(reference, [])

    def uncoded(self, name):
        """Return the street's unit of this name that has no code yet, if there is just one."""
        units = [plan for plan in self._named.get(cells.key(name), ()) if plan.record and not plan.code]
        return units if len(units) == 1 else []

    def references(self):
        """Return how units are referred to, for suggestions."""
        return [plan.code or plan.name for plans in self._named.values() for plan in plans]

    def elsewhere(self, reference):
        """Return the unit of another street, among those the user may see, that has this code. One search in all."""
        if self._elsewhere is None:
            units = self.env["safety.unit"].search_fetch([("company_id", "!=", self.company.id), ("code", "!=", False)])
            self._elsewhere = {cells.key(unit.code): unit for unit in units}
        return self._elsewhere.get(cells.key(reference))

    # ---- people and seats --------------------------------------------------------------------------------------------

    def _read_appointments(self):
        appointments = self.env["safety.appointment"].search_fetch([("company_id", "=", self.company.id)])
        self.appointments = appointments.grouped(lambda seat: (seat.unit_id, seat.post_id))
        seats = self.env["safety.seat"].with_context(active_test=False)
        self.seats = seats.search_fetch([("company_id", "=", self.company.id)]).grouped(
            lambda seat: (seat.unit_id, seat.post_id)
        )

    def read_people(self, logins, phones, names):
        """Read the accounts that have one of the ``logins`` anywhere, and the street's own people.

        Accounts of other streets are read for one purpose: a login is unique in the database.
        """
        users = self.env["res.users"].sudo().with_context(active_test=False)
        wanted = logins | phones
        self.accounts = {}
        for user in users.search_fetch([("login", "in", sorted(wanted | {name.lower() for name in wanted}))]):
            self.accounts[user.login.casefold()] = user
        own = Domain("company_ids", "in", self.company.ids) & Domain("share", "=", False) & Domain("active", "=", True)
        people = users.search_fetch(own & (Domain("name", "in", sorted(names)) | Domain("phone", "in", sorted(phones))))
        self.by_name = people.grouped(lambda user: cells.key(user.name))
        self.by_phone = people.grouped(lambda user: cells.phone(user.phone or ""))
