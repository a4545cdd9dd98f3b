from odoo import api, fields, models
from odoo.exceptions import UserError

FIGURES = (
    "period_unit", "times", "required_count", "window_first_day", "window_last_day", "due_value", "coverage_percent",
    "coverage_count", "offset_to", "offset_unit", "repeat_months",
)  # fmt: skip


class SafetyAdoptFigure(models.TransientModel):
    """The figures of one rule in the adoption dialog: what is written here is written into the draft's rule."""

    _name = "safety.adopt.figure"
    _description = "Figure of a rule to be adopted"
    _inherit = ["safety.wizard"]
    _order = "sequence, id"

    wizard_id = fields.Many2one("safety.adopt.wizard", required=True, index=True, ondelete="cascade")
    rule_id = fields.Many2one("safety.duty.rule", required=True, readonly=True, ondelete="cascade")
    sequence = fields.Integer()
    code = fields.Char(related="rule_id.code", string="Clause")
    name = fields.Char(related="rule_id.name")
    cause = fields.Selection(related="rule_id.cause")
    coverage = fields.Selection(related="rule_id.coverage")
    due_kind = fields.Selection(related="rule_id.due_kind")
    summary = fields.Char(related="rule_id.summary", string="In words")
    due_missing = fields.Boolean(related="rule_id.due_missing", string="Waits for a time")
    configurable = fields.Char(related="rule_id.configurable")
    period_unit = fields.Selection(
        lambda self: self.env["safety.duty.rule"]._fields["period_unit"]._description_selection(self.env),
        string="Every",
    )
    times = fields.Integer()
    required_count = fields.Integer(string="Records")
    window_first_day = fields.Integer(string="From day")
    window_last_day = fields.Integer(string="To day")
    due_value = fields.Integer(string="Due day / days")
    coverage_percent = fields.Float(string="Share (%)", digits=(5, 2))
    coverage_count = fields.Integer(string="Targets")
    offset_to = fields.Integer(string="Due after")
    offset_unit = fields.Selection(
        lambda self: self.env["safety.duty.rule"]._fields["offset_unit"]._description_selection(self.env),
        string="Counted in",
    )
    repeat_months = fields.Integer(string="Again every (months)")
    load = fields.Integer(string="Duties a year", readonly=True)

    @api.model
    def _figures_of(self, rule):
        """Return the present figures of ``rule`` as values of a line."""
        return {name: rule[name] for name in FIGURES}

    def write(self, vals):
        result = super().write(vals)
        if figures := {name: vals[name] for name in FIGURES if name in vals}:
            for line in self:
                line._to_rule(figures)
                super(SafetyAdoptFigure, line).write(self._figures_of(line.rule_id))
        return result

    def _to_rule(self, figures):
        """Write changed figures into the rule of the draft; windows that the new period has not, go with the old."""
        self.ensure_one()
        rule = self.rule_id
        if rule.regulation_id != self.wizard_id.draft_id or rule.regulation_state != "draft":
            raise UserError(self.env._("“%s” is no rule of the draft that is being adopted.", rule.name))
        changed = {name: value for name, value in figures.items() if rule[name] != value}
        if "period_unit" in changed:
            changed = {**rule._leftovers(changed["period_unit"]), **changed}
        if changed.get("offset_to"):
            changed["due_missing"] = False
        if changed:
            rule.write(changed)

    def action_open_rule(self):
        """Open the whole rule; figures that are not in this list are changed there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.rule_id.name,
            "res_model": "safety.duty.rule",
            "res_id": self.rule_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
