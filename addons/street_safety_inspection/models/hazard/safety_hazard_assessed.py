from odoo import fields, models
from odoo.exceptions import UserError


class SafetyHazard(models.Model):
    """Where nobody knows how serious it is, the safety officer assesses it by the street's criteria (BF-2.1.3d)."""

    _inherit = "safety.hazard"

    criterion_ids = fields.Many2many(
        "safety.major.criterion", string="Criteria met", readonly=True, copy=False, help="What makes it major."
    )
    assessment = fields.Text(string="Reasons of the assessment", readonly=True, copy=False)
    assessed_by_id = fields.Many2one("res.users", string="Assessed by", readonly=True, copy=False)
    assessed_on = fields.Date(string="Assessed on", readonly=True, copy=False)

    def action_ask(self):
        """Hand a hazard of unknown severity to those who assess it."""
        return self._workflow_do("ask")

    def action_assess(self):
        """Open the assistant: which criteria are met, hence how serious it is."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assess the hazard"),
            "res_model": "safety.hazard.assess.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hazard_id": self.id},
        }

    def _check_undetermined(self):
        if known := self.filtered(lambda hazard: hazard.severity != "undetermined"):
            raise UserError(
                self.env._("How serious “%s” is has been said already. Choose “Not determined” first.", known[0].name)
            )

    def _check_assessor(self):
        self._check_post(self.company_id.safety_assessor_post_ids, self.env._("The assessment"))

    def _after_ask(self):
        """Tell those who assess, at the unit or above it, that something waits for them."""
        for company, hazards in self.sudo().grouped("company_id").items():
            hazards._tell_holders(
                company,
                company.safety_assessor_post_ids,
                lambda env, count: env._("%s hazards wait for your assessment", count),
            )

    def _assess_values(self):
        return {"assessed_by_id": self.env.uid, "assessed_on": self._safety_day()}

    def _assess(self, severity, criteria, reasons):
        """Say how serious the hazards are, by whom and why.

        :param severity: "general" or "major"
        :param criteria: the safety.major.criterion that are met
        :raises UserError: no reason, or the user may not assess here
        """
        if severity == "general" and not (reasons or "").strip():
            raise UserError(self.env._("Write why it is not major: no criterion applies because …"))
        if self.filtered(lambda hazard: hazard.state == "assessing"):
            self._workflow_do("assess")
        else:
            self._check_unordered()
            self._safety_check_level("act")
            self._check_assessor()
            self.sudo()._workflow_write(self._assess_values())
        self.sudo()._workflow_write(
            {"severity": severity, "criterion_ids": [(6, 0, criteria.ids)], "assessment": reasons}
        )
        unlisted = self.sudo().filtered(lambda hazard: hazard.asks_listing and not hazard.listing_authority)
        unlisted._workflow_write({"listing_authority": "street"})
        words = ", ".join(filter(None, [*criteria.mapped("name"), reasons]))
        self._note_act("hazard_assessment", self.env._("Assessment"), words)
        self._prepare_major()

    def _check_unordered(self):
        if ordered := self.filtered(lambda hazard: hazard.state != "reported"):
            raise UserError(
                self.env._("“%s” is being rectified already: how serious it is no longer changes.", ordered[0].name)
            )
