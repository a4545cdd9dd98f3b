from odoo import api, models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """The part of accountability: what the missed duties led to, and the appraisals of two years."""

    _inherit = "safety.demo"

    @api.model
    def _build_accountability(self):
        """Add penalty rules, violations and appraisals to the street. Does nothing twice."""
        demo = self._prepared()
        demo._build_training()
        if demo._penalty_rules():
            return
        demo._learn("street_safety_accountability")
        content = demo._content("accountability.json", "street_safety_accountability")
        demo._build_penalty_rules(content["penalty_rules"])
        demo._finish()
        demo._decide_violations(content)
        demo._decide_today(content)
        demo._build_appraisals(content)
        demo._build_letters(content["letters"])
        demo._build_measures(content)

    def _penalty_rules(self):
        return self.env["safety.penalty.rule"].search([("regulation_id", "=", self._regulation().id)])

    def _build_penalty_rules(self, rows):
        regulation = self._regulation()
        clauses = regulation.clause_ids.grouped("code")
        self.env["safety.penalty.rule"].create(
            [
                {
                    "name": row["name"],
                    "sequence": sequence,
                    "regulation_id": regulation.id,
                    "clause_id": clauses[row["clause"]].id,
                    "duty_rule_ids": [Command.link(self._rule(code).id) for code in row["duties"]],
                    "post_ids": [Command.link(self._post(code).id) for code in row["payers"]],
                    "date_from": self._first_day(),
                    **self._penalty_values(row["values"]),
                }
                for sequence, row in enumerate(rows, start=1)
            ]
        )

    def _penalty_values(self, values):
        """Return the figures of a penalty rule, the measure by its code."""
        kind = self.env["safety.measure.kind"].search([("code", "=", values.get("measure"))])
        return {**{key: value for key, value in values.items() if key != "measure"}, "measure_kind_id": kind.id}
