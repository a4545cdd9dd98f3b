from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class SafetyEnterprise(models.Model):
    """From the village's patrol to the department's enforcement: a task for the supervising unit (ZF-T11.1)."""

    _inherit = "safety.enterprise"

    def action_hand_over(self):
        """Open the dialog that hands the enterprises over to the unit that supervises them.

        :raises UserError: an enterprise has no supervising unit
        """
        self._safety_check_level("act")
        if without := self.filtered(lambda enterprise: not enterprise.supervising_unit_id)[:1]:
            raise UserError(
                self.env._(
                    "No unit supervises “%s” yet. Fill in its supervising unit, or assign one to its industry.",
                    without.name,
                )
            )
        action = self.env["safety.task.wizard"]._open_for(units=self.supervising_unit_id)
        action["name"] = self.env._("Hand over to enforcement")
        action["context"] |= {
            "default_enterprise_ids": [(6, 0, self.ids)],
            "default_name": self.env._("Handed over from patrol: %s", format_list(self.env, self.mapped("name"))),
        }
        return action
