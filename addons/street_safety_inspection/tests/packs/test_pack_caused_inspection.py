from odoo.tests import tagged

from .caused import InspectionCauses


@tagged("post_install", "-at_install")
class TestPackCausedInspection(InspectionCauses):
    """What inspections, hazards and notices cause under the five regulations, and that nothing falls back."""

    def test_caused_by_inspections_xt(self):
        self.assertEqual(self._check_caused("xt"), 9)

    def test_caused_by_inspections_xy(self):
        self.assertEqual(self._check_caused("xy"), 8)

    def test_caused_by_inspections_bf(self):
        self.assertEqual(self._check_caused("bf"), 16)

    def test_caused_by_inspections_gy(self):
        self.assertEqual(self._check_caused("gy"), 8)

    def test_caused_by_inspections_zf(self):
        self.assertEqual(self._check_caused("zf"), 6)

    def test_nothing_of_inspections_falls_back_here(self):
        for code in ("xt", "xy", "bf", "gy", "zf"):
            self._organisation(code)
            regulation, _gaps = self._load(code)
            kinds = [
                rule.file_extra["origin"]["kind"] for rule in regulation.rule_ids if "origin" in (rule.file_extra or {})
            ]
            self.assertFalse(
                {"routine_inspection", "led_inspection", "reinspection", "notice", "self_check"} & set(kinds)
            )
            self._forget_units()

    def _forget_units(self):
        self.env.cr.execute("UPDATE safety_unit SET code = NULL WHERE company_id = %s", [self.company.id])
        self.env.invalidate_all()
