from odoo import fields, models


class SafetyLetterRunWizard(models.TransientModel):
    """Make the responsibility letters of a year for everybody who has none yet."""

    _name = "safety.letter.run.wizard"
    _description = "Make responsibility letters"
    _inherit = ["safety.wizard"]

    kind_id = fields.Many2one(
        "safety.letter.kind",
        required=True,
        domain="[('company_id', '!=', False)]",
        default=lambda self: self.env["safety.letter.kind"].search([("company_id", "!=", False)], limit=1),
    )
    year = fields.Integer(required=True, default=lambda self: self.env.company._safety_today().year)
    unit_id = fields.Many2one(
        "safety.unit",
        string="In",
        required=True,
        default=lambda self: self.env.user._safety_default_unit(),
        help="This unit and all below it.",
    )

    _year_sane = models.Constraint("CHECK(year BETWEEN 1950 AND 2200)", "Write the year with four digits.")

    def action_run(self):
        """Make the letters and open them."""
        self.ensure_one()
        letters = self.env["safety.letter"]._generate(self.kind_id, self.year, self.unit_id)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_letter_action")
        return {**action, "domain": [("id", "in", letters.ids)], "context": {}, "target": "main"}
