import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command

from odoo.addons.street_safety_base.models.demo import pictures


class SafetyDemo(models.AbstractModel):
    """A joint action that was made and one that is planned, a transfer nobody answers, and the two credit lists."""

    _inherit = "safety.demo"

    def _build_enforcement(self):
        """Let the office deal with what is overdue, and pass one case on."""
        words = self._content("enforcement.json", "street_safety_inspection")
        office, actions = self._user("office"), self.env["safety.enforcement"]
        done = actions.with_user(office).create(
            {
                "name": words["done"]["name"],
                "unit_id": self._unit("SF").id,
                "date": self._today() - timedelta(days=9),
                "other_bodies": words["done"]["bodies"],
                "participant_ids": [Command.set((office | self._user("safety")).ids)],
                "note": words["done"]["note"],
            }
        )
        done.action_load_targets()
        (done.line_ids[6:]).unlink()
        measures = self.env["safety.enforcement.measure"].search([("code", "in", ("order", "batch_rectify", "fixed"))])
        for number, line in enumerate(done.line_ids):
            line.write({"measure_id": measures[number % len(measures)].id, "result": words["done"]["result"]})
        done.action_done()
        self._transfer(done, words["transfer"])
        planned = actions.with_user(office).create({"name": words["planned"]["name"], "unit_id": self._unit("SF").id})
        planned.action_load_targets()

    def _transfer(self, action, words):
        """Issue a letter on the first target of ``action`` and let its answer be overdue."""
        hazard = action.line_ids.hazard_id[:1]
        notice = self.env["safety.notice"].with_user(self._user("office")).create(
            {
                "kind_id": self.env.ref("street_safety_inspection.notice_kind_transfer").id,
                "enterprise_id": hazard.enterprise_id.id,
                "counterpart": words["counterpart"],
                "line_ids": hazard._notice_line_commands(),
            }
        )  # fmt: skip
        notice._sign("issue", base64.b64encode(pictures.signature("office")))
        notice.action_issue()
        notice.sudo()._workflow_write({"issued_on": self._today() - timedelta(days=8),
                "answer_due": self._today() - timedelta(days=3), "urged_count": 1,
                                       "urged_on": self._today() - timedelta(days=2)})  # fmt: skip

    def _build_credit(self):
        """One enterprise told, one on the attention list, one on the published blacklist, one taken off again."""
        words = self._content("enforcement.json", "street_safety_inspection")["credit"]
        office, entries = self._user("office"), self.env["safety.credit.entry"]
        firms = self._firms("SF111")[3:6] | self._firms("SF112")[:1]
        for firm, row in zip(firms, words, strict=True):
            entry = entries.with_user(office).create(
                {"enterprise_id": firm.id, "list_type": row["list"], "ground": row["ground"],
                 "receiver_name": row["receiver"]}
            )  # fmt: skip
            entry.action_notify()
            if row["state"] == "notified":
                continue
            day = self._today() - timedelta(days=row["days"])
            entry.sudo()._workflow_write(
                {"notified_on": day - timedelta(days=15), "objection_until": day - timedelta(days=5)}
            )
            entry.action_list()
            entry.sudo()._workflow_write(
                {"listed_on": day, "date_to": day + relativedelta(months=entry.months),
                 "published_on": day if row["list"] == "blacklist" else False}
            )  # fmt: skip
            if row["state"] == "removed":
                entry._do_because("repair", row["repair"])
                entry._do_because("restore", row["exit"])
