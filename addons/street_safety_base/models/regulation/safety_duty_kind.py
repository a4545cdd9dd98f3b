from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


class SafetyDutyKind(models.Model):
    """How a duty is proved, as data: which records count, and where their date, unit, target and cause stand."""

    _name = "safety.duty.kind"
    _description = "Duty kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    model_id = fields.Many2one(
        "ir.model", string="Evidence", required=True, ondelete="cascade", help="The records that prove the duty."
    )
    model = fields.Char(related="model_id.model", store=True)
    date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Date field",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', 'in', ('date', 'datetime')), ('store', '=', True)]",
        help="When the work was done (not when it was typed in).",
    )
    unit_field_id = fields.Many2one(
        "ir.model.fields",
        string="Unit field",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('relation', '=', 'safety.unit'), ('ttype', '=', 'many2one'),"
        " ('store', '=', True)]",
    )
    unit_match = fields.Selection(
        [("below", "The unit or one below it"), ("same", "The unit itself")],
        string="Done at",
        default="below",
        required=True,
        help="Whether work recorded in a unit below counts: inspections of a grid do for its community, "
        "a grid's meeting is not the community's.",
    )
    target_field_id = fields.Many2one(
        "ir.model.fields",
        string="Target field",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', 'in', ('many2one', 'many2many')), ('store', '=', True)]",
        help="Which enterprise (or other target) the record covers; one or several.",
    )
    cause_field_id = fields.Many2one(
        "ir.model.fields",
        string="Cause field",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'many2one'), ('store', '=', True)]",
        help="For duties caused by a record: the field by which the evidence points to that record.",
    )
    domain = fields.Char(
        string="Which records count", default="[]", required=True, help="Usually: those that are completed."
    )
    action_id = fields.Many2one(
        "ir.actions.act_window", help="Opens the form that creates the evidence, from “My work”."
    )
    button_label = fields.Char(string="Button", translate=True, help="What the button says, e.g. Start inspection.")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This duty kind code is taken.")

    @api.constrains("domain", "model_id")
    def _check_domain(self):
        for kind in self:
            self._parse_domain(kind.domain, kind.model, kind.name)

    @api.model
    def _parse_domain(self, text, model, label):
        """Return the Domain written in ``text`` for ``model``; raise ValidationError naming ``label`` if it fails."""
        try:
            domain = Domain(safe_eval(text or "[]"))
            domain.validate(self.env[model].sudo())
        except Exception as error:
            raise ValidationError(
                self.env._("The condition of “%(label)s” cannot be used: %(error)s", label=label, error=error)
            ) from error
        return domain
