from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date


class SafetyDuty(models.Model):
    """What the head of the start page says: who I am, what day it is, how much is owed, what waits for me."""

    _inherit = "safety.duty"

    @api.model
    def my_work_summary(self):
        """Return what the head of “My work” shows of the current user; reads only what the user may see.

        :return: dict of name, seats (list of texts), today (text), special (text or False), counts (list of filter,
            label, count), waiting (list of label, count, group, action), units (list of what the units below owe)
            and following (text or False)
        """
        today = self.env.company._safety_today()
        weekday = format_date(self.env, today, date_format="EEEE")
        return {
            "name": self.env.user.name,
            "seats": [f"{seat.unit_id.name} {seat.post_id.name}" for seat in self.env.user._safety_seats()],
            "today": f"{format_date(self.env, today, date_format='long')} {weekday}",
            "special": self._special_day(today),
            "counts": self._my_counts(today),
            "waiting": [line for line in self._waiting() if line["count"]],
            "units": self._units_at_a_glance(today),
            "following": self._following_text(),
        }

    def _special_day(self, today):
        """Return the names of the special days that today is, or False. One query."""
        days = self.env["safety.special.day"].sudo()
        domain = Domain("company_id", "in", [self.env.company.id, False])
        found = days.search(domain & Domain("date_from", "<=", today) & Domain("date_to", ">=", today))
        return "、".join(dict.fromkeys(day.name or day.kind_id.name for day in found)) or False

    def _my_counts(self, today):
        """Return the counts of the filters of the start page. One grouped query."""
        mine = Domain("is_mine", "=", True) & Domain("state", "=", "open")
        groups = self._read_group(mine, ["window_end:day"], ["__count"])
        days = [((day - today).days, count) for day, count in groups if day]
        named = (
            ("overdue", self.env._("Overdue"), lambda left: left < 0),
            ("due_today", self.env._("Today"), lambda left: left == 0),
            ("this_week", self.env._("Within seven days"), lambda left: 0 <= left <= 7),
        )
        return [
            {"filter": name, "label": label, "count": sum(count for left, count in days if fits(left))}
            for name, label, fits in named
        ]

    @api.model
    def _waiting(self):
        """Return what waits for the current user besides duties: dicts of label, count, action. Addons append theirs.

        Each entry costs one query.
        """
        return []

    @api.model
    def _waiting_for(self, label, xmlid, domain, group="do"):
        """Return the entry of the records of action ``xmlid`` in ``domain``; nothing for who may not read them.

        :param group: "do" what the user does, "approve" what the user decides, "others" what the user waits for
        """
        entry = {"label": label, "count": 0, "group": group}
        model = self.env[self.env.ref(xmlid).sudo().res_model]
        if model.has_access("read") and (count := model.search_count(domain)):
            action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
            opened = {**action, "domain": list(domain), "context": {}, "name": label, "display_name": label}
            entry |= {"count": count, "action": opened}
        return entry

    def _following_text(self):
        """Return what comes next and when, for a page with nothing to do."""
        following = self.search(
            Domain("is_mine", "=", True) & Domain("state", "=", "planned"), order="window_start, id", limit=1
        )
        if not following:
            return False
        return self.env._(
            "Next: %(duty)s, from %(day)s",
            duty=following.rule_id.name,
            day=format_date(self.env, following.window_start),
        )
