from odoo import fields, models


class SafetyDutyRule(models.Model):
    """A rule of a campaign's plan knows its campaign and, unless it asks for returns, its task."""

    _inherit = "safety.duty.rule"

    campaign_id = fields.Many2one(
        "safety.campaign", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    campaign_task_id = fields.Many2one(
        "safety.campaign.task",
        string="Task of the campaign",
        readonly=True,
        copy=True,
        index="btree_not_null",
        ondelete="restrict",
    )


class SafetyDutyLaunch(models.Model):
    """A launch that a campaign made."""

    _inherit = "safety.duty.launch"

    campaign_id = fields.Many2one(
        "safety.campaign", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )


class SafetyDuty(models.Model):
    """What is done for a campaign names it: the next step of its duties fills that in."""

    _inherit = "safety.duty"

    def _do_action(self, target=None, unit=None):
        action = super()._do_action(target, unit)
        campaign, task = self.rule_id.sudo().campaign_id, self.rule_id.sudo().campaign_task_id
        if not campaign or "context" not in action or not isinstance(action["context"], dict):
            return action
        context = {**action["context"], "default_campaign_id": campaign.id, "default_campaign_task_id": task.id}
        if not task and self.state == "open":
            context["default_date"] = self._return_day()
        if task and self.kind_id.sudo().model == "safety.record":
            context["default_name"] = task.name
        return {**action, "context": context}

    def _return_day(self):
        """Return the day a return is about: today, or the last day of its period once that is over."""
        return min(self.company_id._safety_today(), self.window_end)
