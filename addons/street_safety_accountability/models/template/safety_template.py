from odoo import fields, models


class SafetyTemplate(models.AbstractModel):
    """What a street copies from a template: one without a street is offered to all, a copy belongs to the copier's."""

    _name = "safety.template"
    _description = "Template that streets take over"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Street",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: a template that every street may copy.",
    )

    def copy_data(self, default=None):
        """A copy belongs to the street of the user: this is how a template is taken over."""
        values = super().copy_data(default)
        for vals in values:
            vals["company_id"] = (default or {}).get("company_id", self.env.company.id)
            if "name" not in (default or {}):
                vals["name"] = self.env._("%s (copy)", vals["name"])
        return values

    def action_take_over(self):
        """Copy a template for the own street, and open the copy."""
        self.ensure_one()
        own = self.copy({"name": self.name})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": own.id, "view_mode": "form"}
