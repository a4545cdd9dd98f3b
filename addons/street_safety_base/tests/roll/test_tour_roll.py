from odoo.tests import HttpCase, tagged

from ..enterprise.common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestRollTour(HttpCase, EnterpriseCase):
    """A community officer in the browser: confirms the roll of the month and prints the booklet."""

    def test_roll(self):
        roll = self.env["safety.roll"].create({"unit_id": self.community_a.id})
        self.start_tour(
            f"/odoo/action-street_safety_base.safety_roll_action/{roll.id}", "street_safety_roll", login="test_cadre"
        )
        self.assertEqual((roll.state, roll.closing, roll.confirmed_by_id), ("confirmed", 1, self.cadre_user))

    def test_booklet(self):
        self.start_tour(
            f"/odoo/action-street_safety_base.safety_unit_action_mine/{self.community_a.id}",
            "street_safety_booklet",
            login="test_cadre",
            timeout=120,
        )
