from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# Join whole tables by hash. Duties made in this very transaction are unknown to the planner: it would take them for a
# handful and loop over thousands for each. Compiling (jit) would cost more than these statements themselves.
BULK_ON = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off"
BULK_OFF = "SET LOCAL enable_nestloop = DEFAULT; SET LOCAL jit = DEFAULT"
# Which unit lies in which: one row per unit and unit above it (or itself).
ANCESTORS = SQL(
    """
    SELECT unit.id AS unit_id, above.id::int AS ancestor_id
      FROM safety_unit unit, unnest(string_to_array(rtrim(unit.parent_path, '/'), '/')) AS above (id)
    """
)


def ancestors_sql(company):
    """Return :data:`ANCESTORS` of one street: in a district the other nineteen need not be read."""
    return SQL("%s WHERE unit.company_id = %s", ANCESTORS, company.id)


# The roll as spans: which enterprise belonged to which unit from a day on, until (not including) another. Equal to
# safety.enterprise._safety_members_sql(day) for every day at once, so that one statement serves duties of many days.
MEMBERSHIP = """
    SELECT enterprise_id, to_unit_id AS unit_id, date AS since,
           lead(date) OVER (PARTITION BY enterprise_id ORDER BY date, id) AS until
      FROM safety_enterprise_movement WHERE company_id = %s
"""


