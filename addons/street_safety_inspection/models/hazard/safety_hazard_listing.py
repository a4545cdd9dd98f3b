from odoo import fields, models
from odoo.exceptions import UserError


class SafetyHazard(models.Model):
    """The listing of a major hazard: drafted with its order, ended by its acceptance."""

    _inherit = "safety.hazard"

    listing_ids = fields.One2many("safety.listing", "hazard_id", readonly=True)

    def _live_listing(self):
        return self.listing_ids.filtered(lambda listing: listing.state in ("listed", "delisted"))[:1]

    def _propose_listing(self):
        """Draft the listing of each hazard, with what is known already; the office completes and issues it."""
        listed = self.sudo().filtered("listing_ids.state")
        fresh = self.filtered(lambda hazard: hazard not in listed or not hazard.sudo().listing_ids)
        self.env["safety.listing"].sudo().create(
            [
                {
                    "hazard_id": hazard.id,
                    "authority": hazard.listing_authority,
                    "deadline": hazard.deadline,
                    "plan_due": hazard.deadline,
                    "reason": hazard.assessment or hazard.name,
                    "demands": hazard.measure,
                    "progress_months": hazard.company_id.safety_listing_months,
                }
                for hazard in fresh
            ]
        )

    def action_listing(self):
        """Open the listing of a major hazard; draft it if there is none."""
        self.ensure_one()
        self.check_access("read")
        if not self.listing_ids:
            if self.severity != "major":
                raise UserError(self.env._("“%s” is not a major hazard: it is not listed.", self.name))
            self._safety_check_level("act")
            if not self.listing_authority:
                raise UserError(self.env._("“%s” is major: fill in “Listed by”.", self.name))
            self._propose_listing()
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.listing",
            "res_id": self.listing_ids.sorted("id")[-1:].id,
            "view_mode": "form",
        }

    def _check_listing_acceptance(self):
        """Refuse an acceptance by the street of what the district or above has listed (XY-2.5g)."""
        for hazard in self.sudo():
            listing = hazard.listing_ids.filtered(lambda one: one.state == "listed")
            superior = listing.filtered("is_superior") or (
                not listing and hazard.listing_authority not in (False, "street") and hazard.asks_listing
            )
            if superior and not listing.superior_accepted_on:
                raise UserError(
                    self.env._(
                        "“%s” is listed above the street: report it for acceptance and record theirs in the listing.",
                        hazard.name,
                    )
                )

    def _delist(self):
        """End the listings of accepted hazards."""
        if listed := self.listing_ids.filtered(lambda listing: listing.state == "listed"):
            listed._workflow_do("hazard_accepted")
        for hazard in self.filtered(lambda one: one.severity == "major"):
            hazard._note_act("major_acceptance", self.env._("Accepted"), hazard.rectification_note or hazard.name)
