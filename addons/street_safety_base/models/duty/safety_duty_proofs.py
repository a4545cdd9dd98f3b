from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """Records as proofs: what a duty kind says of a model, as SQL of its date, unit, target and cause."""

    _inherit = "safety.duty"

    def _proofs_sql(self, kind, domain, company):
        """Return a subquery of the records that count: (id, unit_id, date, at, recorded_on, recorded_day, target_id,
        cause_id, period_from, period_to); at: the instant, where the model knows it."""
        model = self.env[kind.model].sudo().with_context(active_test=False)
        query = model._search(domain & self._street_domain(model, company))
        alias = query.table
        target = self._target_sql(kind.target_field_id.name, model, query)
        cause = kind.cause_field_id.name
        date = kind.date_field_id.name
        recorded = SQL.identifier(alias, "create_date")
        if "frozen_at" in model._fields:
            recorded = SQL("COALESCE(%s, %s)", SQL.identifier(alias, "frozen_at"), recorded)
        timed = model._fields[date].type == "datetime"
        return query.select(
            SQL("%s AS id", SQL.identifier(alias, "id")),
            SQL("%s AS unit_id", model._field_to_sql(alias, kind.unit_field_id.name, query)),
            SQL("%s AS date", self._day_sql(model, alias, date, query, company)),
            SQL("%s AS at", model._field_to_sql(alias, date, query) if timed else SQL("NULL::timestamp")),
            SQL("%s AS recorded_on", recorded),
            SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS recorded_day", recorded, company.safety_tz),
            SQL("%s AS target_id", target),
            SQL("%s AS cause_id", model._field_to_sql(alias, cause, query) if cause else SQL("NULL::int")),
            *(
                SQL("%s AS %s", model._field_to_sql(alias, name, query) if name else SQL("NULL::date"), column)
                for name, column in (
                    (kind.period_from_field_id.name, SQL.identifier("period_from")),
                    (kind.period_to_field_id.name, SQL.identifier("period_to")),
                )
            ),
        )

    def _street_domain(self, model, company):
        """Return the Domain of the records of one street: a night must not read those of the whole district.

        Ours have the street of their unit; of other models the unit decides later.
        """
        field = model._fields.get("company_id")
        ours = model._name.startswith("safety.") and field is not None and field.store
        return Domain("company_id", "=", company.id) if ours else Domain.TRUE

    def _target_sql(self, name, model, query):
        if not name:
            return SQL("NULL::int")
        field = model._fields[name]
        if field.type == "many2one":
            return model._field_to_sql(query.table, name, query)
        alias = query.make_alias(query.table, name)
        query.add_join(
            "LEFT JOIN",
            alias,
            field.relation,
            SQL("%s = %s", SQL.identifier(query.table, "id"), SQL.identifier(alias, field.column1)),
        )
        return SQL.identifier(alias, field.column2)
