from odoo import fields, models
from odoo.exceptions import UserError


class SafetyEnterpriseMergeWizard(models.TransientModel):
    """Choose which of several enterprises survives; the others are merged into it."""

    _name = "safety.enterprise.merge.wizard"
    _description = "Merge enterprises"
    _inherit = ["safety.wizard"]

    enterprise_ids = fields.Many2many("safety.enterprise", string="Enterprises", required=True)
    survivor_id = fields.Many2one(
        "safety.enterprise",
        string="Keep",
        required=True,
        domain="[('id', 'in', enterprise_ids)]",
        help="Its empty fields are filled from the others. Records and closed figures of the others stay as they are.",
    )

    def action_confirm(self):
        """Merge, then open the survivor."""
        self.ensure_one()
        merged = self.enterprise_ids - self.survivor_id
        if not merged:
            raise UserError(self.env._("Choose at least two enterprises."))
        merged._merge_into(self.survivor_id)
        return self.survivor_id.get_formview_action()
