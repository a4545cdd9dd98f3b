from odoo import api, models


class SafetyOfCampaign(models.AbstractModel):
    """A record that names a campaign's task: only one that the user sees, because a link tells its name."""

    _name = "safety.of.campaign"
    _description = "Record made for a campaign"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_campaign_reach()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"campaign_task_id", "campaign_id"}:
            self._check_campaign_reach()
        return result

    def _check_campaign_reach(self):
        self.campaign_task_id.check_access("read")
        self.campaign_id.check_access("read")
