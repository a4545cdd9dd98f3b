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

    def _build_documents(self):
        """Some papers of the register: one still being read, one on its way to enterprises, one answer late, one filed."""
        today = self._today()
        for row in self._content("documents.json"):
            day = today - timedelta(days=row["days_ago"])
            document = self.env["safety.document"].create(
                {
                    "name": row["name"],
                    "direction": row["direction"],
                    "category_id": self.env.ref(f"street_safety_base.document_category_{row['category']}").id,
                    "correspondent": row["correspondent"],
                    "reference": row["reference"],
                    "unit_id": self._street().id,
                    "date": day,
                    "document_date": day,
                    "is_urgent": row["urgent"],
                    "answer_due": row["answer_in"] and day + timedelta(days=row["answer_in"]),
                }
            )
            document._workflow_do("register")
            lines = self.env["safety.document.circulation"].create(
                [
                    {"document_id": document.id, "unit_id": self._unit(code).id, "purpose": row["purpose"]}
                    for code in row["circulate"]
                ]
            )
            read = lines.filtered(lambda line, row=row: line.unit_id.code in row["read"])
            read.action_read()
            if row["deliver"]:
                self._deliver(document, self._unit(row["deliver"]))
            if row["file"]:
                document._workflow_do("file")

    def _deliver(self, document, unit):
        """Put some enterprises of ``unit`` on the document's list; every other one has it already."""
        enterprises = self.env["safety.enterprise"].search([("unit_id", "child_of", unit.id)], limit=12)
        deliveries = self.env["safety.document.delivery"].create(
            [
                {
                    "document_id": document.id,
                    "enterprise_id": enterprise.id,
                    "receiver": number % 2 and (enterprise.principal_name or "门卫"),
                }
                for number, enterprise in enumerate(enterprises)
            ]
        )
        deliveries.filtered("receiver").action_deliver()
