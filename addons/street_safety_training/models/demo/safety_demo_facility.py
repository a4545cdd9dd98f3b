from datetime import timedelta

from odoo import models
from odoo.fields import Command

#: Of a hundred checks, how many find something.
FAULTS = 9

#: Who looks at the facilities of a grid or a community.
CHECKERS = ("grid_member", "stationed_cadre", "community_safety_lead")


class SafetyDemo(models.AbstractModel):
    """The part of facilities: boards and signs of enterprises, micro fire stations with equipment, public places."""

    _inherit = "safety.demo"

    def _build_facilities(self):
        """Register what is where and check it; some is missing, some overdue, some not usable."""
        content, rng = self._content("facilities.json", "street_safety_training"), self._random()
        facilities = self.env["safety.facility"].with_context(tracking_disable=True, mail_create_nolog=True)
        firms = self.env["safety.enterprise"].search(
            [("company_id", "=", self._company().id), ("headcount", ">=", 10)], order="id"
        )
        kinds = {kind.code: kind.id for kind in self.env["safety.facility.type"].search([])}
        rows = [
            {"type_id": kinds[code], "enterprise_id": firm.id, "place": place, "installed_on": self._long_ago(rng)}
            for firm in firms
            for code, place, share in content["enterprise"]
            if rng.randint(1, 100) <= share
        ]
        street = self._street()
        rows += [
            {
                "type_id": kinds[code],
                "name": name,
                "place": place,
                "unit_id": street.id,
                "installed_on": self._long_ago(rng),
            }
            for code, name, place in content["public"]
        ]
        built = facilities.create(rows)
        code, name, place = content["station"]
        stations = facilities.create(
            [
                {"type_id": kinds[code], "name": name % unit.name, "place": place, "unit_id": unit.id,
                 "installed_on": self._long_ago(rng)}
                for unit in self._units("community")[:-1]
            ]
        )  # fmt: skip
        parts = facilities.create(
            [
                {"type_id": kinds[code], "name": name, "quantity": number, "station_id": station.id,
                 "place": station.name, "installed_on": station.installed_on}
                for station in stations
                for code, name, number in content["parts"]
            ]
        )  # fmt: skip
        self._check_facilities(built | stations | parts, content, rng)

    def _long_ago(self, rng):
        return self._today() - timedelta(days=rng.randint(200, 700))

    def _check_facilities(self, facilities, content, rng):
        vals = []
        for facility in facilities:
            if rng.randint(1, 100) > 70:
                continue
            bad = rng.randint(1, 100) <= FAULTS
            day = self._today() - timedelta(days=rng.randint(2, 55))
            check = {"facility_id": facility.id, "date": day, "condition": "broken" if bad else "good"}
            if bad:
                photo = self.env["ir.attachment"].create(
                    self._photo_vals("extinguisher", False, facility.id, facility, day) | {"res_id": False}
                )
                check |= {"note": rng.choice(content["faults"]), "photo_ids": [Command.set(photo.ids)]}
            vals.append(check)
        checks, roster = self.env["safety.facility.check"].create(vals), self._roster()
        who = {  # who looks after the place looked at what is there
            unit: roster.people(list(CHECKERS), unit, self._today(), below=False)[:1] or self._user("office")
            for unit in checks.unit_id
        }
        self._rewrite(checks._name, [{"id": check.id, "user_id": who[check.unit_id].id} for check in checks])
