import random
from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .safety_demo import SEED

#: Sections of the standard that a special committee supervises; who stands in none of them shows as unassigned.
SECTIONS = {"C": "SFX2", "F": "SFX2", "H": "SFX1", "R": "SFX1", "P": "SFX1", "E": "SFX3", "G": "SFX4"}


class SafetyDemo(models.AbstractModel):
    """Filled files and files with gaps: papers, assessments, ratings, and a few things that wait for a decision."""

    _inherit = "safety.demo"

    def _fact_vals(self, row, class_name, people, number):
        """Return size, risk and dual prevention of an enterprise, told from its trade, people and number."""
        works = row["industry"].startswith("C")
        factors = self._content("papers.json")["factors"].get(row["business"], [])
        # Of the general ones only a few have been asked about their substances: their class waits for a decision.
        known = factors if class_name != "general" or number % 6 == 0 else []
        return {
            "size": next(name for name, least in (("medium", 100), ("small", 20), ("micro", 0)) if people >= least),
            "above_scale": works and people >= 80,
            "fire_class": works and ("C" if class_name == "key" else "B" if class_name == "high_risk" else "D"),
            "risk_factor_ids": [
                Command.link(self.env.ref(f"street_safety_base.safety_risk_factor_{name}").id) for name in known
            ],
            "dual_prevention": ("running", "building", "none")[number % 3] if people >= 20 else "none",
        }

    def _build_dossiers(self):
        """File the papers of every enterprise, assign supervising units, rate some rental houses."""
        content, rng = self._content("papers.json"), random.Random(SEED)
        for section, code in SECTIONS.items():
            if unit := self._unit(code):
                self.env.ref(f"street_safety_base.safety_industry_{section}").supervising_unit_id = unit
        enterprises = self.env["safety.enterprise"].search([("company_id", "=", self._company().id)], order="id")
        papers = [vals for enterprise in enterprises for vals in self._papers_of(enterprise, content, rng)]
        self.env["safety.dossier.item"].create(papers)
        self._build_ratings(enterprises, rng)
        best = enterprises.filtered("is_benchmark_candidate")[:1]
        best._decide_name_benchmark(content["benchmark"])

    def _papers_of(self, enterprise, content, rng):
        """Return the values of the papers of one enterprise: most have what they must, some lack it, some expire."""
        small = enterprise.size == "micro"
        for name, (share, oldest, counterparties) in content["papers"].items():
            if name in content["large_only"] and small:
                continue
            if name in content["above_scale_only"] and not enterprise.above_scale:
                continue
            if rng.random() < share:
                yield self._paper_vals(enterprise, name, rng.randint(5, oldest), counterparties, rng)
        if not small and enterprise.industry.startswith("C"):
            for level, days in ((rng.choice("234"), 500), (rng.choice("234"), rng.randint(20, 200))):
                key = {"2": "orange", "3": "yellow", "4": "blue"}[level]
                yield self._paper_vals(enterprise, "risk_assessment", days, [], rng, f"risk_assessment_{key}")
            if enterprise.dual_prevention != "none":
                level = f"standardisation_{rng.choice('233')}"
                yield self._paper_vals(enterprise, "standardisation", rng.randint(30, 900), [], rng, level)
                level = f"main_responsibility_{rng.choice(('fulfilled', 'fulfilled', 'partly'))}"
                yield self._paper_vals(enterprise, "main_responsibility", rng.randint(30, 300), [], rng, level)
            operator = f"操作工 {rng.randint(1, 4):02}"
            for _time in range(rng.choice((0, 1, 2)) if enterprise.above_scale else 0):
                vals = self._paper_vals(enterprise, "operator_violation", rng.randint(5, 150), [], rng)
                yield {**vals, "name": operator, "note": rng.choice(content["violations"])}
            if rng.random() < 0.3:
                vals = self._paper_vals(enterprise, "safety_agreement", 40, content["tenants"], rng)
                yield vals if rng.random() < 0.7 else {**vals, "date": False}

    def _paper_vals(self, enterprise, name, days, counterparties, rng, level=None):
        today = self._today()
        paper_type = self.env.ref(f"street_safety_base.dossier_type_{name}")
        return {
            "enterprise_id": enterprise.id,
            "type_id": paper_type.id,
            "date": max(today - timedelta(days=days), enterprise.date_entered),
            "counterparty": rng.choice(counterparties) if counterparties else False,
            "number": f"示范〔{today.year}〕{rng.randint(1, 999)}号" if paper_type.uses_number else False,
            "amount": rng.randrange(2000, 60000, 500) if paper_type.uses_amount else 0,
            "level_id": level and self.env.ref(f"street_safety_base.dossier_level_{level}").id,
        }

    def _build_ratings(self, enterprises, rng):
        """Rate two rental houses of three; the last rating waits for its confirmation."""
        houses = enterprises.filtered("rating_scheme_id")
        rated = houses.filtered(lambda house: house.id % 3)
        ratings = self.env["safety.rating"].create(
            [
                {
                    "enterprise_id": house.id,
                    "date": max(self._today() - timedelta(days=rng.randint(10, 150)), house.date_entered),
                    "user_id": self._user("grid").id or self.env.uid,
                }
                for house in rated
            ]
        )
        for line in ratings.line_ids:
            line.write({"points": rng.randint(line.max_points // 3, line.max_points), "rated": True})
        ratings[:-1].action_confirm()
        stamps = [
            {"id": rating.id, **self._stamps(self._instant(rating.date, rng))} for rating in ratings if rating.frozen_at
        ]
        self._rewrite("safety.rating", stamps)
