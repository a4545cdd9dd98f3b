from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, groupby

# Which unit lies in which: one row per unit and unit above it (or itself).
ANCESTORS = SQL(
    """
    SELECT unit.id AS unit_id, above.id::int AS ancestor_id
      FROM safety_unit unit, unnest(string_to_array(rtrim(unit.parent_path, '/'), '/')) AS above (id)
    """
)


class SafetyDuty(models.Model):
    """Evaluation: open duties find their evidence and are closed. Statements grow with the kinds of rules only."""

    _inherit = "safety.duty"

    @api.model
    def _open_due(self, company):
        """Open the planned duties whose period has begun, and fix their number of targets on its first day."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'open'
                 WHERE state = 'planned' AND company_id = %s AND period_start <= %s
                """,
                company.id,
                company._safety_today(),
            )
        )
        for rules in self._rule_groups(company, self._target_key):
            if rules[0].coverage != "none":
                self._count_targets(rules)
        self.invalidate_model()

    @api.model
    def _evaluate(self, company):
        """Find the evidence of every open duty of ``company`` and mark the met ones."""
        for rules in self._rule_groups(company, self._evidence_key):
            self._collect_evidence(rules)
        self._mark_met(company)

    @api.model
    def _prove(self, records):
        """Let ``records`` (just completed) prove open duties at once, so that “My work” shows it. Same result as the
        nightly evaluation."""
        for company in records.sudo().company_id:
            groups = self._rule_groups(company, self._evidence_key)
            for rules in groups:
                if rules.kind_id.model == records._name:
                    self._collect_evidence(rules, records)
            self._mark_met(company)

    @api.model
    def _close_due(self, company):
        """Close the open duties whose due date has passed as missed. Call after :meth:`_evaluate`."""
        today = company._safety_today()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'missed', closed_on = %(today)s
                 WHERE state = 'open' AND company_id = %(company)s AND due_date < %(today)s
                """,
                today=today,
                company=company.id,
            )
        )
        self.invalidate_model()

    def _rule_groups(self, company, key):
        """Return the rules that have open duties, as recordsets equal under ``key``. One statement."""
        self.env.flush_all()
        ids = self.env.execute_query(
            SQL(
                """
                SELECT rule.id FROM safety_duty_rule rule
                 WHERE rule.company_id = %s
                   AND EXISTS (SELECT 1 FROM safety_duty duty WHERE duty.rule_id = rule.id AND duty.state = 'open')
                """,
                company.id,
            )
        )
        rules = self.env["safety.duty.rule"].sudo().browse(id_ for (id_,) in ids)
        return [rules.browse().concat(*group) for _key, group in groupby(rules.sorted("id"), key)]

    def _target_key(self, rule):
        return (rule.kind_id.id, rule.coverage == "none", rule.target_domain)

    def _evidence_key(self, rule):
        targets = rule.target_domain if rule.coverage != "none" else ""
        return (rule.kind_id.id, rule.evidence_domain, targets, rule.cause)

    def _count_targets(self, rules):
        """Fix target_count and target_required of the duties of ``rules`` opened just now."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty
                   SET target_count = found.n,
                       record_required = LEAST(duty.record_required, found.n),
                       target_required = CASE rule.coverage
                            WHEN 'all' THEN found.n
                            WHEN 'percent' THEN CEIL(found.n * rule.coverage_percent / 100)
                            ELSE LEAST(found.n, rule.coverage_count) END
                  FROM safety_duty_rule rule, (
                        SELECT duty.id, COUNT(target.id) AS n
                          FROM safety_duty duty
                          JOIN (%(ancestors)s) tree ON tree.ancestor_id = duty.unit_id
                     LEFT JOIN (%(targets)s) target ON target.unit_id = tree.unit_id
                               AND (target.since IS NULL OR target.since <= duty.period_start)
                               AND (target.until IS NULL OR target.until > duty.period_start)
                         WHERE duty.state = 'open' AND duty.target_count IS NULL AND duty.rule_id IN %(rules)s
                         GROUP BY duty.id
                       ) found
                 WHERE found.id = duty.id AND rule.id = duty.rule_id
                """,
                ancestors=ANCESTORS,
                targets=self._targets_sql(rules[0]),
                rules=tuple(rules.ids),
            )
        )

    def _targets_sql(self, rule):
        """Return a subquery (id, unit_id, since, until) of the targets that ``rule`` counts."""
        relation = rule.kind_id.target_field_id.sudo().relation
        model = self.env[relation].sudo().with_context(active_test=False)
        domain = self.env["safety.duty.kind"]._parse_domain(rule.target_domain, relation, rule.name)
        query = model._search(domain)
        dated = "date_entered" in model._fields

        def column(name):
            return model._field_to_sql(query.table, name, query) if dated else SQL("NULL::date")

        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS unit_id", model._field_to_sql(query.table, "unit_id", query)),
            SQL("%s AS since", column("date_entered")),
            SQL("%s AS until", column("date_left")),
        )

    def _collect_evidence(self, rules, records=None):
        """Bring the evidence of the open duties of ``rules`` in line with the records that count.

        :param records: only these records may prove (and nothing is taken away); None: all of the model
        """
        rule = rules[0]
        kind = rule.kind_id.sudo()
        domain = self.env["safety.duty.kind"]._parse_domain(kind.domain, kind.model, kind.name)
        domain &= self.env["safety.duty.kind"]._parse_domain(rule.evidence_domain, kind.model, rule.name)
        if records is not None:
            domain &= Domain("id", "in", records.ids)
        conditions = [SQL("duty.state = 'open'"), SQL("duty.rule_id IN %s", tuple(rules.ids))]
        if kind.unit_match == "same":
            conditions.append(SQL("proof.unit_id = duty.unit_id"))
        targets = SQL()
        if rule.cause == "record":
            conditions.append(SQL("proof.cause_id = duty.cause_res_id"))
        if rule.coverage != "none":
            targets = SQL(
                """
                JOIN (%s) target ON target.id = proof.target_id
                     AND (target.since IS NULL OR target.since <= duty.period_start)
                     AND (target.until IS NULL OR target.until > duty.period_start)
                """,
                self._targets_sql(rule),
            )
        found = SQL(
            """
            SELECT DISTINCT duty.id AS duty_id, proof.id AS res_id, COALESCE(proof.target_id, 0) AS target_id,
                   proof.date, proof.recorded_on,
                   proof.date > duty.window_end OR proof.recorded_day > duty.window_end AS late
              FROM safety_duty duty
              JOIN (%s) tree ON tree.ancestor_id = duty.unit_id
              JOIN (%s) proof ON proof.unit_id = tree.unit_id
                   AND proof.date BETWEEN duty.window_start AND duty.due_date
              %s
             WHERE %s
            """,
            ANCESTORS,
            self._proofs_sql(kind, domain, rule.company_id),
            targets,
            SQL(" AND ").join(conditions),
        )
        self.env["safety.duty.evidence"]._sync(kind.model, rules, found, remove=records is None)

    def _proofs_sql(self, kind, domain, company):
        """Return a subquery (id, unit_id, date, recorded_on, recorded_day, target_id, cause_id) of the records that
        count."""
        model = self.env[kind.model].sudo().with_context(active_test=False)
        query = model._search(domain)
        alias = query.table
        target = self._target_sql(kind, model, query)
        cause = kind.cause_field_id.name
        recorded = SQL.identifier(alias, "create_date")
        if "frozen_at" in model._fields:
            recorded = SQL("COALESCE(%s, %s)", SQL.identifier(alias, "frozen_at"), recorded)
        return query.select(
            SQL("%s AS id", SQL.identifier(alias, "id")),
            SQL("%s AS unit_id", model._field_to_sql(alias, kind.unit_field_id.name, query)),
            SQL("%s AS date", self._day_sql(model, alias, kind.date_field_id.name, query, company)),
            SQL("%s AS recorded_on", recorded),
            SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS recorded_day", recorded, company.safety_tz),
            SQL("%s AS target_id", target),
            SQL("%s AS cause_id", model._field_to_sql(alias, cause, query) if cause else SQL("NULL::int")),
        )

    def _target_sql(self, kind, model, query):
        name = kind.target_field_id.name
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

    def _mark_met(self, company):
        """Count the evidence of the open duties and mark those that have enough of it."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty
                   SET record_done = tally.records, target_done = tally.targets,
                       state = CASE
                            WHEN tally.records_in_time >= duty.record_required
                             AND tally.targets_in_time >= COALESCE(duty.target_required, 0) THEN 'met'
                            WHEN tally.records >= duty.record_required
                             AND tally.targets >= COALESCE(duty.target_required, 0) THEN 'met_late'
                            ELSE 'open' END,
                       closed_on = CASE
                            WHEN tally.records >= duty.record_required
                             AND tally.targets >= COALESCE(duty.target_required, 0) THEN %(today)s::date END
                  FROM (
                        SELECT duty.id, COUNT(DISTINCT proof.res_id) AS records,
                               COUNT(DISTINCT NULLIF(proof.target_id, 0)) AS targets,
                               COUNT(DISTINCT proof.res_id) FILTER (WHERE proof.date <= duty.window_end)
                               AS records_in_time,
                               COUNT(DISTINCT NULLIF(proof.target_id, 0)) FILTER (WHERE proof.date <= duty.window_end)
                               AS targets_in_time
                          FROM safety_duty duty
                     LEFT JOIN safety_duty_evidence proof ON proof.duty_id = duty.id
                         WHERE duty.state = 'open' AND duty.company_id = %(company)s
                         GROUP BY duty.id
                       ) tally
                 WHERE tally.id = duty.id
                   AND (tally.records, tally.targets) IS DISTINCT FROM (duty.record_done, duty.target_done)
                    OR tally.id = duty.id AND duty.target_required = 0
                """,
                company=company.id,
                today=company._safety_today(),
            )
        )
        self.invalidate_model()
