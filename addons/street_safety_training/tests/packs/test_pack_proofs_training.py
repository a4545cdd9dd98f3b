from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.packs.caused import CausedCase
from odoo.addons.street_safety_base.tests.packs.proofs import NOON
from odoo.addons.street_safety_inspection.tests.packs.proofs import InspectionProofs


@tagged("post_install", "-at_install")
class TestPackProofsTraining(InspectionProofs):
    """The rules that are proved by training."""

    _evidence = {
        **InspectionProofs._evidence,
        "safety.training": "_training_values",
        "safety.drill": "_drill_values",
        "safety.plan": "_plan_values",
        "safety.roster": "_roster_values",
        "safety.facility": "_facility_values",
        "safety.certificate": None,  # the enterprise's, all of them
    }
    _makers = {**InspectionProofs._makers, "safety.drill": "_make_drill"}
    _own = (
        "safety.training", "safety.drill", "safety.plan", "safety.roster", "safety.facility", "safety.certificate",
    )  # fmt: skip

    def _training_values(self, _rule, unit, day, _target, _cause, domain):
        start = datetime.combine(day, NOON)
        return {
            "name": "Training", "unit_id": unit.id, "date_start": start, "date_end": start + timedelta(hours=2),
            "type_id": self._coded("safety.training.type", domain, "type_id.code"),
        }  # fmt: skip

    def _make_drill(self, _rule, day, _instant):
        drill = self.env["safety.drill"].create(
            {
                "name": "Turn-out",
                "unit_id": self._place().id,
                "date_start": f"{day} 02:00:00",
                "type_id": self.env.ref("street_safety_training.drill_type_turn_out").id,
            }
        )
        return self._set(drill, state="held")

    def _drill_values(self, _rule, unit, day, _target, _cause, domain):
        return {
            "name": "Drill", "unit_id": unit.id, "date_start": datetime.combine(day, NOON),
            "type_id": self._coded("safety.drill.type", domain, "type_id.code"),
        }  # fmt: skip

    def _plan_values(self, _rule, unit, _day, _target, _cause, _domain):
        kind = self.env.ref("street_safety_training.plan_type_comprehensive").id
        return {"name": "Plan", "unit_id": unit.id, "content": "<p>Who does what.</p>", "type_id": kind}

    def _roster_values(self, _rule, unit, day, _target, _cause, _domain):
        start = datetime.combine(day, NOON)
        self.serial = getattr(self, "serial", 0) + 1
        start += timedelta(seconds=self.serial)  # nobody is planned twice for one moment
        return {"unit_id": unit.id, "user_id": self.env.uid, "date_start": start, "date_end": start + timedelta(days=1)}

    def _facility_values(self, rule, unit, _day, target, _cause, domain):
        firm = target if rule.target_model == "safety.enterprise" else False
        return {
            "type_id": self._coded("safety.facility.type", domain, "type_id.code"), "unit_id": unit.id,
            "enterprise_id": firm, "installed_on": "2025-01-01",
        }  # fmt: skip

    def _put_certificate_gap_count(self, record, value):
        """Nothing missing: everybody has a certificate; something missing: somebody works without one."""
        certificates = self.env["safety.certificate"]
        record.certificate_ids.unlink()
        kinds = self.env["safety.certificate.coverage"].search([("enterprise_id", "=", record.id)]).type_id
        if value is None:
            kinds = kinds[:1] or self.env["safety.certificate.type"].search([], limit=1)
        for kind in kinds:
            values = {"enterprise_id": record.id, "type_id": kind.id, "name": f"Holder {kind.id}"}
            if value is not None:
                values |= {"number": f"9{record.id:07}{kind.id}", "date_issue": "2025-12-01", "date_end": "2027-06-30",
                           "date_review": False}  # fmt: skip
            certificates.create(values)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_proofs_by_training_xt(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XT-4.2b, XT-4.2c, XT-4.2d, XT-4.3a, XT-4.3b, XT-4.3c, XT-4.3d, XT-4.4a, XT-4.4b, XT-4.4c.
        """
        self.assertEqual(self._check_pack("xt"), self._named_clauses())

    def test_proofs_by_training_xy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        XY-1.5, XY-2.2a, XY-2.2b.
        """
        self.assertEqual(self._check_pack("xy"), self._named_clauses())

    def test_proofs_by_training_zf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        ZF-T3.4, ZF-T4.1b.
        """
        self.assertEqual(self._check_pack("zf"), self._named_clauses())

    def test_proofs_by_training_bf(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        BF-1.2.4d, BF-1.3.7a.
        """
        self.assertEqual(self._check_pack("bf"), self._named_clauses())

    def test_proofs_by_training_gy(self):
        """The right record meets the duty of every rule of these clauses, a wrong one does not.

        GY-2.6, GY-4.2.2, GY-5.5a, GY-8.4.1a.
        """
        self.assertEqual(self._check_pack("gy"), self._named_clauses())


@tagged("post_install", "-at_install")
class TestPackCausedTraining(CausedCase):
    """What records of this addon cause under the five regulations."""

    _makers = {"safety.drill": "_make_drill"}
    _make_drill = TestPackProofsTraining._make_drill

    def test_caused_by_drills_xt(self):
        """XT-4.2c: the turn-out of the micro fire station is the day on which the volunteer brigade trains."""
        self.assertEqual(self._check_caused("xt"), 1)
