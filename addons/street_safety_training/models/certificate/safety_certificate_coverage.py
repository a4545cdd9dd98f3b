from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyCertificateCoverage(models.Model):
    """How far an enterprise has the certificates it must have: one row for each enterprise and type, read when asked.

    Required is the larger of what the requirements say and the people registered for the type; held are those whose
    certificate holds today. Nothing is stored, so no figure can be out of date: one grouped query, whatever the size.

    With ``safety_as_of`` (a day that is over) in the context it is the coverage of that day: the enterprises then on
    the roll, where they were, the certificates issued by then and valid then. Who works there, headcounts and
    requirements have no history: they are those of now.
    """

    _name = "safety.certificate.coverage"
    _description = "Certificate coverage"
    _auto = False
    _order = "missing_count desc, enterprise_id, type_id"
    _rec_name = "enterprise_id"

    enterprise_id = fields.Many2one("safety.enterprise", readonly=True)
    type_id = fields.Many2one("safety.certificate.type", string="Certificate", readonly=True)
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    group = fields.Selection(related="type_id.group", string="Whose")
    minimum = fields.Integer(string="Asked for", readonly=True, help="By the requirements.")
    people_count = fields.Integer(string="People", readonly=True, help="Registered for this certificate.")
    required_count = fields.Integer(string="Required", readonly=True)
    held_count = fields.Integer(string="Valid", readonly=True)
    missing_count = fields.Integer(string="Missing", readonly=True)
    lapsed_count = fields.Integer(string="Lapsed", readonly=True)
    first_lapse = fields.Date(string="Next lapse", readonly=True, aggregator="min")
    as_of = fields.Date(string="On the day", readonly=True, aggregator=None, help="Whose figures these are.")
    create_date = fields.Datetime(readonly=True)

    @property
    def _table_query(self):
        self.env["safety.certificate"].flush_model()
        self.env["safety.enterprise"].flush_model()
        past = self._safety_past_day()
        # Enterprise and type are the grouped columns themselves: a condition on them reaches into both sides.
        return SQL(
            """
            SELECT firm.id::bigint * 1000 + kind.id AS id, both_sides.enterprise_id, both_sides.type_id,
                   %(unit)s AS unit_id, firm.company_id, firm.create_date, firm.create_uid, firm.write_date,
                   firm.write_uid, both_sides.minimum, both_sides.people AS people_count,
                   GREATEST(both_sides.minimum, both_sides.people) AS required_count, both_sides.held AS held_count,
                   GREATEST(both_sides.minimum, both_sides.people) - both_sides.held AS missing_count,
                   both_sides.lapsed AS lapsed_count, both_sides.first_lapse, day.today AS as_of
              FROM (
                    SELECT enterprise_id, type_id, COALESCE(MAX(minimum), 0) AS minimum, COUNT(holds)::int AS people,
                           COUNT(*) FILTER (WHERE holds)::int AS held, COUNT(*) FILTER (WHERE lapsed)::int AS lapsed,
                           MIN(lapse) AS first_lapse
                      FROM (%(needs)s UNION ALL %(people)s) line (enterprise_id, type_id, minimum, holds, lapsed, lapse)
                     GROUP BY enterprise_id, type_id
                   ) both_sides
              JOIN safety_enterprise firm ON firm.id = both_sides.enterprise_id
              JOIN (VALUES %(days)s) day (company_id, today) ON day.company_id = firm.company_id
              JOIN safety_certificate_type kind ON kind.id = both_sides.type_id AND kind.active
              %(roll)s
            """,
            unit=SQL("member.unit_id") if past else SQL("firm.unit_id"),
            needs=self._needs_sql(),
            people=self._people_sql(),
            days=self._days_sql(),
            roll=SQL("JOIN (%s) member ON member.enterprise_id = firm.id", self._members_sql(past))
            if past
            else SQL("WHERE firm.active"),
        )

    @api.model
    def _safety_past_day(self):
        """Return the day that the context asks for, None for today. The client's search box sends a list of one.

        :raises UserError: it is no date
        """
        asked = self.env.context.get("safety_as_of")
        if isinstance(asked, list | tuple):
            asked = asked[-1] if asked else None
        try:
            day = fields.Date.to_date(asked) if asked else None
        except ValueError as error:
            raise UserError(self.env._("“%s” is no date: write the day as 2026-06-30.", asked)) from error
        return day if day and day < self.env.company._safety_today() else None

    @api.model
    def _members_sql(self, day):
        return self.env["safety.enterprise"]._safety_members_sql(day)

    @api.model
    def _days_sql(self):
        """Return the rows (company, day) of the figures: the day asked for, or each street's today."""
        past = self._safety_past_day()
        return SQL(", ").join(
            SQL("(%s, %s::date)", company.id, past or company._safety_today())
            for company in self.env["res.company"].sudo().search([])
        )

    @api.model
    def _within_units(self):
        """Return the subquery of the units outside of which the user sees nothing anyway, None for no limit.

        What the record rule says is said inside the aggregates, too: who sees a grid does not add up a street.
        Units of now: they limit nothing where the day is past. The array is made before anything is planned around it:
        a subquery in its place is taken for a handful of units, and a street for a handful of enterprises.
        """
        seen = self.env.context.get("safety_seen_unit_ids") if self.env.su else self._seen_unit_ids()
        if seen is None or self._safety_past_day():
            return None
        return SQL(
            "(SELECT unnest(ARRAY(SELECT below.id FROM safety_unit below JOIN safety_unit seen"
            " ON starts_with(below.parent_path, seen.parent_path) WHERE seen.id = ANY(%s))))",
            list(seen),
        )

    @api.model
    def _seen_unit_ids(self):
        """Return the ids of the units below which the record rule lets the user see; None where it says other things.

        Read from the rule, which Odoo keeps evaluated: no statement of its own.
        """
        if self.env.su:
            return None
        conditions = list(self.env["ir.rule"]._compute_domain(self._name, "read").iter_conditions())
        if [(one.field_expr, one.operator) for one in conditions] != [("unit_id", "child_of")]:
            return None
        return list(conditions[0].value)

    def exists(self):
        """Tell which rows there are, not which of them the user sees: a foreign row is refused, not unknown."""
        return super(SafetyCertificateCoverage, self.sudo()).exists().with_env(self.env)

    @api.model
    def _needs_sql(self):
        """Return a subquery (enterprise, type, minimum, and three empty columns) of what the requirements ask for."""
        # Whoever asks: the duty engine looks at archived records, too, but an archived requirement asks for nothing.
        asking = self.sudo().with_context(active_test=True).env
        requirements = asking["safety.certificate.requirement"].search_fetch([])
        # Those who have left since were there on a past day; the roll of the day says who was.
        firms = asking["safety.enterprise"].with_context(active_test=not self._safety_past_day())
        within = self._within_units()
        seen = Domain("unit_id", "in", within) if within is not None else Domain.TRUE
        domains = {}
        for one in requirements:
            domain = one._condition("enterprise_domain") & seen
            domains[one.id] = domain & Domain("company_id", "=", one.company_id.id) if one.company_id else domain
        found = requirements._meeting_sql(firms, domains)
        return SQL(
            """
            SELECT met.id, asked.type_id, asked.minimum, NULL::boolean, NULL::boolean, NULL::date
              FROM (%s) met (requirement_id, id)
              JOIN safety_certificate_requirement asked ON asked.id = met.requirement_id
            """,
            found or SQL("SELECT NULL::int, NULL::int WHERE FALSE"),
        )

    @api.model
    def _people_sql(self):
        """Return a subquery like that of :meth:`_needs_sql` of who is registered: holds, lapsed, holds until."""
        within = self._within_units()
        return SQL(
            """
            SELECT one.enterprise_id, one.type_id, NULL::int,
                   one.number IS NOT NULL AND COALESCE(one.valid_until, day.today) >= day.today,
                   one.number IS NOT NULL AND one.valid_until < day.today,
                   CASE WHEN one.valid_until >= day.today THEN one.valid_until END
              FROM %s one JOIN (VALUES %s) day (company_id, today) ON day.company_id = one.company_id
             WHERE one.working AND %s
            """,
            self._current_sql(),
            self._days_sql(),
            SQL("one.unit_id IN %s", within) if within is not None else SQL("TRUE"),
        )

    @api.model
    def _current_sql(self):
        """Return what certificates to look at: those that count now, or counted on the past day.

        On that day the last one issued by then counted; somebody without a certificate was known from the day they
        were entered. A certificate issued later may have replaced it since.
        """
        past = self._safety_past_day()
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

    def action_open_certificates(self):
        """Open the certificates of the row: what is missing is entered or renewed there."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_certificate_action")
        return {
            **action,
            "display_name": f"{self.enterprise_id.display_name} · {self.type_id.name}",
            "domain": [("enterprise_id", "=", self.enterprise_id.id), ("type_id", "=", self.type_id.id)],
            "context": {"default_enterprise_id": self.enterprise_id.id, "default_type_id": self.type_id.id},
        }
