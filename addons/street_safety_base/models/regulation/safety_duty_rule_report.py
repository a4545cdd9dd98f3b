from odoo import api, fields, models


class SafetyDutyKind(models.Model):
    """Evidence that reports on a period: a package, whose days of work lie before the day it is handed in."""

    _inherit = "safety.duty.kind"

    period_from_field_id = fields.Many2one(
        "ir.model.fields",
        string="Reports from",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'date'), ('store', '=', True)]",
        help="First day of the period that the record reports on. Empty: it reports on none.",
    )
    period_to_field_id = fields.Many2one(
        "ir.model.fields",
        string="Reports until",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'date'), ('store', '=', True)]",
        help="Last day of the period that the record reports on.",
    )

    def _reports(self):
        """Tell whether the evidence says on which period it reports."""
        kind = self.sudo()
        return bool(kind.period_from_field_id and kind.period_to_field_id)


class SafetyDutyRule(models.Model):
    """Which period the evidence has to report on: last month's package, handed in late, is not this month's."""

    _inherit = "safety.duty.rule"

    reports_on = fields.Selection(
        [
            ("any", "Any period"),
            ("own", "The period of the duty"),
            ("previous", "The period before it"),
        ],
        string="Reports on",
        compute="_compute_reports_on",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Of evidence that reports on a period. The period of the duty: the package of March proves the duty of "
        "March, although it is handed in in April. The period before it: what is published in a quarter about the last "
        "one. Any period: the day it was handed in decides alone.",
    )
    kind_reports = fields.Boolean(compute="_compute_kind_reports")

    @api.depends("kind_id")
    def _compute_kind_reports(self):
        for rule in self:
            rule.kind_reports = rule.kind_id._reports()

    @api.depends("kind_id.period_from_field_id", "kind_id.period_to_field_id", "window_after", "cause", "due_kind")
    def _compute_reports_on(self):
        """A report handed in after its period proves that period, unless the rule says otherwise."""
        for rule in self:
            after = rule.window_after if rule.cause == "calendar" else rule._counts_by_month()
            rule.reports_on = "own" if after and rule.kind_id._reports() else "any"

    def _to_file(self):
        content = super()._to_file()
        if self.kind_id._reports():
            content["reports_on"] = self.reports_on
        return content

    @api.model
    def _from_file(self, content, regulation, mapping):
        values = super()._from_file(content, regulation, mapping)
        known = self._fields["reports_on"].get_values(self.env)
        return values | ({"reports_on": content["reports_on"]} if content.get("reports_on") in known else {})
