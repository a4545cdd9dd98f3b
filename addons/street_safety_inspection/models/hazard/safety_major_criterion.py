from odoo import api, fields, models


class SafetyMajorCriterion(models.Model):
    """One question of the major-hazard assistant: where it is answered with yes, the hazard is major.

    The shipped ones are in own words, with the standard and its edition; the office edits, adds and archives them.
    """

    _name = "safety.major.criterion"
    _description = "Criterion of a major hazard"
    _order = "sequence, id"

    name = fields.Char(string="Criterion", required=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    field_of = fields.Char(string="Field", required=True, help="What it is about: general, dust, fire …")
    industry_ids = fields.Many2many(
        "safety.industry", string="Industries", help="Asked there only. Empty: asked everywhere."
    )
    basis = fields.Char(string="Standard", help="Number and article of the standard it follows.")
    edition = fields.Char(help="Edition of the standard, e.g. its year.")
    date_from = fields.Date(string="In force from")
    date_to = fields.Date(string="In force until")
    company_id = fields.Many2one("res.company", string="Street", help="Empty: every street.")
    active = fields.Boolean(default=True)

    @api.depends("name", "field_of")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = f"{criterion.field_of} · {criterion.name}"

    @api.model
    def _asked_of(self, enterprise, day):
        """Return the criteria that are asked at ``enterprise`` on ``day``: its industry's and the general ones."""
        found = self.search(
            [
                ("company_id", "in", (enterprise.company_id.id, False)),
                "|", ("date_from", "=", False), ("date_from", "<=", day),
                "|", ("date_to", "=", False), ("date_to", ">=", day),
            ]
        )  # fmt: skip
        above = {int(part) for part in (enterprise.industry_id.parent_path or "").split("/") if part}
        return found.filtered(lambda one: not one.industry_ids or above & set(one.industry_ids.ids))
