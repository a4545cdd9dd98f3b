from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SafetyPublicityPlanWizard(models.TransientModel):
    """Plan the publicity of a unit for a year: a draft for each day that the chosen contents name."""

    _name = "safety.publicity.plan.wizard"
    _description = "Plan the publicity of a year"
    _inherit = ["safety.wizard"]

    unit_id = fields.Many2one("safety.unit", required=True, default=lambda self: self.env.user._safety_default_unit())
    year = fields.Integer(required=True, default=lambda self: self.env.company._safety_today().year)
    content_ids = fields.Many2many(
        "safety.record.content",
        string="Contents",
        domain=[("plan_month", "!=", False)],
        default=lambda self: self.env["safety.record.content"].search([("plan_month", "!=", False)]),
        help="Those of the library that name a day of the year.",
    )
    plan_count = fields.Integer(string="Activities", compute="_compute_plan_count", help="Not planned yet, from today.")

    @api.depends("unit_id", "year", "content_ids", "with_owed")
    def _compute_plan_count(self):
        for wizard in self:
            chosen = wizard._missing()
            wizard.plan_count = len(chosen) + len(wizard._missing_owed(chosen))

    def _missing(self):
        """Return (content, day) of what is not planned yet, from today on. One query."""
        self.ensure_one()
        if not self.unit_id or not 2000 <= self.year <= 2100:
            return []
        today = (self.unit_id.company_id or self.env.company)._safety_today()
        contents = self.content_ids._origin
        known = self.env["safety.record"].search_fetch(
            [
                ("unit_id", "=", self.unit_id._origin.id),
                ("content_id", "in", contents.ids),
                ("state", "!=", "void"),
                ("planned_on", ">=", f"{self.year}-01-01"),
                ("planned_on", "<=", f"{self.year}-12-31"),
            ],
            ["content_id", "planned_on"],
        )
        planned = {(record.content_id, record.planned_on) for record in known}
        return [
            (content, day)
            for content in contents
            for day in content._planned_days(self.year)
            if day >= today and (content, day) not in planned
        ]

    def action_plan(self):
        """Create the drafts that are missing and open the unit's year.

        :raises UserError: nothing is left to plan
        :raises AccessError: the user has no seat that works in the unit
        """
        self.ensure_one()
        self.env["safety.access"]._check(self.unit_id, "act")
        missing = self._missing()
        owed = self._missing_owed(missing)
        if not missing and not owed:
            raise UserError(
                self.env._(
                    "Nothing is left to plan for %(unit)s in %(year)s: the contents chosen are on its calendar, "
                    "or their days have passed.",
                    unit=self.unit_id.name,
                    year=self.year,
                )
            )
        self.env["safety.record"].create(
            [
                {
                    **content._record_values(),
                    "topic_ids": [Command.set(content.topic_ids.ids)],
                    "unit_id": self.unit_id.id,
                    "date": day,
                    "planned_on": day,
                }
                for content, day in missing
            ]
            + self._owed_values(owed)
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_record_action_plan")
        return {**action, "context": {"search_default_unit_id": self.unit_id.id}}
