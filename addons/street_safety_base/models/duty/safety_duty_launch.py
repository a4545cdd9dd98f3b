from odoo import fields, models
from odoo.exceptions import UserError

from ..patterns.safety_workflow import Transition


class SafetyDutyLaunch(models.Model):
    """Somebody launches rules by hand: an accident, a disaster, a campaign. One duty per rule, unit and seat."""

    _name = "safety.duty.launch"
    _description = "Launch of duties"
    _inherit = ["safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "started_at desc, id desc"

    _workflow = {
        "launch": Transition(("draft",), "launched", "approve", guard="_check_launch", after="_after_launch"),
        "call_off": Transition(("launched",), "called_off", "approve", after="_after_call_off"),
    }
    _workflow_frozen = ("launched", "called_off")

    name = fields.Char(string="Occasion", required=True, tracking=True)
    reason = fields.Text(required=True)
    rule_ids = fields.Many2many(
        "safety.duty.rule",
        string="Rules",
        required=True,
        domain="[('cause', '=', 'launched'), ('regulation_state', '=', 'in_force'), ('company_id', '=', company_id)]",
    )
    unit_id = fields.Many2one(string="Where", help="Units of the rules' types here and below owe it.")
    started_at = fields.Datetime(
        string="Since", required=True, default=fields.Datetime.now, help="The clock of the duties starts here."
    )
    hours = fields.Integer(help="Due so many hours later. 0: as each rule says.")
    duty_count = fields.Integer(string="Duties", compute="_compute_duty_count")
    state = fields.Selection(
        [("draft", "Draft"), ("launched", "Launched"), ("called_off", "Called off")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _hours_positive = models.Constraint("CHECK(hours >= 0)", "The hours cannot be negative.")

    def _compute_duty_count(self):
        domain = [("cause_model", "=", self._name), ("cause_res_id", "in", self.ids)]
        counts = dict(self.env["safety.duty"]._read_group(domain, ["cause_res_id"], ["__count"]))
        for launch in self:
            launch.duty_count = counts.get(launch.id, 0)

    def _check_launch(self):
        for launch in self:
            wrong = launch.rule_ids.filtered(
                lambda rule: rule.cause != "launched" or rule.regulation_state != "in_force"
            )
            if wrong:
                raise UserError(self.env._("“%s” is no rule in force that is launched by hand.", wrong[0].name))

    def _after_launch(self):
        for launch in self:
            self.env["safety.duty"].sudo()._generate_launched(launch)

    def _after_call_off(self):
        for launch in self:
            self.env["safety.duty"].sudo()._call_off(launch)

    def action_launch(self):
        """Launch: the duties exist and are open at once. Needs a seat that approves for the unit."""
        return self._workflow_do("launch")

    def action_call_off(self):
        """Call off: what is still open is waived."""
        return self._workflow_do("call_off")

    def action_open_duties(self):
        """Open the duties of the launch."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_duty_action")
        domain = [("cause_model", "=", self._name), ("cause_res_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}
