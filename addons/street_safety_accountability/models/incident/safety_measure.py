from odoo import api, fields, models
from odoo.fields import Command, Domain


class SafetyMeasure(models.Model):
    """A case about an accident: those responsible of every level, and which of their duties were missed before it.

    Clauses XY-3.8a (missed duties become facts of a case only when an accident results), GY-8.1.
    """

    _inherit = "safety.measure"

    incident_id = fields.Many2one(
        "safety.incident", string="Accident", index="btree_not_null", ondelete="restrict", tracking=True
    )
    chain_table = fields.Html(string="Persons of each level", compute="_compute_chain_table", sanitize=False)

    @api.depends("incident_id")
    def _compute_chain_table(self):
        for measure in self:
            incident = measure.sudo().incident_id
            measure.chain_table = incident._persons_responsible()._chain_table() if incident else False

    @api.model
    def _propose(self, company):
        """A proposal from an accident belongs to it, and a case names every level."""
        born = super()._propose(company)
        for measure in born.sudo().filtered(lambda one: one.evidence_model == "safety.incident"):
            incident = self.env["safety.incident"].sudo().browse(measure.evidence_ids[:1])
            values = {"incident_id": incident.id}
            if measure.kind_id.code == "case":
                people = measure.user_ids | incident._persons_responsible().user_id
                values["user_ids"] = [Command.set(people.ids)]
            measure.write(values)
        return born

    def action_pull_missed_duties(self):
        """Attach the missed duties of the units of the chain in the twelve months before the accident."""
        self.ensure_one()
        self._check_keeper()
        self._check_not_frozen()
        last = self.date
        unit = self.sudo().enterprise_id.unit_id or self.unit_id
        above = [int(part) for part in unit.parent_path.split("/") if part]
        duties = (
            self.env["safety.duty"]
            .sudo()
            .search(
                Domain("unit_id", "in", above)
                & Domain("state", "=", "missed")
                & Domain("due_date", "<=", last)
                & Domain("due_date", ">", fields.Date.subtract(last, years=1))
            )
        )
        self.sudo()._workflow_write({"evidence_model": "safety.duty", "evidence_ids": duties.ids})
        return True
