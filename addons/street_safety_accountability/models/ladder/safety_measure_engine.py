from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..violation.safety_violation_engine import COUNT_START

#: Records of a rule with the first day of the period each is counted in.
DATED = """
    SELECT dated.*, %(count_start)s AS count_start
      FROM (SELECT record.*, %(period)s AS count_period FROM (%(records)s) record WHERE record.company_id = %(company)s
           ) dated
"""


class SafetyMeasure(models.Model):
    """Proposals: facts of the night, and counters of violations that reached their threshold."""

    _inherit = "safety.measure"

    @api.model
    def _propose(self, company):
        """Propose what the circumstances of ``company`` find in its records; return the new measures.

        One statement for each circumstance, whatever the number of records and units, and idempotent: the database
        holds one measure for one cause.
        """
        born = self.browse()
        rules = self.env["safety.measure.rule"].sudo()
        standing = Domain("company_id", "=", company.id) & Domain("regulation_id.state", "=", "in_force")
        for rule in rules.search(standing & Domain("basis", "!=", "hand")):
            with rule._guarded():
                self.env.flush_all()
                rows = self.env.execute_query(self._propose_sql(company, rule))
                born |= self.sudo().browse(row for (row,) in rows)
        self.invalidate_model()
        # The people and the words follow like those of measures entered by hand.
        for name in ("user_ids", "body"):
            self.env.add_to_compute(self._fields[name], born)
        born.flush_recordset()
        return born.sudo(self.env.su)

    def _propose_sql(self, company, rule):
        found = {"record": self._each_sql, "count": self._count_sql, "rate": self._rate_sql}[rule.basis]
        return SQL(
            """
            INSERT INTO safety_measure (kind_id, rule_id, clause_id, name, unit_id, company_id, date, period_start,
                                        source_id, evidence_model, evidence_ids, automatic, state,
                                        create_uid, create_date, write_uid, write_date)
            SELECT %(kind)s, %(rule)s, %(clause)s, %(name)s, unit_id, %(company)s, day, count_start, source_id,
                   %(model)s, to_jsonb(ids), TRUE, 'proposed', %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (%(found)s) found
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            kind=rule.kind_id.id,
            rule=rule.id,
            clause=rule.clause_id.id or None,
            name=rule.name,
            company=company.id,
            model=rule.model,
            uid=self.env.uid,
            now=fields.Datetime.now(),
            found=found(company, rule),
        )

    def _dated_sql(self, company, rule, text=None):
        last = fields.Date.subtract(company._safety_today(), days=rule.delay_days)
        return SQL(
            DATED,
            count_start=COUNT_START,
            period=rule.count_period,
            records=rule._cause_sql(rule._chosen_domain(rule.date_from, last, text)),
            company=company.id,
        )

    def _each_sql(self, company, rule):
        return SQL(
            "SELECT unit_id, day, count_start, id AS source_id, ARRAY[id] AS ids FROM (%s) one",
            self._dated_sql(company, rule),
        )

    def _count_sql(self, company, rule):
        return SQL(
            """
            SELECT unit_id, MAX(day) AS day, count_start, 0 AS source_id, array_agg(id ORDER BY id) AS ids
              FROM (%s) one GROUP BY unit_id, count_start HAVING COUNT(*) >= %s
            """,
            self._dated_sql(company, rule),
            rule.threshold,
        )

    def _rate_sql(self, company, rule):
        """The share is taken when the period is over: in its first days one of two would be half."""
        return SQL(
            """
            SELECT whole.unit_id, found.day, whole.count_start, 0 AS source_id, found.ids
              FROM (SELECT unit_id, count_start, COUNT(*) AS n FROM (%(whole)s) one GROUP BY 1, 2) whole
              JOIN (SELECT unit_id, count_start, COUNT(*) AS n, MAX(day) AS day, array_agg(id ORDER BY id) AS ids
                      FROM (%(found)s) one GROUP BY 1, 2) found
                ON found.unit_id = whole.unit_id AND found.count_start = whole.count_start
             WHERE whole.n >= %(minimum)s AND found.n * 100.0 / whole.n >= %(threshold)s
               AND (whole.count_start + %(length)s::interval) <= %(today)s
            """,
            whole=self._dated_sql(company, rule, rule.domain_total),
            found=self._dated_sql(company, rule),
            minimum=rule.minimum,
            threshold=rule.threshold,
            length={"month": "1 month", "quarter": "3 months", "half_year": "6 months", "year": "1 year"}[
                rule.count_period
            ],
            today=company._safety_today(),
        )

    # ---- counters of violations --------------------------------------------------------------------------------------

    @api.model
    def _sync_counts(self, rules, starts, reached):
        """Propose what reached thresholds lead to; withdraw proposals whose violations do not stand any more.

        What was issued stays until somebody voids it (invariant 3); who issued it is told. Constant queries.

        :param reached: list of Reached, see safety.violation
        """
        wanted = {}
        for one in reached:
            if one.rule.consequence == "measure":
                wanted[self._count_key(one)] = one
        domain = Domain("penalty_rule_id", "in", rules.ids) & Domain("period_start", "in", starts)
        known = self.sudo().search(domain)
        found = {(m.penalty_rule_id, m.period_start, m.unit_id, m.subject_id): m for m in known}
        # One for a person: wherever the deciding violation lay when it was proposed.
        people = {(m.penalty_rule_id, m.period_start, m.subject_id): m for m in known if m.subject_id}
        for key, one in wanted.items():
            measure = people.get((key[0], key[1], key[3])) if key[3] else found.get(key)
            if not measure:
                self._propose_count(key, one)
            else:
                measure._follow_count(one)
                known -= measure
        known._lose_count()

    def _count_key(self, one):
        person = one.subject if one.rule.counted_per == "person" else self.env["res.users"]
        return one.rule, one.start, one.deciding.unit_id, person

    def _propose_count(self, key, one):
        rule, start, unit, person = key
        people = person or one.violations.user_ids
        measure = self.sudo().create(
            [
                {
                    "kind_id": rule.measure_kind_id.id,
                    "clause_id": rule.clause_id.id,
                    "name": self.env._("%(count)s × %(rule)s", count=len(one.violations), rule=rule.name),
                    "description": "\n".join(one.violations.mapped("display_name")),
                    "unit_id": unit.id,
                    "user_ids": [Command.set(people.ids)],
                    "date": min(one.deciding.date, unit.company_id._safety_today()),
                    "period_start": start,
                }
            ]
        )
        measure._workflow_write(
            {
                "automatic": True,
                "penalty_rule_id": rule.id,
                "subject_id": person.id,
                **self._count_values(one),
            }
        )

    def _count_values(self, one):
        return {
            "violation_ids": [Command.set(one.violations.ids)],
            "evidence_model": "safety.violation",
            "evidence_ids": one.violations.ids,
        }

    def _follow_count(self, one):
        """A proposal keeps up with its counter; withdrawn, it is proposed again."""
        if self.state not in ("proposed", "withdrawn"):
            return
        values = self._count_values(one) if self.violation_ids != one.violations else {}
        if self.state == "withdrawn":
            values |= {"state": "proposed", "frozen_at": False}
        if values:
            self._workflow_write(values)

    def _lose_count(self):
        """The violations behind these do not reach the threshold any more."""
        proposed = self.filtered(lambda measure: measure.state == "proposed")
        if proposed:
            proposed._workflow_write({"state": "withdrawn", "frozen_at": fields.Datetime.now()})
        for measure in self.filtered(lambda one: one.state in ("issued", "replied") and one.issued_by_id):
            measure._tell(measure.issued_by_id, self.env._("The violations behind a measure were reversed"))
