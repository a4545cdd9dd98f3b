from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .safety_measure import DISCIPLINE, OFFICE, STANDING


class SafetyMeasure(models.Model):
    """Who reads and keeps a measure: the persons and their heads, the office, the discipline commission what is its."""

    _inherit = "safety.measure"

    @api.depends("kind_id", "is_party")
    @api.depends_context("uid")
    def _compute_can(self):
        """For the form; the steps check for themselves."""
        has = {"office": self.env.user.has_group(OFFICE), "discipline": self.env.user.has_group(DISCIPLINE)}
        for measure in self:
            measure.can_issue = bool(has.get(measure.kind_id.issuer)) and not measure.is_party
            measure.can_close = bool(has.get(measure.kind_id.closer)) and not measure.is_party

    @api.model
    def _visible_domains(self):
        """The discipline commission reads what it issues or concludes."""
        domains = super()._visible_domains()
        if self.env.user.has_group(DISCIPLINE):
            theirs = Domain("kind_id.issuer", "=", "discipline") | Domain("kind_id.closer", "=", "discipline")
            given = Domain("kind_id.issuer", "=", "discipline") | Domain("state", "in", STANDING)
            served = Domain("unit_id", "child_of", self.env.user.safety_read_unit_ids.ids)
            domains.append(theirs & given & served)
        return domains

    @api.depends_context("uid")
    def _compute_is_kept(self):
        kept = self.search(Domain("id", "in", self.ids) & Domain("is_kept", "=", True)) if self.ids else self
        for measure in self:
            measure.is_kept = measure in kept

    def _search_is_kept(self, operator, value):
        """What the user may change: where a seat acts, and for the discipline commission what it issues."""
        if operator != "in" or True not in value:
            return NotImplemented
        user, model = self.env.user, self.sudo()
        domains = [Domain("unit_id", "child_of", user.safety_act_unit_ids.ids)]
        if user.has_group(DISCIPLINE):
            served = Domain("unit_id", "child_of", user.safety_read_unit_ids.ids)
            domains.append(served & Domain("kind_id.issuer", "=", "discipline"))
        queries = [model._search(domain).subselect() for domain in domains]
        return Domain("id", "in", SQL("(%s)", SQL(" UNION ").join(queries)))

    @api.model_create_multi
    def create(self, vals_list):
        measures = super().create(vals_list)
        measures._check_keeper()
        return measures

    def write(self, vals):
        if not self._frozen_writable.issuperset(vals):
            self._check_keeper()
        return super().write(vals)

    def _check_keeper(self):
        """A proposal is kept by those who may issue it, never by those it is about."""
        if self.env.su:
            return
        for measure in self:
            measure._check_desk(measure.kind_id.issuer)

    def _check_desk(self, desk):
        """Raise AccessError unless the user sits at ``desk`` (office | discipline) with this unit in reach."""
        if desk == "discipline":
            if not self.env.user.has_group(DISCIPLINE):
                raise AccessError(self.env._("This is for the discipline commission."))
            self.env["safety.access"]._check(self.sudo().unit_id, "read")
            return
        if not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("This is for the safety committee office."))
        self.env["safety.access"]._check(self.sudo().unit_id, "approve")
