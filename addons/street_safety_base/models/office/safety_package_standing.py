from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyPackage(models.Model):
    """The office's view of the month: where the last version of each unit's package stands."""

    _inherit = "safety.package"

    next_ids = fields.One2many("safety.package", "previous_id", string="Corrected by")
    is_latest = fields.Boolean(
        string="Last version",
        compute="_compute_is_latest",
        store=True,
        index=True,
        help="No later version corrects it.",
    )
    standing = fields.Selection(
        [
            ("open", "Not yet due"),
            ("late", "Late"),
            ("waiting", "To receive"),
            ("returned", "Returned"),
            ("received", "Received"),
        ],
        compute="_compute_standing",
    )
    days_late = fields.Integer(string="Days late", compute="_compute_standing")

    @api.depends("next_ids")
    def _compute_is_latest(self):
        for package in self:
            package.is_latest = not package.next_ids

    @api.depends("state", "due", "submitted_on")
    def _compute_standing(self):
        handed = {"submitted": "waiting", "received": "received", "returned": "returned"}
        for package in self:
            today = (package.company_id or self.env.company)._safety_today()
            days = ((package.submitted_on or today) - package.due).days if package.due else 0
            package.days_late = max(days, 0)
            package.standing = handed.get(package.state) or ("late" if days > 0 else "open")

    def _check_once(self):
        """Raise UserError when the unit handed in another version that was neither returned nor superseded."""
        others = self.search(
            [
                ("kind_id", "in", self.kind_id.ids),
                ("unit_id", "in", self.unit_id.ids),
                ("period_start", "in", self.mapped("period_start")),
                ("state", "=", "submitted"),
                ("id", "not in", self.ids),
            ]
        )
        for package in self:
            same = others.filtered(
                lambda other, package=package: (
                    (other.kind_id, other.unit_id, other.period_start)
                    == (package.kind_id, package.unit_id, package.period_start)
                )
            )
            if same:
                raise UserError(
                    self.env._(
                        "%(other)s is handed in and waits for the office. "
                        "Ask for its return before %(package)s follows.",
                        other=same[0].display_name,
                        package=package.display_name,
                    )
                )
