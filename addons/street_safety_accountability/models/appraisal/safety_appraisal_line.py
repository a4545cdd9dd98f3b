from odoo import api, fields, models
from odoo.exceptions import UserError

from .safety_appraisal_indicator import KINDS, WHEN_EMPTY, formula_in_words

#: What the office enters where no record says it, and what those appraised may write of their own.
BY_HAND = {"deduction", "count", "bonus"}
OWN_VIEW = {"self_deduction", "self_note", "attachment_ids"}


class SafetyAppraisalLine(models.Model):
    """One indicator of one appraisal: count, marks off and score, with exactly the records that were counted.

    Made and computed by SQL; by hand come only the marks of indicators assessed by hand, and reasons.
    """

    _name = "safety.appraisal.line"
    _description = "Appraisal line"
    _inherit = ["safety.frozen.line", "safety.photos"]
    _photo_fields = ("attachment_ids",)
    _frozen_parent = "appraisal_id"
    _order = "appraisal_id, sequence, id"

    appraisal_id = fields.Many2one("safety.appraisal", required=True, readonly=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="appraisal_id.unit_id", string="Unit")
    indicator_id = fields.Many2one(
        "safety.appraisal.indicator", string="Indicator of the scheme", readonly=True, index=True, ondelete="set null"
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Char(readonly=True)
    name = fields.Char(string="Indicator", readonly=True)
    standard = fields.Text(string="How it is scored", readonly=True)
    formula = fields.Char(compute="_compute_formula")
    kind = fields.Selection(KINDS, readonly=True)
    effect = fields.Selection(
        [("off", "Takes marks off"), ("bonus", "Gives marks on top")], readonly=True, default="off"
    )
    weight = fields.Float(string="Full marks", digits=(16, 2), readonly=True)
    deduction_each = fields.Float(string="Off for each", digits=(16, 2), readonly=True)
    deduction_cap = fields.Float(string="Off at most", digits=(16, 2), readonly=True)
    target_rate = fields.Float(string="Full marks from (%)", digits=(5, 2), readonly=True)
    when_empty = fields.Selection(WHEN_EMPTY, string="Nothing to count", readonly=True)
    is_veto = fields.Boolean(string="One-vote veto", readonly=True)
    veto_from = fields.Integer(string="Veto from", readonly=True, aggregator=None)

    count = fields.Integer(string="Counted")
    total = fields.Integer(string="Out of", readonly=True)
    counted_ids = fields.Json(string="Records counted", readonly=True)
    total_ids = fields.Json(string="Records it is out of", readonly=True)
    model = fields.Char(readonly=True)
    deduction = fields.Float(string="Marks off", digits=(16, 2))
    amount = fields.Float(string="Sum", digits=(16, 2), readonly=True)
    bonus = fields.Float(string="Marks on top", digits=(16, 2))
    actual_rate = fields.Float(
        string="Actual (%)",
        compute="_compute_deviation",
        digits=(16, 2),
        help="Share reached, where a share is looked at.",
    )
    deviation = fields.Float(
        string="Deviation (%)",
        compute="_compute_deviation",
        digits=(16, 2),
        help="Actual share less the share for full marks.",
    )
    self_deduction = fields.Float(
        string="Marks off, own view", digits=(16, 2), help="What those appraised take off themselves."
    )
    self_note = fields.Text(string="Own view", help="Their words, with what proves them.")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence", bypass_search_access=True)
    score = fields.Float(digits=(16, 2), readonly=True)
    reason = fields.Text(string="Reasons")
    assessed = fields.Boolean(help="Somebody has looked at this indicator, also where nothing is taken off.")

    _indicator_uniq = models.Constraint("UNIQUE(appraisal_id, indicator_id)", "One line per indicator.")
    _deduction_range = models.Constraint(
        "CHECK(deduction >= 0 AND deduction <= weight)", "The marks off lie between 0 and the full marks of the line."
    )
    _self_range = models.Constraint(
        "CHECK(self_deduction IS NULL OR (self_deduction >= 0 AND self_deduction <= weight))",
        "The marks off lie between 0 and the full marks of the line.",
    )
    _bonus_range = models.Constraint(
        "CHECK(bonus IS NULL OR (bonus >= 0 AND (bonus <= deduction_cap OR COALESCE(deduction_cap, 0) = 0)))",
        "The marks on top lie between 0 and what the indicator allows.",
    )
    _count_positive = models.Constraint("CHECK(count >= 0)", "A count cannot be negative.")

    @api.depends("effect", "kind", "weight", "deduction_each", "deduction_cap", "target_rate", "is_veto", "veto_from")
    def _compute_formula(self):
        for line in self:
            line.formula = formula_in_words(line)

    @api.depends("kind", "count", "total", "target_rate")
    def _compute_deviation(self):
        for line in self:
            rated = line.kind == "rate" and line.total
            line.actual_rate = line.count * 100 / line.total if rated else 0
            line.deviation = line.actual_rate - line.target_rate if rated else 0

    def write(self, vals):
        self._check_by_hand(vals)
        if BY_HAND & vals.keys():
            vals = {"assessed": True, **vals}
        result = super().write(vals)
        if BY_HAND & vals.keys():
            self.appraisal_id.sudo()._tally()
        return result

    def _check_by_hand(self, vals):
        """Only the office writes, and only what no record says; whoever is appraised writes their own view."""
        if OWN_VIEW.issuperset(vals):
            self.appraisal_id._check_own_view()
            return
        self.appraisal_id._check_officer()
        if set(vals) - {*BY_HAND, "reason", "assessed", "attachment_ids"}:
            raise UserError(self.env._("This figure follows from the scheme; it is not typed in."))
        if BY_HAND & vals.keys() and self.filtered(lambda line: line.kind != "hand"):
            raise UserError(self.env._("This figure counts records; it is not typed in. Correct the records instead."))

    def action_open_counted(self):
        """Open exactly the records that were counted."""
        return self._open_records(self.counted_ids)

    def action_open_total(self):
        """Open exactly the records that the rate is out of."""
        return self._open_records(self.total_ids)

    def _open_records(self, ids):
        self.ensure_one()
        if not self.model:
            raise UserError(self.env._("“%s” was assessed by hand; its reasons are in the line.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.model,
            "view_mode": "list,form",
            "domain": [("id", "in", ids or [])],
            "context": {"active_test": False, "create": False},
        }
