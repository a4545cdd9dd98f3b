from odoo import fields, models


class SafetyTrainingType(models.Model):
    """A training programme as data: who it is for, what must be shown, and how long people may sign in themselves."""

    _name = "safety.training.type"
    _description = "Training type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by duty rules, e.g. community_staff.")
    sequence = fields.Integer(default=10)
    post_ids = fields.Many2many("safety.post", string="Posts invited", help="Proposed for each new session.")
    enterprise_mode = fields.Selection(
        [("none", "No enterprises"), ("all", "All enterprises of the unit"), ("selected", "Selected enterprises")],
        string="Enterprises invited",
        default="none",
        required=True,
    )
    needs_material = fields.Boolean(
        string="Photo or material required", default=True, help="A session without one cannot be completed."
    )
    sign_in_before = fields.Integer(
        string="Sign-in opens (minutes before)", default=30, help="People sign in themselves from then on."
    )
    sign_in_after = fields.Integer(
        string="Sign-in closes (minutes after the end)", default=15, help="Later only the recorder marks who was there."
    )
    note = fields.Text(string="What to cover", translate=True)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This training type code is taken.")
    _sign_in_positive = models.Constraint(
        "CHECK(sign_in_before >= 0 AND sign_in_after >= 0)", "The minutes around a session cannot be negative."
    )
