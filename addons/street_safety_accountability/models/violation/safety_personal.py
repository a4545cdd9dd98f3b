from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyPersonal(models.AbstractModel):
    """What is about a person: seen by that person, wherever they sit now, and by those who decide in its unit.

    A colleague of the same unit who only works there does not read what another one paid. A concrete model names the
    field that leads to the people in ``_personal_field`` and has one read rule, ``[('is_visible', '=', True)]``.
    """

    _name = "safety.personal"
    _description = "About a person"
    _personal_field = "user_id"

    is_party = fields.Boolean(string="I am concerned", compute="_compute_is_party")
    is_visible = fields.Boolean(compute="_compute_is_visible", search="_search_is_visible")

    @api.depends(lambda self: [self._personal_field] if self._personal_field in self._fields else [])
    @api.depends_context("uid")
    def _compute_is_party(self):
        for record in self:
            record.is_party = self.env.user in record[self._personal_field]

    @api.depends_context("uid")
    def _compute_is_visible(self):
        seen = self.sudo().search(Domain("id", "in", self.ids) & self._visible_domain()) if self.ids else self
        for record in self:
            record.is_visible = record.id in seen._ids

    def _search_is_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._visible_domain()
        return domain if True in value else ~domain

    @api.model
    def _visible_domain(self):
        """Return the Domain of what the user may read: a union, because an OR of two subselects is slow."""
        model = self.sudo().with_context(active_test=False)
        queries = [model._search(domain).subselect() for domain in self._visible_domains()]
        return Domain("id", "in", SQL("(%s)", SQL(" UNION ").join(queries)))

    @api.model
    def _visible_domains(self):
        """Return the Domains whose records the user may read; an addon or model appends its own."""
        return [
            Domain(self._personal_field, "in", self.env.user.ids),
            Domain("unit_id", "child_of", self.env.user.safety_approve_unit_ids.ids),
        ]

    def _safety_check_level(self, level):
        """Whoever it is about may speak for themselves, also when they hold no seat there any more."""
        others = self.filtered(lambda record: not record.is_party) if level == "read" else self
        return super(SafetyPersonal, others)._safety_check_level(level)
