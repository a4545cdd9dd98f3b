from odoo import api, fields, models


class SafetyTimed(models.AbstractModel):
    """What takes place from one moment to another, and the day of the street on which it begins.

    Counting goes by ``date``: evidence, figures and filters of a day mean the street's day, whoever looks from where.
    For models with a unit (``safety.scope.mixin``).
    """

    _name = "safety.timed"
    _description = "Record of something that takes place from one moment to another"

    date_start = fields.Datetime(string="Begins", required=True, tracking=True)
    date_end = fields.Datetime(string="Ends", required=True, tracking=True)
    date = fields.Date(compute="_compute_date", store=True, precompute=True, index=True, help="The street's day.")

    @api.depends("date_start", "unit_id")
    def _compute_date(self):
        for record in self:
            street = record.company_id or record.unit_id.company_id or self.env.company
            record.date = street._safety_date(record.date_start)

    def _hours_between(self):
        """Return how long it takes in hours, 0 while a moment is missing."""
        self.ensure_one()
        both = self.date_start and self.date_end
        return (self.date_end - self.date_start).total_seconds() / 3600 if both else 0
