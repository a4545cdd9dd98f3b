from odoo import fields, models
from odoo.fields import Domain

# Level 2 is included: of the levels, 1 is the best.
BENCHMARK = (
    "[('dual_prevention', '=', 'running'), ('standard_share', '=', 1), ('standard_level_id.rank', '<=', 2),"
    " ('duty_level_id.rank', '=', 1)]"
)


class ResCompany(models.Model):
    """The street's conditions for benchmark enterprises (BF-3.2a)."""

    _name = "res.company"
    _inherit = ["res.company", "safety.condition"]
    _conditions = {"safety_benchmark_domain": "safety.enterprise"}

    safety_benchmark_domain = fields.Char(
        string="Benchmark enterprises",
        default=BENCHMARK,
        help="What an enterprise must meet to be named as an example to others.",
    )

    def _safety_benchmark_condition(self):
        """Return the Domain of enterprises that meet the conditions; without conditions nobody does."""
        return self._condition("safety_benchmark_domain") if self.safety_benchmark_domain else Domain.FALSE
