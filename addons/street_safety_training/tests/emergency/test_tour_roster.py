from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
class TestTourRoster(HttpCase, StreetCase):
    """One cannot be there: a colleague agrees to swap, takes the shift over and hands it over with a note."""

    browser_size = "1280x800"

    def _shift(self, user, days=0):
        start = fields.Datetime.now() + timedelta(days=days, hours=1)
        return self.env["safety.roster"].create(
            {
                "unit_id": self.street.id,
                "user_id": user.id,
                "date_start": start,
                "date_end": start + timedelta(hours=24),
                "is_leader": True,
            }
        )

    def _walk(self, user, tour, action, record=None):
        address = f"/odoo/action-{self.env.ref('street_safety_training.' + action).id}"
        address += f"/{record.id}" if record else ""
        self.start_tour(address, f"street_safety_roster_{tour}", login=user.login)
        self.env.invalidate_all()

    def test_gy_8_4_1a_swapped_and_handed_over(self):
        """GY-8.4.1a: the roster says who is there around the clock, and the log who was."""
        self.env["res.lang"]._activate_lang("zh_CN")
        colleague = self._person("test_colleague", "safety_committee_office", self.street)
        for user in (self.office_user, colleague):
            user.write({"lang": "zh_CN", "password": user.login})
        mine, theirs = self._shift(self.office_user), self._shift(colleague, days=3)
        self._walk(self.office_user, "ask", "safety_roster_action_mine")
        swap = mine.swap_ids
        self.assertEqual((swap.state, swap.user_id, swap.to_id), ("asked", colleague, theirs))
        self.assertEqual(mine.user_id, self.office_user, "nothing changes before the colleague agrees")
        self._walk(colleague, "agree", "safety_roster_swap_action", swap)
        self.assertEqual((mine.user_id, theirs.user_id), (colleague, self.office_user))
        self._walk(colleague, "serve", "safety_roster_action", mine)
        self.assertEqual((mine.state, mine.note), ("handed_over", "东门路灯不亮，已报修"))
        self.assertIn("21:00", mine.rounds)
