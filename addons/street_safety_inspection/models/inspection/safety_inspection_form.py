from odoo import models


class SafetyInspection(models.Model):
    """The form of an inspection: numbered when it is finished, printed at once (XT-2.1d)."""

    _name = "safety.inspection"
    _inherit = ["safety.inspection", "safety.numbered"]
    _number_code = "safety.inspection"

    def _after_done(self):
        result = super()._after_done()
        # Last in the transaction, like every number.
        self.filtered(lambda inspection: inspection._needs_form())._issue_number()
        return result

    def action_print_form(self):
        """Print the form of the inspection."""
        self.check_access("read")
        return self.env.ref("street_safety_inspection.report_inspection").report_action(self)

    def _form_signatures(self):
        """Return what the form prints of the signatures: inspectors first, then the enterprise, then the witness."""
        self.ensure_one()
        order = ("done", "inspector", "representative", "witness")
        labels = dict(
            zip(
                order,
                (
                    self.env._("Inspector"),
                    self.env._("Inspector"),
                    self.env._("Representative"),
                    self.env._("Witness"),
                ),
                strict=True,
            )
        )
        signatures = self.signature_ids.sudo().filtered(lambda one: one.purpose in order)
        return [(labels[one.purpose], one) for one in signatures.sorted(lambda one: order.index(one.purpose))]
