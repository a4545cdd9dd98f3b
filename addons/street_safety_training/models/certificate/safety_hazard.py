from odoo import fields, models
from odoo.exceptions import UserError


class SafetyHazard(models.Model):
    """A hazard may come from a certificate that has lapsed; the night ties it to one, nobody does by hand."""

    _inherit = "safety.hazard"

    source = fields.Selection(
        selection_add=[("certificate", "Lapsed certificate")], ondelete={"certificate": "set default"}
    )
    certificate_id = fields.Many2one(
        "safety.certificate", readonly=True, index="btree_not_null", ondelete="restrict",
        copy=False,
    )  # fmt: skip

    _certificate_uniq = models.UniqueIndex(
        "(certificate_id) WHERE certificate_id IS NOT NULL", "A hazard was already reported for this certificate."
    )

    def _refuse_source(self, vals):
        if vals.get("certificate_id") and not self.env.su:
            raise UserError(self.env._("A lapsed certificate is reported by the night; it cannot be tied by hand."))
        return super()._refuse_source(vals)


class SafetyCertificate(models.Model):
    _inherit = "safety.certificate"

    hazard_ids = fields.One2many("safety.hazard", "certificate_id", string="Hazards", readonly=True)
