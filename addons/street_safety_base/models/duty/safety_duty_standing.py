from odoo import models
from odoo.tools import SQL

from .safety_duty_targets import ancestors_sql


class SafetyDuty(models.Model):
    """Lasting conditions: the records that are valid today, or were on the duty's last day, are its evidence."""

    _inherit = "safety.duty"

    def _collect_standing(self, rules):
        """Bring the evidence of the open duties of ``rules`` in line with the records valid on the day."""
        rule = rules[0]
        parts = rule._standing_fields()
        target_id, targets, place = self._standing_target(rule, parts)
        found = SQL(
            """
            SELECT DISTINCT duty.id AS duty_id, proof.id AS res_id, %(target_id)s AS target_id,
                   COALESCE(proof.date, duty.window_start) AS date,
                   proof.recorded_on, TRUE AS in_time, FALSE AS late
              FROM safety_duty duty
              JOIN (%(ancestors)s) tree ON tree.ancestor_id = duty.unit_id
        CROSS JOIN (%(proofs)s) proof
              %(targets)s
             WHERE duty.state = 'open' AND duty.rule_id IN %(rules)s AND %(place)s = tree.unit_id
               AND (proof.date IS NULL OR proof.date <= LEAST(%(today)s::date, duty.due_date))
               AND (proof.until IS NULL OR proof.until >= LEAST(%(today)s::date, duty.due_date))
            """,
            target_id=target_id,
            ancestors=ancestors_sql(rule.company_id),
            proofs=self._valid_sql(rule, parts),
            targets=targets,
            rules=tuple(rules.ids),
            place=place,
            today=rule.company_id._safety_today(),
        )
        self.env["safety.duty.evidence"]._sync(parts["model"], rules, found, remove=True)

    def _standing_target(self, rule, parts):
        """Return (target id, JOIN, unit) that tie the valid record ``proof`` to the targets of the rule.

        Units that the record does not name are covered where it is; without targets its own place decides.
        """
        if rule.coverage == "none":
            return SQL("COALESCE(proof.target_id, 0)"), SQL(), SQL("proof.unit_id")
        at_place = rule.target_kind == "unit" and not parts["target"]
        join = SQL(
            "JOIN (%s) target ON target.id = %s AND %s",
            self._targets_sql(rule),
            SQL("proof.unit_id") if at_place else SQL("proof.target_id"),
            self._counts_sql(rule, rule.company_id._safety_today()),
        )
        return SQL("target.id") if at_place else SQL("COALESCE(proof.target_id, 0)"), join, SQL("target.unit_id")

    def _valid_sql(self, rule, parts):
        """Return a subquery (id, unit_id, date, until, recorded_on, target_id) of the records valid."""
        model = self.env[parts["model"]].sudo().with_context(active_test=False)
        domain = self.env["safety.duty.kind"]._parse_domain(rule.standing_domain, model._name, rule.name)
        query = model._search(domain & self._street_domain(model, rule.company_id))
        alias = query.table
        unit = "unit_id" if "unit_id" in model._fields else rule.kind_id.sudo().unit_field_id.name
        since = SQL("NULL::date")
        if parts["from"]:
            since = self._day_sql(model, alias, parts["from"].name, query, rule.company_id)
        target = self._target_sql(parts["target"].name, model, query)
        if rule.coverage != "none" and not parts["target"] and model._name == rule.target_model:
            target = SQL.identifier(alias, "id")
        return query.select(
            SQL("%s AS id", SQL.identifier(alias, "id")),
            SQL("%s AS unit_id", model._field_to_sql(alias, unit, query)),
            SQL("%s AS date", since),
            SQL("%s AS until", self._until_sql(rule, parts, model, query, since)),
            SQL("%s AS recorded_on", SQL.identifier(alias, "create_date")),
            SQL("%s AS target_id", target),
        )

    def _until_sql(self, rule, parts, model, query, since):
        """Return the SQL of the last valid day: as the record says, else so many months from its first."""
        until = SQL("NULL::date")
        if rule.standing_months:
            until = SQL("(%s + make_interval(months => %s) - interval '1 day')::date", since, rule.standing_months)
        if not parts["to"]:
            return until
        said = self._day_sql(model, query.table, parts["to"].name, query, rule.company_id)
        return SQL("COALESCE(%s, %s)", said, until)
