from odoo import fields, models
from odoo.fields import Domain


class SafetyHazard(models.Model):
    """A hazard found for a task of a campaign."""

    _inherit = "safety.hazard"

    campaign_task_id = fields.Many2one(
        related="inspection_id.campaign_task_id",
        store=True,
        index="btree_not_null",
        string="Task of the campaign",
        readonly=True,
    )


class SafetyCampaignTask(models.Model):
    """What was inspected and found for a task of a campaign (ZF-T14.1 … ZF-T14.13)."""

    _inherit = "safety.campaign.task"

    inspection_count = fields.Integer(string="Inspections", compute="_compute_results")
    hazard_open_count = fields.Integer(string="Hazards open", compute="_compute_results")

    def _compute_results(self):
        """Two queries, whatever the number of tasks, under the reader's own rights."""
        done, found = self._results_domain("safety.inspection"), self._results_domain("safety.hazard")
        visits = dict(self.env["safety.inspection"]._read_group(done, ["campaign_task_id"], ["__count"]))
        hazards = dict(self.env["safety.hazard"]._read_group(found, ["campaign_task_id"], ["__count"]))
        for task in self:
            task.inspection_count = visits.get(task._origin, 0)
            task.hazard_open_count = hazards.get(task._origin, 0)

    def _results_domain(self, model):
        ours = Domain("campaign_task_id", "in", self._origin.ids)
        if model == "safety.inspection":
            return ours & Domain("state", "=", "done")
        return ours & Domain("state", "not in", ("void", "closed"))

    def action_open_inspections(self):
        """Open the inspections made for the task; a new one is made for it."""
        return self._open_results("safety_inspection_action", "safety.inspection")

    def action_open_hazards(self):
        """Open the hazards found for the task that are not closed."""
        return self._open_results("safety_hazard_action", "safety.hazard")

    def _open_results(self, xmlid, model):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"street_safety_inspection.{xmlid}")
        context = {"default_campaign_task_id": self.id} if model == "safety.inspection" else {}
        return {
            **action,
            "display_name": self.name,
            "domain": list(self._results_domain(model)),
            "context": context,
        }
