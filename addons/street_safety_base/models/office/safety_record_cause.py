from odoo import fields, models


class SafetyRecord(models.Model):
    """What the work follows from: a duty caused by an incident or a document is met by work that names it."""

    _inherit = "safety.record"

    incident_id = fields.Many2one(
        "safety.incident", index="btree_not_null", ondelete="restrict", copy=False, help="The work follows from it."
    )
    document_id = fields.Many2one(
        "safety.document", index="btree_not_null", ondelete="restrict", copy=False, help="The work follows from it."
    )
