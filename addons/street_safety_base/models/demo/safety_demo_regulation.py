from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """The street's regulation: its clauses, and the duty rules that each addon adds to it."""

    _inherit = "safety.demo"

    def _build_regulation(self):
        content = self._content("regulation.json")
        clauses = content.pop("clauses")
        since = self._first_day().replace(month=1, day=1) - relativedelta(years=1)
        regulation = self.env["safety.regulation"].create(
            {**content, "unit_id": self._street().id, "date_issued": since, "date_from": since}
        )
        known = {}
        for sequence, (code, parent, reference, name, text, *posts) in enumerate(clauses, start=1):
            known[code] = self.env["safety.clause"].create(
                {
                    "regulation_id": regulation.id,
                    "parent_id": known[parent].id if parent else False,
                    "sequence": sequence,
                    "code": code,
                    "reference": reference,
                    "name": name,
                    "text": text,
                    "post_ids": [Command.set([self._post(post).id for post in posts])],
                }
            )
        self._add_rules("street_safety_base")
        regulation.action_adopt()

    def _add_rules(self, addon):
        """Add the duty rules of the addon's ``demo/duty_rules.json`` to the regulation."""
        clauses = self._regulation().clause_ids.grouped("code")
        rows = self._content("duty_rules.json", addon)
        self.env["safety.duty.rule"].create([self._rule_vals(row, clauses[row["code"]]) for row in rows])

    def _rule_vals(self, row, clause):
        posts = [self._post(code).id for code in row["posts"]]
        values = dict(row["values"])
        if "target_domain" in values:
            values["target_domain"] = values["target_domain"].format(**self._class_ids())
        if "cause_model" in values:
            values |= self._cause_vals(values.pop("cause_model"), values.pop("cause_date"))
        return {
            "code": row["code"],
            "name": row["name"],
            "sequence": clause.sequence,
            "regulation_id": clause.regulation_id.id,
            "clause_id": clause.id,
            "kind_id": self.env.ref(row["kind"]).id,
            "unit_type_id": self.env.ref(f"street_safety_base.unit_type_{row['unit_type']}").id,
            "post_ids": [Command.set(posts)],
            **values,
        }

    def _class_ids(self):
        """Return the ids of the supervision classes by the names used in the content files."""
        names = ("high_risk", "key", "general")
        return {name: self.env.ref(f"street_safety_base.safety_supervision_class_{name}").id for name in names}

    def _cause_vals(self, model, date_field):
        of_model = self.env["ir.model.fields"]._get
        return {
            "cause": "record",
            "cause_model_id": self.env["ir.model"]._get_id(model),
            "cause_date_field_id": of_model(model, date_field).id,
            "cause_unit_field_id": of_model(model, "unit_id").id,
        }
