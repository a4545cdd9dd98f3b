from odoo import api, models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _safety_streets(self):
        """Return the companies that are streets: those with a unit at the top of a tree."""
        tops = self.env["safety.unit"].sudo()._read_group([("parent_id", "=", False)], ["company_id"])
        return self.sudo().union(*(company for (company,) in tops))

    @api.model
    def _safety_clock_sql(self):
        """Return the SQL query (company_id, today) of every street: what is in force differs by the street's date."""
        rows = [SQL("(%s, %s::date)", company.id, company._safety_today()) for company in self._safety_streets()]
        values = SQL(", ").join(rows or [SQL("(0, NULL::date)")])
        return SQL("SELECT * FROM (VALUES %s) street_clock (company_id, today)", values)
