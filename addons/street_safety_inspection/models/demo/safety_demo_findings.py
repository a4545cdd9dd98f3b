from datetime import timedelta

from odoo import models

#: Days an enterprise gets to put things right, by the severity of the worst.
DAYS = {"general": (5, 7, 10, 15), "major": (7, 15)}


class SafetyDemo(models.AbstractModel):
    """What the findings became: put right on the spot, ordered by a notice and re-inspected, or just found.

    A *fate* is a dict of the hazards that one notice lists: hazards, visit, issued, served, deadline and rechecks, the
    last a list of (day, fixed or not). What is still to come is None or missing.
    """

    _inherit = "safety.demo"

    def _build_findings(self, inspections, visits, rng, roster):
        """Make the hazards of the findings as an inspection does; return the fates of those ordered by a notice."""
        by_inspection = dict(zip(inspections, visits, strict=True))
        found = inspections.filtered("finding_count")
        found._create_hazards()
        spot_rows, rows, fates = [], [], []
        for inspection in found:
            visit = by_inspection[inspection]
            spots = inspection.hazard_ids.filtered("fixed_on_spot")
            spot_rows += [self._spot_row(hazard, visit) for hazard in spots]
            if others := inspection.hazard_ids - spots:
                fate = self._fate(others, visit, rng, roster)
                rows += [self._found_row(hazard, fate) for hazard in others]
                if fate.get("issued"):
                    fates.append(fate)
        self._rewrite("safety.hazard", spot_rows)
        self._rewrite("safety.hazard", rows)
        return sorted(fates, key=lambda fate: (fate["issued"], fate["visit"]["date"], fate["hazards"][0].id))

    def _spot_row(self, hazard, visit):
        author = visit["inspectors"][:1].id or self.env.uid
        return {
            "id": hazard.id,
            "user_id": author,
            "responsible_id": author,
            "accepted_by_id": author,
            "accepted_on": visit["date"],
            "closed_on": visit["date"],
            **self._stamps(visit["moment"]),
        }

    def _found_row(self, hazard, fate):
        visit = fate["visit"]
        author = visit["inspectors"][:1].id or self.env.uid
        return {
            "id": hazard.id,
            "user_id": author,
            "responsible_id": author,
            "deadline": fate["deadline"],
            "create_date": visit["moment"],
            "write_date": visit["moment"],
        }

    def _fate(self, hazards, visit, rng, roster):
        """Decide when the notice was issued and served, and what the re-inspections saw."""
        today, day = self._today(), visit["date"]
        told = visit.get("told", {})
        worst = "major" if "major" in hazards.mapped("severity") else "general"
        issued = min(day + timedelta(days=rng.randint(0, 1)), today)
        deadline = issued + timedelta(days=told.get("days") or rng.choice(DAYS[worst]))
        fate = {"hazards": hazards, "visit": visit, "deadline": deadline, "rechecks": []}
        if told.get("fate") == "fresh" or (not told and (today - day).days < 2):
            return fate  # too fresh for a notice
        served = issued + timedelta(days=rng.randint(0, 2))
        fate |= {"issued": issued, "served": served if served <= today else None}
        fate["rechecks"] = self._recheck_days(fate, told.get("fate"), rng)
        return fate

    def _recheck_days(self, fate, told, rng):
        """Return [(day, fixed)] of the re-inspections. A careless community comes weeks late, or not yet."""
        today, deadline = self._today(), fate["deadline"]
        community = fate["hazards"].enterprise_id.unit_id.parent_id.code
        careless = next(int(row["missed"]) for row in self._content("units.csv") if row["code"] == community) * 2
        first = deadline + timedelta(days=rng.randint(-1, 2))
        fixed, lost = rng.randint(1, 100) <= 85, rng.randint(1, 100) <= careless
        again = timedelta(days=rng.randint(4, 7))
        if told:
            first, fixed, lost = deadline + timedelta(days=1), told != "failed", told == "ignored"
        elif lost and (today - deadline).days > 40:
            first, lost = deadline + timedelta(days=rng.randint(15, 30)), False
        if lost or first > today:
            return []
        days = [(first, fixed)]
        if not fixed and first + again <= today and not told:
            days.append((first + again, True))
        return days
