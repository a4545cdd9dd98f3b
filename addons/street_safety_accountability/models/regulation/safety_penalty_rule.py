from odoo import api, models
from odoo.fields import Command

#: Figures that stand in a file as they are.
PENALTY_FIGURES = (
    "amount", "points", "subject", "holder_day", "payer", "fund", "hearing_days", "appeal_days", "counted_per",
    "counter", "measured", "count_period", "threshold", "threshold_inclusive", "consequence", "consequence_day",
)  # fmt: skip


class SafetyPenaltyRule(models.Model):
    """Penalty rules in the file of a regulation."""

    _inherit = "safety.penalty.rule"

    def _to_row(self):
        figures = {name: self[name] for name in PENALTY_FIGURES}
        defaults = self.default_get(list(PENALTY_FIGURES))
        row = {
            **self._base_row(),
            "duties": sorted({code for code in self.duty_rule_ids.mapped("code") if code}),
            "payers": self.post_ids.mapped("code"),
            "consequence_posts": self.consequence_post_ids.mapped("code"),
            "measure": self.measure_kind_id.code or None,
            **{name: value for name, value in figures.items() if value != defaults.get(name, False)},
        }
        return {key: value for key, value in row.items() if value not in (None, [])}

    @api.model
    def _from_row(self, row, regulation, mapping):
        duties = regulation.rule_ids.filtered(lambda rule: rule.code in (row.get("duties") or ()))
        return {
            **self._base_from_row(row, regulation, mapping),
            "duty_rule_ids": [Command.set(duties.ids)],
            "post_ids": self._posts_from_row(row.get("payers"), mapping),
            "consequence_post_ids": self._posts_from_row(row.get("consequence_posts"), mapping),
            "measure_kind_id": self._one_by_code("safety.measure.kind", row.get("measure")).id,
            **{name: row[name] for name in PENALTY_FIGURES if name in row},
        }
