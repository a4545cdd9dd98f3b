from odoo import models
from odoo.exceptions import UserError


class SafetyDutyLaunch(models.Model):
    """Where the regulation prints no time, the launch gives it."""

    _inherit = "safety.duty.launch"

    def _check_launch(self):  # pylint: disable=missing-return
        super()._check_launch()
        for launch in self:
            if (untimed := launch.rule_ids.filtered("due_missing")) and not launch.hours:
                raise UserError(
                    self.env._("No time is printed for “%s”: fill in the hours of this launch.", untimed[0].name)
                )
