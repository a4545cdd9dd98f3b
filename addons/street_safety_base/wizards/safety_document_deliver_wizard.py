from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SafetyDocumentDeliverWizard(models.TransientModel):
    """Choose the enterprises a document is delivered to: all of some units, of some kinds or classes."""

    _name = "safety.document.deliver.wizard"
    _description = "Deliver to enterprises"
    _inherit = ["safety.wizard"]

    document_id = fields.Many2one("safety.document", required=True, readonly=True)
    unit_ids = fields.Many2many("safety.unit", string="Units", required=True)
    kind_ids = fields.Many2many("safety.enterprise.kind", string="Kinds", help="Empty: all.")
    class_ids = fields.Many2many("safety.supervision.class", string="Classes", help="Empty: all.")
    count = fields.Integer(string="Enterprises", compute="_compute_count")

    @api.depends("unit_ids", "kind_ids", "class_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = self.env["safety.enterprise"].search_count(wizard._domain())

    def _domain(self):
        domain = Domain("unit_id", "child_of", self.unit_ids.ids)
        if self.kind_ids:
            domain &= Domain("kind_id", "in", self.kind_ids.ids)
        if self.class_ids:
            domain &= Domain("class_id", "in", self.class_ids.ids)
        return domain

    def action_confirm(self):
        """Put the enterprises that are not there yet on the document's list."""
        self.ensure_one()
        document = self.document_id
        document.check_access("write")
        document._safety_check_level("act")
        wanted = self.env["safety.enterprise"].search(self._domain()) - document.delivery_ids.enterprise_id
        if not wanted:
            raise UserError(self.env._("There is no enterprise to add: choose other units, kinds or classes."))
        self.env["safety.document.delivery"].create(
            [{"document_id": document.id, "enterprise_id": enterprise.id} for enterprise in wanted]
        )
        return document.action_open_deliveries()
