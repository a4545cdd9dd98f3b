from odoo import models


class SafetyEnterprise(models.Model):
    """The certificates, as the enterprise's own people see them."""

    _inherit = "safety.enterprise"

    def _portal_file(self):
        certificates = self.env["safety.certificate"].sudo()
        labels = dict(certificates._fields["state"]._description_selection(self.env))
        mine = certificates.search([("enterprise_id", "=", self.id), *certificates._counted_domain()])
        gaps = self.env["safety.certificate.coverage"].sudo()
        gaps = gaps.search([("enterprise_id", "=", self.id), ("missing_count", ">", 0)])
        return {
            **super()._portal_file(),
            "certificates": [
                {
                    "name": one.name,
                    "type": " ".join(filter(None, (one.type_id.name, one.operation))),
                    "until": one.valid_until,
                    "state": one.state,
                    "state_label": labels[one.state],
                    "days_left": one.days_left,
                }
                for one in mine
            ],
            "certificate_gaps": [{"type": gap.type_id.name, "missing": gap.missing_count} for gap in gaps],
        }
