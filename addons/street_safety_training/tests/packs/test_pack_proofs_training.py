from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.packs.proofs import NOON
from odoo.addons.street_safety_inspection.tests.packs.proofs import InspectionProofs


@tagged("post_install", "-at_install")
class TestPackProofsTraining(InspectionProofs):
    """The rules that are proved by training."""

    _evidence = {**InspectionProofs._evidence, "safety.training": "_training_values"}
    _own = ("safety.training",)

    def _training_values(self, _rule, unit, day, _target, _cause, domain):
        start = datetime.combine(day, NOON)
        return {
            "name": "Training", "unit_id": unit.id, "date_start": start, "date_end": start + timedelta(hours=2),
            "type_id": self._coded("safety.training.type", domain, "type_id.code"),
        }  # fmt: skip

    def test_proofs_by_training_xt(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XT-4.2c, XT-4.4a, XT-4.4b.
        """
        self.assertEqual(self._check_pack("xt"), self._named_clauses())

    def test_proofs_by_training_xy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XY-1.5, XY-2.2a.
        """
        self.assertEqual(self._check_pack("xy"), self._named_clauses())

    def test_proofs_by_training_zf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        ZF-T3.4.
        """
        self.assertEqual(self._check_pack("zf"), self._named_clauses())
