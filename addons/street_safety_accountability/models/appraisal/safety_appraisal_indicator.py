from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("rate", "Rate: marks by share reached"),
    ("count", "Count: marks for each record"),
    ("sum", "Sum: marks for each unit of a figure"),
    ("hand", "By hand"),
]

WHEN_EMPTY = [("full", "It gets its full marks"), ("none", "It gets none")]


def _each_in_words(record):
    each = f"{record.deduction_each:g}"
    if record.effect == "bonus" and record.deduction_cap:
        return record.env._(
            "%(each)s marks more for each, at most %(cap)s.", each=each, cap=f"{record.deduction_cap:g}"
        )
    if record.effect == "bonus":
        return record.env._("%s marks more for each.", each)
    return record.env._(
        "%(each)s marks off for each, at most %(cap)s.",
        each=each,
        cap=f"{record.deduction_cap or record.weight:g}",
    )


def formula_in_words(record):
    """Return how ``record`` (an indicator, or the line that kept its figures) is scored, as a sentence."""
    if record.is_veto:
        return record.env._("One-vote veto: lowest grade from %s on.", record.veto_from)
    if record.kind == "rate":
        return record.env._(
            "%(marks)s marks × share reached, full from %(target)s %%.",
            marks=f"{record.weight:g}",
            target=f"{record.target_rate:g}",
        )
    if record.kind in ("count", "sum"):
        return _each_in_words(record)
    if record.effect == "bonus":
        return record.env._("Marks on top by hand, at most %s, with reasons.", f"{record.deduction_cap:g}")
    return record.env._("Assessed by hand, with reasons.")


class SafetyAppraisalIndicator(models.Model):
    """One line of a scheme: what is looked at, for how many marks, and how the score follows.

    An automatic indicator names records of any model, their date and their unit, so that a street appraises what
    its own method says.
    """

    _name = "safety.appraisal.indicator"
    _inherit = ["safety.chosen.records"]
    _description = "Appraisal indicator"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one("safety.appraisal.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    section = fields.Char(required=True, help="Indicators of one section stand together on the sheet.")
    name = fields.Char(string="Indicator", required=True)
    standard = fields.Text(string="How it is scored", help="In words, as printed on the sheet. Empty: the formula.")
    weight = fields.Float(string="Full marks", digits=(16, 2), help="0 for a one-vote veto.")
    kind = fields.Selection(KINDS, default="hand", required=True)
    effect = fields.Selection(
        [("off", "Takes marks off"), ("bonus", "Gives marks on top")],
        default="off",
        required=True,
        help="On top: the full marks stay 0, what is counted or awarded is added to the total.",
    )

    # Which records (automatic).
    domain_total = fields.Char(string="Out of those where", default="[]", required=True)
    person_field_id = fields.Many2one(
        "ir.model.fields",
        string="Person field",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('relation', '=', 'res.users'), ('store', '=', True)]",
        help="Where people are appraised: whose record it is. Empty: every record of their unit in their days counts.",
    )
    value_field_id = fields.Many2one(
        "ir.model.fields",
        string="Figure summed",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', 'in', ('integer', 'float', 'monetary')), ('store', '=', True)]",
    )

    # How many marks.
    deduction_each = fields.Float(string="For each", digits=(16, 2))
    deduction_cap = fields.Float(string="At most", digits=(16, 2), help="0: all marks of the indicator.")
    target_rate = fields.Float(string="Full marks from (%)", digits=(5, 2), default=100)
    when_empty = fields.Selection(
        WHEN_EMPTY,
        string="Nothing to count",
        default="full",
        required=True,
        help="A unit that owed nothing cannot have a rate.",
    )
    is_veto = fields.Boolean(string="One-vote veto", help="Puts the unit into the lowest grade whatever its total.")
    veto_from = fields.Integer(string="Veto from", default=1, help="Number of records from which the veto falls.")
    formula = fields.Char(compute="_compute_formula")

    _weight_positive = models.Constraint("CHECK(weight >= 0)", "Marks cannot be negative.")
    _deduction_positive = models.Constraint(
        "CHECK(deduction_each >= 0 AND deduction_cap >= 0)", "Marks taken off are written as positive numbers."
    )
    _target_range = models.Constraint(
        "CHECK(target_rate > 0 AND target_rate <= 100)",
        "The share for full marks must lie above 0 % and at most at 100 %.",
    )
    _veto_positive = models.Constraint("CHECK(veto_from > 0)", "A veto needs at least one record.")

    @api.constrains("kind", "model_id", "domain_total", "weight", "deduction_each", "value_field_id")
    def _check_records(self):
        parse = self.env["safety.duty.kind"]._parse_domain
        for indicator in self.filtered(lambda i: i.kind != "hand"):
            if not indicator.model_id:
                raise ValidationError(
                    self.env._("“%s” counts records: choose which, their date and their unit.", indicator.name)
                )
            if indicator.kind in ("count", "sum") and indicator.weight and not indicator.deduction_each:
                raise ValidationError(self.env._("“%s”: say how many marks each record takes off.", indicator.name))
            if indicator.kind == "sum" and not indicator.value_field_id:
                raise ValidationError(self.env._("“%s” sums a figure: choose which.", indicator.name))
            parse(indicator.domain_total, indicator.model, indicator.name)

    @api.constrains("effect", "weight", "kind")
    def _check_effect(self):
        for indicator in self.filtered(lambda i: i.effect == "bonus"):
            if indicator.weight or indicator.kind == "rate" or indicator.is_veto:
                raise ValidationError(
                    self.env._(
                        "“%s” gives marks on top: its full marks are 0, and it counts, sums or is assessed by hand.",
                        indicator.name,
                    )
                )

    @api.depends("effect", "kind", "weight", "deduction_each", "deduction_cap", "target_rate", "is_veto", "veto_from")
    def _compute_formula(self):
        for indicator in self:
            indicator.formula = formula_in_words(indicator)
