from odoo import api, fields, models


class SafetyChecklist(models.Model):
    """What is looked at in one kind of place. Content, not interface: a street rewrites it as it likes."""

    _name = "safety.checklist"
    _description = "Checklist"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    enterprise_kind_ids = fields.Many2many(
        "safety.enterprise.kind",
        string="Proposed for",
        help="Kinds of enterprises this checklist is proposed for. Empty: for all the others.",
    )
    item_ids = fields.One2many("safety.checklist.item", "checklist_id", string="Items", copy=True)
    item_count = fields.Integer(string="Number of items", compute="_compute_item_count")
    note = fields.Text(string="Hint to the inspector")
    company_id = fields.Many2one("res.company", string="Street", help="Empty: offered to every street.")
    active = fields.Boolean(default=True)

    @api.depends("item_ids")
    def _compute_item_count(self):
        counts = dict(
            self.env["safety.checklist.item"]._read_group(
                [("checklist_id", "in", self.ids)], ["checklist_id"], ["__count"]
            )
        )
        for checklist in self:
            checklist.item_count = counts.get(checklist._origin, 0)

    def copy_data(self, default=None):
        values = super().copy_data(default)
        if "name" in (default or {}):
            return values
        return [dict(vals, name=self.env._("%s (copy)", vals["name"])) for vals in values]

    @api.model
    def _proposed_for(self, enterprise):
        """Return the checklist proposed for ``enterprise``: that of its class, one of its kind, else a general one."""
        if of_class := enterprise.class_id.checklist_id.filtered("active"):
            return of_class
        offered = self.search([("company_id", "in", (enterprise.company_id.id, False))])
        of_kind = offered.filtered(lambda checklist: enterprise.kind_id in checklist.enterprise_kind_ids)
        return of_kind[:1] or offered.filtered(lambda checklist: not checklist.enterprise_kind_ids)[:1]
