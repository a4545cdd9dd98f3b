from datetime import timedelta

from odoo import models
from odoo.fields import Command, Domain

from odoo.addons.street_safety_base.models.demo import pictures


class SafetyDemo(models.AbstractModel):
    """Campaigns: one under way with its first returns, a draft from a shipped table, a pattern for holidays."""

    _inherit = "safety.demo"

    def _build_campaigns(self):
        words = self._content("campaigns.json", "street_safety_inspection")
        office, root = self._user("office"), self._unit("SF")
        campaigns = self.env["safety.campaign"].with_user(office)
        today = self._today()
        running = campaigns.create(
            {
                **self._campaign_vals(words["gas"], root),
                "date_from": today,
                "date_to": today + timedelta(days=21),
                "return_every": "day",
                "post_ids": [Command.set(self._post("stationed_cadre").ids)],
            }
        )
        running.action_start()
        self._campaign_work(running, words["gas"])
        draft = campaigns.create(
            {**self._campaign_vals(words["table"], root), "date_from": today, "return_every": "week"}
        )
        draft._take_table(draft._tables()["zf"])
        days = self.env.ref("street_safety_base.special_day_kind_spring_festival")
        days |= self.env.ref("street_safety_base.special_day_kind_national_day")
        campaigns.with_user(self._user("head2")).create(
            {
                **self._campaign_vals(words["pattern"], self._unit("SF2")),
                "occasion": "key_period",
                "is_pattern": True,
                "special_kind_ids": [Command.set(days.ids)],
            }
        )
        self._build_activity(words["activity"])

    def _campaign_vals(self, words, unit):
        names = ("name", "theme", "document_number", "note")
        tasks = [self._campaign_task_vals(row) for row in words.get("tasks", ())]
        areas = [vals["field_id"] for vals in tasks]
        return {
            **{name: words[name] for name in names if name in words},
            "unit_id": unit.id,
            "field_ids": [Command.set(areas)],
            "task_ids": [Command.create(vals | {"sequence": number}) for number, vals in enumerate(tasks)],
        }

    def _campaign_task_vals(self, row):
        units = self.env["safety.unit"].union(*(self._unit(code) for code in row["units"]))
        return {
            "group": row["group"],
            "name": row["name"],
            "text": row["text"],
            "field_id": self.env.ref(f"street_safety_inspection.campaign_field_{row['field']}").id,
            "kind_id": self.env.ref(f"street_safety_inspection.duty_kind_campaign_{row['proof']}").id,
            "target_domain": row.get("target_domain", "[]"),
            "deadline": self._today() + timedelta(days=row["days"]) if "days" in row else False,
            "unit_ids": [Command.set(units.ids)],
        }

    def _campaign_work(self, campaign, words):
        """Let the first community do a little of everything, through the buttons."""
        cadre, place = self._user("cadre"), self._unit("SF11")
        tasks = campaign.task_ids.sorted("sequence")
        self._campaign_visit(tasks[0], self._user("grid"))
        records = self.env["safety.record"].with_user(cadre)
        photo = {"name": "visit.jpg", "raw": pictures.photo("exit", True, 77, str(self._today()))}
        records.create(
            {
                "name": tasks[1].name,
                "type_id": self.env.ref("street_safety_inspection.record_type_campaign_work").id,
                "unit_id": place.id,
                "campaign_task_id": tasks[1].id,
                "note": f"<p>{words['done']}</p>",
                "photo_ids": [Command.create(photo)],
            }
        ).action_done()
        records.create(
            {
                "name": campaign.name,
                "type_id": self.env.ref("street_safety_inspection.record_type_campaign_return").id,
                "unit_id": place.id,
                "campaign_id": campaign.id,
                "return_people": 4,
                "note": f"<p>{words['return']}</p>",
            }
        ).action_done()

    def _campaign_visit(self, task, user):
        """Let ``user`` inspect one of the enterprises for the task, with a photo of the first item."""
        firm = self.env["safety.enterprise"].search(
            task._condition("target_domain") & self._at_grid("SF111"), order="credit_code, id", limit=1
        )
        inspections = self.env["safety.inspection"].with_user(user)
        checklist = self.env["safety.checklist"]._proposed_for(firm)
        inspection = inspections.create(
            {
                "enterprise_id": firm.id,
                "campaign_task_id": task.id,
                "checklist_id": checklist.id,
                "representative_name": firm.safety_manager_name,
            }
        )
        inspection.line_ids.result = "conform"
        photo = {"name": "gas.jpg", "raw": pictures.photo("exit", True, 78, str(self._today()))}
        inspection.line_ids[:1].photo_ids = [Command.create(photo)]
        inspection.action_done()

    def _at_grid(self, code):
        return Domain("unit_id", "=", self._unit(code).id)

    def _build_activity(self, words):
        """Let the second work point hold an activity, with its four points answered."""
        record = (
            self.env["safety.record"]
            .with_user(self._user("cadre2"))
            .create(
                {
                    "name": words["name"],
                    "type_id": self.env.ref("street_safety_inspection.record_type_activity").id,
                    "unit_id": self._unit("SF22").id,
                    "guests": words["guests"],
                }
            )
        )
        for point, answer in zip(record.check_ids, words["answers"], strict=True):
            point.write({"result": answer, "note": words["note"] if answer == "not" else False})
        record.action_done()
