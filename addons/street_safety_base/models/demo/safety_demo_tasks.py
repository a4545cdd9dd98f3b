from datetime import timedelta

from markupsafe import Markup

from odoo import models


class SafetyDemo(models.AbstractModel):
    """Directives passed on, the yearly plan, tasks open, late and done, matters, reviews and two years of budget."""

    _inherit = "safety.demo"

    def _build_tasks(self):
        content, today = self._content("tasks.json"), self._today()
        done = []
        for row in content["directives"]:
            done += self._directive(row)
        plan = self._task_record("plan", content["plan"], self._street(), 200, topic_ids=self._work_safety())
        done += self._tasks_below(plan, content["plan"]["by"], content["plan"]["name"], content["plan"]["tasks"])
        done.append((plan, today - timedelta(days=198)))
        for row in content["tasks"]:
            done += self._one_task(row["by"], row, row["name"])
        for row in content["matters"]:
            done += self._matter(row)
        for row in content["reviews"]:
            done += self._review(row)
        done += self._budget(content["budget"])
        self._complete_on(done)

    def _work_safety(self):
        return [(6, 0, self.env.ref("street_safety_base.record_topic_work_safety").ids)]

    def _task_record(self, type_code, row, unit, ago, **vals):
        """Return a draft of the given type, made by the person of the row ``ago`` days ago."""
        return (
            self.env["safety.record"]
            .with_user(self._user(row["by"]))
            .create(
                {
                    "name": row["name"] % {"year": self._today().year},
                    "type_id": self.env.ref(f"street_safety_base.record_type_{type_code}").id,
                    "unit_id": unit.id,
                    "date": self._today() - timedelta(days=ago),
                    "note": row.get("note") and Markup("<p>%s</p>") % row["note"],
                    **vals,
                }
            )
        )

    def _directive(self, row):
        directive = self._task_record(
            "directive",
            row,
            self._street(),
            row["ago"],
            counterpart=row["counterpart"],
            reference=row["reference"] % {"year": self._today().year},
        )
        done = self._tasks_below(directive, row["by"], row["name"], row["tasks"])
        if row["done_ago"]:
            done.append((directive, self._today() - timedelta(days=row["done_ago"])))
        return done

    def _tasks_below(self, parent, giver, name, rows):
        return [one for row in rows for one in self._one_task(giver, row, name % {"year": self._today().year}, parent)]

    def _one_task(self, giver, row, name, parent=None):
        """Give the task; return [(record, day)] if it is done."""
        ago = max(10, 10 - row["due"])
        task = self._task_record(
            "task",
            {**row, "by": giver, "name": name.replace("%", "%%")},
            self._unit(row["unit"]),
            ago,
            order=row["order"],
            date_due=self._today() + timedelta(days=row["due"]),
            parent_id=parent and parent.id,
        )
        return [(task, self._today() + timedelta(days=row["done"]))] if row["done"] else []

    def _matter(self, row):
        matter = self._task_record(
            "matter",
            row,
            self._unit(row["unit"]),
            row["ago"],
            counterpart=row["counterpart"],
            matter_status=row["status"],
        )
        return [(matter, self._today() - timedelta(days=3))] if row["status"] == "solved" else []

    def _review(self, row):
        unit = self._unit(row["unit"])
        review = self._task_record("pre_review", row, unit, row["ago"], result=row["result"])
        after = {"by": row["by"], "name": row["then_name"]}
        follow = self._task_record(row["then"], after, unit, row["ago"] - 4, basis_id=review.id)
        return [(record, record.date) for record in (review, follow)]

    def _budget(self, rows):
        """Last year's lines are closed, this year's are being spent."""
        done, year = [], self._today().year
        for row in rows:
            for number, day in enumerate((self._today().replace(year=year - 1, month=1, day=8), None)):
                line = self._task_record(
                    "budget",
                    {"by": "office", "name": row["name"]},
                    self._street(),
                    (self._today() - self._today().replace(month=1, day=1)).days,
                    resource_kind=row["kind"],
                    amount_planned=row["planned"][number],
                    amount_spent=row["spent"][number],
                    quantity=row["quantity"][number],
                )
                if day:
                    line.date = day
                    done.append((line, day.replace(month=12, day=28)))
        return done

    def _complete_on(self, done):
        """Complete each record on its day."""
        rows = []
        rng = self._random()
        for record, day in done:
            moment = self._instant(min(day, self._today()), rng)
            rows.append({"id": record.id, "state": "done", "done_on": day, **self._stamps(moment)})
        self._rewrite("safety.record", rows)
