from odoo import fields, models


class SafetyDuty(models.Model):
    """A duty that a meeting proves leads to the meeting planned for it; its button says what comes next."""

    _inherit = "safety.duty"

    meeting_ids = fields.One2many("safety.meeting", "duty_id", string="Meetings planned", readonly=True)
    button_label = fields.Char(string="Button", related=None, compute="_compute_button_label")

    def _compute_button_label(self):
        """Say the next step. One query for the meetings of any number of duties."""
        labels = {
            "planned": self.env._("Open the meeting"),
            "held": self.env._("Write the minutes"),
        }
        steps = {}
        if owing := self.filtered(lambda duty: duty.kind_id.sudo().model == "safety.meeting"):
            for meeting in self.env["safety.meeting"].sudo().search_fetch([("duty_id", "in", owing.ids)], ["state"]):
                if meeting.state in labels:
                    steps[meeting.duty_id] = labels[meeting.state]
        for duty in self:
            duty.button_label = steps.get(duty) or duty.kind_id.button_label

    def _do_action(self, target=None, unit=None):
        """Open the meeting that waits for its next step; a new one, filled in, where none is planned."""
        action = super()._do_action(target, unit)
        if self.kind_id.sudo().model != "safety.meeting":
            return action
        meeting = self.env["safety.meeting"].search(
            [("duty_id", "=", self.id), ("state", "in", ("planned", "held"))], order="start", limit=1
        )
        if meeting:
            return {**action, "res_id": meeting.id}
        kind = self.rule_id.sudo().meeting_type_id
        context = {
            **action["context"],
            "default_type_id": kind.id,
            "default_name": f"{self.unit_id.name} {kind.name or ''}".strip(),
            "default_duty_id": self.id,
            "default_turn_unit_id": self.turn_unit_id.id,
        }
        return {**action, "context": context}
