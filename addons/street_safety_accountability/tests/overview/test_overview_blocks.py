from freezegun import freeze_time

from odoo.tests import tagged

from ..appraisal.common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestOverviewBlocks(AppraisalCase):
    """The leader's overview: what is decided, what runs and who stands where; each bar opens what it counts."""

    def _blocks(self, user):
        overview = self._as(user, self.env["safety.overview"])
        return {block["model"]: block for block in overview._blocks(overview._chosen_units(None))}

    def test_bars_count_what_they_open(self):
        violations = self._proposed("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30")
        self._as(self.office_user, violations[:3]).action_confirm()
        self._generate()
        kind = self.env.ref("street_safety_accountability.measure_kind_circular")
        measure = self._as(self.office_user, self.env["safety.measure"]).create(
            {"kind_id": kind.id, "unit_id": self.community_a.id, "name": "Late"}
        )
        measure.action_issue()
        blocks = self._blocks(self.office_user)
        for model in ("safety.violation", "safety.measure", "safety.appraisal"):
            self.assertTrue(blocks[model]["bars"], model)
        counts = {bar["color"]: bar["count"] for bar in blocks["safety.violation"]["bars"][:2]}
        self.assertEqual(counts, {"soon": 1, "overdue": 3})
        for model in ("safety.violation", "safety.measure"):
            for bar in blocks[model]["bars"][:4]:
                found = self._as(self.office_user, self.env[model]).search_count(bar["domain"])
                self.assertEqual(found, bar["count"], bar["label"])
        places = blocks["safety.appraisal"]["bars"]
        self.assertEqual([bar["count"] for bar in places], sorted((bar["count"] for bar in places), reverse=True))

    def test_a_head_sees_their_own_part(self):
        violations = self._proposed("2026-01-31", unit=self.community_b)
        self._as(self.office_user, violations).action_confirm()
        self.assertEqual(self._blocks(self.cadre_user)["safety.violation"]["bars"], [])
        self.assertTrue(self._blocks(self.other_cadre_user)["safety.violation"]["bars"])