class SafetyDuty(models.Model):
    """The targets of duties: which there are on the counting day, how many are needed, which are missing."""

    _inherit = "safety.duty"

    def _targets_sql(self, rule):
        """Return a subquery (id, unit_id, since, until) of the targets that ``rule`` counts; until is not included."""
        name = rule.target_model
        model = self.env[name].sudo().with_context(active_test=False)
        domain = self.env["safety.duty.kind"]._parse_domain(rule.target_domain, name, rule.name)
        if "company_id" in model._fields:
            domain &= Domain("company_id", "=", rule.company_id.id)
        query = model._search(domain)
        build = {
            "safety.enterprise": self._enterprises_sql,
            "safety.unit": self._units_sql,
            "safety.appointment": self._people_sql,
        }.get(name, self._others_sql)
        return build(model, query, rule.company_id)

    def _enterprises_sql(self, _model, query, company):
        members = query.make_alias(query.table, "member")
        query.add_join(
            "JOIN",
            members,
            SQL("(%s)", SQL(MEMBERSHIP, company.id)),
            SQL("%s = %s", SQL.identifier(members, "enterprise_id"), SQL.identifier(query.table, "id")),
        )
        query.add_where(SQL("%s IS NOT NULL", SQL.identifier(members, "unit_id")))
        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            *(
                SQL("%s AS %s", SQL.identifier(members, name), SQL.identifier(name))
                for name in ("unit_id", "since", "until")
            ),
        )

    def _units_sql(self, _model, query, _company):
        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS unit_id", SQL.identifier(query.table, "id")),
            SQL("%s AS since", SQL.identifier(query.table, "date_start")),
            SQL(
                "CASE WHEN %s THEN %s + 1 ELSE DATE '1900-01-01' END AS until",
                SQL.identifier(query.table, "active"),
                SQL.identifier(query.table, "date_end"),
            ),
        )

    def _people_sql(self, _model, query, _company):
        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "user_id")),
            SQL("%s AS unit_id", SQL.identifier(query.table, "unit_id")),
            SQL("%s AS since", SQL.identifier(query.table, "date_start")),
            SQL("%s + 1 AS until", SQL.identifier(query.table, "date_end")),
        )

    def _others_sql(self, model, query, company):
        """Any other model: a record counts in its unit for ever; one that has no unit, a topic, in every unit."""
        if "unit_id" not in model._fields:
            return SQL(
                "SELECT other.id, unit.id AS unit_id, NULL::date AS since, NULL::date AS until FROM (%s) other"
                " JOIN safety_unit unit ON unit.company_id = %s",
                query.select(),
                company.id,
            )
        unit = model._field_to_sql(query.table, "unit_id", query)
        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS unit_id", unit),
            SQL("NULL::date AS since"),
            SQL("NULL::date AS until"),
        )

    def _base_sql(self, rule):
        """Return the SQL of the day on which the targets of ``duty`` are counted."""
        return SQL.identifier("duty", rule.target_base)

    def _counts_sql(self, rule, today):
        """Return the condition that ``target`` counts for ``duty``: on the roll on the counting day, or come later."""
        base = self._base_sql(rule)
        until = SQL("(target.until IS NULL OR target.until > %s)", base)
        if rule.newcomers == "included":
            latest = SQL("GREATEST(%s, LEAST(%s::date, duty.window_end))", base, today)
            return SQL("%s AND (target.since IS NULL OR target.since <= %s)", until, latest)
        return SQL("%s AND (target.since IS NULL OR target.since <= %s)", until, base)

    def _count_targets(self, rules):
        """Fix target_count and target_required of open duties that have none; count again where newcomers count."""
        rule = rules[0]
        today = rule.company_id._safety_today()
        self.env.cr.execute(BULK_ON)
        again = SQL("TRUE") if rule.newcomers == "included" else SQL("duty.target_count IS NULL")
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty
                   SET target_count = found.n,
                       record_required = LEAST(rule.required_count * rule.times, found.n),
                       target_required = CASE rule.coverage
                            WHEN 'all' THEN found.n
                            WHEN 'percent' THEN LEAST(found.n, NULLIF(rule.coverage_max, 0), GREATEST(
                                CEIL(found.n * rule.coverage_percent / 100), COALESCE(rule.coverage_min, 0)))
                            ELSE LEAST(found.n, rule.coverage_count) END
                  FROM safety_duty_rule rule, (
                        SELECT duty.id, COUNT(DISTINCT target.id) AS n
                          FROM safety_duty duty
                          JOIN (%(ancestors)s) tree ON tree.ancestor_id = duty.unit_id
                     LEFT JOIN (%(targets)s) target ON target.unit_id = tree.unit_id AND %(counts)s
                         WHERE duty.state = 'open' AND %(again)s AND %(base)s <= %(today)s AND duty.rule_id IN %(rules)s
                         GROUP BY duty.id
                       ) found
                 WHERE found.id = duty.id AND rule.id = duty.rule_id
                   AND duty.target_count IS DISTINCT FROM found.n
                """,
                ancestors=ancestors_sql(rule.company_id),
                targets=self._targets_sql(rule),
                counts=self._counts_sql(rule, today),
                again=again,
                base=self._base_sql(rule),
                today=today,
                rules=tuple(rules.ids),
            )
        )
        self.env.cr.execute(BULK_OFF)

    def _members_ids(self):
        """Return the ids of the targets of one duty, as its rule counts them."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT target.id
                  FROM safety_duty duty
                  JOIN (%s) tree ON tree.ancestor_id = duty.unit_id
                  JOIN (%s) target ON target.unit_id = tree.unit_id AND %s
                 WHERE duty.id = %s
                """,
                ancestors_sql(self.company_id),
                self._targets_sql(self.rule_id.sudo()),
                self._counts_sql(self.rule_id.sudo(), self.company_id._safety_today()),
                self.id,
            )
        )
        return [target for (target,) in rows]

    def _missing_ids(self):
        """Return the ids of the targets that the duty still lacks; none for a duty without targets."""
        if self.rule_id.coverage == "none":
            return []
        needed = self.rule_id.per_target * self.rule_id.times
        counts = {}
        for proof in self.sudo().evidence_ids:
            counts[proof.target_id] = counts.get(proof.target_id, 0) + 1
        return [target for target in self._members_ids() if counts.get(target, 0) < needed]

    def _missing_domain(self):
        """Return the Domain of targets that the duty still lacks, on the model of the rule's targets.

        Empty (false) for a duty without targets.
        """
        self.ensure_one()
        missing = self._missing_ids()
        return Domain("id", "in", missing) if missing else Domain.FALSE

    def _missing_model(self):
        """Return the model in which the missing targets are found: people are users."""
        model = self.rule_id.sudo().target_model
        return "res.users" if model == "safety.appointment" else model
