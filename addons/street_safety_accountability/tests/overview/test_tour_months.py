from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestTourMonths(HttpCase):
    """A leader asks the months' table of the overview what a figure is made of, on the demonstration street."""

    browser_size = "1280x800"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Where the demonstration street is installed already, this builds nothing.
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.demo = cls.env["safety.demo"]._prepared()
        cls.demo._build_accountability()

    def test_a_figure_opens_its_penalties(self):
        self.assertEqual(self.demo._user("office").lang, "zh_CN")
        self.start_tour("/odoo", "street_safety_units_by_month", login="office", timeout=120)
