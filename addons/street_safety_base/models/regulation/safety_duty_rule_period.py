from odoo import api, models

from .rule_file import PERIODS_OF_MONTHS

# Figures of a window, and the periods in which they say something. Elsewhere the editor hides them.
FIGURES_OF = {
    "only_weekdays": ("day",),
    "only_months": ("day", "week", "fortnight", "month"),
    "window_weekday_first": ("week",),
    "window_weekday_last": ("week",),
    "window_month": PERIODS_OF_MONTHS,
    "window_last_month": PERIODS_OF_MONTHS,
    "anchor_date": ("fortnight",),
    "fixed_dates": ("fixed_dates",),
    "lead_days": ("fixed_dates", "special_days"),
}
OF_DAYS = (
    "window_first_day", "window_last_day", "window_nth", "window_nth_weekday", "window_anchor_day", "window_tolerance",
)  # fmt: skip
WITHOUT_DAYS = ("day", "week", "fixed_dates", "special_days")


class SafetyDutyRule(models.Model):
    """Another period: figures of the old one's window that the new one has not, must not stay behind unseen."""

    _inherit = "safety.duty.rule"

    @api.model
    def _leftovers(self, period):
        """Return the values that clear what says nothing in ``period`` (a code of ``period_unit``)."""
        names = [name for name, periods in FIGURES_OF.items() if period not in periods]
        names += OF_DAYS if period in WITHOUT_DAYS else ()
        values = {name: 0 if self._fields[name].type == "integer" else False for name in names}
        if period != "special_days":
            values["special_kind_ids"] = [(5,)]
        return values

    @api.onchange("period_unit")
    def _onchange_period_unit(self):
        self.update(self._leftovers(self.period_unit))
