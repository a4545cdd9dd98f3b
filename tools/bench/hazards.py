"""The views of each role at 1 000 000 hazards: what the client asks of the server, against the superuser."""

from . import street, views

HAZARDS = 1_000_000
ENTERPRISES = 20_000
#: What somebody types into the search box.
TYPED = ("消防通道堵塞99", "配电箱")


class HazardViews(views.Views):
    """List, its usual filters, kanban, search and form of each role, against superuser with the same domain."""

    def prepare(self, env):
        made = street.company(env, views.NAME, views.GRIDS)
        street.enterprises(env, made, ENTERPRISES)
        for login, (post, kind) in views.ROLES.items():
            street.person(env, made, login, post, kind)
        env.flush_all()
        env.cr.execute(
            _HAZARDS,
            {"number": HAZARDS, "company": made.id, "today": made._safety_today(), "days": 1500, "uid": env.uid},
        )
        env.cr.execute("ANALYZE safety_hazard")
        env.invalidate_all()

    def _model(self, env):
        company = env["res.company"].search([("name", "=", views.NAME)])
        return env["safety.hazard"].with_company(company)

    def _requests(self, model, domain):
        """Yield each request of the client as a function."""
        model = model.with_context(lang=None)
        columns, cards, form = (views.specification(model, kind) for kind in ("list", "kanban", "form"))
        still_open = list(model._open_domain())

        def page(fields, extra=(), limit=views.PAGE, offset=0):
            found = [*domain, *extra]
            return lambda: model.web_search_read(
                found, fields, limit=limit, offset=offset, count_limit=views.COUNT_LIMIT
            )

        first = model.search(domain, limit=1)
        yield page(columns, still_open)
        yield page(columns, still_open, offset=views.PAGE)
        yield page(columns, [("is_overdue", "=", True)])
        yield page(columns, [("severity", "=", "major"), *still_open])
        yield page(cards, still_open, limit=views.PAGE // 2)
        for text in TYPED:
            yield page(columns, [*still_open, "|", ("name", "ilike", text), ("location", "ilike", text)])
        yield lambda: first.web_read(form)


_HAZARDS = """
    INSERT INTO safety_hazard (name, enterprise_id, unit_id, company_id, date, user_id, responsible_id, acceptor_id,
                               severity, section, source, order_scope, deadline, state, frozen_at, closed_on,
                               accepted_on, ordered_on, elements_complete, funds_planned,
                               create_uid, create_date, write_uid, write_date)
    SELECT CASE n %% 3 WHEN 0 THEN '消防通道堵塞' WHEN 1 THEN '配电箱缺门' ELSE '灭火器过期' END || n,
           firm.id, firm.unit_id, firm.company_id, %(today)s::date - n %% %(days)s, %(uid)s, %(uid)s, %(uid)s,
           CASE WHEN n %% 50 = 0 THEN 'major' ELSE 'general' END, 'S' || n %% 9, 'inspection', 'deadline',
           %(today)s::date - n %% %(days)s + 7,
           CASE WHEN n %% %(days)s < 20 THEN 'rectifying' WHEN n %% 97 = 0 THEN 'submitted' ELSE 'closed' END,
           CASE WHEN n %% %(days)s >= 20 AND n %% 97 != 0 THEN now() END,
           CASE WHEN n %% %(days)s >= 20 AND n %% 97 != 0 THEN %(today)s::date - n %% %(days)s + 9 END,
           CASE WHEN n %% %(days)s >= 20 AND n %% 97 != 0 THEN %(today)s::date - n %% %(days)s + 8 END,
           %(today)s::date - n %% %(days)s, n %% 100 = 0, CASE WHEN n %% 50 = 0 THEN n %% 90000 ELSE 0 END,
           %(uid)s, now(), %(uid)s, now()
      FROM generate_series(1, %(number)s) n
      JOIN (SELECT id, unit_id, company_id, row_number() OVER (ORDER BY id) - 1 AS rank
              FROM safety_enterprise WHERE company_id = %(company)s) firm
           ON firm.rank = n %% (SELECT count(*) FROM safety_enterprise WHERE company_id = %(company)s)
"""
