from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyDocument(models.Model):
    """How long a filed paper is kept: its class says so. What is past its time is proposed, never deleted by itself."""

    _inherit = "safety.document"

    retained_until = fields.Date(
        string="Keep until", compute="_compute_retained_until", store=True, index=True, help="Empty: for ever."
    )
    kept_longer = fields.Integer(
        string="Kept longer by (years)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Decided when its time was over.",
    )
    keep_reason = fields.Text(string="Kept longer because", readonly=True, copy=False)
    past_time = fields.Boolean(string="Past its time", compute="_compute_past_time", search="_search_past_time")

    @api.depends("filed_on", "category_id.retention_years", "kept_longer")
    def _compute_retained_until(self):
        for document in self:
            years = document.category_id.retention_years
            until = document.filed_on and years and relativedelta(years=years + document.kept_longer)
            document.retained_until = document.filed_on + until if until else False

    @api.depends("retained_until")
    def _compute_past_time(self):
        for document in self:
            until = document.retained_until
            document.past_time = bool(until and until < document.company_id._safety_today())

    def _search_past_time(self, operator, value):
        if operator != "in":
            return NotImplemented
        past = fields.Domain("retained_until", "<", self.env.company._safety_today())
        return past if True in value else ~past

    def _check_past_time(self):
        for document in self:
            if not document.past_time:
                raise UserError(
                    self.env._(
                        "%(document)s is kept until %(day)s anyway.",
                        document=document.name,
                        day=fields.Date.to_string(document.retained_until) or self.env._("for ever"),
                    )
                )

    def _keep_values(self):
        # As long again as its class says: whoever keeps it looks at it once more then.
        return {"kept_longer": max(document.kept_longer + document.category_id.retention_years for document in self)}

    def action_keep(self):
        """Ask why, then keep the document as long again as its class says."""
        return self._open_reason("keep", self.env._("Keep longer"))
