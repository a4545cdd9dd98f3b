from odoo import api, fields, models


class SafetySimulation(models.TransientModel):
    """What rules would make or would have missed, before anybody is bound by them. Writes nothing but its own lines."""

    _name = "safety.simulation"
    _description = "Simulation of duty rules"

    mode = fields.Selection([("load", "Load"), ("back_test", "Back-test")], required=True, default="load")
    company_id = fields.Many2one("res.company", string="Street", required=True)
    rule_ids = fields.Many2many("safety.duty.rule", string="Duty rules")
    line_ids = fields.One2many("safety.simulation.line", "simulation_id", string="Result")
    problems = fields.Text(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        simulations = super().create(vals_list)
        for simulation in simulations:
            simulation.rule_ids.check_access("write")
            simulation._compute_lines()
        return simulations

    def _compute_lines(self):
        duties = self.env["safety.duty"].sudo()
        rows, problems = duties._try_out(self.company_id, self.rule_ids.sudo(), self.mode)
        names = ("rule_id", "post_id", "month", "duties", "met", "late", "missed", "seats")
        self.env["safety.simulation.line"].create(
            [{"simulation_id": self.id, **dict(zip(names, row, strict=True))} for row in rows]
        )
        self.problems = "\n".join(problems) or False

    def _show(self):
        xmlid = "safety_simulation_line_action" if self.mode == "load" else "safety_simulation_line_action_back_test"
        action = self.env["ir.actions.act_window"]._for_xml_id(f"street_safety_base.{xmlid}")
        action = {**action, "domain": [("simulation_id", "=", self.id)], "target": "current"}
        return self._with_problems(action) if self.problems else action

    def _with_problems(self, action):
        """Return ``action`` with a notice that names the rules that could not be worked out."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("These rules could not be worked out"),
                "message": self.problems,
                "next": action,
            },
        }
