from odoo import fields, models


class SafetyDossierLevel(models.Model):
    """A level or grade that papers of one type can have: standardisation level 2, risk orange, duties fulfilled."""

    _name = "safety.dossier.level"
    _description = "Level of a paper"
    _order = "type_id, rank, id"

    type_id = fields.Many2one("safety.dossier.type", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    rank = fields.Integer(
        required=True,
        default=1,
        aggregator=None,
        help="1 is the first: level 1, red, fulfilled. Conditions compare it.",
    )
    color = fields.Integer()
    active = fields.Boolean(default=True)
