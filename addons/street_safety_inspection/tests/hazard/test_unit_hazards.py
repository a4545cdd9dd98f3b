from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestUnitHazards(InspectionCase):
    def _reported(self, enterprise, name):
        return self.env["safety.hazard"].create(
            {"enterprise_id": enterprise.id, "name": name, "deadline": "2026-04-01"}
        )

    def test_gy_0_3_leaders_page_shows_open_hazards(self):
        """GY-0.3: the page of a leader counts the open hazards of each community linked, and opens them."""
        far = self._enterprise("Far Ltd", self.grid_b1)
        near = self._reported(self.enterprise, "Blocked exit")
        self._reported(far, "Loose wire")
        user = new_test_user(self.env, "hazard_leader", company_id=self.company.id)
        self._appoint(user, "linked_leader", self.street, served_unit_ids=[Command.set(self.community_a.ids)])
        page = self.env["safety.unit"].with_user(user).search([("is_mine", "=", True)])
        self.assertEqual(page, self.community_a)
        self.assertEqual(page.open_hazard_count, 1)
        found = self.env["safety.hazard"].with_user(user).search(page.action_open_hazards()["domain"])
        self.assertEqual(found, near)
        self.assertEqual(self.street.with_user(user).open_hazard_count, 1, "what is not served is not counted")

    def test_hand_over_lists_open_hazards(self):
        self._reported(self.enterprise, "Blocked exit")
        seat = self.grid_user.safety_appointment_ids
        section = seat._handover_sections()[-1]
        self.assertEqual([row[1] for row in section["rows"]], ["Blocked exit"])
        self.assertFalse(self.other_grid_user.safety_appointment_ids._handover_sections()[-1]["rows"])

    def _bars(self, user):
        blocks = self.env["safety.overview"].with_user(user).leader_overview()["blocks"]
        return next(block["bars"] for block in blocks if block["model"] == "safety.hazard")

    def test_the_overview_shows_open_hazards_by_age(self):
        """Each bar opens the hazards it counts; the ages leave no gap and overlap nowhere."""
        for day in ("2026-03-10", "2026-03-03", "2026-03-02", "2026-02-08", "2025-11-01"):
            self._reported(self.enterprise, day).date = day
        late = self._reported(self._enterprise("Far Ltd", self.grid_b1), "Loose wire")
        late.write({"severity": "major", "deadline": "2026-03-09"})
        hazards = self.env["safety.hazard"].with_user(self.office_user)
        bars = self._bars(self.office_user)
        self.assertEqual([bar["count"] for bar in bars], [3, 1, 1, 0, 1, 1, 1])
        for bar in bars:
            self.assertEqual(hazards.search_count(bar["domain"]), bar["count"], bar["label"])
        mine = self._bars(self.cadre_user)
        self.assertEqual([bar["count"] for bar in mine], [2, 1, 1, 0, 1, 0, 0])
