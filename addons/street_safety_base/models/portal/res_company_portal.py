from odoo import fields, models


class ResCompany(models.Model):
    """How much an enterprise may send through its portal."""

    _inherit = "res.company"

    safety_correction_limit = fields.Integer(
        string="Open proposals per enterprise",
        default=5,
        help="An enterprise proposes no more corrections in the portal until some of these are decided.",
    )
    safety_upload_mb = fields.Integer(
        string="Largest file from the portal (MB)", default=10, help="Per file: photo or PDF."
    )

    _safety_portal_limits = models.Constraint(
        "CHECK(safety_correction_limit BETWEEN 1 AND 100 AND safety_upload_mb BETWEEN 1 AND 100)",
        "Open proposals and file size of the portal must lie between 1 and 100.",
    )
