import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyCertificateType(models.Model):
    """A sort of certificate as data: whose it is, how long it lasts, when it is reviewed, when people are reminded."""

    _name = "safety.certificate.type"
    _description = "Certificate type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name, e.g. principal.")
    group = fields.Selection(
        [
            ("principal", "Principals"),
            ("manager", "Safety managers"),
            ("special_operation", "Special operators"),
            ("special_equipment", "Special equipment operators"),
            ("other", "Other"),
        ],
        string="Whose",
        default="other",
        required=True,
        index=True,
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    validity_months = fields.Integer(string="Valid for (months)", help="Proposes the last day. 0: none is proposed.")
    review_months = fields.Integer(
        string="Reviewed every (months)", help="Proposes the day of the review. 0: there is none."
    )
    reminder_days = fields.Char(
        string="Remind before (days)",
        default="90, 30, 7",
        required=True,
        help="On each of these days before a certificate lapses, who answers for the enterprise is told once.",
    )
    has_identity = fields.Boolean(
        string="Number carries the identity number", help="A number without a valid identity number is marked."
    )
    hazard_when_lapsed = fields.Boolean(
        string="Lapsed is a hazard", help="Somebody who still works with a lapsed certificate is proposed as a hazard."
    )
    requirement_ids = fields.One2many("safety.certificate.requirement", "type_id", string="Who must have it")
    note = fields.Text(string="What to look at", translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This certificate type code is taken.")
    _months_positive = models.Constraint(
        "CHECK(validity_months >= 0 AND review_months >= 0)", "Months cannot be negative."
    )

    @api.constrains("reminder_days")
    def _check_reminder_days(self):
        for kind in self:
            kind._reminders()

    def _reminders(self):
        """Return the days before the lapse on which people are told, the earliest first.

        :raises ValidationError: something else than numbers is written there
        """
        self.ensure_one()
        parts = [part for part in re.split(r"[,，、;；\s]+", self.reminder_days or "") if part]
        if not parts or not all(re.fullmatch(r"\d{1,3}", part) for part in parts):
            raise ValidationError(
                self.env._(
                    "“Remind before” of “%s” holds days with commas between them, for example 90, 30, 7.", self.name
                )
            )
        return sorted({int(part) for part in parts}, reverse=True)

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:  # nobody lacks a certificate that is given no more
            self.env["safety.certificate.coverage"]._refresh()
        return result

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", kind.name), code=f"{kind.code}_copy")
            for kind, vals in zip(self, super().copy_data(default), strict=True)
        ]
