from odoo import models
from odoo.fields import Command, Domain
from odoo.tools import SQL

#: Of a hundred activities of a month with an occasion of its own (June, November), how many are about it.
OF_THE_MONTH = 30


class SafetyDemo(models.AbstractModel):
    """The part of publicity: the content library, what the activities of the history reached, a plan ahead."""

    _inherit = "safety.demo"

    def _build_publicity(self):
        """Fill the library, tell of each activity how it reached whom, and plan what is left of the year."""
        content, rng = self._content("publicity.json", "street_safety_training"), self._random()
        library = self.env["safety.record.content"]
        library.create([self._content_values(row, number) for number, row in enumerate(content["contents"], start=50)])
        library = library.search(Domain.TRUE)
        self._tell_reach(library, content, rng)
        year = self._today().year
        wizards = self.env["safety.publicity.plan.wizard"].create(
            [
                {"unit_id": unit.id, "year": year + ahead, "content_ids": [Command.set(library.ids)]}
                for unit in (self._street(), *self._units("community")[:3])
                for ahead in (0, 1)
            ]
        )
        for wizard in wizards.filtered("plan_count"):
            wizard.action_plan()

    def _content_values(self, row, number):
        name, channel, topics, audience, month, day, text = row
        topic_ids = [self.env.ref(f"street_safety_training.record_topic_{code}").id for code in topics]
        return {
            "name": name, "channel": channel, "topic_ids": [Command.set(topic_ids)], "audience": audience,
            "plan_month": month, "plan_day": day, "text": text, "sequence": number,
        }  # fmt: skip

    def _tell_reach(self, library, content, rng):
        """Write channel, audience, reach, content and topics of the activities that are done. Three statements."""
        records = self.env["safety.record"].search(
            [("company_id", "=", self._company().id), ("type_id.is_publicity", "=", True), ("state", "=", "done")],
            order="date, id",
        )
        rows, topics = [], []
        for record in records:
            fitting = library.filtered(lambda one, day=record.date: one.plan_day == day.day and one.plan_month == "0")
            if not fitting and rng.randint(1, 100) <= OF_THE_MONTH:
                fitting = library.filtered(lambda one, day=record.date: one.plan_month == str(day.month))
            used = (fitting or rng.choice(library.filtered(lambda one: not one.plan_month)))[:1]
            channel = used.channel if used.channel in content["channels"] else rng.choice(list(content["channels"]))
            rows.append(
                {
                    "id": record.id, "channel": channel, "audience": content["audience"][channel],
                    "reach": rng.randint(*content["channels"][channel]), "content_id": used.id,
                }
            )  # fmt: skip
            topics += [(record.id, topic.id) for topic in used.topic_ids]
        self._rewrite("safety.record", rows)
        if topics:
            field = self.env["safety.record"]._fields["topic_ids"]
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) VALUES %s ON CONFLICT DO NOTHING",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    SQL(", ").join(SQL("(%s, %s)", *pair) for pair in topics),
                )
            )
        self.env["safety.record"].invalidate_model()
