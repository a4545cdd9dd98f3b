from odoo import fields, models


class SafetyInspection(models.Model):
    """An inspection that was drawn by lot knows its draw (ZF-T11.5)."""

    _inherit = "safety.inspection"

    draw_line_id = fields.Many2one(
        "safety.draw.line",
        string="Drawn by lot",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('enterprise_id', '=', enterprise_id)]",
        help="The draw that chose this enterprise and its inspectors.",
    )

    def _open_or_begin(self, enterprise, inspectors, **defaults):
        """Return the action that opens the one of these inspections that counts, or begins it.

        :param enterprise: safety.enterprise to inspect
        :param inspectors: res.users who inspect
        :param defaults: further values of a new one, by field name
        """
        made = self.filtered(lambda one: one.state != "void")[:1]
        action = {
            "type": "ir.actions.act_window",
            "res_model": "safety.inspection",
            "view_mode": "form",
            "res_id": made.id,
        }
        if made:
            return action
        values = {
            "enterprise_id": enterprise.id,
            "inspector_ids": inspectors.ids,
            **defaults,
        }
        return {**action, "context": {f"default_{name}": value for name, value in values.items()}}
