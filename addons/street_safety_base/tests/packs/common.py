import csv
from pathlib import Path

from freezegun import freeze_time

from odoo.modules import get_module_path
from odoo.tools import file_open

from ..common import StreetCase

PACKS = ("xt", "xy", "bf", "zf", "gy")
MEMBERS = ("police_station", "forestry_station", "safety_supervision_station", "urban_construction_office")


def read_rows(code, name):
    """Return the rows of a table of what is expected of a pack."""
    with file_open(f"street_safety_base/tests/data/packs/{code}_{name}.csv") as file:
        return list(csv.DictReader(file))


def catalogue():
    """Return the rows of the clause catalogue, or None where the addon is installed without its repository."""
    path = Path(get_module_path("street_safety_base")).parents[1] / "tests" / "clauses" / "clauses.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class PackCase(StreetCase):
    """The little organisations for which what is expected of each regulation was counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulations = cls.env["safety.regulation"]
        cls.duties = cls.env["safety.duty"]
        cls.packs = cls.regulations._packs()

    @classmethod
    def _make_units(cls):
        """Nothing: each test makes the organisation of its regulation."""

    @classmethod
    def _make_people(cls):
        """Nothing: seats owe, not people."""

    def _organisation(self, code):
        """Make the units of the organisation ``code``; self.places are the lowest units."""
        top = "town" if code == "zf" else "street"
        self.street = self._unit("Street", top, None, date_start="2020-01-01")
        self.units = {top: [self.street]}
        getattr(self, f"_units_{code}")()
        self.places = self.units["village" if code == "zf" else "grid"]
        return self.street

    def _add(self, kind, parent, number, **vals):
        found = [self._unit(f"{kind} {n}", kind, parent, date_start="2020-01-01", **vals) for n in range(number)]
        self.units.setdefault(kind, []).extend(found)
        return found

    def _communities(self, parents, each, grids=2):
        for parent in parents:
            for community in self._add("community", parent, each):
                self._add("grid", community, grids)

    def _units_xt(self):
        committee = self._add("safety_committee", self.street, 1)[0]
        self._add("special_committee", committee, 2)
        self._communities(self._add("work_point", self.street, 2), 2)

    def _units_xy(self):
        self._add("rescue_team", self.street, 1)
        self._communities([self.street], 3)

    def _units_bf(self):
        self._communities([self.street], 3)

    def _units_gy(self):
        for code in ("party_affairs_office", "emergency_management_office", "other_office"):
            self._add("department", self.street, 1, code=code)
        self._communities([self.street], 3)

    def _units_zf(self):
        self._add("village", self.street, 3)
        committee = self._add("safety_committee", self.street, 1)[0]
        for code in MEMBERS:
            self._add("member_unit", committee, 1, code=code)

    def _firms(self, code):
        """Five enterprises in each of the lowest units, as the hand counts have them."""
        classes = {row.code: row.id for row in self.env["safety.supervision.class"].search([])}
        hazard = self.env["safety.industry"].create({"name": "Fireworks", "code": "X9", "high_hazard": True})
        crowd = self.env.ref("street_safety_base.safety_enterprise_kind_crowd").id
        heads = {"xy": (60, 10, 9, 9, 3)}.get(code, (0,) * 5)
        firms = self.env["safety.enterprise"]
        for place in self.places:
            for n in range(5):
                kind = ("high_risk", "key", "general", "general", "general")[n]
                if code in ("bf", "zf", "gy"):
                    kind = "key" if n == 0 else "general"
                vals = {"headcount": heads[n], "class_id": classes[kind]}
                if code == "xt" and n == 0:
                    vals["industry_id"] = hazard.id
                if code == "xy" and n == 4:
                    vals["kind_id"] = crowd
                if code == "zf" and n < 2:
                    vals["above_scale"] = n == 1
                firms |= self._enterprise(f"{place.name} {n}", place, **vals)
        return firms

    def _supervise(self, firms):
        """ZF: the key and the above-scale ones by the safety station, the others three each by the other units."""
        units = {unit.code: unit for unit in self.units["member_unit"]}
        special = firms.filtered(lambda f: f.above_scale or f.class_id.code == "key")
        special.supervising_unit_own_id = units["safety_supervision_station"]
        others = [units[code] for code in MEMBERS if code != "safety_supervision_station"]
        for number, firm in enumerate(firms - special):
            firm.supervising_unit_own_id = others[number % 3]

    def _load(self, code, **mapping):
        with freeze_time("2025-12-20 04:00:00"):
            regulation, gaps = self.regulations._from_file(self.packs[code.upper()], self.street, mapping, skip=True)
        self.missing = {unit for rule in self.packs[code.upper()]["rules"] for unit in rule.get("units") or []}
        return regulation, gaps

    def _adopt(self, code):
        """Load a pack, put it in force since 2025 and return it."""
        regulation, gaps = self._load(code)
        self.gaps = gaps
        regulation.date_from = "2025-01-01"
        regulation.action_adopt()
        return regulation
