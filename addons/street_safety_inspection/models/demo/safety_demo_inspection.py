from odoo import api, models


class SafetyDemo(models.AbstractModel):
    """The part of inspections: half a year of visits, what they found and what became of it."""

    _inherit = "safety.demo"

    @api.model
    def _build_inspection(self):
        """Add inspections, hazards and notices to the street. Does nothing twice."""
        demo = self._prepared()
        demo._build_base()
        if demo._rule("SF-2.1"):
            return
        demo._learn("street_safety_inspection")
        posts = demo._post("work_point_head") | demo._post("work_point_deputy_head")
        demo._company().safety_overdue_post_ids = posts
        demo._company()._safety_propose_hazard_posts()  # demonstration data comes before the hook
        demo._add_rules("street_safety_inspection")
        rng, roster = demo._random(), demo._roster()
        visits = demo._plan_visits(rng, roster)
        inspections = demo._build_visits(visits, rng, roster)
        fates = demo._build_findings(inspections, visits, rng, roster)
        demo._build_notices(fates, rng, roster)
        demo._build_rechecks(fates, rng, roster)
        demo._settle_hazards(fates)
        demo._build_present()
        demo._build_major()
        demo._build_draws()
        demo._build_tips()
        demo._build_supervisions()
        demo._build_enforcement()
        demo._build_credit()
        demo._build_campaigns()
        demo._build_places()
        demo._finish()

    def _findings(self):
        return self._content("findings.json", "street_safety_inspection")
