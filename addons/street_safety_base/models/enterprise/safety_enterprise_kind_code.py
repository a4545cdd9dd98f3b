from odoo import models


class SafetyEnterpriseKind(models.Model):
    """Regulations name kinds by code: public_crowd, school."""

    _name = "safety.enterprise.kind"
    _inherit = ["safety.enterprise.kind", "safety.coded"]
