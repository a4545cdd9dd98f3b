"""“My work” of each role, and the plan of a district's meetings."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Domain

from . import street
from .harness import Case
from .views import COUNT_LIMIT, PAGE, ROLES, Views, specification

NAME, OTHER_NAME = "Bench Street", "Small Bench Street"
GRIDS = 400


class MyWork(Views):
    """The start page of each role – cards, list, counts of the filters – among 150 000 duties, against superuser.

    The superuser gets the same explicit domain: the seats' own duties within the units that the user sees.
    """

    rounds = 5

    def prepare(self, env):
        made = street.company(env, NAME, GRIDS)
        today = made._safety_today()
        rule = street.adopt(env, made, period_unit="day")
        rule.copy({"name": "Weekly", "period_unit": "week"})
        duties = env["safety.duty"]
        duties._generate(made, today - relativedelta(years=1), today + timedelta(days=14))
        duties._open_due(made)
        env.cr.execute(
            "UPDATE safety_duty SET state = 'met' WHERE state = 'open' AND company_id = %s AND window_end < %s",
            [made.id, today - timedelta(days=30)],
        )
        env.cr.execute("ANALYZE safety_duty")
        env.invalidate_all()
        for login, (post, kind) in ROLES.items():
            street.person(env, made, login, post, kind)

    def _model(self, env):
        company = env["res.company"].search([("name", "=", NAME)])
        return env["safety.duty"].with_company(company)

    def _requests(self, model, domain):
        model = model.with_context(lang=None)
        cards, columns = specification(model, "kanban"), specification(model, "list")
        today = model.env.company._safety_today()
        still_open = Domain(domain) & Domain("state", "=", "open")

        def page(fields, extra, limit=PAGE):
            return lambda: model.web_search_read(
                list(still_open & Domain(extra)), fields, limit=limit, count_limit=COUNT_LIMIT
            )

        yield page(cards, [], PAGE // 2)
        yield page(columns, [])
        yield page(cards, [("window_end", "<", today)], PAGE // 2)
        yield page(cards, [("window_end", "=", today)], PAGE // 2)
        yield lambda: model._read_group(still_open, ["window_end:day"], ["__count"])

    def ours(self, env):
        for user in self._each_role(env):
            self._run(env, self._requests(self._model(env).with_user(user), Domain("is_mine", "=", True)))

    def reference(self, env):
        for user in self._each_role(env):
            mine = self._model(env).with_user(user)._mine_sql()
            seen = Domain("unit_id", "child_of", user.safety_read_unit_ids.ids)
            self._run(env, self._requests(self._model(env), Domain("id", "in", mine) & seen))


class MeetingPlan(Case):
    """A horizon of weekly meetings of 400 grids, counted in statements, against 40 grids. Mails would be statements."""

    unit = "statements"
    rounds = 3

    def _prepare(self, env, name, grids):
        made = street.company(env, name, grids)
        units = env["safety.unit"].search([("company_id", "=", made.id), ("type_id.code", "=", "grid")])
        street.appoint(env, made, units, grids)
        env["safety.meeting.type"].create(
            {
                "name": "Bench meeting",
                "code": f"bench_{grids}",
                "guest_post_ids": [(6, 0, env.ref("street_safety_base.post_grid_member").ids)],
                "agenda": "First\nSecond",
            }
        )
        street.adopt(
            env,
            made,
            kind_id=env.ref("street_safety_base.duty_kind_meeting_held").id,
            evidence_domain=f"[('type_id.code', '=', 'bench_{grids}')]",
            period_unit="week",
        )
        duties = env["safety.duty"]
        duties._generate(made, *duties._horizon(made))
        env.flush_all()

    def prepare(self, env):
        self._prepare(env, NAME, GRIDS)
        self._prepare(env, OTHER_NAME, GRIDS // 10)

    @staticmethod
    def _plan(env, name):
        company = env["res.company"].search([("name", "=", name)])
        today = company._safety_today()
        meetings = env["safety.meeting"]
        made = meetings._insert_plans(company, meetings._plans(company, today, today + timedelta(days=35)))
        if not made:
            raise RuntimeError("nothing was planned")

    def ours(self, env):
        self._plan(env, NAME)

    def reference(self, env):
        self._plan(env, OTHER_NAME)
