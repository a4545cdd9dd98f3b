from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, groupby

from .safety_duty_targets import ancestors_sql

# Periods whose first day the database finds by itself.
TRUNCATED = ("month", "quarter", "year")


class SafetyDuty(models.Model):
    """Evaluation: open duties find their evidence. Statements grow with the kinds of rules only."""

    _inherit = "safety.duty"

    @contextmanager
    def _guarded(self, rules, clear=True):
        """Do the block for ``rules``; when it fails, undo it, name the problem in the rules and go on.

        :param clear: a success clears the problem noted before
        """
        try:
            with self.env.cr.savepoint():
                yield
        except OperationalError:  # another worker or the server, not the rule
            raise
        except Exception as error:  # noqa: BLE001 – whatever is wrong with a rule, the others must be done
            self.env.invalidate_all(flush=False)
            message = str(error.args[0] if error.args else error).strip().split("\n")[0]
            self._note_errors(rules, dict.fromkeys(rules, message))
        else:
            if clear:
                self._note_errors(rules, {})

    @api.model
    def _open_due(self, company, rules=None):
        """Open the planned duties whose period has begun, and fix their number of targets on the counting day.

        A report on a period opens when the period is over.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'open'
                 WHERE state = 'planned' AND company_id = %s
                   AND CASE WHEN window_start > period_end THEN window_start ELSE period_start END <= %s
                   %s
                """,
                company.id,
                company._safety_today(),
                self._only_sql(rules),
            )
        )
        self._count_all_targets(company, rules)
        self.invalidate_model()

    def _only_sql(self, rules):
        return SQL() if rules is None else SQL("AND rule_id = ANY(%s)", rules.ids)

    def _count_all_targets(self, company, rules):
        # Most nights few rules have duties that were never counted: the others cost nothing.
        uncounted = SQL("(duty.target_count IS NULL OR rule.newcomers = 'included')")
        for group in self._rule_groups(company, self._target_key, rules, uncounted):
            if group[0].coverage != "none":
                with self._guarded(group, clear=False):
                    self._count_targets(group)

    @api.model
    def _evaluate(self, company, rules=None):
        """Find the evidence of every open duty of ``company`` and mark the met ones."""
        for group in self._rule_groups(company, self._evidence_key, rules):
            # What a calendar or a record causes was cleared when its duties were made.
            with self._guarded(group, clear=group[0].cause == "launched"):
                if group[0].cause == "standing":
                    self._collect_standing(group)
                else:
                    self._collect_evidence(group)
        self._mark_met(company, rules)

    @api.model
    def _prove(self, records):
        """Let ``records`` (just completed) prove open duties at once, so that “My work” shows it. Same result as the
        nightly evaluation."""
        for company in records.sudo().company_id:
            standing = self.env["safety.duty.rule"]
            for group in self._rule_groups(company, self._evidence_key):
                rule = group[0]
                if rule.cause == "standing":
                    if rule._standing_fields()["model"] == records._name:
                        standing |= group
                        with self._guarded(group, clear=False):
                            self._collect_standing(group)
                elif rule.kind_id.model == records._name:
                    with self._guarded(group, clear=False):
                        self._collect_evidence(group, records)
            self._mark_met(company, records=records)
            if standing:
                self._mark_met(company, standing)

    def _rule_groups(self, company, key, rules=None, condition=None):
        """Return the rules that have open duties, as recordsets equal under ``key``. One statement.

        :param condition: SQL on ``duty`` and ``rule``: only where an open duty fulfils it
        """
        self.env.flush_all()
        ids = self.env.execute_query(
            SQL(
                """
                SELECT rule.id FROM safety_duty_rule rule
                 WHERE rule.company_id = %s %s
                   AND EXISTS (SELECT 1 FROM safety_duty duty
                                WHERE duty.rule_id = rule.id AND duty.state = 'open' AND %s)
                """,
                company.id,
                SQL() if rules is None else SQL("AND rule.id = ANY(%s)", rules.ids),
                condition or SQL("TRUE"),
            )
        )
        rules = self.env["safety.duty.rule"].sudo().browse(id_ for (id_,) in ids)
        return [rules.browse().concat(*group) for _key, group in groupby(rules.sorted("id"), key)]

    def _target_key(self, rule):
        if rule.coverage == "none":
            return None
        return (
            rule.kind_id.id,
            rule.target_domain,
            rule.target_kind,
            rule.target_base,
            rule.newcomers,
            rule.target_model,
        )

    def _evidence_key(self, rule):
        standing = ()
        if rule.cause == "standing":
            fields = rule._standing_fields()
            standing = (
                fields["model"],
                rule.standing_domain,
                rule.standing_months,
                *(fields[name].id for name in ("from", "to", "target")),
            )
        linked = rule.cause == "record" and rule.evidence_linked
        return (rule.kind_id.id, rule.evidence_domain, self._target_key(rule), rule.cause, linked, standing,
                bool(rule.rotation_type_id), rule.reports_on,
                rule.reports_on == "previous" and rule.period_unit)  # fmt: skip

    def _collect_evidence(self, rules, records=None):
        """Bring the evidence of the open duties of ``rules`` in line with the records that count.

        :param records: only these records may prove (and nothing is taken away); None: all of the model
        """
        rule = rules[0]
        kind = rule.kind_id.sudo()
        domain = self.env["safety.duty.kind"]._parse_domain(kind.domain, kind.model, kind.name)
        domain &= self.env["safety.duty.kind"]._parse_domain(rule.evidence_domain, kind.model, rule.name)
        domain &= Domain("id", "in", records.ids) if records is not None else self._days_domain(rules, kind)
        target, joins = self._target_join(rule, kind)
        # Materialised, so that the planner joins them by hash: it knows nothing of duties that are a minute old.
        found = SQL(
            """
            WITH tree AS MATERIALIZED (%(ancestors)s), reach AS MATERIALIZED (%(places)s),
                 proof AS MATERIALIZED (%(proofs)s) %(targets)s
            SELECT DISTINCT duty.id AS duty_id, proof.id AS res_id, COALESCE(%(target)s, 0) AS target_id,
                   proof.date, proof.recorded_on,
                   proof.date <= duty.window_end
                   AND (duty.due_at IS NULL OR COALESCE(proof.at, proof.recorded_on) <= duty.due_at) AS in_time,
                   proof.date > duty.window_end OR proof.recorded_day > duty.window_end
                   OR COALESCE(proof.at, proof.recorded_on) > duty.due_at IS TRUE AS late
              FROM safety_duty duty
              JOIN reach ON reach.ancestor_id = duty.unit_id
              JOIN proof ON proof.unit_id = reach.unit_id
                   AND proof.date BETWEEN duty.window_start AND duty.due_date
              %(joins)s
             WHERE %(conditions)s
            """,
            target=target,
            ancestors=ancestors_sql(rule.company_id),
            places=self._place_sql(rule),
            proofs=self._proofs_sql(kind, domain, rule.company_id),
            targets=SQL(", target AS MATERIALIZED (%s)", self._targets_sql(rule)) if joins else SQL(),
            joins=joins,
            conditions=SQL(" AND ").join(self._evidence_conditions(rules, kind)),
        )
        self.env["safety.duty.evidence"]._sync(kind.model, rules, found, remove=records is None)

    def _evidence_conditions(self, rules, kind):
        """Return the conditions under which ``proof`` counts for an open ``duty`` of ``rules``."""
        rule = rules[0]
        conditions = [SQL("duty.state = 'open'"), SQL("duty.rule_id IN %s", tuple(rules.ids))]
        if kind.unit_match == "same" and not self._anywhere(rule):
            conditions.append(SQL("proof.unit_id = duty.unit_id"))
        if rule.cause == "record" and rule.evidence_linked:
            conditions.append(SQL("proof.cause_id = duty.cause_res_id"))
        if rule.by_holder:
            conditions.append(self._holder_sql(rule, kind))
        if rule.rotation_type_id and (at_turn := self._turn_condition(rule, kind)):
            conditions.append(at_turn)
        if rule.reports_on != "any" and kind._reports():
            conditions.append(self._period_condition(rule))
        return conditions

    def _period_condition(self, rule):
        """Return the condition that ``proof`` reports on the period that ``rule`` asks for, whenever handed in."""
        if rule.reports_on == "own":
            return SQL("proof.period_from <= duty.period_end AND proof.period_to >= duty.period_start")
        first = SQL("duty.period_start")
        if rule.period_unit in TRUNCATED:  # of a partial first period, too, it is the whole one before
            first = SQL("date_trunc(%s, duty.period_start)::date", rule.period_unit)
        return SQL("%s - 1 BETWEEN proof.period_from AND proof.period_to", first)

    def _target_join(self, rule, kind):
        """Return (target id, JOIN) that ties ``proof`` to the targets of the rule.

        Units that the evidence does not name are covered where the work was done.
        """
        if rule.coverage == "none":
            return SQL("proof.target_id"), SQL()
        counts = self._counts_sql(rule, rule.company_id._safety_today())
        if rule.target_kind == "unit" and kind.target_field_id.relation != "safety.unit":
            join = SQL(
                "JOIN tree place ON place.unit_id = proof.unit_id JOIN target ON target.id = place.ancestor_id AND %s",
                counts,
            )
            return SQL("target.id"), join
        # A target counts where it belonged on the counting day.
        join = SQL(
            "JOIN target ON target.id = proof.target_id AND %s"
            " JOIN tree home ON home.unit_id = target.unit_id AND home.ancestor_id = duty.unit_id",
            counts,
        )
        return SQL("proof.target_id"), join

    def _days_domain(self, rules, kind):
        """Return the Domain of records done in the days of the open duties of ``rules``: older ones cost nothing."""
        rows = self.env.execute_query(
            SQL(
                "SELECT MIN(window_start), MAX(due_date) FROM safety_duty WHERE state = 'open' AND rule_id IN %s",
                tuple(rules.ids),
            )
        )
        first, last = rows[0]
        if not first:
            return Domain.FALSE
        name = kind.date_field_id.name
        if kind.date_field_id.ttype == "datetime":
            company = rules.company_id
            after = company._safety_instant(last + timedelta(days=1))
            return Domain(name, ">=", company._safety_instant(first)) & Domain(name, "<", after)
        return Domain(name, ">=", first) & Domain(name, "<=", last)

    def _turn_condition(self, rule, kind):
        """Return the condition that the work was done with the unit whose turn it is, where the evidence can say so."""
        if kind.target_field_id.relation == "safety.unit":
            return SQL("proof.target_id = duty.turn_unit_id")
        if rule.target_kind == "unit" or rule.coverage != "none":
            return SQL(
                "(duty.turn_unit_id IS NULL OR EXISTS (SELECT 1 FROM tree turn"
                " WHERE turn.unit_id = proof.unit_id AND turn.ancestor_id = duty.turn_unit_id))"
            )
        return None
