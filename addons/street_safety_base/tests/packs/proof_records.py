"""Makes the records that prove a duty, from what its rule and kind say."""

from datetime import datetime, time

from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .proof_values import NOON, ValuesCase


class RecordCase(ValuesCase):
    """Puts date, unit, target, person, cause and state of a record where the kind says they stand."""

    #: Evidence model → method that returns the required values of a record.
    _evidence = {
        "safety.record": "_record_values",
        "safety.meeting": "_meeting_values",
        "safety.package": "_package_values",
        "safety.roll": "_roll_values",
        "safety.incident.log": "_log_values",
        "safety.document.delivery": "_delivery_values",
        "safety.dossier.item": "_paper_values",
        "safety.appointment": "_seat_values",
        "safety.enterprise": None,  # the enterprise itself
    }
    #: The moment of records whose date is an instant; default: noon of their day.
    instant = None

    def _prove(self, rule, duty, cause, day=None, recorded=None, unit=None, targets=None, **vals):
        """Make all the records that the rule asks for.

        :param day: on this day instead of days of the window
        :param recorded: instant of completion; default: nine in the morning of the day
        :param unit: done there instead of where the duty is owed
        :param targets: these instead of those that the duty counts
        """
        times = rule.times * max(rule.required_count, 1)
        days = [day] * times if day else self._days(duty, rule.times) * max(rule.required_count, 1)
        if rule.coverage == "none":
            return [self._record(rule, duty, cause, one, recorded, unit, None, **vals) for one in days]
        if targets is None:
            targets = duty._members_ids()[: duty.target_required] if not duty.turn_unit_id else duty.turn_unit_id.ids
        days = [day] * rule.times if day else self._days(duty, rule.times)
        return [
            self._record(rule, duty, cause, one, recorded, unit, target, **vals)
            for target in targets
            for one in days
            for _n in range(rule.per_target)
        ]

    def _record(self, rule, duty, cause, day, recorded, unit, target, complete=True, person=None):
        kind = rule.kind_id.sudo()
        model = self.env[kind.model]
        unit = unit or self._where_done(rule, duty, target)
        domain = [*safe_eval(kind.domain), *safe_eval(rule.evidence_domain)]
        if kind.cause_field_id.name == "id":
            record = cause
        else:
            values = getattr(self, self._evidence[kind.model])(rule, unit, day, target, cause, domain)
            record = model.create(values)
            self.env.flush_all()
        self._place_record(record, rule, unit, day, target, cause)
        if rule.by_holder:
            self._set_person(record, kind, person or self._holder(duty))
        self._fit(record, domain)
        if not complete:
            self._spoil(record, domain)
        else:
            self.assertTrue(model.search([("id", "=", record.id), *domain]), f"no record fulfils {domain}")
        self._stamp(record, day, recorded)
        return record

    def _where_done(self, rule, duty, target):
        """Return where work for the duty is done: at the unit, or at the unit or enterprise that is its target."""
        model = rule.target_model
        if target and model == "safety.unit" and rule.kind_id.sudo().target_field_id.relation != model:
            return self.env["safety.unit"].browse(target)
        if target and model == "safety.enterprise" and rule.kind_id.unit_match == "below":
            return self.env["safety.enterprise"].browse(target).unit_id
        return duty.unit_id

    def _place_record(self, record, rule, unit, day, target, cause):
        """Write date, unit, target and cause where the kind says they stand."""
        kind, values = rule.kind_id.sudo(), {}
        instant = self.instant or datetime.combine(day, NOON)
        if kind.date_field_id.name != "create_date":
            values[kind.date_field_id.name] = instant if kind.date_field_id.ttype == "datetime" else day
        if kind.cause_field_id.name != "id":
            values[kind.unit_field_id.name] = unit.id
        field = kind.target_field_id
        if target and field.relation == rule.target_model and field.ttype == "many2many":
            self._link(record, field.name, target)
        elif target and field.relation == rule.target_model:
            values[field.name] = target
        if cause and kind.cause_field_id.relation == cause._name:
            values[kind.cause_field_id.name] = cause.id
        self._set(record, **values)

    def _link(self, record, name, target):
        field = record._fields[name]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                record.id,
                target,
            )
        )
        self.env.invalidate_all()

    def _stamp(self, record, day, recorded=None):
        """Write when the record was made and completed: nine in the morning of its day."""
        instant = recorded or datetime.combine(day, time(1))
        values = {"create_date": instant}
        if "frozen_at" in record._fields and record.state in record._workflow_frozen:
            values["frozen_at"] = instant
        self._set(record, **values)

    def _holder(self, duty):
        """Return somebody who holds the seat that owes the duty."""
        posts = duty._owing_posts()
        seats = self.env["safety.appointment"].search([("unit_id", "=", duty.unit_id.id), ("post_id", "in", posts.ids)])
        if not seats:
            self._person(f"holder_{duty.id}", posts[0].code, duty.unit_id)
            return self._holder(duty)
        return seats[0].user_id

    def _set_person(self, record, kind, user):
        name = kind._person_field()
        if record._fields[name].type == "many2one":
            self._set(record, **{name: user.id})
        else:
            field = record._fields[name]
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s = %s",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    record.id,
                )
            )
            self._link(record, name, user.id)
