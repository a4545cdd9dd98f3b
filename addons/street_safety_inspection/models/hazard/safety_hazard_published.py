from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SafetyHazard(models.Model):
    """What the public may read of a major hazard once an officer has published it (ZF-T10.3): nothing of people."""

    _inherit = "safety.hazard"

    def action_publish(self):
        """Open the dialog that publishes; only an officer's confirmation does it."""
        self.ensure_one()
        self.check_access("read")
        if self.severity != "major":
            raise UserError(self.env._("Only major hazards are published."))
        return {**self.action_act(), "context": {"default_hazard_id": self.id, "default_kind": "publish"}}

    @api.model
    def _published_domain(self, company):
        """Return the Domain of what the page of ``company`` lists: published, and not closed for too long."""
        since = company._safety_today() - relativedelta(months=company.safety_published_months)
        return (
            Domain("company_id", "=", company.id)
            & Domain("severity", "=", "major")
            & Domain("state", "!=", "void")
            & Domain("record_ids", "any", [("publishes", "=", True), ("state", "=", "done")])
            & (Domain("closed_on", "=", False) | Domain("closed_on", ">=", since))
        )

    def _published_values(self):
        """Return what the public page shows of each hazard, as plain values."""
        authorities = dict(self._fields["listing_authority"]._description_selection(self.env))
        return [
            {
                "number": hazard.number or "",
                "enterprise": hazard.enterprise_id.name,
                "place": hazard.unit_id.parent_id.name or hazard.unit_id.name,
                "name": hazard.name,
                "authority": authorities.get(hazard.listing_authority, ""),
                "listing": hazard._live_listing().number or "",
                "deadline": hazard.deadline,
                "status": hazard._published_status(),
                "settled_on": hazard.accepted_on,
                "published_on": hazard.published_on,
            }
            for hazard in self
        ]

    def _published_status(self):
        if self.state in ("accepted", "closed"):
            return "settled"
        return "overdue" if self.is_overdue else "rectifying"


class SafetyRecord(models.Model):
    _inherit = "safety.record"

    _publishing = models.Index("(hazard_id) WHERE publishes")


class ResCompany(models.Model):
    _inherit = "res.company"

    safety_published_months = fields.Integer(
        string="Published after closing (months)",
        default=12,
        required=True,
        help="How long a published major hazard stays on the public page after it was closed.",
    )

    _safety_published_months_positive = models.Constraint(
        "CHECK(safety_published_months BETWEEN 0 AND 120)", "A closed hazard stays published for 0 to 120 months."
    )
