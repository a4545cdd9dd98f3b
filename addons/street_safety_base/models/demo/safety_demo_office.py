from datetime import time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command


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
        """Some papers of the register: one being read, one on its way to enterprises, one answer late, one filed."""
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
                    "receiver": (enterprise.principal_name or "门卫") if number % 2 else False,
                }
                for number, enterprise in enumerate(enterprises)
            ]
        )
        deliveries.filtered("receiver").action_deliver()

    def _build_meetings(self):
        """Last month's meeting of each community with its resolutions, and the next one planned."""
        kind = self.env.ref("street_safety_base.meeting_type_community_monthly")
        content, today = self._content("meetings.json"), self._today()
        for number, unit in enumerate(self._units("community")):
            past = today - timedelta(days=24 + number)
            coming = today + timedelta(days=6 + number)
            held, _planned = (self._plan_meeting(kind, unit, day) for day in (past, coming))
            held.item_ids = [(0, 0, {"name": name, "conclusion": text}) for name, text in content["items"]]
            guests = held.attendee_ids
            (guests[:-1] or guests)._workflow_write({"state": "present", "signed_in_at": held.start})
            held._workflow_do("hold")
            held._workflow_do("minute")
            self._resolve(held, content["resolutions"])

    def _build_consultations(self):
        """From this week on the office consults with one work point in turn: planned by the duty, as a night does."""
        today, company = self._today(), self._company()
        clause = self._regulation().clause_ids.filtered(lambda clause: clause.code == "SF-1.5")
        rule = self.env["safety.duty.rule"].create(
            {
                "code": clause.code,
                "name": clause.name,
                "sequence": clause.sequence,
                "regulation_id": clause.regulation_id.id,
                "clause_id": clause.id,
                "kind_id": self.env.ref("street_safety_base.duty_kind_meeting_held").id,
                "evidence_domain": "[('type_id.code', '=', 'consultation_weekly')]",
                "unit_type_id": self._street().type_id.id,
                "post_ids": [Command.set(self._post("safety_committee_office").ids)],
                "period_unit": "week",
                "rotation_type_id": self.env.ref("street_safety_base.unit_type_work_point").id,
                "date_from": today - timedelta(days=today.weekday()),
            }
        )
        duties = self.env["safety.duty"]
        duties._generate(company, *duties._horizon(company))
        duties._open_due(company, rule)
        self.env["safety.meeting"]._plan(company)

    def _plan_meeting(self, kind, unit, day):
        meeting = self.env["safety.meeting"].create(
            {
                "name": f"{unit.name}{day.month}月安全生产例会",
                "type_id": kind.id,
                "unit_id": unit.id,
                "start": self._company()._safety_instant(day, time(9, 0)),
                "place": f"{unit.name}会议室",
            }
        )
        meeting.action_invite()
        meeting.chair_id = meeting.recorder_id = meeting._proposed_chair()
        return meeting

    def _resolve(self, meeting, rows):
        """Give each resolution to a grid of the community; the done ones wait for the next meeting."""
        grids = meeting.unit_id.child_ids
        resolutions = self.env["safety.resolution"].create(
            [
                {
                    "name": row["name"],
                    "meeting_id": meeting.id,
                    "unit_id": grids[number % len(grids)].id,
                    "due": self._company()._safety_date(meeting.start) + timedelta(days=row["days"]),
                    "report": row["done"],
                }
                for number, row in enumerate(rows)
            ]
        )
        resolutions.filtered("report")._workflow_do("done")

    def _build_packages(self):
        """The packages of the last months: received, one handed in, one still a draft."""
        kind = self.env.ref("street_safety_base.package_kind_monthly_close")
        first = self._today().replace(day=1)
        packages = self.env["safety.package"].create(
            [
                {"kind_id": kind.id, "unit_id": unit.id, "period_start": first - relativedelta(months=back)}
                for unit in self._units("work_point")
                for back in (3, 2)
            ]
        )
        rows = [
            {
                "id": package.id,
                "state": "received",
                "hash": package._signed_values()["hash"],
                "submitted_on": package.due - timedelta(days=1),
                "received_on": package.due,
                "frozen_at": self._company()._safety_instant(package.due, time(9, 0)),
            }
            for package in packages
        ]
        self._rewrite("safety.package", rows)
        self.env["safety.package"]._generate(self._company())
