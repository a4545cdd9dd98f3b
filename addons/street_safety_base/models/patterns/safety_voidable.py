from odoo import fields, models


class SafetyVoidable(models.AbstractModel):
    """A numbered document that can be voided: with a written reason, its number stays in the register as void.

    The concrete model declares the transition: ``"void": Transition((…), "void", "approve", after="_after_void")``.
    """

    _name = "safety.voidable"
    _description = "Document that can be voided"
    _inherit = ["safety.reasoned", "safety.numbered"]
    _reason_fields = {"void": "void_reason"}

    void_reason = fields.Char(string="Void because", readonly=True, copy=False)

    def action_void(self):
        """Ask for the reason, then void the document; its number stays in the register."""
        return self._open_reason("void", self.env._("Void"))

    def _after_void(self):
        for reason, records in self.grouped("void_reason").items():
            records._void_number(reason)

    def _workflow_protected(self):
        return super()._workflow_protected() | {"void_reason"}
