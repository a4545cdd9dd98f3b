from datetime import date

from odoo import models

#: Without a day of its own a task stands behind those that have one.
LAST = date.max


class SafetyEnterprise(models.Model):
    """What the safety manager of the enterprise has to do next: the day and the page where it is done."""

    _inherit = "safety.enterprise"

    def _portal_file(self):
        file = super()._portal_file()
        tasks = sorted(self._portal_tasks(), key=lambda task: (task["due"] or LAST, task["text"]))
        return {**file, "tasks": tasks}

    def _portal_tasks(self):
        """Return the tasks of the enterprise as plain values; every addon adds its own.

        Each is what :meth:`_portal_task` returns. The number of queries does not depend on how many there are.
        """
        labels = dict(self.env["safety.dossier.item"]._fields["state"]._description_selection(self.env))
        ending = self.dossier_item_ids.filtered(lambda item: item.is_current and item.state in ("expired", "expiring"))
        return [
            *(
                self._portal_task(self.env._("Paper missing: %s", kind.name), url=f"correct?paper_type={kind.id}")
                for kind in self.missing_type_ids
            ),
            *(
                self._portal_task(
                    f"{item.name} {labels[item.state]}", item.date_end, f"correct?paper_type={item.type_id.id}"
                )
                for item in ending
            ),
        ]

    def _portal_task(self, text, due=None, url=""):
        """Return one task as the page shows it.

        :param text: what is to be done, in a few words
        :param due: last day, or None
        :param url: the page where it is done: relative to the enterprise's own, or whole when it begins with “/”
        """
        page = url if url.startswith(("/", "#")) else f"/my/enterprise/{self.id}/{url}"
        late = bool(due) and due < self.company_id._safety_today()
        return {"text": text, "due": due or None, "late": late, "url": page if url else ""}
