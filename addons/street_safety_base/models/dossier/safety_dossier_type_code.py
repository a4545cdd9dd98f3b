from odoo import models


class SafetyDossierType(models.Model):
    """Regulations name types of papers by code: safety_rules, commitment."""

    _name = "safety.dossier.type"
    _inherit = ["safety.dossier.type", "safety.coded"]
