from odoo import models


class SafetyFact(models.AbstractModel):
    """What an enterprise is described by and conditions look at: its kind, industry, unit, the levels of its papers.

    A change here changes what holds for enterprises that nobody wrote.
    """

    _name = "safety.fact"
    _description = "Facts that conditions look at"

    def write(self, vals):
        result = super().write(vals)
        self.env["safety.enterprise"]._facts_changed(self._name, vals.keys())
        return result
