from math import cos, radians

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .safety_tip import OPEN_STATES

METRES_PER_DEGREE = 111_195
MONTHS = 3


class SafetyTip(models.Model):
    """Tips that may be about the same: at the same enterprise, or as near as the street's metres."""

    _inherit = "safety.tip"

    similar_ids = fields.Many2many("safety.tip", string="Perhaps the same", compute="_compute_similar_ids")

    def _compute_similar_ids(self):
        for tip in self:
            tip.similar_ids = tip._similar()

    def _similar(self):
        """Return open tips of the last months at the same enterprise or within the street's metres, nearest first."""
        self.ensure_one()
        where = Domain.FALSE
        if self.enterprise_id:
            where |= Domain("enterprise_id", "=", self.enterprise_id.id)
        metres = self.company_id.safety_tip_metres
        if metres and (self.latitude or self.longitude):
            height = metres / METRES_PER_DEGREE
            width = height / max(cos(radians(self.latitude)), 0.01)
            where |= Domain(
                [
                    ("latitude", ">=", self.latitude - height),
                    ("latitude", "<=", self.latitude + height),
                    ("longitude", ">=", self.longitude - width),
                    ("longitude", "<=", self.longitude + width),
                ]
            )
        since = (self.received_on or self.company_id._safety_today()) - relativedelta(months=MONTHS)
        domain = where & Domain("state", "in", OPEN_STATES) & Domain("received_on", ">=", since)
        found = self.search(domain & Domain("id", "!=", self._origin.id))
        firm = self.enterprise_id
        near = found.filtered(lambda tip: tip._metres_to(self) <= metres or (firm and tip.enterprise_id == firm))
        return near.sorted(lambda tip: tip._metres_to(self))

    def _metres_to(self, other):
        """Return the distance to another tip in metres; endless where one has no position."""
        if not (self.latitude or self.longitude) or not (other.latitude or other.longitude):
            return float("inf")
        north = (self.latitude - other.latitude) * METRES_PER_DEGREE
        east = (self.longitude - other.longitude) * METRES_PER_DEGREE * cos(radians(self.latitude))
        return (north**2 + east**2) ** 0.5

    def action_join(self):
        """Join this tip to the nearest open one that may be the same; its giver reads the reply of that one."""
        self.ensure_one()
        other = self.similar_ids[:1]
        if not other:
            raise UserError(self.env._("No open tip is about the same place."))
        return self._join(other)

    def _join(self, other):
        """Join this tip to ``other``, which stays open."""
        self.ensure_one()
        other.check_access("read")
        self._workflow_check("join", self._workflow["join"])
        if other == self or other.state not in OPEN_STATES:
            raise UserError(self.env._("A tip is joined to another one that is open."))
        self.sudo()._workflow_write({"duplicate_of_id": other.id})
        return self._workflow_do("join")
