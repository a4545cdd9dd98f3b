from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

import pytz

from odoo import fields, models


class ResCompany(models.Model):
    """The clock pattern: a street has one time zone, and one "today"."""

    _inherit = "res.company"

    safety_tz = fields.Selection(
        lambda self: [(name, name) for name in pytz.common_timezones],
        string="Street time zone",
        default="Asia/Shanghai",
        required=True,
        help="Decides which day it is for duties, deadlines and document numbers.",
    )
    safety_delegated = fields.Boolean(
        string="Enforcement delegated",
        help="The district has delegated enforcement to this street: documents use the delegated family "
        "(order to correct by a deadline, on-site decision) instead of the street's own family.",
    )
    safety_horizon_days = fields.Integer(
        string="Duty horizon (days)",
        default=35,
        help="Duties are generated this many days ahead.",
    )

    _safety_horizon_positive = models.Constraint(
        "CHECK(safety_horizon_days BETWEEN 1 AND 400)",
        "The duty horizon must lie between 1 and 400 days.",
    )

    def _safety_now(self):
        """Return the current moment as an aware datetime in the street's time zone."""
        return datetime.now(timezone.utc).astimezone(self._safety_zone())

    def _safety_today(self):
        """Return the street's date. The only "today" of the suite: at 00:05 in China it is still yesterday in UTC."""
        return self._safety_now().date()

    def _safety_date(self, instant):
        """Return the street's date of a naive UTC ``instant`` (None for an empty one)."""
        return instant and instant.replace(tzinfo=timezone.utc).astimezone(self._safety_zone()).date()

    def _safety_instant(self, day, at=time.min):
        """Return the naive UTC instant of the local clock time ``at`` on ``day`` (a date)."""
        return datetime.combine(day, at, self._safety_zone()).astimezone(timezone.utc).replace(tzinfo=None)

    def _safety_lang(self):
        """Return the language of what the machine writes down for the street: that of its contact, else Chinese.

        At night nobody is logged in, and root speaks English; a contact left at Odoo's own default says nothing.
        """
        installed = dict(self.env["res.lang"].get_installed())
        own = self.sudo().partner_id.lang
        chinese = "zh_CN" if "zh_CN" in installed else self.env.lang
        return own if own in installed and own != "en_US" else chinese

    def _safety_zone(self):
        return ZoneInfo(self.safety_tz or "Asia/Shanghai")
