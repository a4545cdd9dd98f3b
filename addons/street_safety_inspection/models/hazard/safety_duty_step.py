from odoo import api, fields, models
from odoo.fields import Domain


class SafetyDutyStep(models.Model):
    """A step may remind the enterprise itself: so many days before or after the deadline, as the rule says."""

    _inherit = "safety.duty.step"

    propose = fields.Selection(
        selection_add=[("enterprise", "Remind the enterprise")], ondelete={"enterprise": "set default"}
    )


class SafetyDuty(models.Model):
    _inherit = "safety.duty"

    @api.model
    def _propose_enterprise(self, duties, step):
        """Remind the enterprises whose hazards or notices cause ``duties`` of what they still have to rectify."""
        hazards = self.env["safety.hazard"].sudo()
        caused = duties.grouped("cause_model")
        ids = [duty.cause_res_id for duty in caused.get(hazards._name, ())]
        notices = [duty.cause_res_id for duty in caused.get("safety.notice", ())]
        causes = Domain("id", "in", ids) | Domain("notice_line_ids.notice_id", "in", notices)
        owed = Domain("state", "=", "rectifying") | Domain("state", "=", "reported") & Domain(
            "source", "=", "self_check"
        )
        hazards.search(causes & owed)._remind_enterprises(step.message)


class SafetyHazard(models.Model):
    _inherit = "safety.hazard"

    reminded_on = fields.Date(
        string="Enterprise reminded on", readonly=True, copy=False, help="By mail where it has an address, else here."
    )

    def _workflow_protected(self):
        return super()._workflow_protected() | {"reminded_on"}

    def _remind_enterprises(self, message=""):
        """Remind the enterprise of each hazard once, in the street's language: by mail, and on its page.

        Statements grow with the enterprises that are told only.
        """
        for company, hazards in self.grouped("company_id").items():
            spoken = hazards.with_context(lang=company._safety_lang())
            for enterprise, theirs in spoken.grouped("enterprise_id").items():
                if enterprise.partner_id.email:
                    theirs._mail_reminder(enterprise, message)
            hazards._workflow_write({"reminded_on": company._safety_today()})

    def _mail_reminder(self, enterprise, message):
        self.env["mail.thread"].message_notify(
            partner_ids=enterprise.partner_id.ids,
            subject=self.env._("%s hazards wait for your rectification", len(self)),
            body=self.env["ir.qweb"]._render(
                "street_safety_inspection.enterprise_reminder",
                {
                    "enterprise": enterprise.name,
                    "message": message,
                    "rows": [{"name": one.name, "deadline": one.deadline} for one in self],
                    "url": enterprise._answer_url(),
                },
            ),
        )
