from odoo import api, models
from odoo.fields import Date
from odoo.tools import LazyTranslate

from odoo.addons.street_safety_base.models.office.safety_digest import Section

_lt = LazyTranslate(__name__)

LAPSING = _lt("Certificates that lapse soon")
PAGE = "/odoo/action-street_safety_training.safety_certificate_action/%s"


class SafetyDigest(models.AbstractModel):
    """The day's message names the certificates that lapse in 90, 30, 7 days – or whatever their type says."""

    _inherit = "safety.digest"

    @api.model
    def _must_tell(self, company):
        claimed = self.env["safety.certificate"]._claim_reminders(company)
        told = self.env["safety.certificate"].concat(*claimed.values())
        told.fetch(["name", "type_id", "enterprise_id", "valid_until"])
        lines = {
            user: [
                (
                    f"{one.enterprise_id.name} · {one.name} · {one.type_id.name} · {Date.to_string(one.valid_until)}",
                    PAGE % one.id,
                )
                for one in certificates
            ]
            for user, certificates in claimed.items()
        }
        return [*super()._must_tell(company), Section(LAPSING, lines)]
