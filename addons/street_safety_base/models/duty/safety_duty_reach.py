from odoo import api, models
from odoo.tools import SQL

from .safety_duty_targets import ancestors_sql


class SafetyDuty(models.Model):
    """Units with a field instead of a territory: which records bind them, which enterprises are theirs, what proves it.

    Also: duties of a record that are due by the calendar, and rules that still lack a time.
    """

    _inherit = "safety.duty"

    # ---- rules -------------------------------------------------------------------------------------------------------

    def _rules_in_force(self, company, causes):
        return super()._rules_in_force(company, causes).filtered(lambda rule: not rule.due_missing)

    def _target_key(self, rule):
        key = super()._target_key(rule)
        return key and (*key, rule.target_scope, *self._named_key(rule))

    def _named_key(self, rule):
        if rule.target_scope == "cause":
            return (rule.cause_model,)
        return tuple(rule.post_ids.ids) if rule.target_scope == "served" else ()

    def _evidence_key(self, rule):
        return (*super()._evidence_key(rule), rule.by_holder, rule.each_of or "")

    # ---- causes ------------------------------------------------------------------------------------------------------

    def _clock_sql(self, rule, calendar):
        if not rule._counts_by_month():
            return super()._clock_sql(rule, calendar)
        next_month = SQL("date_trunc('month', cause.date) + interval '1 month'")
        last = SQL("(%s - interval '1 day')::date", next_month)
        if rule.due_kind == "day_of_next_period":
            end = SQL("(%s + interval '1 month' - interval '1 day')::date", next_month)
            day = SQL("(%s)::date + (rule.due_value - 1)", next_month)
            last = SQL("LEAST(%s, %s)", day, end) if rule.due_value > 0 else SQL("%s + (rule.due_value + 1)", end)
        return SQL(), SQL("cause.date + COALESCE(rule.offset_from, 0)"), last, SQL("NULL::timestamp")

    def _causes_sql(self, rule, domain):
        causes = super()._causes_sql(rule, domain)
        if rule.cause_scope != "supervised":
            return causes
        return SQL(
            """
            SELECT cause.id, supervisor.unit_id, cause.date, cause.at
              FROM (%(causes)s) cause
              JOIN %(table)s record ON record.id = cause.id
              JOIN (%(supervisors)s) supervisor ON supervisor.id = record.enterprise_id
            """,
            causes=causes,
            table=SQL.identifier(self.env[rule.cause_model]._table),
            supervisors=self._supervisors_sql(rule.company_id),
        )

    def _bound_sql(self, rule):
        """Return the condition that a record at ``place`` binds ``unit``."""
        if rule.cause_scope == "below":
            return SQL("starts_with(unit.parent_path, place.parent_path)")
        if rule.cause_scope == "supervised":
            return SQL("unit.id = place.id")
        return SQL(
            "(starts_with(place.parent_path, unit.parent_path) OR EXISTS ("
            "SELECT 1 FROM (%s) served WHERE served.ancestor_id = unit.id AND served.unit_id = place.id))",
            self._served_sql(rule.company_id),
        )

    # ---- whose is it -------------------------------------------------------------------------------------------------

    @api.model
    def _supervisors_sql(self, company):
        """Return a subquery (id, unit_id) of the enterprises that a unit supervises: said there, or by sort."""
        by_industry, by_kind = self.env["safety.enterprise"].sudo()._supervising_defaults(company)
        return SQL(
            """
            SELECT firm.id, COALESCE(firm.supervising_unit_own_id, industry.unit_id, sort.unit_id) AS unit_id
              FROM safety_enterprise firm
         LEFT JOIN (VALUES %s) industry (id, unit_id) ON industry.id = firm.industry_id
         LEFT JOIN (VALUES %s) sort (id, unit_id) ON sort.id = firm.kind_id
             WHERE firm.company_id = %s
               AND COALESCE(firm.supervising_unit_own_id, industry.unit_id, sort.unit_id) IS NOT NULL
            """,
            self._pairs_sql(by_industry),
            self._pairs_sql(by_kind),
            company.id,
        )

    def _pairs_sql(self, pairs):
        rows = [SQL("(%s, %s)", key, value) for key, value in pairs.items() if value]
        return SQL(", ").join(rows or [SQL("(NULL::int, NULL::int)")])

    @api.model
    def _served_sql(self, company, posts=()):
        """Return (unit_id, ancestor_id): units that lie in what a unit of a field serves today.

        Its seats name them; where none does, it is the territory it hangs below (its own, if it has one).

        :param posts: ids; what the seats of these posts serve, at any unit
        """
        today = company._safety_today()
        return SQL(
            """
            SELECT DISTINCT unit.id AS unit_id, owner.id AS ancestor_id
              FROM safety_unit owner
              JOIN safety_unit_type type ON type.id = owner.type_id
         LEFT JOIN safety_unit above ON above.id = owner.parent_id
         LEFT JOIN safety_unit_type above_type ON above_type.id = above.type_id
         LEFT JOIN (SELECT seat.unit_id AS owner_id, rel.safety_unit_id AS unit_id
                      FROM safety_appointment seat
                      JOIN safety_appointment_safety_unit_rel rel ON rel.safety_appointment_id = seat.id
                     WHERE seat.date_start <= %(today)s AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
                       AND (%(any_post)s OR seat.post_id = ANY(%(posts)s))
                   ) named ON named.owner_id = owner.id
              JOIN safety_unit served ON served.company_id = owner.company_id AND served.id = COALESCE(
                   named.unit_id,
                   CASE WHEN above_type.is_territory AND NOT type.is_territory THEN above.id ELSE owner.id END)
              JOIN safety_unit unit ON starts_with(unit.parent_path, served.parent_path)
             WHERE owner.company_id = %(company)s AND (NOT %(any_post)s OR NOT type.is_territory)
            """,
            today=today,
            any_post=not posts,
            posts=list(posts),
            company=company.id,
        )

    # ---- targets -----------------------------------------------------------------------------------------------------

    def _targets_sql(self, rule):
        targets = super()._targets_sql(rule)
        if rule.target_scope == "supervised":
            return SQL(
                "SELECT target.id, owner.unit_id, target.since, target.until FROM (%s) target"
                " JOIN (%s) owner ON owner.id = target.id",
                targets,
                self._supervisors_sql(rule.company_id),
            )
        if rule.target_scope == "served":
            return SQL(
                "SELECT target.id, owner.ancestor_id AS unit_id, target.since, target.until FROM (%s) target"
                " JOIN (%s) owner ON owner.unit_id = target.unit_id",
                targets,
                self._served_sql(rule.company_id, rule.post_ids.ids),
            )
        if rule.target_scope == "cause" and rule.cause_scope != "below":
            return SQL(
                "SELECT DISTINCT target.id, unit.id AS unit_id, target.since, target.until FROM (%s) target"
                " JOIN (%s) named ON named.enterprise_id = target.id"
                " JOIN safety_unit unit ON unit.company_id = %s",
                targets,
                self._named_sql(rule),
                rule.company_id.id,
            )
        return targets

    def _counts_sql(self, rule, today):
        counts = super()._counts_sql(rule, today)
        if rule.target_scope != "cause":
            return counts
        return SQL(
            "%s AND EXISTS (SELECT 1 FROM (%s) named WHERE named.id = duty.cause_res_id"
            " AND named.enterprise_id = target.id)",
            counts,
            self._named_sql(rule),
        )

    def _named_sql(self, rule):
        """Return (id, enterprise_id): the enterprises that each causing record names itself or in its lines."""
        model = self.env[rule.cause_model]
        if "enterprise_id" in model._fields:
            return SQL("SELECT id, enterprise_id FROM %s", SQL.identifier(model._table))
        lines = next(
            field
            for field in model._fields.values()
            if field.type == "one2many" and "enterprise_id" in self.env[field.comodel_name]._fields
        )
        return SQL(
            "SELECT %s AS id, enterprise_id FROM %s",
            SQL.identifier(lines.inverse_name),
            SQL.identifier(self.env[lines.comodel_name]._table),
        )

    # ---- evidence ----------------------------------------------------------------------------------------------------

    def _anywhere(self, rule):
        """Tell whether the evidence may lie outside of the territory: target, person or cause say whose it is."""
        itself = rule.cause == "record" and rule.kind_id.sudo().cause_field_id.name == "id"
        return (
            rule.by_holder
            or rule.coverage != "none"
            and rule.target_scope != "territory"
            or itself
            and rule.cause_scope == "supervised"
        )

    def _place_sql(self, rule):
        """Return the SQL (unit_id, ancestor_id) of where work counts for a unit: below it, or in what it serves."""
        if self._anywhere(rule):
            return SQL(
                "SELECT unit.id AS unit_id, above.id AS ancestor_id FROM safety_unit unit"
                " JOIN safety_unit above ON above.company_id = unit.company_id WHERE unit.company_id = %s",
                rule.company_id.id,
            )
        return SQL("%s UNION %s", ancestors_sql(rule.company_id), self._served_sql(rule.company_id))

    def _valid_sql(self, rule, parts):
        """Where one of each type is asked, the newest valid record of a type stands for it: two plans are no rules."""
        valid = super()._valid_sql(rule, parts)
        if not rule.each_of:
            return valid
        return SQL(
            """
            SELECT DISTINCT ON (record.type_id, proof.unit_id, proof.target_id) proof.*
              FROM (%(valid)s) proof
              JOIN %(table)s record ON record.id = proof.id
             WHERE (proof.date IS NULL OR proof.date <= %(today)s)
               AND (proof.until IS NULL OR proof.until >= %(today)s)
             ORDER BY record.type_id, proof.unit_id, proof.target_id, proof.date DESC, proof.id DESC
            """,
            valid=valid,
            table=SQL.identifier(self.env[parts["model"]]._table),
            today=rule.company_id._safety_today(),
        )

    def _holder_sql(self, rule, kind):
        """Return the condition that the holder of the seat of ``duty`` did ``proof`` on its day."""
        model = self.env[kind.model]
        field = model._fields[kind._person_field()]
        if field.type == "many2one":
            people = SQL("SELECT id, %s AS user_id FROM %s", SQL.identifier(field.name), SQL.identifier(model._table))
        else:
            people = SQL(
                "SELECT %s AS id, %s AS user_id FROM %s",
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
            )
        return SQL(
            """
            EXISTS (SELECT 1 FROM (%s) person
                      JOIN safety_appointment seat ON seat.user_id = person.user_id
                      JOIN safety_duty_rule_safety_post_rel owing ON owing.safety_post_id = seat.post_id
                           AND owing.safety_duty_rule_id = duty.rule_id
                 LEFT JOIN safety_appointment_safety_unit_rel serves ON serves.safety_appointment_id = seat.id
                     WHERE person.id = proof.id
                       AND (seat.unit_id = duty.unit_id OR serves.safety_unit_id = duty.unit_id)
                       AND (seat.post_id = duty.post_id OR %s)
                       AND seat.date_start <= proof.date AND (seat.date_end IS NULL OR seat.date_end >= proof.date))
            """,
            people,
            rule.actor_mode != "each",
        )
