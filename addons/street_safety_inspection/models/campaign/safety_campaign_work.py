from odoo import api, fields, models
from odoo.exceptions import ValidationError

RUNNING = "[('campaign_id.state', '=', 'running'), ('kind_id.model', '=', '%s')]"


class SafetyInspection(models.Model):
    """An inspection made for a campaign names the task it is made for."""

    _name = "safety.inspection"
    _inherit = ["safety.inspection", "safety.of.campaign"]

    campaign_task_id = fields.Many2one(
        "safety.campaign.task",
        string="For the campaign task",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('campaign_id.state', '=', 'running')]",
        help="The task of a campaign that this inspection is part of. It proves the task where that asks for "
        "inspections; otherwise it is counted with it.",
    )
    campaign_id = fields.Many2one(
        related="campaign_task_id.campaign_id", store=True, index="btree_not_null", string="Campaign", readonly=True
    )

    @api.constrains("campaign_task_id", "enterprise_id")
    def _check_campaign_task(self):
        self.campaign_task_id._check_street(self)

    def _visit_vals(self, enterprise, duty_id):
        vals = super()._visit_vals(enterprise, duty_id)
        duty = self.env["safety.duty"].browse(int(duty_id or 0)).exists()
        task = duty and duty.has_access("read") and duty.rule_id.sudo().campaign_task_id
        return {**vals, "campaign_task_id": task.id} if task else vals


class SafetyHazard(models.Model):
    """A hazard found in a campaign: by an inspection made for it."""

    _inherit = "safety.hazard"

    campaign_id = fields.Many2one(
        related="inspection_id.campaign_id", store=True, index="btree_not_null", string="Campaign", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        hazards = super().create(vals_list)
        found = hazards.filtered(lambda hazard: hazard.campaign_id and hazard.source == "inspection")
        if found:
            found.write({"source": "campaign"})
        return hazards


class SafetyRecord(models.Model):
    """Work done for a campaign, and its returns."""

    _name = "safety.record"
    _inherit = ["safety.record", "safety.of.campaign"]

    campaign_id = fields.Many2one(
        "safety.campaign",
        compute="_compute_campaign_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('state', '=', 'running')]",
    )
    campaign_task_id = fields.Many2one(
        "safety.campaign.task",
        string="Task of the campaign",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain=RUNNING % "safety.record",
    )

    @api.depends("campaign_task_id")
    def _compute_campaign_id(self):
        for record in self:
            record.campaign_id = record.campaign_task_id.campaign_id or record.campaign_id

    @api.constrains("campaign_task_id", "campaign_id")
    def _check_campaign_task(self):
        self.campaign_task_id._check_street(self)
        for record in self.filtered("campaign_task_id"):
            if record.campaign_id != record.campaign_task_id.sudo().campaign_id:
                raise ValidationError(self.env._("The task of “%s” belongs to another campaign.", record.name))


class SafetyCampaignTask(models.Model):
    """Who may work for a task."""

    _inherit = "safety.campaign.task"

    def _check_street(self, records):
        """Raise ValidationError when one of ``records`` names a task of another street."""
        for record in records.filtered("campaign_task_id"):
            if record.campaign_task_id.sudo().company_id != record.company_id:
                raise ValidationError(self.env._("The task belongs to a campaign of another street."))
