from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache


class SafetySupervisionRule(models.Model):
    """A criterion that puts enterprises into a supervision class, or proposes it to a person (BF-3.1.1 ff.)."""

    _name = "safety.supervision.rule"
    _description = "Supervision rule"
    _inherit = ["safety.condition"]
    _order = "class_sequence, sequence, id"
    _conditions = {"domain": "safety.enterprise"}

    name = fields.Char(string="Criterion", required=True, translate=True)
    code = fields.Char(string="Number", help="Number of the criterion in the regulation.")
    class_id = fields.Many2one(
        "safety.supervision.class", string="Supervision class", required=True, index=True, ondelete="restrict"
    )
    class_sequence = fields.Integer(
        related="class_id.sequence", store=True, string="Order of the class", aggregator=None
    )
    sequence = fields.Integer(default=10)
    basis = fields.Text(help="What the regulation says, in own words.")
    domain = fields.Char(string="Which enterprises", default="[]", required=True)
    mode = fields.Selection(
        [("applies", "Applies by itself"), ("proposes", "Proposes to a person")],
        string="Effect",
        default="applies",
        required=True,
        help="A proposal is confirmed or declined on the enterprise; declined, it does not come back.",
    )
    enterprise_count = fields.Integer(string="Enterprises", compute="_compute_enterprise_count")
    company_id = fields.Many2one("res.company", string="Street", help="Empty: for every street.")
    active = fields.Boolean(default=True)

    _class_index = models.Index("(class_id)")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name}" if rule.code else rule.name

    def _compute_enterprise_count(self):
        domains = {rule.id: rule._domain_of_street() for rule in self._origin}
        counts = self._counts(self.env["safety.enterprise"], domains)
        for rule in self:
            rule.enterprise_count = counts.get(rule._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _domain_of_street(self):
        """Return the rule's Domain, within its street."""
        domain = self._condition("domain")
        return domain & Domain("company_id", "=", self.company_id.id) if self.company_id else domain

    @api.model
    def _of_companies(self, companies):
        """Return the active rules of the streets, the strictest class first."""
        rules = self.sudo().search([("company_id", "in", [False, *companies.ids]), ("class_id.active", "=", True)])
        return rules.sorted(lambda rule: (rule.class_id.sequence, rule.class_id.id, rule.sequence, rule.id))

    @ormcache()
    def _looked_at(self):
        """Return {model: names of its fields} at which some rule looks."""
        return self.sudo().search(Domain.TRUE)._fields_looked_at("domain")

    @api.model
    def _fields_used(self):
        """Return the names of the enterprise's fields at which some rule looks."""
        return self._looked_at().get("safety.enterprise", frozenset())

    @ormcache("company_id")
    def _fallback_id(self, company_id):
        """Return the id of the rule that takes every enterprise of the street anyway, or None."""
        rules = self._of_companies(self.env["res.company"].browse(company_id))
        return next((r.id for r in rules if r.mode == "applies" and r._condition("domain").is_true()), None)

    def action_open_enterprises(self):
        """Open the enterprises that meet the criterion."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {**action, "display_name": self.display_name, "domain": list(self._domain_of_street()), "context": {}}
