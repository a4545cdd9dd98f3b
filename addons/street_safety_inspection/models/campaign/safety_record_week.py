from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

SUNDAY = 6
#: Type of work records by which somebody says that enterprises were visited.
VISIT = "visit"


class SafetyRecordType(models.Model):
    """A type of record that is filled, week by week, from the visits of its unit (GY-6.3)."""

    _inherit = "safety.record.type"

    counts_visits = fields.Boolean(
        string="Weekly form of the visits",
        help="It counts the unit's inspections, visits and hazards of the week by itself; there is one a week.",
    )

    def _shows(self):
        shown = super()._shows()
        return " ".join(filter(None, (shown, "week"))) if self.counts_visits else shown

    def _to_file(self):
        return super()._to_file() | ({"counts_visits": True} if self.counts_visits else {})

    @api.model
    def _mark_weekly(self, codes):
        """Mark the types that a regulation brought before there were weekly forms; a choice made since stays."""
        # Only SQL tells a box that nobody has ever ticked from one that somebody has cleared.
        self.env.cr.execute(
            SQL(
                "UPDATE safety_record_type SET counts_visits = TRUE WHERE code IN %s AND counts_visits IS NULL",
                tuple(codes),
            )
        )
        self.invalidate_model(["counts_visits"])


class SafetyRegulation(models.Model):
    """A regulation says which of its forms are filled from the visits."""

    _inherit = "safety.regulation"

    def _make_record_types(self, rows):
        result = super()._make_record_types(rows)
        weekly = [row["code"] for row in rows if row.get("counts_visits")]
        self.env["safety.record.type"].sudo().search([("code", "in", weekly)]).counts_visits = True
        return result


