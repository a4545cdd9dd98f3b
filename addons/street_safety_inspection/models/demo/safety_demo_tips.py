from datetime import timedelta

from odoo import models


class SafetyDemo(models.AbstractModel):
    """Three tips: one answered, one with a name, one overdue."""

    _inherit = "safety.demo"

    def _build_tips(self):
        """Let the public give them under the codes of two enterprises and of a community."""
        words = self._content("tips.json", "street_safety_inspection")
        tips, officer = self.env["safety.tip"], self._user("safety")
        firms = self._firms("SF111")
        answered = tips._receive(firms[2], words["anonymous"], [], "demo 1")
        answered.with_user(officer).action_take()
        answered.with_user(officer).reply = words["anonymous"]["reply"]
        answered.with_user(officer).action_answer()
        tips._receive(self._firms("SF112")[0], {**words["named"], "employee": True}, [], "demo 2")
        late = tips._receive(self._unit("SF11"), words["late"], [], "demo 3")
        late.received_on = self._today() - timedelta(days=20)
