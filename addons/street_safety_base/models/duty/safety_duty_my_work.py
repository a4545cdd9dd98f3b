from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date


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
            "waiting": self._counted(self._waiting()),
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
        """Return what waits for the current user besides duties, as :meth:`_waiting_for` describes it.

        Addons append theirs; all of them are counted by one statement.
        """
        return []

    @api.model
    def _waiting_for(self, label, xmlid, domain, group="do"):
        """Describe the records of action ``xmlid`` in ``domain``.

        :param group: "do" what the user does, "approve" what the user decides, "others" what the user waits for
        """
        return {"label": label, "group": group, "xmlid": xmlid, "domain": Domain(domain)}

    @api.model
    def _counted(self, entries):
        """Return the ``entries`` that hold something: dicts of label, group, count and action.

        Nothing for who may not read the records. The statements are the same for any number of entries.
        """
        ids = {entry["xmlid"]: self.env["ir.model.data"]._xmlid_to_res_id(entry["xmlid"]) for entry in entries}
        actions = self.env["ir.actions.act_window"].sudo().browse(dict.fromkeys(ids.values()))
        by_id = {action.id: action for action in actions}
        asked = []
        for entry in entries:
            model = self.env[by_id[ids[entry["xmlid"]]].res_model]
            if model.has_access("read"):
                asked.append((entry, model._search(entry["domain"])))
        counts = self._count_all([query for _entry, query in asked])
        found = [(entry, count) for (entry, _query), count in zip(asked, counts, strict=True) if count]
        opened = actions.browse(dict.fromkeys(ids[entry["xmlid"]] for entry, _count in found))
        dicts = {action.id: action._get_action_dict() for action in opened}
        return [
            {
                "label": entry["label"],
                "group": entry["group"],
                "count": count,
                "action": dicts[ids[entry["xmlid"]]]
                | {
                    "domain": list(entry["domain"]),
                    "context": {},
                    "name": entry["label"],
                    "display_name": entry["label"],
                },
            }
            for entry, count in found
        ]

    def _count_all(self, queries):
        """Return the number of records of each of ``queries``. One statement."""
        if not queries:
            return []
        counts = SQL(", ").join(SQL("(%s)", query.select(SQL("COUNT(*)"))) for query in queries)
        return self.env.execute_query(SQL("SELECT %s", counts))[0]

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
