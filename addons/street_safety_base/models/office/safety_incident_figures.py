from odoo import models

FIGURES = ("deaths", "missing", "serious_injuries", "minor_injuries", "direct_loss")


class SafetyIncident(models.Model):
    """The figures of a reported incident change for days: each change is logged, and the grade follows."""

    _inherit = "safety.incident"

    def write(self, vals):
        followed = (
            self.filtered(lambda incident: incident.state == "reported") if vals.keys() & set(FIGURES) else self[:0]
        )
        before = {incident.id: incident._figures() for incident in followed}
        result = super().write(vals)
        lines = []
        for incident in followed:
            if changes := incident._figure_changes(before[incident.id]):
                lines.append({"incident_id": incident.id, "kind": "figures", "note": "\n".join(changes)})
        logs = self.env["safety.incident.log"].create(lines)
        self.env["safety.duty"]._prove(logs)
        return result

    def _figures(self):
        """Return {label: figure}, the grade last."""
        figures = {self._fields[name]._description_string(self.env): self[name] for name in FIGURES}
        return {**figures, self._fields["grade_id"]._description_string(self.env): self.grade_id.name}

    def _figure_changes(self, before):
        return [
            self.env._("%(what)s: %(old)s → %(new)s", what=label, old=before[label], new=now)
            for label, now in self._figures().items()
            if before[label] != now
        ]
