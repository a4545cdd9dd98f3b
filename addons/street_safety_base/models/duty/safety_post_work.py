from collections import Counter

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_list


class SafetyPost(models.Model):
    """A post is in use while open duties name it."""

    _inherit = "safety.post"

    def _uses(self):
        uses = super()._uses()
        owed = Domain("state", "in", ("planned", "open")) & (
            Domain("post_id", "in", self.ids) | Domain("rule_id.post_ids", "in", self.ids)
        )
        groups = self.env["safety.duty"].sudo()._read_group(owed, ["rule_id", "unit_id"], ["__count"])
        where, number = {}, Counter()
        for rule, unit, count in groups:
            where.setdefault(rule, []).append(unit.name)
            number[rule] += count
        for rule, units in where.items():
            uses.append(
                self.env._(
                    "%(number)s open duties “%(rule)s” at %(units)s",
                    number=number[rule],
                    rule=rule.name,
                    units=format_list(self.env, units[:5]) + (" …" if len(units) > 5 else ""),
                )
            )
        return uses
