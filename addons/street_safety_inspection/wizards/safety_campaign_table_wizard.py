from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyCampaignTableWizard(models.TransientModel):
    """Take over a table of tasks that comes with the suite."""

    _name = "safety.campaign.table.wizard"
    _description = "Take over a table of tasks"
    _inherit = ["safety.wizard"]

    campaign_id = fields.Many2one("safety.campaign", required=True, readonly=True)
    table = fields.Selection(selection="_table_selection", required=True, default="zf")
    summary = fields.Text(compute="_compute_summary")

    @api.model
    def _table_selection(self):
        return [(code, content["name"]) for code, content in self.env["safety.campaign"]._tables().items()]

    @api.depends("table", "campaign_id")
    def _compute_summary(self):
        tables = self.env["safety.campaign"]._tables()
        for wizard in self:
            content = tables.get(wizard.table)
            if not content or not wizard.campaign_id:
                wizard.summary = False
                continue
            units, gaps = wizard.campaign_id._units_of(content)
            found = self.env["safety.unit"].union(*units.values())
            count = self.env._("%(tasks)s tasks, %(units)s responsible units found here.", tasks=len(content["tasks"]),
                               units=len(found))  # fmt: skip
            wizard.summary = "\n".join(filter(None, [count, gaps]))

    def action_take(self):
        """Add the tasks of the table to the campaign."""
        self.ensure_one()
        content = self.env["safety.campaign"]._tables().get(self.table)
        if not content:
            raise UserError(self.env._("Choose a table."))
        self.campaign_id._take_table(content)
        return {"type": "ir.actions.act_window_close"}
