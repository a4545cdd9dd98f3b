from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestUnit(StreetCase):
    def test_path_and_ancestor(self):
        self.assertEqual(self.grid_a1.path_name, "Test Street / First Work Point / Community A / Grid A1")
        self.assertEqual(self.grid_a1._ancestor("work_point"), self.work_point)
        self.assertFalse(self.grid_a1._ancestor("department"))

    def test_cycle_is_refused(self):
        with self.assertRaises(UserError):
            self.street.parent_id = self.grid_a1

    def test_level_order_is_kept(self):
        with self.assertRaisesRegex(ValidationError, "higher level"):
            self._unit("Wrong", "work_point", self.community_a)

    def test_code_is_unique_in_the_street(self):
        self.grid_a1.code = "A1"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.grid_a2.code = "A1"
            self.env.flush_all()

    def test_two_streets_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other Street"})
        with self.assertRaisesRegex(ValidationError, "different streets"):
            self._unit("Lost", "community", self.work_point, company_id=other.id)
