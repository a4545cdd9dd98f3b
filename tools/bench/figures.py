"""Statistics, trends and map of 1 000 000 hazards: against one raw grouped query, and each role against superuser."""

from odoo.fields import Domain

from . import hazards, views

INSPECTIONS = 200_000
#: Two months back: a month that is over, with everything in it.
MONTH = "current_date - interval '2 months'"


class Twelve(hazards.HazardViews):
    """The twelve columns of a month for the office, against one statement that groups the same rows by unit."""

    rounds = 5

    def prepare(self, env):
        super().prepare(env)
        made = env["res.company"].search([("name", "=", views.NAME)])
        kind = env.ref("street_safety_inspection.inspection_kind_routine").id
        today = made._safety_today()
        values = {"number": INSPECTIONS, "company": made.id, "kind": kind, "today": today, "uid": env.uid}
        env.cr.execute(_INSPECTIONS, values)
        env.cr.execute("ANALYZE safety_inspection")
        env.invalidate_all()

    def _month(self, env):
        env.cr.execute(f"SELECT date_trunc('month', {MONTH})::date")
        return env.cr.fetchone()[0]

    def ours(self, env):
        user = env["res.users"].search([("login", "=", "bench_office")])
        statistics = env["safety.statistics"].with_user(user).with_company(user.company_id)
        table = statistics.monthly_statistics(None, str(self._month(env)))
        if not table["total"]["any"]:
            raise RuntimeError("nothing was counted")

    def reference(self, env):
        made = env["res.company"].search([("name", "=", views.NAME)])
        env.cr.execute(_TWELVE, {"first": self._month(env), "company": made.id})
        env.cr.fetchall()


class MapAndTrends(hazards.HazardViews):
    """Map, ageing and closing rate of each role, against superuser with the same explicit domain."""

    def prepare(self, env):
        super().prepare(env)
        made = env["res.company"].search([("name", "=", views.NAME)])
        env.cr.execute(_POSITIONS, [made.id])
        env.cr.execute("ANALYZE safety_enterprise")
        env.invalidate_all()

    def _model(self, env):
        company = env["res.company"].search([("name", "=", views.NAME)])
        return env["safety.hazard.trend"].with_company(company)

    def _requests(self, model, domain):
        """Yield each request of the client as a function."""
        model = model.with_context(lang=None)
        year, still_open = [("date", ">=", "today -12m")], [("open_count", "=", 1)]

        def grouped(extra, by, *figures):
            return lambda: model.formatted_read_group([*domain, *extra], by, [*figures, "__count"])

        yield grouped(year, ["date:month"], "closing_rate:avg")
        yield grouped(still_open, ["unit_id", "age"])
        yield grouped(year, ["unit_id"], "closing_rate:avg", "days:avg", "in_time_rate:avg")
        yield grouped(year, ["section", "severity"], "closing_rate:avg")
        yield lambda: model.web_search_read(
            [*domain, *still_open], views.specification(model, "list"), limit=views.PAGE
        )
        yield from self._maps(model.env["safety.map"].with_context(lang=None), Domain(domain))

    def _maps(self, maps, domain):
        placed = (Domain("latitude", "!=", 0) | Domain("longitude", "!=", 0)) & domain
        for layer in ("open", "year"):
            wanted = maps._layer_domain(layer) & domain
            yield lambda wanted=wanted: (maps._whole(placed), maps._cells(placed, wanted, 20_000))
            closer = placed & maps._inside(24.9, 118.6, 24.95, 118.65)
            yield lambda wanted=wanted, closer=closer: (maps._cells(closer, wanted, 2_000), maps._labels(closer))


_POSITIONS = """
    UPDATE safety_enterprise SET latitude = 24.8 + id %% 997 / 5000.0, longitude = 118.5 + id %% 1009 / 5000.0
     WHERE company_id = %s
"""
_INSPECTIONS = """
    INSERT INTO safety_inspection (enterprise_id, unit_id, company_id, kind_id, date, state, frozen_at, finding_count,
                                   create_uid, create_date, write_uid, write_date)
    SELECT firm.id, firm.unit_id, firm.company_id, %(kind)s, %(today)s::date - n %% 700, 'done', now(), 0,
           %(uid)s, now(), %(uid)s, now()
      FROM generate_series(1, %(number)s) n
      JOIN (SELECT id, unit_id, company_id, row_number() OVER (ORDER BY id) - 1 AS rank
              FROM safety_enterprise WHERE company_id = %(company)s) firm
           ON firm.rank = n * 7 %% (SELECT count(*) FROM safety_enterprise WHERE company_id = %(company)s)
"""
#: What somebody who knows SQL writes for the twelve columns of a month: one statement, no rights, no tree.
_TWELVE = """
    WITH span AS (SELECT %(first)s::date AS first, (%(first)s::date + interval '1 month - 1 day')::date AS last),
    found AS (
        SELECT unit_id,
               COUNT(*) FILTER (WHERE date >= first AND severity <> 'major') AS general,
               COUNT(*) FILTER (WHERE date >= first AND severity <> 'major' AND accepted_on <= last) AS corrected,
               COUNT(*) FILTER (WHERE date >= first AND severity = 'major') AS major,
               COUNT(*) FILTER (WHERE date >= first AND severity = 'major' AND closed_on <= last) AS closed,
               COUNT(*) FILTER (WHERE severity = 'major' AND treated) AS treatment,
               COUNT(*) FILTER (WHERE severity = 'major' AND treated AND elements_complete) AS elements,
               COUNT(*) FILTER (WHERE severity = 'major' AND treated AND listed) AS listed,
               COUNT(*) FILTER (WHERE severity = 'major' AND treated AND province) AS province,
               SUM(funds_planned) FILTER (WHERE severity = 'major' AND treated) AS funds
          FROM (SELECT hazard.*, first, last,
                       ordered_on <= last AND (closed_on IS NULL OR closed_on > last) AS treated,
                       EXISTS (SELECT 1 FROM safety_listing one WHERE one.hazard_id = hazard.id) AS listed,
                       EXISTS (SELECT 1 FROM safety_listing one
                                WHERE one.hazard_id = hazard.id AND authority = 'province') AS province
                  FROM safety_hazard hazard, span
                 WHERE company_id = %(company)s AND state <> 'void'
                   AND (date BETWEEN first AND last
                        OR severity = 'major' AND date <= last AND (closed_on IS NULL OR closed_on > last))) counted
         GROUP BY unit_id),
    visited AS (
        SELECT visit.unit_id, COUNT(DISTINCT visit.enterprise_id) AS firms
          FROM safety_inspection visit, span
         WHERE visit.company_id = %(company)s AND visit.state = 'done' AND visit.date BETWEEN first AND last
         GROUP BY visit.unit_id)
    SELECT * FROM found FULL JOIN visited USING (unit_id)
"""
