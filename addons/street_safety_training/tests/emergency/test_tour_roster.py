from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.street_safety_base.tests.common import StreetCase

ACTION = "/odoo/action-street_safety_training.%s"


@tagged("post_install", "-at_install")
class TestTourRoster(HttpCase, StreetCase):
    """Two people swap a shift in the browser, in Chinese, the asker on a phone."""

    browser_size = "390x844"

    def test_swap_in_the_browser(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        colleague = self._person("test_colleague", "safety_committee_office", self.street)
        colleague.name = "虚构同事"
        people = self.office_user | colleague
        for user in people:
            user.write({"lang": "zh_CN", "password": user.login})
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
        mine, theirs = (
            self.env["safety.roster"].create(
                {
                    "unit_id": self.street.id,
                    "user_id": user.id,
                    "date_start": start + timedelta(days=number),
                    "date_end": start + timedelta(days=number + 1),
                }
            )
            for number, user in enumerate(people)
        )
        self.start_tour(
            ACTION % "safety_roster_action_mine", "street_safety_roster_ask_swap", login=self.office_user.login
        )
        swap = self.env["safety.roster.swap"].search([("from_id", "=", mine.id)])
        self.assertEqual((swap.user_id, swap.to_id, swap.state), (colleague, theirs, "asked"))
        type(self).browser_size = "1280x800"
        self.start_tour(ACTION % "safety_roster_swap_action", "street_safety_roster_agree_swap", login=colleague.login)
        self.assertEqual((mine.user_id, theirs.user_id), (colleague, self.office_user))
