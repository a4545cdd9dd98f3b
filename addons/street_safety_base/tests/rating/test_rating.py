from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..dossier.common import DossierCase


@tagged("post_install", "-at_install")
class TestRating(DossierCase):
    """Stars of rental houses, benchmark enterprises, and how far the street is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls.env.ref("street_safety_base.rating_scheme_rental")
        cls.house = cls._enterprise(
            "新街 8 号出租房",
            cls.grid,
            kind_id=cls.env.ref("street_safety_base.safety_enterprise_kind_rental").id,
        )

    def _rate(self, *points, user=None, confirm=True):
        ratings = self.env["safety.rating"].with_user(user or self.cadre_user)
        with Form(ratings.with_context(**self.house.action_rate()["context"])) as form:
            for index, number in enumerate(points):
                with form.line_ids.edit(index) as line:
                    line.points = number
        if confirm:
            form.record.with_user(self.head_user).action_confirm()
        return form.record

    def test_bf_3_3_stars_of_a_rental_house(self):
        """BF-3.3: a rental house gets 1–5 stars from four criteria, with date; the figures are data."""
        self.assertEqual(len(self.scheme.criterion_ids), 4)
        rating = self._rate(25, 20, 15, 15)
        self.assertEqual((rating.total, rating.stars, rating.unit_id), (75, "4", self.grid))
        self.assertEqual((self.house.stars, self.house.rated_on), ("4", self.today))
        self.assertEqual(self.Enterprise.search([("stars", "=", "4")]), self.house)
        for points, stars in ((0, "1"), (39, "1"), (40, "2"), (60, "3"), (74, "3"), (75, "4"), (89, "4"), (90, "5")):
            self.assertEqual(self.scheme._stars(points), stars, points)

    def test_a_confirmed_rating_is_frozen(self):
        rating = self._rate(30, 30, 20, 20)
        for change in (
            lambda: rating.write({"note": "x"}),
            lambda: rating.line_ids[0].write({"points": 1}),
            lambda: rating.write({"state": "draft"}),
            lambda: self.house.write({"stars": "1"}) and self.assertEqual(self.house.stars, "5") or rating.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        self.scheme.criterion_ids[0].max_points = 60
        self.assertEqual((rating.total, rating.line_ids[0].max_points), (100, 30), "the points of its day stay")
        self._rate(0, 0, 10, 10)
        self.assertEqual(self.house.stars, "1", "the newest counts")
        newest = self.house.rating_ids[0]
        newest.with_user(self.head_user)._do_because("void", "看错房子")
        self.assertEqual((newest.state, newest.void_reason, self.house.stars), ("void", "看错房子", "5"))

    def test_rating_needs_every_criterion_and_an_approver(self):
        draft = self._rate(25, 20, confirm=False)
        with self.assertRaisesRegex(UserError, draft.line_ids[2].criterion_id.name):
            draft.with_user(self.head_user).action_confirm()
        draft.line_ids[2:].write({"points": 0, "rated": True})
        with self.assertRaises(AccessError):
            draft.with_user(self.grid_user).action_confirm()
        with self.assertRaises(ValidationError):
            draft.line_ids[0].points = 31
        with self.assertRaises(AccessError):
            draft.with_user(self.other_grid_user).read(["total"])
        self.assertFalse(self.house.stars)

    def test_schemes_without_code(self):
        """A street makes its own scheme; stars must ask for ever more points."""
        with Form(self.env["safety.rating.scheme"].with_user(self.office_user)) as form:
            form.name = "厂房评星"
            form.points_2, form.points_3, form.points_4, form.points_5 = 2, 4, 6, 8
            form.kind_ids.add(self.enterprise.kind_id)
            with form.criterion_ids.new() as line:
                line.name, line.max_points = "结构", 10
        self.assertEqual(self.enterprise.rating_scheme_id, form.record)
        with self.assertRaises(ValidationError):
            form.record.points_3 = 2
        with self.assertRaises(ValidationError):
            form.record.points_5 = 11

    def test_bf_3_2a_benchmark_candidates(self):
        """BF-3.2a: candidates meet all three conditions, level 2 included; the office names with reason and date."""
        candidates = [("is_benchmark_candidate", "=", True)]
        self.enterprise.dual_prevention = "running"
        self._paper("main_responsibility", -5, level_id=self._level("main_responsibility_fulfilled").id)
        self.assertFalse(self.Enterprise.search(candidates))
        certificate = self._paper("standardisation", -5, level_id=self._level("standardisation_3").id)
        self.assertFalse(self.Enterprise.search(candidates), "level 3 is not enough")
        for level in ("standardisation_2", "standardisation_1"):
            certificate.level_id = self._level(level)
            self.assertEqual(self.Enterprise.search(candidates), self.enterprise, level)
        self.enterprise.dual_prevention = "building"
        self.assertFalse(self.Enterprise.search(candidates))
        with self.assertRaises(UserError):
            self.enterprise.with_user(self.office_user)._do_because("name_benchmark", "早了")
        self.enterprise.dual_prevention = "running"
        with self.assertRaises(UserError):
            self._as(self.cadre_user).browse(self.enterprise.id)._do_because("name_benchmark", "不归我")
        self._as(self.office_user).browse(self.enterprise.id)._do_because("name_benchmark", "三项都达标")
        self.assertRecordValues(
            self.enterprise,
            [
                {
                    "benchmark_since": self.today,
                    "benchmark_by_id": self.office_user.id,
                    "benchmark_reason": "三项都达标",
                    "is_benchmark_candidate": False,
                }
            ],
        )
        self._as(self.office_user).browse(self.enterprise.id)._do_because("withdraw_benchmark", "出了事故")
        self.assertFalse(self.enterprise.benchmark_since)
        self.assertIn("出了事故", self.enterprise.message_ids[0].body)

    def test_conditions_of_benchmarks_are_data(self):
        self.company.safety_benchmark_domain = "[('headcount', '>=', 5)]"
        self.enterprise.headcount = 5
        self.assertTrue(self.enterprise.is_benchmark_candidate)
        self.company.safety_benchmark_domain = False
        self.env.invalidate_all()
        self.assertFalse(self.enterprise.is_benchmark_candidate, "without conditions nobody")
        with self.assertRaises(ValidationError):
            self.company.safety_benchmark_domain = "[('nothing', '=', 1)]"

    def test_bf_1_3_6a_shares_by_unit(self):
        """BF-1.3.6a: a street list shows dual prevention and standardisation with percentages, by unit."""
        others = self.Enterprise.create([{"name": f"厂{n}", "unit_id": self.grid_b1.id} for n in range(4)])
        others[0].dual_prevention = "running"
        self._paper("standardisation", enterprise=others[0], level_id=self._level("standardisation_3").id)
        self._paper("standardisation", enterprise=others[1], level_id=self._level("standardisation_2").id)
        self.enterprise.dual_prevention = "running"
        rows = self.Enterprise.formatted_read_group([], ["unit_id"], ["dual_share:avg", "standard_share:avg"])
        shares = {row["unit_id"][0]: (row["dual_share:avg"], row["standard_share:avg"]) for row in rows}
        self.assertEqual(shares[self.grid_b1.id], (0.25, 0.5))
        self.assertEqual(shares[self.grid.id], (0.5, 0.0))
        self.assertEqual(self.Enterprise._fields["dual_share"].aggregator, "avg")
        others[0].dual_share = 0.0
        self.assertEqual(others[0].dual_share, 1.0, "told by the status alone")
        self._paper("standardisation", -1, enterprise=others[1], date_end=self.today - timedelta(days=1))
        self.assertEqual(others[1].standard_share, 0.0)
