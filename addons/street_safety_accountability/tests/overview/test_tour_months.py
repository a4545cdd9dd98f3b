from odoo.tests import tagged

from ..common import DemoTourCase


@tagged("post_install", "-at_install")
class TestTourMonths(DemoTourCase):
    """A leader asks the months' table of the overview what a figure is made of, on the demonstration street."""

    browser_size = "1280x800"

    def test_a_figure_opens_its_penalties(self):
        self.assertEqual(self.demo._user("office").lang, "zh_CN")
        self.start_tour("/odoo", "street_safety_units_by_month", login="office", timeout=120)
