from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# In this order in each query. Those after the first two are figures: a row is written again when one of them differs.
PAIR = ("enterprise_id", "type_id")
FIGURES = (
    "unit_id",
    "company_id",
    "minimum",
    "people_count",
    "required_count",
    "held_count",
    "missing_count",
    "lapsed_count",
    "first_lapse",
)
SOURCES = ("safety.enterprise", "safety.certificate", "safety.certificate.type", "safety.certificate.requirement")


class SafetyCertificateCoverage(models.Model):
    """Where the figures come from, and how the stored ones are kept: one grouped query, whatever the size."""

    _inherit = "safety.certificate.coverage"

    @api.model
    def _columns_sql(self):
        return SQL(", ").join(SQL.identifier(name) for name in (*PAIR, *FIGURES))

    @api.model
    def _refresh(self, within=None):
        """Bring the stored figures in line for the enterprises of ``within`` (Domain), or for all. Idempotent.

        One statement that writes only what differs, whatever their number. Two who change the same enterprise and type
        at once meet in its row: one of them waits, and is done again by Odoo.
        """
        firms = self.env["safety.enterprise"].sudo().with_context(active_test=False)
        asked = firms._search(Domain.TRUE if within is None else within)
        if asked.is_empty():
            return
        names = [SQL.identifier(name) for name in FIGURES]
        query = SQL(
            """
            WITH asked AS (%(asked)s),
            fresh AS MATERIALIZED (%(figures)s),
            gone AS (
                DELETE FROM safety_certificate_coverage old USING asked
                 WHERE old.enterprise_id = asked.id
                   AND NOT EXISTS (SELECT FROM fresh WHERE fresh.enterprise_id = old.enterprise_id
                                                       AND fresh.type_id = old.type_id)
            )
            INSERT INTO safety_certificate_coverage AS old (%(columns)s)
            SELECT %(columns)s FROM fresh
                ON CONFLICT (enterprise_id, type_id) DO UPDATE SET (%(names)s) = ROW(%(excluded)s)
             WHERE (%(stored)s) IS DISTINCT FROM (%(excluded)s)
            """,
            asked=asked.select(),
            figures=self._figures_sql(None if within is None else SQL("(SELECT id FROM asked)")),
            columns=self._columns_sql(),
            names=SQL(", ").join(names),
            stored=SQL(", ").join(SQL("old.%s", name) for name in names),
            excluded=SQL(", ").join(SQL("EXCLUDED.%s", name) for name in names),
        )
        self.env.flush_query(query)  # whatever the conditions look at
        self.env.cr.execute(query)
        self.invalidate_model(flush=False)

    # ---- the query ---------------------------------------------------------------------------------------------------

    @api.model
    def _figures_sql(self, firms=None, past=None):
        """Return the query of the figures: of the enterprises of a subquery ``firms``, or all; on the day ``past``."""
        for model in SOURCES:
            self.env[model].flush_model()
        members = self.env["safety.enterprise"]._safety_members_sql
        return SQL(
            """
            SELECT line.enterprise_id, line.type_id, %(unit)s AS unit_id, firm.company_id, line.minimum,
                   line.people AS people_count, GREATEST(line.minimum, line.people) AS required_count,
                   line.held AS held_count, GREATEST(line.minimum, line.people) - line.held AS missing_count,
                   line.lapsed AS lapsed_count, line.first_lapse
              FROM (
                    SELECT enterprise_id, type_id, COALESCE(MAX(minimum), 0) AS minimum, COUNT(holds)::int AS people,
                           COUNT(*) FILTER (WHERE holds)::int AS held, COUNT(*) FILTER (WHERE lapsed)::int AS lapsed,
                           MIN(lapse) AS first_lapse
                      FROM (%(needs)s UNION ALL %(people)s) one (enterprise_id, type_id, minimum, holds, lapsed, lapse)
                     GROUP BY enterprise_id, type_id
                   ) line
              JOIN safety_enterprise firm ON firm.id = line.enterprise_id
              JOIN safety_certificate_type kind ON kind.id = line.type_id AND kind.active
              %(roll)s
            """,
            unit=SQL("member.unit_id") if past else SQL("firm.unit_id"),
            needs=self._needs_sql(firms, past),
            people=self._people_sql(firms, past),
            roll=SQL("JOIN (%s) member ON member.enterprise_id = firm.id", members(past))
            if past
            else SQL("WHERE firm.active"),
        )

    @api.model
    def _needs_sql(self, firms, past):
        """Return a subquery (enterprise, type, minimum, and three empty columns) of what the requirements ask for."""
        # Whoever asks: the duty engine looks at archived records, too, but an archived requirement asks for nothing.
        asking = self.sudo().with_context(active_test=True).env
        requirements = asking["safety.certificate.requirement"].search_fetch([])
        # Those who have left since were there on a past day; the roll of the day says who was.
        asked = Domain("id", "in", firms) if firms is not None else Domain.TRUE
        domains = {}
        for one in requirements:
            domain = one._condition("enterprise_domain") & asked
            domains[one.id] = domain & Domain("company_id", "=", one.company_id.id) if one.company_id else domain
        every = asking["safety.enterprise"].with_context(active_test=not past)
        return SQL(
            """
            SELECT met.id, asked.type_id, asked.minimum, NULL::boolean, NULL::boolean, NULL::date
              FROM (%s) met (requirement_id, id)
              JOIN safety_certificate_requirement asked ON asked.id = met.requirement_id
            """,
            requirements._meeting_sql(every, domains) or SQL("SELECT NULL::int, NULL::int WHERE FALSE"),
        )

    @api.model
    def _people_sql(self, firms, past):
        """Return a subquery like that of :meth:`_needs_sql` of who is registered: holds, lapsed, holds until."""
        return SQL(
            """
            SELECT one.enterprise_id, one.type_id, NULL::int,
                   one.number IS NOT NULL AND COALESCE(one.valid_until >= %(day)s, TRUE),
                   one.number IS NOT NULL AND one.valid_until < %(day)s,
                   CASE WHEN one.valid_until >= %(day)s THEN one.valid_until END
              FROM %(current)s one JOIN (%(clock)s) clock ON clock.company_id = one.company_id
             WHERE one.working AND %(within)s
            """,
            day=SQL("%s::date", past) if past else SQL("clock.today"),
            current=self._current_sql(past),
            clock=self.env["res.company"]._safety_clock_sql(),
            within=SQL("one.enterprise_id IN %s", firms) if firms is not None else SQL("TRUE"),
        )

    @api.model
    def _current_sql(self, past):
        """Return what certificates to look at: those that count now, or counted on the past day.

        On that day the last one issued by then counted; somebody without a certificate was known from the day they
        were entered. A certificate issued later may have replaced it since.
        """
        if not past:
            return SQL("(SELECT * FROM safety_certificate WHERE is_current AND working AND active)")
        return SQL(
            """
            (SELECT DISTINCT ON (enterprise_id, type_id, name, COALESCE(operation, '')) *
               FROM safety_certificate
              WHERE active AND COALESCE(date_issue, create_date::date) <= %s
              ORDER BY enterprise_id, type_id, name, COALESCE(operation, ''), date_issue DESC NULLS LAST, id DESC)
            """,
            past,
        )
