from datetime import timedelta

from odoo import models

from ..enterprise import credit_code

CLASSES = {"high": "high_risk", "key": "key", "general": "general"}


class SafetyDemo(models.AbstractModel):
    """About 120 enterprises of two dozen trades, spread over the grids; a few came late or left."""

    _inherit = "safety.demo"

    def _build_enterprises(self):
        vals_list = self._enterprise_vals()
        enterprises = self.env["safety.enterprise"].create(vals_list)
        today, reasons = self._today(), self._content("names.json")["leave_reasons"]
        garages = enterprises.filtered(lambda enterprise: enterprise.industry.startswith("O811"))
        for enterprise, days, reason in zip(garages, (68, 31), reasons, strict=False):
            enterprise._leave(today - timedelta(days=days), reason)

    def _enterprise_vals(self):
        """Return the values of all enterprises: the same for the same day."""
        rng, names, grids = self._random(), self._content("names.json"), self._grids()
        brands = list(names["brands"])
        rng.shuffle(brands)
        slots = [
            (row, name)
            for row in self._content("business.csv")
            for name in CLASSES
            for _number in range(int(row[name]))
        ]
        rng.shuffle(slots)
        left = {row["business"]: int(row["three_in_one"]) for row, _name in slots}
        vals_list = []
        for number, (row, name) in enumerate(slots, start=1):
            grid = self._home(row, grids, number, rng)
            vals = self._one_enterprise(row, CLASSES[name], grid, brands.pop(), number, rng, names)
            if left[row["business"]]:
                left[row["business"]] -= 1
                vals["class_reason"] = names["three_in_one"]
            elif name == "general" or (name == "key" and row["industry"].startswith("C")):
                del vals["class_id"], vals["class_reason"]  # the rules find it
            vals_list.append(vals)
        return vals_list

    def _grids(self):
        roads = {row["code"]: row["roads"].split(";") for row in self._content("units.csv")}
        return [(grid, roads[grid.code]) for grid in self._units("grid")]

    def _home(self, row, grids, number, rng):
        """Return the grid of an enterprise: factories gather in the industrial community, the rest is spread evenly."""
        if row["industry"].startswith("C") and rng.random() < 0.35:
            return rng.choice([grid for grid in grids if grid[0].code.startswith("SF21")])
        return grids[number % len(grids)]

    def _one_enterprise(self, row, class_name, grid, brand, number, rng, names):
        unit, roads = grid
        road, house = rng.choice(roads), rng.randint(1, 288)
        today = self._today()
        entered = today - timedelta(days=rng.randint(12, 120) if number % 17 == 0 else rng.randint(400, 2400))
        licensed = row["kind"] not in ("unlicensed", "rental", "construction")
        head = self._person_name(rng, names)
        people = rng.randint(int(row["people_min"]), int(row["people_max"]))
        place = unit.parent_id.name.removesuffix("社区")
        return {
            "name": row["pattern"].format(brand=brand, place=place, road=road, number=house),
            "unit_id": unit.id,
            "kind_id": self.env.ref(f"street_safety_base.safety_enterprise_kind_{row['kind']}").id,
            "class_id": self._class_ids()[class_name],
            "class_reason": row["reason"] if class_name != "general" else False,
            "credit_code": self._credit_code(row, number) if licensed else False,
            "registration_date": licensed and entered - timedelta(days=rng.randint(0, 900)),
            "legal_form": row["legal_form"],
            "business_scope": row["scope"],
            "city": "示范市",
            "address": f"示范街道{road}{house}号",
            "phone": f"0000-88{rng.randint(0, 99999):05d}",
            "principal_name": head,
            "safety_manager_name": self._person_name(rng, names) if people >= 10 else head,
            "safety_manager_phone": f"0000-89{rng.randint(0, 99999):05d}",
            "headcount": people,
            "industry": row["industry"],
            "date_entered": entered,
            **self._fact_vals(row, class_name, people, number),
        }

    def _person_name(self, rng, names):
        return rng.choice(names["surnames"]) + rng.choice(names["given"])

    def _credit_code(self, row, number):
        """Return a code of a series that nobody can hold (division 000000), with a valid check digit (GB 32100)."""
        kind = {"个体工商户": "92", "民办非企业单位": "52", "社会团体": "51", "事业单位": "12"}
        body = f"{kind.get(row['legal_form'], '91')}000000DEM0{number:05d}"
        return body + credit_code.check_digit(body)
