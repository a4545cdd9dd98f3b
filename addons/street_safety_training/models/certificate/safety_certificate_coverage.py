from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyCertificateCoverage(models.Model):
    """How far an enterprise has the certificates it must have: one row for each enterprise and type, read when asked.

    Required is the larger of what the requirements say and the people registered for the type; held are those whose
    certificate holds today. Nothing is stored, so no figure can be out of date: one grouped query, whatever the size.
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
    create_date = fields.Datetime(readonly=True)

    @property
    def _table_query(self):
        self.env["safety.certificate"].flush_model()
        self.env["safety.enterprise"].flush_model()
        return SQL(
            """
            SELECT firm.id::bigint * 1000 + kind.id AS id, firm.id AS enterprise_id, kind.id AS type_id,
                   firm.unit_id, firm.company_id, firm.create_date, firm.create_uid, firm.write_date, firm.write_uid,
                   COALESCE(need.minimum, 0) AS minimum, COALESCE(own.people, 0) AS people_count,
                   GREATEST(need.minimum, own.people, 0) AS required_count, COALESCE(own.held, 0) AS held_count,
                   GREATEST(need.minimum, own.people, 0) - COALESCE(own.held, 0) AS missing_count,
                   COALESCE(own.lapsed, 0) AS lapsed_count, own.first_lapse
              FROM (%(needs)s) need
         FULL JOIN (%(people)s) own ON own.enterprise_id = need.enterprise_id AND own.type_id = need.type_id
              JOIN safety_enterprise firm ON firm.id = COALESCE(own.enterprise_id, need.enterprise_id) AND firm.active
              JOIN safety_certificate_type kind ON kind.id = COALESCE(own.type_id, need.type_id) AND kind.active
            """,
            needs=self._needs_sql(),
            people=self._people_sql(),
        )

    @api.model
    def _needs_sql(self):
        """Return a subquery (enterprise_id, type_id, minimum) of what the requirements ask for."""
        # Whoever asks: the duty engine looks at archived records, too, but an archived requirement asks for nothing.
        asking = self.sudo().with_context(active_test=True).env
        requirements = asking["safety.certificate.requirement"].search_fetch([])
        firms = asking["safety.enterprise"]
        domains = {}
        for one in requirements:
            domain = one._condition("enterprise_domain")
            domains[one.id] = domain & Domain("company_id", "=", one.company_id.id) if one.company_id else domain
        found = requirements._meeting_sql(firms, domains)
        return SQL(
            """
            SELECT met.id AS enterprise_id, asked.type_id, MAX(asked.minimum) AS minimum
              FROM (%s) met (requirement_id, id)
              JOIN safety_certificate_requirement asked ON asked.id = met.requirement_id
             GROUP BY met.id, asked.type_id
            """,
            found or SQL("SELECT NULL::int, NULL::int WHERE FALSE"),
        )

    @api.model
    def _people_sql(self):
        """Return a subquery (enterprise_id, type_id, people, held, lapsed, first_lapse) of who is registered."""
        days = SQL(", ").join(
            SQL("(%s, %s::date)", company.id, company._safety_today())
            for company in self.env["res.company"].sudo().search([])
        )
        return SQL(
            """
            SELECT one.enterprise_id, one.type_id, COUNT(*)::int AS people,
                   COUNT(*) FILTER (WHERE one.number IS NOT NULL AND COALESCE(one.valid_until, day.today) >= day.today)
                       ::int AS held,
                   COUNT(*) FILTER (WHERE one.number IS NOT NULL AND one.valid_until < day.today)::int AS lapsed,
                   MIN(one.valid_until) FILTER (WHERE one.valid_until >= day.today) AS first_lapse
              FROM safety_certificate one JOIN (VALUES %s) day (company_id, today) ON day.company_id = one.company_id
             WHERE one.is_current AND one.working AND one.active
             GROUP BY one.enterprise_id, one.type_id
            """,
            days,
        )

    def action_open_certificates(self):
        """Open the certificates of the row: what is missing is entered or renewed there."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_certificate_action")
        return {
            **action,
            "name": f"{self.enterprise_id.display_name} · {self.type_id.name}",
            "domain": [("enterprise_id", "=", self.enterprise_id.id), ("type_id", "=", self.type_id.id)],
            "context": {"default_enterprise_id": self.enterprise_id.id, "default_type_id": self.type_id.id},
        }
