from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

FIGURES = ("return_visits", "return_enterprises", "return_found", "return_major", "return_corrected")


class SafetyRecordType(models.Model):
    """A type of record that reports the figures of a campaign."""

    _inherit = "safety.record.type"

    is_return = fields.Boolean(
        string="Return of a campaign", help="It counts the unit's inspections and hazards of the day or week by itself."
    )

    def _shows(self):
        shown = super()._shows()
        return " ".join(filter(None, (shown, "return"))) if self.is_return else shown


class SafetyRecord(models.Model):
    """A daily or weekly return: its figures are counted from the unit's records, never typed, and open them."""

    _inherit = "safety.record"

    is_return = fields.Boolean(related="type_id.is_return")
    return_from = fields.Date(string="Counted from", readonly=True, copy=False)
    return_visits = fields.Integer(string="Inspections counted", readonly=True, copy=False)
    return_enterprises = fields.Integer(string="Enterprises inspected", readonly=True, copy=False)
    return_found = fields.Integer(string="Hazards found", readonly=True, copy=False)
    return_major = fields.Integer(string="Of these major", readonly=True, copy=False)
    return_corrected = fields.Integer(string="Hazards corrected", readonly=True, copy=False)
    return_people = fields.Integer(string="People deployed", copy=False)

    _return_people_positive = models.Constraint("CHECK(return_people >= 0)", "People deployed cannot be negative.")

    def _workflow_protected(self):
        return super()._workflow_protected() | {"return_from", *FIGURES}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._count_return()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"campaign_id", "unit_id", "date", "type_id"}:
            self._count_return()
        return result

    @api.onchange("type_id", "campaign_id", "date", "unit_id")
    def _onchange_return(self):
        if self.is_return and self.campaign_id and self.unit_id:
            self.name = self.env._("%(campaign)s: return of %(unit)s", campaign=self.campaign_id.name,
                                   unit=self.unit_id.name)  # fmt: skip

    @api.constrains("campaign_id", "type_id", "date", "unit_id", "state")
    def _check_return(self):
        for record in self.filtered(lambda one: one.is_return and one.state != "void"):
            if not record.campaign_id:
                raise ValidationError(self.env._("Which campaign is the return of? Fill in “Campaign”."))
            same = self.sudo().search_count(
                [
                    ("campaign_id", "=", record.campaign_id.id),
                    ("type_id.is_return", "=", True),
                    ("unit_id", "=", record.unit_id.id),
                    ("date", "=", record.date),
                    ("state", "!=", "void"),
                    ("id", "!=", record.id),
                ],
                limit=1,
            )
            if same:
                raise ValidationError(
                    self.env._(
                        "%(unit)s has a return of %(date)s already. Complete that one, or void it first.",
                        unit=record.unit_id.name,
                        date=record.date,
                    )
                )

    def _check_complete(self):
        result = super()._check_complete()
        for record in self.filtered("is_return"):
            if record.campaign_id.sudo().state != "running":
                raise UserError(self.env._("“%s” is not under way: no return is owed.", record.campaign_id.name))
        self._count_return()
        return result

    def action_count_return(self):
        """Count the figures of the returns again."""
        self.check_access("write")
        self.filtered(lambda record: record.state == "draft")._count_return()
        return True

    # ---- counting ----------------------------------------------------------------------------------------------------

    def _count_return(self):
        """Fill in the figures of the returns. Three queries, whatever their number."""
        returns = self.sudo().filtered(
            lambda record: record.is_return and record.campaign_id and record.state == "draft"
        )
        if not returns:
            return
        spans = {record: record._return_first() for record in returns}
        campaigns, first, last = returns.campaign_id.ids, min(spans.values()), max(returns.mapped("date"))
        inspections = self._return_rows("safety.inspection", "date", campaigns, first, last, ["enterprise_id"])
        found = self._return_rows("safety.hazard", "date", campaigns, first, last, ["severity"])
        corrected = self._return_rows("safety.hazard", "accepted_on", campaigns, first, last, [])
        for record, start in spans.items():
            visits = record._own_rows(inspections, start)
            hazards = record._own_rows(found, start)
            record._workflow_write(
                {
                    "return_from": start,
                    "return_visits": sum(row[-1] for row in visits),
                    "return_enterprises": len({row[3] for row in visits}),
                    "return_found": sum(row[-1] for row in hazards),
                    "return_major": sum(row[-1] for row in hazards if row[3] == "major"),
                    "return_corrected": sum(row[-1] for row in record._own_rows(corrected, start)),
                }
            )

    def _return_first(self):
        """Return the first day a return counts: its day, or the Monday of its week."""
        campaign = self.campaign_id
        if campaign.return_every != "week":
            return self.date
        return max(self.date - timedelta(days=self.date.weekday()), min(campaign.date_from, self.date))

    def _return_rows(self, model, day, campaigns, first, last, groups):
        """Return (campaign, unit, day, … , number) of what was done for the campaigns in the days."""
        domain = Domain("campaign_id", "in", campaigns) & self._return_states(model)
        domain &= Domain(day, ">=", first) & Domain(day, "<=", last)
        return (
            self.env[model].sudo()._read_group(domain, ["campaign_id", "unit_id", f"{day}:day", *groups], ["__count"])
        )

    @api.model
    def _return_states(self, model):
        return Domain("state", "=", "done") if model == "safety.inspection" else Domain("state", "!=", "void")

    def _own_rows(self, rows, first):
        """Return those of ``rows`` that lie in the unit of this return and its days."""
        return [
            row
            for row in rows
            if row[0] == self.campaign_id
            and row[1].parent_path.startswith(self.unit_id.parent_path)
            and first <= row[2] <= self.date
        ]

    def _return_domain(self, model, day):
        self.ensure_one()
        domain = Domain("campaign_id", "=", self.campaign_id.id) & self._return_states(model)
        domain &= Domain(day, ">=", self.return_from) & Domain(day, "<=", self.date)
        return list(domain & Domain("unit_id", "child_of", self.unit_id.id))

    def _open_counted(self, xmlid, domain):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"street_safety_inspection.{xmlid}")
        return {**action, "domain": domain, "context": {}}

    def action_return_inspections(self):
        """Open the inspections that the return counts."""
        return self._open_counted("safety_inspection_action", self._return_domain("safety.inspection", "date"))

    def action_return_found(self):
        """Open the hazards that the return counts as found."""
        return self._open_counted("safety_hazard_action", self._return_domain("safety.hazard", "date"))

    def action_return_corrected(self):
        """Open the hazards that the return counts as corrected."""
        return self._open_counted("safety_hazard_action", self._return_domain("safety.hazard", "accepted_on"))
