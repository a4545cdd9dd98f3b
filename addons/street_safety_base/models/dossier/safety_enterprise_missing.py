from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyEnterprise(models.Model):
    """What is missing in the file: worked out from the conditions when it is shown, counted when something changes.

    The number is stored, because nobody waits for thirty conditions over a hundred thousand files. Whatever may change
    it brings it in line at once: papers, paper types, the facts that conditions look at; what only the calendar changes
    follows at night.
    """

    _inherit = "safety.enterprise"

    missing_type_ids = fields.Many2many(
        "safety.dossier.type",
        string="Missing papers",
        compute="_compute_missing_type_ids",
        search="_search_missing_type_ids",
    )
    missing_count = fields.Integer(string="Papers missing", default=0, readonly=True, copy=False)

    _missing_some = models.Index("(missing_count) WHERE missing_count > 0")

    @api.depends_context("allowed_company_ids")
    def _compute_missing_type_ids(self):
        lacking = self.env["safety.dossier.type"]._required_types()._lacking_of(self._origin)
        nothing = self.env["safety.dossier.type"].browse()
        for enterprise in self:
            enterprise.missing_type_ids = lacking.get(enterprise._origin.id, nothing)

    def _search_missing_type_ids(self, operator, value):
        """Search for certain types by their condition, for any or none by the stored number."""
        if operator not in ("in", "any"):
            return NotImplemented
        types = self.env["safety.dossier.type"]._required_types()
        if operator == "any":
            return Domain.OR(record._lacking_domain() for record in types.filtered_domain(Domain(value)))
        ids = set(value)
        found = Domain.OR(record._lacking_domain() for record in types if record.id in ids)
        return found | ~Domain("missing_count", ">", 0) if False in ids else found

    # ---- the stored number -------------------------------------------------------------------------------------------

    def _papers_changed(self):
        """Follow what changed in the papers of these enterprises, whoever changed it."""
        self._show_papers()
        for company, enterprises in self.sudo().grouped("company_id").items():
            self._count_missing(company, Domain("id", "in", enterprises.ids))

    @api.model
    def _facts_changed(self, model, names):
        """Follow as before; then count where conditions of paper types look at what changed."""
        result = super()._facts_changed(model, names)
        if not self.env["safety.dossier.type"]._looked_at().get(model, frozenset()).isdisjoint(names):
            self._count_missing_streets()
        return result

    @api.model
    def _decides(self, names):
        looked_at = self.env["safety.dossier.type"]._looked_at().get(self._name, frozenset())
        return super()._decides(names) or not looked_at.isdisjoint(names)

    def _settle(self):
        """Settle as before; then what the file lacks, which may hang on the class."""
        result = super()._settle()
        for company, enterprises in self.sudo().grouped("company_id").items():
            self._count_missing(company, Domain("id", "in", enterprises.ids))
        return result

    @api.model
    def _classify_street(self, company):
        """Classify as before; then count what is missing in the files of ``company``. Idempotent; every night."""
        result = super()._classify_street(company)
        self._count_missing(company, Domain("company_id", "=", company.id))
        return result

    @api.model
    def _count_missing_streets(self, streets=None):
        """Count again in ``streets`` (res.company), or in all that have a roll: a statement or two for each."""
        every = self.sudo().with_context(active_test=False)
        within = Domain("company_id", "in", streets.ids) if streets else Domain.TRUE
        for (company,) in every._read_group(within, ["company_id"]):
            self._count_missing(company, Domain("company_id", "=", company.id))

    @api.model
    def _count_missing(self, company, within):
        """Bring the stored numbers in line for the enterprises of ``within`` (Domain), all of ``company``.

        One statement that writes only what differs, whatever their number; nobody is said to have changed them.
        """
        enterprises = self.sudo().with_context(active_test=False).with_company(company)
        types = self.env["safety.dossier.type"].with_company(company)._required_types(company)
        asked = Domain("id", "in", SQL("(SELECT id FROM asked)"))
        query = enterprises._search(within)
        if query.is_empty():
            return
        found = types._meeting_sql(enterprises, {record.id: asked & record._lacking_domain() for record in types})
        changed = self.env.execute_query(
            SQL(
                """
                WITH asked AS (%(asked)s),
                     lacking AS (SELECT id, COUNT(*) AS number FROM (%(found)s) found (type_id, id) GROUP BY id)
                UPDATE safety_enterprise enterprise SET missing_count = COALESCE(lacking.number, 0)
                  FROM asked LEFT JOIN lacking ON lacking.id = asked.id
                 WHERE enterprise.id = asked.id
                   AND enterprise.missing_count IS DISTINCT FROM COALESCE(lacking.number, 0)
             RETURNING enterprise.id
                """,
                asked=query.select(),
                found=found or SQL("SELECT NULL::int, NULL::int WHERE FALSE"),
            )
        )
        enterprises.browse(id_ for (id_,) in changed).invalidate_recordset(["missing_count"], flush=False)