class SafetyRecord(models.Model):
    """The weekly form of a grid: its figures are counted from the visits, and it was handed in in time or late."""

    _inherit = "safety.record"

    counts_visits = fields.Boolean(related="type_id.counts_visits")
    visit_records = fields.Integer(string="Visits recorded", readonly=True, copy=False)
    handed_in = fields.Selection(
        [("open", "Not handed in yet"), ("in_time", "Submitted"), ("late", "Submitted late")],
        string="Handed in",
        compute="_compute_handed_in",
        help="In time: in the window of the duty that it proves.",
    )
    week_hazard_ids = fields.Many2many(
        "safety.hazard", string="Hazards of the week", compute="_compute_week_hazard_ids"
    )

    def _workflow_protected(self):
        return super()._workflow_protected() | {"visit_records"}

    def _compute_handed_in(self):
        """One query, whatever the number of forms."""
        done = self.filtered(lambda record: record.counts_visits and record.state == "done")
        late = set(
            self.env["safety.duty.evidence"]
            .sudo()
            .search([("res_model", "=", "safety.record"), ("res_id", "in", done.ids), ("late", "=", True)])
            .mapped("res_id")
        )
        for record in self:
            if not record.counts_visits or record.state == "void":
                record.handed_in = False
            elif record.state == "draft":
                record.handed_in = "open"
            else:
                record.handed_in = "late" if record.id in late else "in_time"

    @api.depends("unit_id", "date", "counts_visits")
    def _compute_week_hazard_ids(self):
        """One search for any number of forms, of the hazards that the user may see."""
        hazards = self.env["safety.hazard"]
        forms = self.filtered(lambda record: record.counts_visits and record.return_from and record.unit_id)
        found = hazards.search(forms._weeks_domain(hazards._name, "date")) if forms else hazards
        self.week_hazard_ids = False
        for form in forms:
            own = form.sudo()
            form.week_hazard_ids = found.filtered(
                lambda hazard, own=own: own._holds(hazard.sudo().unit_id, hazard.date)
            )

    @api.constrains("type_id", "date", "unit_id", "state")
    def _check_one_a_week(self):
        """One query, whatever the number of forms."""
        forms = self.sudo().filtered(lambda one: one.counts_visits and one.state != "void")
        if not forms:
            return
        firsts = {form: form._week_first() for form in forms}
        there = self.sudo().search_fetch(
            Domain("type_id", "in", forms.type_id.ids)
            & Domain("unit_id", "in", forms.unit_id.ids)
            & Domain("date", ">=", min(firsts.values()))
            & Domain("date", "<=", max(firsts.values()) + timedelta(days=SUNDAY))
            & Domain("state", "!=", "void"),
            ["type_id", "unit_id", "date"],
        )
        in_week = there.grouped(lambda one: (one.type_id, one.unit_id, one._week_first()))
        for form, first in firsts.items():
            if in_week[form.type_id, form.unit_id, first] - form:
                raise ValidationError(
                    self.env._(
                        "%(unit)s has a form of the week from %(day)s already. Complete that one, or void it first.",
                        unit=form.unit_id.name,
                        day=first,
                    )
                )

    @api.onchange("type_id", "date", "unit_id")
    def _onchange_week(self):
        if self.counts_visits and self.unit_id and self.date:
            self.name = self.env._(
                "%(form)s of %(unit)s, week from %(day)s",
                form=self.type_id.name,
                unit=self.unit_id.name,
                day=self._week_first(),
            )

    def _check_complete(self):
        result = super()._check_complete()
        self._count_weeks()
        return result

    # ---- counting ----------------------------------------------------------------------------------------------------

    def _week_first(self):
        return self.date - timedelta(days=self.date.weekday())

    def _count_return(self):
        result = super()._count_return()
        self._count_weeks()
        return result

    def _count_weeks(self):
        """Fill in the figures of the weekly forms that are not handed in yet. Four queries, whatever their number."""
        forms = self.sudo().filtered(lambda one: one.counts_visits and one.state == "draft" and one.unit_id)
        if not forms:
            return
        visits = forms._week_rows("safety.inspection", "date", ["enterprise_id"])
        talks = forms._week_talks()
        found = forms._week_rows("safety.hazard", "date", ["severity"])
        corrected = forms._week_rows("safety.hazard", "accepted_on", [])
        for form in forms:
            seen, hazards = form._own_week(visits), form._own_week(found)
            told = talks.filtered(lambda talk, form=form: form._holds(talk.unit_id, talk.date))
            firms = {row[2].id for row in seen} | set(told.enterprise_ids.ids)
            form._workflow_write(
                {
                    "return_from": form._week_first(),
                    "return_visits": sum(row[-1] for row in seen),
                    "visit_records": len(told),
                    "return_enterprises": len(firms),
                    "return_found": sum(row[-1] for row in hazards),
                    "return_major": sum(row[-1] for row in hazards if row[2] == "major"),
                    "return_corrected": sum(row[-1] for row in form._own_week(corrected)),
                }
            )

    def _weeks_domain(self, model, day):
        """Return the Domain of what was done in the units of the forms, from the first to the last of their days."""
        domain = self._return_states(model) & Domain("unit_id", "child_of", self.unit_id.ids)
        first, last = min(form._week_first() for form in self), max(self.mapped("date"))
        return domain & Domain(day, ">=", first) & Domain(day, "<=", last)

    def _week_rows(self, model, day, groups):
        """Return (unit, day, … , number) of what was done in the units and weeks of the forms."""
        domain = self._weeks_domain(model, day)
        return self.env[model].sudo()._read_group(domain, ["unit_id", f"{day}:day", *groups], ["__count"])

    def _week_talks(self):
        """Return the visits that were recorded in the units and weeks of the forms."""
        domain = self._weeks_domain("safety.record", "date") & Domain("type_id.code", "=", VISIT)
        return self.env["safety.record"].sudo().search(domain)

    def _holds(self, unit, day):
        """Tell whether what was done at ``unit`` on ``day`` belongs into this form."""
        return unit.parent_path.startswith(self.unit_id.parent_path) and self._week_first() <= day <= self.date

    def _own_week(self, rows):
        """Return those of ``rows`` that lie in the unit of this form and its week."""
        return [row for row in rows if self._holds(row[0], row[1])]

    @api.model
    def _return_states(self, model):
        states = super()._return_states(model)
        if model == "safety.record":
            return Domain("state", "=", "done")
        # What an enterprise looks at itself is no visit.
        return states & Domain("kind_id.by_enterprise", "=", False) if model == "safety.inspection" else states

    def _return_domain(self, model, day):
        if not self.counts_visits:
            return super()._return_domain(model, day)
        domain = self._return_states(model) & Domain("unit_id", "child_of", self.unit_id.id)
        return list(domain & Domain(day, ">=", self._week_first()) & Domain(day, "<=", self.date))

    def action_visit_records(self):
        """Open the visits that the form counts."""
        self.ensure_one()
        self.check_access("read")
        domain = Domain(self._return_domain("safety.record", "date")) & Domain("type_id.code", "=", VISIT)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_record_action")
        return {**action, "domain": list(domain), "context": {}}


class SafetyDuty(models.Model):
    """The form of a week that is over is begun with its last day."""

    _inherit = "safety.duty"

    def _do_action(self, target=None, unit=None):
        action = super()._do_action(target, unit)
        context = action.get("context")
        record_type = isinstance(context, dict) and context.get("default_type_id")
        if self.state == "open" and self.env["safety.record.type"].browse(record_type or []).counts_visits:
            action["context"] = {**context, "default_date": self._return_day()}
        return action
