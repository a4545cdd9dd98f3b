from odoo import api, fields, models
from odoo.fields import Domain

from .safety_credit_entry import LISTED


class SafetyEnterprise(models.Model):
    """Who is on a credit list is marked wherever the enterprise stands (ZF-T12.2a)."""

    _inherit = "safety.enterprise"

    credit_entry_ids = fields.One2many("safety.credit.entry", "enterprise_id", string="Credit lists")
    credit_status = fields.Selection(
        [("attention", "On the attention list"), ("blacklist", "On the blacklist")],
        string="Credit",
        compute="_compute_credit_status",
        search="_search_credit_status",
    )

    @api.depends("credit_entry_ids.state")
    def _compute_credit_status(self):
        """One grouped query for any number of enterprises; the blacklist outweighs the attention list."""
        rows = self.env["safety.credit.entry"].sudo()._read_group(
            [("enterprise_id", "in", self._origin.ids), ("state", "in", LISTED)], ["enterprise_id", "list_type"]
        )  # fmt: skip
        found = {}
        for enterprise, kind in rows:
            found[enterprise.id] = "blacklist" if "blacklist" in (kind, found.get(enterprise.id)) else kind
        for enterprise in self:
            enterprise.credit_status = found.get(enterprise._origin.id, False)

    def _search_credit_status(self, operator, value):
        if operator != "in":
            return NotImplemented

        def on(kind):
            return Domain("credit_entry_ids", "any", [("state", "in", LISTED), ("list_type", "=", kind)])

        states = {
            "blacklist": on("blacklist"),
            "attention": on("attention") & ~on("blacklist"),
            False: ~(on("blacklist") | on("attention")),
        }
        return Domain.OR(states[state] for state in value if state in states)

    def action_credit(self):
        """Open the entries of this enterprise, or begin one."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_credit_entry_action")
        return {
            **action,
            "domain": [("enterprise_id", "=", self.id)],
            "context": {"default_enterprise_id": self.id},
        }


class SafetyInspection(models.Model):
    _inherit = "safety.inspection"

    credit_status = fields.Selection(related="enterprise_id.credit_status", string="Credit")


class SafetyHazard(models.Model):
    _inherit = "safety.hazard"

    credit_status = fields.Selection(related="enterprise_id.credit_status", string="Credit")
