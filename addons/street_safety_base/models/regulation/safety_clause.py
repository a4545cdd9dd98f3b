from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyClause(models.Model):
    """One separately checkable requirement of a regulation, in our own words."""

    _name = "safety.clause"
    _description = "Clause"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "regulation_id"
    _parent_store = True
    _order = "regulation_id, sequence, code, id"
    _rec_names_search = ["code", "name"]

    regulation_id = fields.Many2one("safety.regulation", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="regulation_id.company_id", store=True, index=True)
    parent_id = fields.Many2one(
        "safety.clause", string="Part of", index=True, domain="[('regulation_id', '=', regulation_id)]"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("safety.clause", "parent_id", string="Parts")
    sequence = fields.Integer(default=10)
    code = fields.Char(string="Clause id", required=True, index=True)
    reference = fields.Char(help="Article as printed, e.g. 一、1.")
    name = fields.Char(string="Title", required=True)
    text = fields.Text(string="In our words")
    post_ids = fields.Many2many(
        "safety.post",
        string="Duties of posts",
        help="The posts the clause binds, also where no rule counts it: it stands in their printed duty lists.",
    )
    rule_ids = fields.One2many("safety.duty.rule", "clause_id", string="Duty rules")

    _code_uniq = models.Constraint("UNIQUE(regulation_id, code)", "This clause id is taken in the regulation.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = f"{clause.code} {clause.name}"

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A clause cannot be part of itself."))
