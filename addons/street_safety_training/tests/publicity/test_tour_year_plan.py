from odoo.tests import HttpCase, tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
class TestTourYearPlan(HttpCase, StreetCase):
    """The plan of the year on a telephone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_xt_4_1d_a_tapped_day_lists_its_activities(self):
        """XT-4.1d: the calendar of the year offers no day scale; a tapped day shows what is planned and opens it."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.grid_user.write({"lang": "zh_CN", "password": self.grid_user.login})
        self.env["safety.record"].create(
            {
                "name": "十九日消防宣传",
                "type_id": self.env.ref("street_safety_base.record_type_publicity").id,
                "unit_id": self.grid_a1.id,
                "date": self.grid_a1.company_id._safety_today(),
            }
        )
        action = self.env.ref("street_safety_training.safety_record_action_plan")
        self.start_tour(f"/odoo/action-{action.id}", "street_safety_year_plan_phone", login=self.grid_user.login)
