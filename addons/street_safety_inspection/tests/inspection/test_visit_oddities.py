from ast import literal_eval

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .visit_common import NOON, VisitCase


@tagged("post_install", "-at_install")
class TestVisitOddities(VisitCase):
    """A wrong clock, a position far away, quick and identical inspections: noted and shown, never refused."""

    def test_server_time_counts_and_a_wrong_clock_is_noted(self):
        visit = self._start()
        entry = {"kind": "answer", "line": visit["lines"][0]["id"], "result": "conform", "time": "2027-03-10T02:00:00Z"}
        self._send(visit, entry, now="2027-03-10T02:00:00.000Z")
        inspection = self.visits.browse(visit["id"])
        self.assertEqual(str(inspection.date), "2026-03-10")
        self.assertEqual(inspection.clock_skew, 365 * 24 * 3600)
        self.assertEqual(str(inspection.entry_ids.client_time), "2027-03-10 02:00:00")
        self._send(visit, *self._answers(visit, "conform", "conform", "conform"), self._finish())
        self.assertEqual((inspection.state, inspection.is_clock_off), ("done", True))
        self.assertEqual(str(inspection.finished_at), "2026-03-10 02:00:00")
        self.assertEqual(str(inspection.signature_ids[0].signed_at), "2026-03-10 02:00:00")

    def test_a_position_far_away_is_noted_not_refused(self):
        self.enterprise.write({"latitude": 24.9, "longitude": 118.6})
        visit = self._start()
        self._send(visit, {"kind": "place", "latitude": 25.35, "longitude": 118.6, "accuracy": 12})
        inspection = self.visits.browse(visit["id"])
        self.assertAlmostEqual(inspection.distance, 50_038, delta=50)
        self._send(visit, {"kind": "place", "latitude": 24.9, "longitude": 118.6})  # the first one counts
        self.assertAlmostEqual(inspection.latitude, 25.35)
        self._send(visit, *self._answers(visit, "conform", "conform", "conform"), self._finish())
        self.assertTrue(inspection.is_far)
        self.assertIn("m from the enterprise", inspection.with_user(self.office_user).oddity)
        with self.subTest("nobody writes it by hand"):
            other = self._draft()
            for name, value in (
                ("latitude", 1.0),
                ("started_at", NOON),
                ("is_quick", False),
                ("client_uuid", "x" * 20),
            ):
                with self.assertRaises(UserError):
                    other.write({name: value or True})

    def test_quick_and_identical_ones_are_shown_to_the_office(self):
        self.company.safety_identical_count = 3
        quick = []
        for number in range(3):
            visit = self._start(enterprise=self._enterprise(f"E{number}", self.grid_a1))
            with freeze_time("2026-03-10 02:00:14"):  # 5 seconds for each of 3 items is 15
                self._send(visit, *self._answers(visit, "conform", "conform", "na"), self._finish())
            quick.append(self.visits.browse(visit["id"]))
        self.assertEqual([one.is_quick for one in quick], [True, True, True])
        self.assertEqual([one.is_identical for one in quick], [False, False, True])
        slow = self._start(enterprise=self._enterprise("Slow", self.grid_a1))
        with freeze_time("2026-03-10 02:00:15"):
            self._send(slow, *self._answers(slow, "conform", "na", "na"), self._finish())
        slow = self.visits.browse(slow["id"])
        self.assertEqual((slow.is_quick, slow.is_identical), (False, False))
        action = self.env.ref("street_safety_inspection.safety_inspection_action_odd")
        office = self.visits.with_user(self.office_user)
        found = office.search([("unit_id", "child_of", self.street.id), *office._odd_domain()])
        self.assertEqual(set(found.ids), {one.id for one in quick})
        shown = office.search([("id", "in", [one.id for one in quick]), *literal_eval(action.domain)])
        self.assertEqual(len(shown), 3)
        self.assertIn("14 seconds", found[0].oddity)
        with self.assertRaises(AccessError):
            quick[0].with_user(self.grid_user).read(["oddity"])
        with self.subTest("thresholds are data"):
            self.company.write({"safety_quick_seconds": 0, "safety_identical_count": 0})
            visit = self._start(enterprise=self._enterprise("Free", self.grid_a1))
            self._send(visit, *self._answers(visit, "conform", "conform", "na"), self._finish())
            free = self.visits.browse(visit["id"])
            self.assertFalse(free.is_quick or free.is_identical)
