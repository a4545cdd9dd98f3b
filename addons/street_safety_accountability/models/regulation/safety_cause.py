from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class SafetyCause(models.AbstractModel):
    """Records as a cause, in the file of a regulation."""

    _inherit = "safety.cause"

    def _records_to_row(self):
        if not self.model_id:
            return {}
        row = {
            "model": self.model,
            "domain": self.domain,
            "date": self.date_field_id.name,
            "unit": self.unit_field_id.name,
        }
        return {"records": {**row, **({"lift": self.lift_type_id.code} if self.lift_type_id else {})}}

    @api.model
    def _records_from_row(self, row, mapping):
        """Return the values of the cause of ``row``; none where its records come with an addon not installed."""
        asked = row.get("records")
        if not asked or not self._can_look_at(asked):
            return {}
        field = self.env["ir.model.fields"].sudo()._get
        return {
            "model_id": self.env["ir.model"]._get_id(asked["model"]),
            "domain": asked.get("domain") or "[]",
            "date_field_id": field(asked["model"], asked["date"]).id,
            "unit_field_id": field(asked["model"], asked["unit"]).id,
            "lift_type_id": self._one_by_code("safety.unit.type", asked.get("lift"), mapping.get("unit_types")).id,
        }

    def _can_look_at(self, asked):
        model = self.env.get(asked["model"])
        if model is None or not {asked["date"], asked["unit"]} <= model._fields.keys():
            return False
        try:
            self.env["safety.duty.kind"]._parse_domain(asked.get("domain"), asked["model"], asked["model"])
        except ValidationError:
            return False
        return True

    @api.model
    def _one_by_code(self, model, code, ours=None):
        """Return the record of ``model`` with ``code``, ours for theirs; none when it is not there."""
        found = (ours or {}).get(code) if code else None
        return found or self.env[model].sudo().search([("code", "=", code)], limit=1) if code else self.env[model]

    def _posts_from_row(self, codes, mapping):
        posts = [self._one_by_code("safety.post", code, mapping.get("posts")) for code in codes or ()]
        return [Command.set([post.id for post in posts if post])]

    def _base_row(self):
        return {
            "code": self.code or self.clause_id.code or self.name,
            "clause": self.clause_id.code or None,
            "name": self.name,
            **self._records_to_row(),
        }

    def _base_from_row(self, row, regulation, mapping):
        clause = regulation.clause_ids.filtered(lambda one: one.code == row.get("clause"))
        return {
            "regulation_id": regulation.id,
            "code": row.get("code"),
            "name": row["name"],
            "clause_id": clause[:1].id,
            "date_from": regulation.date_from or regulation.company_id._safety_today(),
            **self._records_from_row(row, mapping),
        }
