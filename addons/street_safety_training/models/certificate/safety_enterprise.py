from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyEnterprise(models.Model):
    """The certificates of an enterprise's people: how many it must have, how many hold, what is missing."""

    _inherit = "safety.enterprise"

    certificate_ids = fields.One2many(
        "safety.certificate", "enterprise_id", string="Certificates", domain=[("is_current", "=", True)]
    )
    certificate_required_count = fields.Integer(string="Certificates required", compute="_compute_certificates")
    certificate_held_count = fields.Integer(string="Certificates valid", compute="_compute_certificates")
    certificate_gap_count = fields.Integer(
        string="Certificates missing", compute="_compute_certificates", search="_search_certificate_gap_count"
    )

    @api.depends_context("uid", "safety_as_of")
    def _compute_certificates(self):
        """One grouped query for any number of enterprises."""
        groups = self.env["safety.certificate.coverage"]._read_group(
            [("enterprise_id", "in", self._origin.ids)],
            ["enterprise_id"],
            ["required_count:sum", "held_count:sum", "missing_count:sum"],
        )
        figures = {firm.id: rest for firm, *rest in groups}
        for firm in self:
            required, held, missing = figures.get(firm._origin.id, (0, 0, 0))
            firm.certificate_required_count = required
            firm.certificate_held_count = held
            firm.certificate_gap_count = missing

    @api.model
    def _search_certificate_gap_count(self, operator, value):
        """Search by whether anything is missing: ``= 0`` is covered, ``> 0`` is not."""
        query = self.env["safety.certificate.coverage"].sudo()._search([("missing_count", ">", 0)])
        gaps = Domain("id", "in", SQL("(%s)", query.select(SQL.identifier(query.table, "enterprise_id"))))
        if operator == "in" and set(value) == {0}:
            return ~gaps
        if operator == "not in" and set(value) == {0} or (operator, value) in ((">", 0), (">=", 1)):
            return gaps
        return NotImplemented

    # ---- the stored figures ------------------------------------------------------------------------------------------

    @api.model
    def _decides(self, names):
        looked_at = self.env["safety.certificate.requirement"]._looked_at().get(self._name, frozenset())
        return super()._decides(names) or not looked_at.isdisjoint(names)

    def _settle(self):
        """Settle as before; then what the enterprises must have, which may hang on the class."""
        result = super()._settle()
        self.env["safety.certificate.coverage"]._refresh(Domain("id", "in", self.ids))
        return result

    @api.model
    def _facts_changed(self, model, names):
        """Follow as before; then work out the figures where requirements look at what changed."""
        result = super()._facts_changed(model, names)
        if not self.env["safety.certificate.requirement"]._looked_at().get(model, frozenset()).isdisjoint(names):
            self.env["safety.certificate.coverage"]._refresh()
        return result

    @api.model
    def _classify_street(self, company):
        """Classify as before; then work out the figures of ``company``. Idempotent; every night."""
        result = super()._classify_street(company)
        self.env["safety.certificate.coverage"]._refresh(Domain("company_id", "=", company.id))
        return result

    def _merge_into(self, survivor):
        """Merge as before; the certificates go to the survivor."""
        result = super()._merge_into(survivor)
        certificates = self.env["safety.certificate"].sudo().with_context(active_test=False)
        merged = self - survivor._safety_current()
        certificates.search([("enterprise_id", "in", merged.ids)]).write(
            {"enterprise_id": survivor._safety_current().id}
        )
        return result

    def action_open_certificates(self):
        """Open the certificates of the enterprise's people, what is missing first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_certificate_action")
        context = {"default_enterprise_id": self.id, "search_default_group_type": 1}
        return {**action, "domain": [("enterprise_id", "=", self.id)], "context": context}

    def action_open_certificate_gaps(self):
        """Open what the enterprise must have and has not, type by type."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_training.safety_certificate_coverage_action"
        )
        return {**action, "domain": [("enterprise_id", "=", self.id)], "context": {}}
