from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import InspectionCase


class MapCase(InspectionCase):
    """Two enterprises beside each other, one far away, one that nobody has placed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise.write({"latitude": 24.901, "longitude": 118.601})
        cls.near = cls._enterprise("Near", cls.grid_a1, latitude=24.9010004, longitude=118.6010004)
        cls.far = cls._enterprise("Far", cls.grid_b1, latitude=24.95, longitude=118.65)
        cls.nowhere = cls._enterprise("Nowhere", cls.grid_a1)
        cls.hazards = cls._hazard() | cls._hazard(enterprise_id=cls.near.id, deadline="2026-03-01")
        cls.other = cls._hazard(cls.other_grid_user, enterprise_id=cls.far.id, severity="major")
        cls.map = cls.env["safety.map"]


@tagged("post_install", "-at_install")
class TestMap(MapCase):
    """Cells of the map count what their domains open, and nobody sees what their seats do not serve."""

    def test_cells_count_what_they_open(self):
        found = self.map.with_user(self.office_user).hazard_map()
        self.assertEqual(sum(cell["hazards"] for cell in found["cells"]), 3)
        together = next(cell for cell in found["cells"] if cell["firms"] == 2)
        self.assertEqual((together["hazards"], together["overdue"], together["major"], together["name"]), (2, 1, 0, ""))
        self.assertEqual(self.env["safety.hazard"].search(together["domain"]), self.hazards.sorted("deadline"))
        self.assertEqual(self.env["safety.enterprise"].search(together["firm_domain"]), self.enterprise | self.near)
        alone = next(cell for cell in found["cells"] if cell["firms"] == 1)
        self.assertEqual((alone["name"], alone["major"]), ("Far", 1))
        self.assertEqual(found["without"], 1)
        self.assertEqual(
            self.env["safety.enterprise"].with_user(self.office_user).search(found["without_domain"]), self.nowhere
        )
        self.assertEqual({label[0] for label in found["labels"]}, {"Grid A1", "Grid B1"})

    def test_looking_closer(self):
        closer = self.map.with_user(self.office_user).hazard_map("open", [24.9, 118.6, 24.902, 118.602])
        self.assertEqual(sum(cell["firms"] for cell in closer["cells"]), 2)
        self.assertEqual(closer["bounds"], [24.9, 118.6, 24.902, 118.602])
        elsewhere = self.map.with_user(self.office_user).hazard_map("open", [10, 10, 11, 11])
        self.assertEqual(elsewhere["cells"], [])

    def test_closed_ones_are_on_the_layer_of_the_year(self):
        self.hazards[0]._workflow_write({"state": "closed", "closed_on": "2026-03-10"})
        office = self.map.with_user(self.office_user)
        self.assertEqual(sum(cell["hazards"] for cell in office.hazard_map("open")["cells"]), 2)
        self.assertEqual(sum(cell["hazards"] for cell in office.hazard_map("year")["cells"]), 3)

    def test_only_what_the_seats_serve(self):
        mine = self.map.with_user(self.cadre_user).hazard_map()
        self.assertEqual([(cell["firms"], cell["hazards"]) for cell in mine["cells"]], [(2, 2)])
        names = {name for _lat, _lon, name in self.map.with_user(self.cadre_user).neighbours()}
        self.assertEqual(names, {"Sewing Ltd", "Near"})

    def test_nothing_has_a_position(self):
        (self.enterprise | self.near | self.far).write({"latitude": 0, "longitude": 0})
        found = self.map.with_user(self.office_user).hazard_map()
        self.assertEqual((found["bounds"], found["cells"], found["without"]), (None, [], 4))

    def test_bad_input_is_refused(self):
        for layer, bounds in (("x", None), ("open", [1, 2]), ("open", ["a", 1, 2, 3]), ("open", [5, 5, 1, 1])):
            with self.assertRaises(UserError):
                self.map.hazard_map(layer, bounds)
        for address in ("http://tiles.example/{x}/{y}/{z}", "https://tiles.example/", "javascript:{x}{y}{z}"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.safety_map_tiles = address
        self.company.safety_map_tiles = "https://tiles.example/{z}/{x}/{y}.png"
        self.company.safety_map_datum = "gcj02"
        settings = self.map.with_user(self.cadre_user).map_settings()
        self.assertEqual((settings["datum"], settings["tiles"][:8]), ("gcj02", "https://"))

    def test_statements_do_not_grow(self):
        office = self.map.with_user(self.office_user)

        def statements():
            office.hazard_map()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            office.hazard_map()
            return self.env.cr.sql_log_count - before

        few = statements()
        for number in range(12):
            firm = self._enterprise(f"M{number}", self.grid_a1, latitude=24.9 + number / 100, longitude=118.6)
            self._hazard(enterprise_id=firm.id)
        self.assertEqual(statements(), few)

    def test_near_points_show_the_way(self):
        near = self.map.with_user(self.office_user).neighbours(24.9, 118.6)
        self.assertEqual({name for _lat, _lon, name in near}, {"Sewing Ltd", "Near"})
