from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

# Another order or basis asks for nothing else.
ASKING = ("type_id", "enterprise_domain", "minimum", "company_id", "active")


class SafetyCertificateRequirement(models.Model):
    """Who must have how many certificates of a type: a condition over enterprises, by industry, headcount and the like.

    A regulation's figure stands here and nowhere else. Where several hold for one enterprise, the largest counts.
    """

    _name = "safety.certificate.requirement"
    _description = "Certificates that enterprises must have"
    _inherit = ["safety.condition"]
    _order = "sequence, id"
    _conditions = {"enterprise_domain": "safety.enterprise"}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "safety.certificate.type", string="Certificate", required=True, index=True, ondelete="cascade"
    )
    enterprise_domain = fields.Char(string="Which enterprises", required=True, default="[]")
    minimum = fields.Integer(string="At least", default=1, required=True, help="People with a valid certificate.")
    basis = fields.Char(help="The article or clause that says so.", translate=True)
    company_id = fields.Many2one("res.company", string="Street", help="Empty: for every street.")
    active = fields.Boolean(default=True)

    _minimum_positive = models.Constraint("CHECK(minimum > 0)", "At least one certificate is asked for.")

    @api.model_create_multi
    def create(self, vals_list):
        requirements = super().create(vals_list)
        self._asking_changed()
        return requirements

    def write(self, vals):
        before = self._asks()
        result = super().write(vals)
        if self._asks() != before:  # an update of the addon writes the same again
            self._asking_changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._asking_changed()
        return result

    def _asks(self):
        return [[self._fields[name].convert_to_write(one[name], one) for name in ASKING] for one in self]

    @api.model
    def _asking_changed(self):
        """Work out the figures of all streets again: seldom done, seconds for a hundred thousand enterprises."""
        self.env.registry.clear_cache()
        self.env["safety.certificate.coverage"]._refresh()

    @api.model
    @ormcache()
    def _looked_at(self):
        """Return {model: names of its fields} on which the figures of some enterprise hang."""
        looked_at = self.sudo().search(Domain.TRUE)._fields_looked_at("enterprise_domain")
        # Where an enterprise is, and whether it is on the roll at all.
        own = looked_at.get("safety.enterprise", frozenset())
        return {**looked_at, "safety.enterprise": own | {"unit_id", "company_id", "date_left", "merged_into_id"}}
