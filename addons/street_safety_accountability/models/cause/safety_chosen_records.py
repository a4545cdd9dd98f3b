from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyChosenRecords(models.AbstractModel):
    """Records of any model as data: which, the date that counts and the unit in which each lies."""

    _name = "safety.chosen.records"
    _description = "Records chosen by data"

    model_id = fields.Many2one(
        "ir.model",
        string="Records",
        ondelete="cascade",
        domain="[('transient', '=', False), ('abstract', '=', False)]",
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

    @api.constrains("model_id", "date_field_id", "unit_field_id", "domain")
    def _check_chosen(self):
        for chosen in self.filtered("model_id"):
            if not (chosen.date_field_id and chosen.unit_field_id):
                raise ValidationError(
                    self.env._("“%s” looks at records: choose their date and their unit, too.", chosen.display_name)
                )
            self.env["safety.duty.kind"]._parse_domain(chosen.domain, chosen.model, chosen.display_name)

    def _chosen_domain(self, first, last, text=None):
        """Return the Domain of the records between two dates (inclusive; None: open) on the model of one chosen.

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

    def _chosen_sql(self, domain, *columns):
        """Return SQL of (id, day, unit_id) of the records of ``domain``, the day by the clock of the street.

        :param columns: pairs of the name of one more column and the field that fills it (None: no value)
        """
        self.ensure_one()
        model = self.env[self.model].sudo().with_context(active_test=False)
        query = model._search(domain)
        day = model._field_to_sql(query.table, self.date_field_id.name, query)
        if model._fields[self.date_field_id.name].type == "datetime":
            zone = (self.company_id or self.env.company).safety_tz
            day = SQL("timezone(%s, timezone('UTC', %s))::date", zone, day)
        unit = model._field_to_sql(query.table, self.unit_field_id.name, query)
        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS day", day),
            SQL("%s AS unit_id", unit),
            *(
                SQL("%s AS %s", model._field_to_sql(query.table, field, query) if field else SQL("NULL::int"),
                    SQL.identifier(name))
                for name, field in columns
            ),
        )  # fmt: skip
