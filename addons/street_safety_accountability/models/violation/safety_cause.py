from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.duty.safety_duty_targets import ANCESTORS


class SafetyCause(models.AbstractModel):
    """Records of any model as the cause of something, as data: which, when, and in which unit each lies."""

    _name = "safety.cause"
    _description = "Records as a cause"

    model_id = fields.Many2one(
        "ir.model",
        string="Records",
        ondelete="cascade",
        domain="[('model', '=like', 'safety.%'), ('transient', '=', False), ('abstract', '=', False)]",
    )
    model = fields.Char(related="model_id.model", string="Model")
    domain = fields.Char(string="Counted where", default="[]", required=True)
    date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Date field",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', 'in', ('date', 'datetime')), ('store', '=', True)]",
    )
    unit_field_id = fields.Many2one(
        "ir.model.fields",
        string="Unit field",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('relation', '=', 'safety.unit'), ('ttype', '=', 'many2one'),"
        " ('store', '=', True)]",
    )
    lift_type_id = fields.Many2one(
        "safety.unit.type",
        string="Counts for the",
        ondelete="restrict",
        help="The unit of this type in which the record lies answers. Empty: the unit of the record itself.",
    )
    last_error = fields.Char(string="Problem", readonly=True, copy=False, help="Why last night could not use the rule.")

    @api.constrains("model_id", "date_field_id", "unit_field_id", "domain")
    def _check_cause(self):
        for cause in self.filtered("model_id"):
            if not (cause.date_field_id and cause.unit_field_id):
                raise ValidationError(
                    self.env._("“%s” looks at records: choose their date and their unit, too.", cause.display_name)
                )
            self.env["safety.duty.kind"]._parse_domain(cause.domain, cause.model, cause.display_name)

    def _cause_domain(self, first, last, text=None):
        """Return the Domain of the records between two dates (inclusive; None: open) on the model of one cause.

        :raises ValidationError: the condition cannot be used (any more)
        """
        self.ensure_one()
        domain = self.env["safety.duty.kind"]._parse_domain(text or self.domain, self.model, self.display_name)
        name, street = self.date_field_id.name, self.company_id or self.env.company
        instant = self.env[self.model]._fields[name].type == "datetime"
        if first:
            domain &= Domain(name, ">=", street._safety_instant(first) if instant else first)
        if last and instant:
            domain &= Domain(name, "<", street._safety_instant(fields.Date.add(last, days=1)))
        elif last:
            domain &= Domain(name, "<=", last)
        return domain

    def _cause_sql(self, domain):
        """Return SQL of (id, day, unit_id, company_id) of the records of ``domain``, each in the unit that answers."""
        self.ensure_one()
        model = self.env[self.model].sudo().with_context(active_test=False)
        query = model._search(domain)
        day = model._field_to_sql(query.table, self.date_field_id.name, query)
        if model._fields[self.date_field_id.name].type == "datetime":
            zone = (self.company_id or self.env.company).safety_tz
            day = SQL("timezone(%s, timezone('UTC', %s))::date", zone, day)
        records = query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS day", day),
            SQL("%s AS unit_id", model._field_to_sql(query.table, self.unit_field_id.name, query)),
        )
        return SQL(
            """
            SELECT record.id, record.day, place.id AS unit_id, place.company_id
              FROM (%(records)s) record
              JOIN (%(ancestors)s) tree ON tree.unit_id = record.unit_id
              JOIN safety_unit place ON place.id = tree.ancestor_id
             WHERE CASE WHEN %(type)s = 0 THEN place.id = record.unit_id ELSE place.type_id = %(type)s END
            """,
            records=records,
            ancestors=ANCESTORS,
            type=self.lift_type_id.id or 0,
        )

    @contextmanager
    def _guarded(self):
        """Do the block for one cause; when it fails, undo it, name the problem and go on with the others."""
        try:
            with self.env.cr.savepoint():
                yield
        except OperationalError:  # another worker or the server, not the rule
            raise
        except Exception as error:  # noqa: BLE001 – whatever is wrong with a rule, the others must be done
            self.env.invalidate_all(flush=False)
            self.last_error = str(error.args[0] if error.args else error).strip().split("\n")[0]
        else:
            if self.last_error:
                self.last_error = False
