from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

#: Types of work records by which a community reports who refuses, and who has not put right what was ordered.
REFUSAL, OVERDUE_LIST = "refusal_escalation", "overdue_list"


class SafetyHazard(models.Model):
    """Somebody refuses to rectify: one tap tells enforcement and police, with the time (BF-1.2.2a)."""

    _inherit = "safety.hazard"

    refused_at = fields.Datetime(string="Refusal reported at", readonly=True, copy=False, index="btree_not_null")
    can_report_refusal = fields.Boolean(compute="_compute_can_report_refusal")

    def _workflow_protected(self):
        return super()._workflow_protected() | {"refused_at"}

    @api.depends("state", "refused_at")
    def _compute_can_report_refusal(self):
        asked = self.env["safety.record.type"].sudo().search_count([("code", "=", REFUSAL)], limit=1)
        for hazard in self:
            hazard.can_report_refusal = (
                asked and hazard.state in ("reported", "rectifying") and not hazard.refused_at and hazard.id
            )

    def action_report_refusal(self):
        """Report that the enterprise refuses: the posts that the regulation names are told at once.

        :raises UserError: it is settled, or was reported already
        """
        self.check_access("read")
        self._safety_check_level("act")
        for hazard in self:
            if not hazard.can_report_refusal:
                raise UserError(self.env._("“%s” is settled, or its refusal was reported already.", hazard.name))
        records = self._note_act(REFUSAL, self.env._("Refuses to rectify"))
        self.sudo()._workflow_write({"refused_at": fields.Datetime.now()})
        told = records.told_ids.sudo().mapped("name")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if told else "warning",
                "message": self.env._("Told: %s", format_list(self.env, told))
                if told
                else self.env._("Nobody holds the posts that should be told. The report is kept."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class SafetyInspection(models.Model):
    """After a re-inspection that found things not put right, the list goes to everybody who enforces (XT-2.2e)."""

    _inherit = "safety.inspection"

    work_ids = fields.One2many("safety.record", "inspection_id", string="Work that followed", readonly=True)
    list_sent_at = fields.Datetime(string="List sent at", readonly=True, copy=False)
    can_send_list = fields.Boolean(compute="_compute_can_send_list")

    def _workflow_protected(self):
        return super()._workflow_protected() | {"list_sent_at"}

    @api.depends("state", "list_sent_at", "recheck_ids.result")
    def _compute_can_send_list(self):
        asked = self.env["safety.record.type"].sudo().search_count([("code", "=", OVERDUE_LIST)], limit=1)
        for inspection in self:
            wrong = "not_fixed" in inspection.recheck_ids.mapped("result")
            inspection.can_send_list = (
                asked and wrong and inspection.state == "done" and not inspection.list_sent_at and inspection.id
            )

    def action_send_list(self):
        """Send the list of what is not put right to the recipients that the regulation names.

        :raises UserError: everything was put right, or the list was sent already
        """
        self.check_access("read")
        self._safety_check_level("act")
        for inspection in self:
            if not inspection.can_send_list:
                raise UserError(self.env._("“%s”: nothing is left to send.", inspection.display_name))
            wrong = inspection.recheck_ids.filtered(lambda line: line.result == "not_fixed").hazard_id
            wrong[:1]._note_act(
                OVERDUE_LIST,
                self.env._("Not put right: %s", inspection.sudo().enterprise_id.name),
                "；".join(wrong.mapped("name")),
                inspection_id=inspection.id,
            )
        self.sudo()._workflow_write({"list_sent_at": fields.Datetime.now()})
        return True
