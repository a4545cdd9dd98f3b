from datetime import timedelta

from odoo import models


class SafetyDemo(models.AbstractModel):
    """Supervision: one community settled, one still to answer, one answered, and an unannounced visit not yet made."""

    _inherit = "safety.demo"

    def _build_supervisions(self):
        """Let the office supervise three communities, and the work point compare what one of them reported."""
        words = self._content("supervisions.json", "street_safety_inspection")
        office, visits = self._user("office"), self.env["safety.supervision"]
        grid = self._supervise(office, "grid_supervision", "SF", "SF11", 12, words["grid"])
        for line in grid.line_ids.filtered(lambda one: one.state == "open"):
            line.with_user(self._user("safety"))._reply(words["answer"])
            line.with_user(office).action_accept()
        self._supervise(office, "undercover_visit", "SF", "SF12", 9, words["undercover"])
        compared = self._supervise(office, "open_visit", "SF", "SF11", 2, words["compared"])
        compared.line_ids[:1].with_user(self._user("safety"))._reply(words["answer"])
        secret = self.env["safety.draw"].search(
            [("company_id", "=", self._company().id), ("subject", "=", "unit"), ("state", "=", "drawn")], limit=1
        )
        visits.with_user(office).create(
            {
                "kind_id": self.env.ref("street_safety_inspection.supervision_kind_leader_supervision").id,
                "unit_id": self._unit("SF").id,
                "draw_id": secret.id,
                "target_unit_id": secret.line_ids.target_unit_id[:1].id,
            }
        )

    def _supervise(self, user, kind, unit, target, days, words):
        """Return a supervision of ``target`` that was fed back ``days`` days ago, with the findings of ``words``."""
        visit = self.env["safety.supervision"].with_user(user).create(
            {
                "kind_id": self.env.ref(f"street_safety_inspection.supervision_kind_{kind}").id,
                "unit_id": self._unit(unit).id,
                "target_unit_id": self._unit(target).id,
                "date": self._today() - timedelta(days=days),
                "note": words.get("note"),
            }
        )  # fmt: skip
        visit.line_ids.write({"verdict": "fine"})
        for row, finding in words.get("form", {}).items():
            visit.line_ids[int(row)].write(finding)
        visit.line_ids.create([{"supervision_id": visit.id, **row} for row in words.get("lines", ())])
        visit.action_issue()
        return visit
