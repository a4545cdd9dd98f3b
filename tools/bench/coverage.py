"""Certificate coverage of 100 000 enterprises with 300 000 certificates: each role against superuser."""

from . import views

CERTIFICATES = 3  # for each enterprise


class Coverage(views.Views):
    """Figures and gap lists of units, types and enterprises of each role, against superuser with the same domain."""

    rounds = 3

    def prepare(self, env):
        super().prepare(env)
        made = env["res.company"].search([("name", "=", views.NAME)])
        kinds = env["safety.certificate.type"].search([], limit=CERTIFICATES)
        env["safety.certificate.requirement"].create(
            [{"name": kind.name, "type_id": kind.id, "company_id": made.id} for kind in kinds]
        )
        env.flush_all()
        values = {"company": made.id, "kinds": kinds.ids, "today": made._safety_today(), "uid": env.uid}
        env.cr.execute(_CERTIFICATES, values)
        env["safety.certificate.coverage"]._refresh()
        env.cr.execute("ANALYZE safety_certificate")
        env.cr.execute("ANALYZE safety_certificate_coverage")
        env.cr.execute("SELECT COUNT(*) FROM safety_certificate")
        self.note = f"{env.cr.fetchone()[0]} certificates of {views.ENTERPRISES} enterprises"
        env.invalidate_all()

    def _model(self, env):
        company = env["res.company"].search([("name", "=", views.NAME)])
        return env["safety.certificate.coverage"].with_company(company)

    def _requests(self, model, domain):
        """Yield each request of the client as a function."""
        model = model.with_context(lang=None)
        columns = views.specification(model, "list")
        missing = [("missing_count", ">", 0)]

        def page(extra):
            found = [*domain, *extra]
            return lambda: model.web_search_read(found, columns, limit=views.PAGE, count_limit=views.COUNT_LIMIT)

        def grouped(by):
            figures = ["required_count:sum", "held_count:sum", "missing_count:sum"]
            return lambda: model.formatted_read_group([*domain, *missing], [by], figures)

        yield page(missing)
        yield page([("lapsed_count", ">", 0)])
        yield grouped("unit_id")
        yield grouped("type_id")
        figures = ["required_count:sum", "held_count:sum", "missing_count:sum"]
        yield lambda: model.formatted_read_group(domain, ["unit_id", "type_id"], figures)
        firms, gaps = model.env["safety.enterprise"], [*domain, ("certificate_gap_count", ">", 0)]
        shown = views.specification(firms, "list")
        yield lambda: firms.web_search_read(gaps, shown, limit=views.PAGE, count_limit=views.COUNT_LIMIT)


_CERTIFICATES = """
    INSERT INTO safety_certificate (name, enterprise_id, unit_id, company_id, type_id, number, is_current, working,
                                    active, date_issue, date_end, valid_until,
                                    create_uid, create_date, write_uid, write_date)
    SELECT 'P' || firm.id || '-' || kind.id, firm.id, firm.unit_id, firm.company_id, kind.id,
           'N' || firm.id || '-' || kind.id, TRUE, TRUE, TRUE, '2020-01-01', until.day, until.day,
           %(uid)s, now(), %(uid)s, now()
      FROM safety_enterprise firm
      JOIN unnest(%(kinds)s) kind (id) ON TRUE
      JOIN LATERAL (SELECT %(today)s::date + ((firm.id * 7 + kind.id) %% 1000)::int - 50 AS day) until ON TRUE
     WHERE firm.company_id = %(company)s
"""


class CoverageTail(Coverage, views.ViewsTail):
    """The slowest twentieth of these requests, against that of a stock list of as many contacts."""
