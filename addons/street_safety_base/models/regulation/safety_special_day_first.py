from datetime import timedelta

from odoo import api, fields, models

SATURDAY = 6
ONE = timedelta(days=1)


class SafetySpecialDayKind(models.Model):
    """A kind may be one named day inside of a holiday: the first day of the lunar year."""

    _inherit = "safety.special.day.kind"

    first_named = fields.Char(
        string="First day named so", help="The kind is that one day of each year: the first of this name."
    )


class SafetySpecialDay(models.Model):
    """A holiday as it is announced: with the weekend beside it, unless that is worked."""

    _inherit = "safety.special.day"

    @api.model
    def _wanted(self, year, kinds):
        named, made_up = self._calendar(year)
        off = set(kinds.filtered(lambda kind: kind.effect == "off" and kind.library_name).ids)
        for row in super()._wanted(year, kinds):
            if row["kind_id"] in off and not row["is_provisional"]:
                row |= self._with_weekend(row, made_up)
            yield row
        for kind in kinds.filtered("first_named"):
            if day := min((day for day, name in named.items() if name == kind.first_named), default=None):
                yield {"name": kind.name, "kind_id": kind.id, "date_from": day, "date_to": day, "is_generated": True,
                       "is_provisional": False}  # fmt: skip

    @api.model
    def _with_weekend(self, row, made_up):
        """Return the dates of ``row`` with the weekend days before and after that are not worked."""
        first, last = row["date_from"], row["date_to"]
        while self._is_free(first - ONE, made_up):
            first -= ONE
        while self._is_free(last + ONE, made_up):
            last += ONE
        return {"date_from": first, "date_to": last}

    def _is_free(self, day, made_up):
        return day.isoweekday() >= SATURDAY and day not in made_up
