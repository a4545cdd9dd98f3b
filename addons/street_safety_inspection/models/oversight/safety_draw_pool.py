import math
import secrets

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .draw_order import canonical, sha256

#: How each group is read off what is drawn.
STRATA = {"class": "class_id", "kind": "kind_id", "unit": "unit_id"}


class SafetyDraw(models.Model):
    """The pool: who can be drawn, how many of each group, by whom; sealed as one text with one hash."""

    _inherit = "safety.draw"

    def _check_sealable(self):
        for draw in self:
            quantity = draw.share if draw.count_by == "share" else draw.number_drawn
            if quantity <= 0:
                raise UserError(self.env._("Say how many of “%s” are drawn: a number or a share above 0.", draw.name))
            draw._check_not_repeated()

    def _check_not_repeated(self):
        """Refuse a second draw of the same pool within the street's days, unless it says that it is one."""
        since = fields.Datetime.now() - relativedelta(days=self.company_id.safety_draw_days)
        same = Domain.AND([[(name, "=", self[name] or False)] for name in ("subject", "domain", "stratum")])
        same &= Domain([("unit_id", "=", self.unit_id.id), ("unit_type_id", "=", self.unit_type_id.id)])
        recent = Domain([("id", "not in", self._chain().ids), ("sealed_at", ">", since)])
        if earlier := self.sudo().search(same & recent, limit=1):
            raise UserError(
                self.env._(
                    "“%(draw)s” was sealed for the same pool within %(days)s days. Draw it again from there, with a "
                    "reason: a draw cannot be repeated unnoticed.",
                    draw=earlier.display_name,
                    days=self.company_id.safety_draw_days,
                )
            )

    def _seal_values(self):
        """Return what sealing sets: one draw at a time, because each has a pool and a secret of its own."""
        self.ensure_one()
        pool = self._pool_content()
        if not pool["items"]:
            raise UserError(self.env._("Nothing matches: the pool of “%s” is empty.", self.name))
        if self.inspectors_each and len(pool["inspectors"]) < self.inspectors_each:
            raise UserError(
                self.env._(
                    "“%(draw)s” needs %(each)s inspectors for each, and the posts have %(count)s people without a "
                    "conflict. Choose more posts under “Inspectors are”.",
                    draw=self.name,
                    each=self.inspectors_each,
                    count=len(pool["inspectors"]),
                )
            )
        text, secret = canonical(pool), secrets.token_hex(32)
        return {
            "pool_text": text,
            "pool_hash": sha256(text),
            "pool_count": len(pool["items"]),
            "secret": secret,
            "secret_hash": sha256(secret),
            "sealed_at": fields.Datetime.now(),
            "sealed_by_id": self.env.uid,
        }

    def _pool_content(self):
        """Return the pool as plain values, sorted: what is hashed, published and drawn from."""
        items = self._pool_items()
        sizes = {}
        for _key, group, _name in items:
            sizes[group] = sizes.get(group, 0) + 1
        away = self.exclusion_ids.filtered(lambda line: not line.enterprise_id).user_id
        people = (self._inspectors() - away).sorted("id")
        return {
            "draw": self.name,
            "date": str(self.date),
            "street": self.company_id.name,
            "unit": self.unit_id.sudo().path_name,
            "items": items,
            "quotas": {group: self._quota(size) for group, size in sizes.items()},
            "inspectors": [[f"U{user.id}", user.name] for user in people] if self.inspectors_each else [],
            "each": self.inspectors_each,
            "conflicts": sorted(
                [f"U{line.user_id.id}", f"E{line.enterprise_id.id}"]
                for line in self.exclusion_ids.filtered("enterprise_id")
            ),
            "earlier": [draw.number for draw in (self._chain() - self).filtered("number")],
        }

    def _quota(self, size):
        """Return how many of a group of ``size`` are drawn: a share is rounded up, more than there are is all."""
        if self.count_by == "share":
            return min(size, math.ceil(round(size * self.share / 100, 6)))
        return min(size, self.number_drawn)

    def _pool_items(self):
        """Return [[id, group, name]] sorted by id, without what earlier draws of this chain drew."""
        drawn = (self._chain() - self).line_ids
        if self.subject == "unit":
            domain = [("type_id", "=", self.unit_type_id.id), ("id", "not in", drawn.target_unit_id.ids)]
            units = self.env["safety.unit"].search([("id", "child_of", self.unit_id.id), *domain])
            return sorted([f"N{unit.id}", "", unit.name] for unit in units)
        domain = Domain("unit_id", "child_of", self.unit_id.id) & self._condition("domain")
        firms = self.env["safety.enterprise"].search(domain & Domain("id", "not in", drawn.enterprise_id.ids))
        field = STRATA.get(self.stratum)
        return sorted([f"E{firm.id}", firm[field].display_name or "" if field else "", firm.name] for firm in firms)

    def _inspectors(self):
        """Return who holds one of the chosen posts today, in the unit or below it."""
        day = self.company_id._safety_today()
        seats = self.env["safety.appointment"].sudo()
        domain = Domain("post_id", "in", self.post_ids.ids) & Domain("unit_id", "child_of", self.unit_id.id)
        return seats.search(domain & seats._in_office(day)).user_id
