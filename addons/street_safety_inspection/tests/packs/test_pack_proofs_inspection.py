from odoo.tests import tagged

from .proofs import InspectionProofs


@tagged("post_install", "-at_install")
class TestPackProofsInspection(InspectionProofs):
    """The rules that inspections, notices, hazards, listings, tips and supervision prove or cause."""

    def test_proofs_by_inspection_xt(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XT-2.1c, XT-2.2a, XT-2.2d, XT-2.2e, XT-2.3a, XT-2.3b, XT-3.1a, XT-3.1b, XT-3.1c, XT-3.2a, XT-3.2b,
        XT-3.3a, XT-3.3c.
        """
        self.assertEqual(self._check_pack("xt"), self._named_clauses())

    def test_proofs_by_inspection_xy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XY-2.3a, XY-2.3b, XY-2.3c, XY-2.5c, XY-2.5d, XY-2.5e, XY-2.5f, XY-3.1e, XY-3.2e, XY-3.3c, XY-3.4b,
        XY-3.6c, XY-3.6e, XY-3.7c, XY-3.7d.
        """
        self.assertEqual(self._check_pack("xy"), self._named_clauses())

    def test_proofs_by_inspection_bf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        BF-1.1.3a, BF-1.1.3b, BF-1.1.3c, BF-1.1.3e, BF-1.1.3f, BF-1.1.3g, BF-1.1.3h, BF-1.1.3i, BF-1.1.4f,
        BF-1.2.3a, BF-1.2.3b, BF-1.2.3c, BF-1.3.3b, BF-1.3.3c, BF-1.3.4a, BF-1.3.4b, BF-1.3.5, BF-2.1.3b, BF-2.2a,
        BF-2.2c, BF-2.2d.
        """
        self.assertEqual(self._check_pack("bf"), self._named_clauses())
        progress = self.regulation.rule_ids.filtered(lambda rule: rule.code == "BF-1.3.3b")
        self.assertEqual((progress.cause, progress.repeat_months), ("record", 1), "until the hazard is delisted")

    def test_proofs_by_inspection_zf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        ZF-2.3a, ZF-3.2a, ZF-T1.2a, ZF-T3.2b, ZF-T9.1a, ZF-T9.1b, ZF-T9.2, ZF-T9.3, ZF-T9.4, ZF-T10.3, ZF-T11.3b,
        ZF-T12.3.
        """
        self.assertEqual(self._check_pack("zf"), self._named_clauses())

    def test_proofs_by_inspection_gy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        GY-1.6, GY-2.12, GY-3.14, GY-4.2.5, GY-4.2.8, GY-6.2, GY-6.4a, GY-6.4b.
        """
        self.assertEqual(self._check_pack("gy"), self._named_clauses())
