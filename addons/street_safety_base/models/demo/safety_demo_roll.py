from dateutil.relativedelta import relativedelta

from odoo import models

MONTHS = 3


class SafetyDemo(models.AbstractModel):
    """The rolls of the last months, confirmed on the last working day of each, and those of this month as drafts."""

    _inherit = "safety.demo"

    def _build_rolls(self):
        rolls, rng = self.env["safety.roll"], self._random()
        this_month = self._today().replace(day=1)
        for back in range(MONTHS + 1):
            rolls._generate(self._company(), this_month - relativedelta(months=back))
        past = rolls.search([("company_id", "=", self._company().id), ("month", "<", this_month)])
        past._freeze_figures(self._today())
        rows = []
        for roll in past:
            last = roll.month + relativedelta(day=31)
            confirmed = self._days(roll.month, last)[-1]
            rows.append(
                {
                    "id": roll.id,
                    "state": "confirmed",
                    "confirmed_on": confirmed,
                    "confirmed_by_id": roll.unit_id.appointment_ids.user_id[:1].id or self.env.uid,
                    **self._stamps(self._instant(confirmed, rng)),
                }
            )
        self._rewrite("safety.roll", rows)
