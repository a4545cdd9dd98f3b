from odoo import fields, models


class SafetyDocumentCategory(models.Model):
    """A class of the file register, with how long its papers are kept."""

    _name = "safety.document.category"
    _description = "Document category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    retention_years = fields.Integer(string="Kept for (years)", aggregator=None, help="0: for ever.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This document category code is taken.")
    _retention_positive = models.Constraint("CHECK(retention_years >= 0)", "The years cannot be negative.")
