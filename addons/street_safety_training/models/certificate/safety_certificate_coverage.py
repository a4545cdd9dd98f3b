from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SafetyCertificateCoverage(models.Model):
    """How far an enterprise has the certificates it must have: one row for each enterprise and type.

    Required is the larger of what the requirements say and the people registered for the type; held are those whose
    certificate holds today. The figures are stored, because nobody waits for a street to be added up, and kept by
    :meth:`_refresh`: whatever may change them brings them in line at once. What the calendar changes, the next reader
    works out and the night writes down: a row past its first lapse is never shown as it is stored.

    With ``safety_as_of`` (a day that is over) in the context it is the coverage of that day: the enterprises then on
    the roll, where they were, the certificates issued by then and valid then. Who works there, headcounts and
    requirements have no history: they are those of now.
    """

    _name = "safety.certificate.coverage"
    _description = "Certificate coverage"
    _order = "missing_count desc, enterprise_id.id, type_id.id"
    _log_access = False
    _rec_name = "enterprise_id"

    enterprise_id = fields.Many2one("safety.enterprise", required=True, readonly=True, ondelete="cascade")
    type_id = fields.Many2one(
        "safety.certificate.type", string="Certificate", required=True, readonly=True, index=True, ondelete="cascade"
    )
    unit_id = fields.Many2one("safety.unit", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", string="Street", required=True, readonly=True, ondelete="cascade")
    group = fields.Selection(related="type_id.group", string="Whose")
    minimum = fields.Integer(string="Asked for", readonly=True, help="By the requirements.")
    people_count = fields.Integer(string="People", readonly=True, help="Registered for this certificate.")
    required_count = fields.Integer(string="Required", readonly=True)
    held_count = fields.Integer(string="Valid", readonly=True)
    missing_count = fields.Integer(string="Missing", readonly=True)
    lapsed_count = fields.Integer(string="Lapsed", readonly=True)
    first_lapse = fields.Date(string="Next lapse", readonly=True, aggregator="min")
    as_of = fields.Date(string="On the day", compute="_compute_as_of", help="Whose figures these are.")

    _pair_uniq = models.Constraint("UNIQUE(enterprise_id, type_id)", "One row for each enterprise and type.")
    _worst_first = models.Index("(missing_count DESC, enterprise_id, type_id) WHERE missing_count > 0")
    _lapsed_some = models.Index("(lapsed_count) WHERE lapsed_count > 0")
    _next_lapse = models.Index("(company_id, first_lapse)")

    @property
    def _table_query(self):
        """Return what stands for the table: the figures of a past day, or the stored ones with what has lapsed since.

        None, the table itself, on every moment but those between midnight and the night's run.
        """
        if past := self._safety_past_day():
            return SQL(
                # Ids of no stored row: what is read of one day must not be taken for another's.
                "SELECT -(enterprise_id * 1000 + type_id) AS id, figures.* FROM (%s) figures",
                self._figures_sql(past=past),
            )
        stale = self._stale_sql()
        if not self.env.execute_query(SQL("SELECT EXISTS %s", stale))[0][0]:
            return None
        return SQL(
            """
            SELECT id, %(columns)s FROM safety_certificate_coverage WHERE enterprise_id NOT IN %(firms)s
             UNION ALL
            SELECT known.id, figures.*
              FROM (%(figures)s) figures
              JOIN safety_certificate_coverage known
                ON known.enterprise_id = figures.enterprise_id AND known.type_id = figures.type_id
            """,
            columns=self._columns_sql(),
            firms=stale,
            figures=self._figures_sql(stale),
        )

    @api.model
    def _stale_sql(self):
        """Return the subquery of the enterprises in whose stored figures a certificate has lapsed since."""
        return SQL(
            """
            (SELECT known.enterprise_id FROM safety_certificate_coverage known
               JOIN (%s) clock ON clock.company_id = known.company_id AND known.first_lapse < clock.today)
            """,
            self.env["res.company"]._safety_clock_sql(),
        )

    @api.depends_context("safety_as_of")
    def _compute_as_of(self):
        past = self._safety_past_day()
        today = {company: company._safety_today() for company in self.company_id}
        for row in self:
            row.as_of = past or today.get(row.company_id)

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

    def exists(self):
        """Tell which rows there are, not which of them the user sees: a foreign row is refused, not unknown."""
        return super(SafetyCertificateCoverage, self.sudo()).exists().with_env(self.env)

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
