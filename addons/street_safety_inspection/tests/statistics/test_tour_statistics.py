from odoo.tests import HttpCase, tagged

from .test_map import MapCase
from .test_statistics import StatisticsCase

STATISTICS = "/odoo/action-street_safety_inspection.safety_statistics_action"
MAP = "/odoo/action-street_safety_inspection.safety_map_action"
ENTERPRISES = "/odoo/action-street_safety_base.safety_enterprise_action"


@tagged("post_install", "-at_install")
class TestTourStatistics(HttpCase, StatisticsCase):
    browser_size = "1280x800"

    def test_the_month_is_drilled_to_a_record(self):
        """From the month to a unit, to a figure, to a record, and back to where one was."""
        self.office_user.password = "test_tour_password"
        self.start_tour(STATISTICS, "street_safety_statistics", login=self.office_user.login, timeout=180)


@tagged("post_install", "-at_install")
class TestTourMap(HttpCase, MapCase):
    browser_size = "1280x800"

    def _tour(self, url, name):
        self.office_user.password = "test_tour_password"
        self.start_tour(url, name, login=self.office_user.login, timeout=180)

    def test_the_map_opens_its_hazards(self):
        self._tour(MAP, "street_safety_map")

    def test_a_click_sets_the_position(self):
        self._tour(f"{ENTERPRISES}/{self.nowhere.id}", "street_safety_position")
        self.assertTrue(self.nowhere.has_position)
        # Between the two that are shown already, nearer to the upper right.
        self.assertTrue(24.92 < self.nowhere.latitude < 24.95)
        self.assertTrue(118.62 < self.nowhere.longitude < 118.68)

    def test_both_datums(self):
        self._tour("/odoo", "street_safety_coordinates")
