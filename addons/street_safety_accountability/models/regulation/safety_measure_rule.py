from odoo import api, models

#: Figures that stand in a file as they are.
MEASURE_FIGURES = ("basis", "delay_days", "count_period", "threshold", "domain_total", "minimum")


class SafetyMeasureRule(models.Model):
    """Circumstances in the file of a regulation."""

    _inherit = "safety.measure.rule"

    def _to_row(self):
        figures = {name: self[name] for name in MEASURE_FIGURES}
        defaults = self.default_get(MEASURE_FIGURES)
        row = {
            **self._base_row(),
            "kind": self.kind_id.code,
            "posts": self.post_ids.mapped("code"),
            **{name: value for name, value in figures.items() if value != defaults.get(name, False)},
        }
        return {key: value for key, value in row.items() if value not in (None, [])}

    @api.model
    def _from_row(self, row, regulation, mapping):
        values = {
            **self._base_from_row(row, regulation, mapping),
            "kind_id": self._one_by_code("safety.measure.kind", row["kind"]).id,
            "post_ids": self._posts_from_row(row.get("posts"), mapping),
            **{name: row[name] for name in MEASURE_FIGURES if name in row},
        }
        if values["basis"] != "hand" and not values.get("model_id"):
            values["basis"] = "hand"  # its records come with an addon that is not installed: found by people until then
        return values
