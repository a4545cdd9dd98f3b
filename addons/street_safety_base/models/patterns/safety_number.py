import secrets

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SafetyNumber(models.Model):
    """The register of numbers given to documents: gap-free per street, kind and year; void, never deleted.

    The format (prefix, digits, suffix) is the stock sequence's, so an administrator edits it where Odoo's numbers
    are edited; the counter is this register's, because a stock gap-free sequence fails when two people issue at once
    and takes its year from UTC.
    """

    _name = "safety.number"
    _description = "Document number"
    _order = "year desc, code, number desc"

    name = fields.Char(string="Full number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", string="Street", required=True, readonly=True, index=True)
    unit_id = fields.Many2one("safety.unit", readonly=True, index=True)
    code = fields.Char(string="Number range", required=True, readonly=True)
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    number = fields.Integer(string="Running number", required=True, readonly=True, aggregator=None)
    res_model = fields.Char(string="Document model", readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True, index=True)
    issued_on = fields.Date(string="Issued on", required=True, readonly=True)
    token = fields.Char(string="Verification token", readonly=True, groups="base.group_system", index=True)
    void_reason = fields.Char(string="Void because", readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE(company_id, code, year, number)",
        "A number is given once per street, range and year.",
    )

    def write(self, vals):
        if set(vals) - {"void_reason"}:
            raise UserError(self.env._("An issued number cannot be changed; it can only be voided with a reason."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An issued number is never deleted. Void the document instead."))

    @api.model
    def _issue(self, record, code, day):
        """Give ``record`` the next number of range ``code`` in the year of ``day`` (street's date).

        Plain inserts against the unique constraint: a concurrent issuer waits for the other's commit and takes the
        next number, a roll-back leaves no gap, and no serialisation error is raised under REPEATABLE READ. Call it
        last in the transaction.
        """
        company = record.company_id
        sequence = self._sequence(company, code)
        prefix, suffix = sequence._get_prefix_suffix(date=day, date_range=day)
        self.flush_model()
        number = self._last(company, code, day.year) + 1
        while not (row := self._try_insert(record, company, code, day, number, (prefix, sequence.padding, suffix))):
            number += 1
        return self.browse(row)

    def _sequence(self, company, code):
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search([("code", "=", code), ("company_id", "in", (company.id, False))], order="company_id", limit=1)
        )
        if not sequence:
            raise UserError(self.env._("No number format for “%s”. An administrator adds one under Sequences.", code))
        return sequence

    def _last(self, company, code, year):
        query = SQL(
            "SELECT COALESCE(MAX(number), 0) FROM safety_number WHERE company_id=%s AND code=%s AND year=%s",
            company.id,
            code,
            year,
        )
        return self.env.execute_query(query)[0][0]

    def _try_insert(self, record, company, code, day, number, form):
        prefix, padding, suffix = form
        vals = {
            "name": f"{prefix}{number:0{padding}d}{suffix}",
            "company_id": company.id,
            "unit_id": record.unit_id.id or None,
            "code": code,
            "year": day.year,
            "number": number,
            "res_model": record._name,
            "res_id": record.id,
            "issued_on": day,
            "token": secrets.token_urlsafe(16),
            "create_uid": self.env.uid,
            "create_date": fields.Datetime.now(),
        }
        query = SQL(
            "INSERT INTO safety_number (%s) VALUES %s RETURNING id",
            SQL(", ").join(map(SQL.identifier, vals)),
            tuple(vals.values()),
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
                return self.env.cr.fetchone()[0]
        except UniqueViolation:
            return None
