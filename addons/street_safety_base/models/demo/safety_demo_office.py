from datetime import time, timedelta

from odoo import models


class SafetyDemo(models.AbstractModel):
    _inherit = "safety.demo"

    def _build_incidents(self):
        """One closed accident of the history and a fresh one whose figures are still followed."""
        today = self._today()
        for row in self._content("incidents.json"):
            happened = self._company()._safety_instant(today - timedelta(days=row["days_ago"]), time(*row["at"]))
            unit = self._unit(row["unit"])
            holder = self.env["safety.appointment"]._holders(
                self.env["safety.post"].search([("code", "=", row["steps"][0]["post"])]), unit, today
            )
            incident = self.env["safety.incident"].create(
                {
                    "name": row["name"],
                    "unit_id": unit.id,
                    "place": row["place"],
                    "type_id": self.env.ref(f"street_safety_base.incident_type_2025_{row['type']:02d}").id,
                    "occurred_at": happened,
                    "serious_injuries": row["serious"],
                    "minor_injuries": row["minor"],
                    "direct_loss": row["loss"],
                    "description": row["description"],
                    "preliminary_cause": row["cause"],
                    "investigation_result": row["result"],
                    "log_ids": [
                        (
                            0,
                            0,
                            {
                                "kind": step["kind"],
                                "at": happened + timedelta(minutes=step["after"]),
                                "user_id": holder[:1].id,
                                "recipient": step.get("recipient"),
                                "note": step["note"],
                            },
                        )
                        for step in row["steps"]
                    ],
                }
            )
            incident.with_context(tracking_disable=True)._workflow_do("report")
            if row["result"]:
                incident._workflow_do("close")
