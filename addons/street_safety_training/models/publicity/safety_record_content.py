from calendar import monthrange
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .safety_record import CHANNELS

EVERY_MONTH = "0"
#: Days for which everybody reaches in a year: the 19th of each month, June, 9 November.
MONTHS = [
    (EVERY_MONTH, "Every month"),
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]


class SafetyRecordContent(models.Model):
    """The content library of publicity: what an activity is filled with, and on which days of the year it is planned.

    XT-4.1d, ZF-T3.3: columns, cases and texts are written once and used by every community; the year is planned with
    those that name their day.
    """

    _name = "safety.record.content"
    _description = "Content of publicity"
    _order = "sequence, name, id"

    name = fields.Char(string="Title", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", string="Street", default=lambda self: self.env.company, help="Empty: offered to every street."
    )
    type_id = fields.Many2one(
        "safety.record.type", string="Kind of activity", required=True, index=True, ondelete="restrict",
        domain="[('is_publicity', '=', True)]",
        default=lambda self: self.env.ref("street_safety_base.record_type_publicity", raise_if_not_found=False),
    )  # fmt: skip
    channel = fields.Selection(CHANNELS, help="Empty: whatever fits.")
    topic_ids = fields.Many2many("safety.record.topic", string="Topics", domain="[('is_publicity', '=', True)]")
    audience = fields.Char(
        translate=True, help="For whom it is written: residents, tenants, pupils, staff of an enterprise …"
    )
    text = fields.Html(translate=True, help="Copied into the activity, where it can be changed.")
    link = fields.Char(help="Address of the article, post or video.")
    file_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True, help="Poster, film, print.")
    plan_month = fields.Selection(MONTHS, string="Planned in", help="Empty: used when there is occasion for it.")
    plan_day = fields.Integer(
        string="Day", default=1, aggregator=None, help="Day of the month; in a shorter month its last day."
    )
    used_count = fields.Integer(string="Used", compute="_compute_used")
    used_on = fields.Date(string="Last used", compute="_compute_used")

    _plan_day_in_month = models.Constraint("CHECK(plan_day BETWEEN 1 AND 31)", "A month has the days 1 to 31.")

    def _compute_used(self):
        """One grouped query for any number of contents, over the activities that the user may see."""
        groups = self.env["safety.record"]._read_group(
            [("content_id", "in", self.ids), ("state", "=", "done")], ["content_id"], ["__count", "date:max"]
        )
        used = {content.id: rest for content, *rest in groups}
        for content in self:
            content.used_count, content.used_on = used.get(content.id, (0, False))

    @api.constrains("plan_month", "plan_day")
    def _check_plan_day(self):
        for content in self.filtered(lambda one: one.plan_month not in (False, EVERY_MONTH)):
            if content.plan_day > monthrange(2024, int(content.plan_month))[1]:
                raise ValidationError(
                    self.env._("“%(content)s”: there is no day %(day)s in that month.",
                               content=content.name, day=content.plan_day)
                )  # fmt: skip

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", content.name))
            for content, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _planned_days(self, year):
        """Return the days of ``year`` on which the content is planned; none where it names no day."""
        self.ensure_one()
        if not self.plan_month:
            return []
        months = range(1, 13) if self.plan_month == EVERY_MONTH else [int(self.plan_month)]
        return [date(year, month, min(self.plan_day, monthrange(year, month)[1])) for month in months]

    def _record_values(self):
        """Return what an activity takes over from the content."""
        self.ensure_one()
        return {
            "name": self.name,
            "type_id": self.type_id.id,
            "content_id": self.id,
            "channel": self.channel,
            "topic_ids": self.topic_ids.ids,
            "audience": self.audience,
            "note": self.text,
            "link": self.link,
        }

    def action_use(self):
        """Open a new activity filled with the content."""
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_record_action_publicity")
        filled = {f"default_{name}": value for name, value in self._record_values().items()}
        return {**action, "views": [(False, "form")], "view_mode": "form", "context": filled}

    def action_open_records(self):
        """Open the activities that were filled with the content."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_record_action_publicity")
        return {**action, "display_name": self.name, "domain": [("content_id", "=", self.id)]}
