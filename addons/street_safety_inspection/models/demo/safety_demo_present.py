import base64
import uuid
from datetime import timedelta

from odoo import models
from odoo.fields import Command

from odoo.addons.street_safety_base.models.demo import pictures


class SafetyDemo(models.AbstractModel):
    """Today, done by the people themselves through the buttons: so that every state has something to look at."""

    _inherit = "safety.demo"

    def _build_present(self):
        """Find five things in the first community and leave each at another step of its way."""
        grid, cadre = self._user("grid"), self._user("cadre")
        firms = self._firms("SF111")
        found = [self._found_today(firm, grid, number) for number, firm in enumerate(firms[:4])]
        self._noticed_today(found[0], grid, cadre)
        self._submitted_today(found[1], grid)
        self._submitted_today(found[2], grid)
        found[2].with_user(cadre).action_accept()
        self._reported_today(firms[4:7], grid)
        self._begun_today(firms[7], self._user("safety"))
        self._begun_today(self._firms("SF221")[0], self._user("cadre2"))
        self._drafted_today(self._user("cadre2"))
        self._self_checked_today()

    def _firms(self, unit_code):
        domain = [("unit_id", "=", self._unit(unit_code).id)]
        return self.env["safety.enterprise"].search(domain, order="credit_code, id")

    def _found_today(self, firm, user, number):
        """Let ``user`` inspect ``firm`` and find one general thing; return the hazard."""
        inspections = self.env["safety.inspection"].with_user(user)
        checklist = self.env["safety.checklist"]._proposed_for(firm, among=self._spoken_checklists())
        inspection = inspections.create(
            {
                "enterprise_id": firm.id,
                "checklist_id": checklist.id,
                "representative_name": firm.safety_manager_name,
                "line_ids": inspections._line_commands(checklist),
            }
        )
        inspection.line_ids.result = "conform"
        known = {vals["item_id"]: words for vals, words in self._answerable(checklist.sudo()) if words}
        general = inspection.line_ids.filtered(lambda line: line.severity == "general" and line.item_id.id in known)
        line = general[(3, 7, 9, 5)[number] % len(general)]
        words = known[line.item_id.id]
        photo = {"name": f"{words[1]}.jpg", "raw": pictures.photo(words[1], False, number, str(self._today()))}
        line.write({"result": "not", "note": words[2], "photo_ids": [Command.create(photo)]})
        inspection.action_done()
        return inspection.hazard_ids

    def _noticed_today(self, hazard, grid, cadre):
        """Let the cadre sign and issue the notice, and the grid member serve it."""
        inspection = hazard.inspection_id.with_user(cadre)
        notice = inspection.env["safety.notice"].browse(inspection.action_create_notice()["res_id"])
        notice._sign("issue", base64.b64encode(pictures.signature(cadre.login)))
        notice.action_issue()
        wizard = self.env["safety.notice.serve.wizard"].with_user(grid).create({"notice_id": notice.id})
        wizard.image = base64.b64encode(pictures.signature(notice.principal_name))
        wizard.action_serve()

    def _submitted_today(self, hazard, user):
        """Let ``user`` order the rectification by word of mouth and hand in what the enterprise did."""
        hazard = hazard.with_user(user)
        hazard.action_order()
        photo = {"name": "after.jpg", "raw": pictures.photo("exit", True, hazard.id, str(self._today()))}
        hazard.write(
            {
                "after_photo_ids": [Command.create(photo)],
                "rectification_note": self._findings()["rectified"],
                "rectified_by": hazard.enterprise_id.principal_name,
            }
        )
        hazard.action_submit()

    def _reported_today(self, firms, user):
        """Let ``user`` report hazards without an inspection; the work point head voids the last one as mistaken."""
        words = self._findings()
        hazards = (
            self.env["safety.hazard"]
            .with_user(user)
            .create(
                [
                    {"enterprise_id": firm.id, "name": name, "deadline": self._today() + timedelta(days=3)}
                    for firm, name in zip(firms, words["reports"], strict=True)
                ]
            )
        )
        mistaken = hazards[-1:].with_user(self._user("head"))
        wizard = mistaken.env["safety.reason.wizard"].with_context(**mistaken.action_void()["context"])
        wizard.create({"reason": words["mistaken"]}).action_confirm()

    def _begun_today(self, firm, user):
        """Leave an inspection of ``user`` half answered, as a phone sends it."""
        inspections = self.env["safety.inspection"].with_user(user)
        visit = inspections.visit_start(firm.id, str(uuid.UUID(int=1000 * firm.id)))
        half = visit["lines"][: len(visit["lines"]) // 2]
        entries = [
            {
                "uuid": str(uuid.UUID(int=1000 * firm.id + 1 + number)),
                "kind": "answer",
                "line": line["id"],
                "result": "conform",
            }
            for number, line in enumerate(half)
        ]
        inspections.visit_sync(visit["id"], entries)

    def _self_checked_today(self):
        """Ask key and high-risk enterprises for daily self-checks; one of them has done that of today."""
        classes = self.env["safety.supervision.class"].search([("code", "in", ("high_risk", "key"))])
        classes.self_check = True
        mine = self.env["safety.enterprise"].with_user(self._user("enterprise"))._portal_enterprises()
        for firm in mine[:1]:
            items = self.env["safety.checklist"]._proposed_for(firm, "self_check").item_ids
            answers = {f"result_{item.id}": "conform" for item in items}
            firm._portal_keep_self_check(answers, str(uuid.UUID(int=1000 * firm.id)))

    def _drafted_today(self, user):
        """Leave a draft notice of ``user`` on something found today."""
        found = (
            self.env["safety.hazard"]
            .with_user(user)
            .create(
                {
                    "enterprise_id": self._firms("SF221")[2].id,
                    "name": self._findings()["told_by_resident"],
                    "deadline": self._today() + timedelta(days=5),
                }
            )
        )
        found.action_create_notice()
