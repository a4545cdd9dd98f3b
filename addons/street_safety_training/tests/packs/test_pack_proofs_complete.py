from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.packs import test_pack_proofs
from odoo.addons.street_safety_base.tests.packs.common import PACKS
from odoo.addons.street_safety_inspection.tests.packs import test_pack_proofs_inspection

from . import test_pack_proofs_training


@tagged("post_install", "-at_install")
class TestPackProofsComplete(test_pack_proofs.PackProofs):
    """Over all addons that bring evidence: every rule of the five packs is tried by some generated proof."""

    #: From below: a rule is tried where all its records are known first.
    _cases = (
        test_pack_proofs.TestPackProofs,
        test_pack_proofs_inspection.TestPackProofsInspection,
        test_pack_proofs_training.TestPackProofsTraining,
    )

    def test_no_rule_is_left_out(self):
        for code in PACKS:
            self._organisation(code)
            self._name_units(code)
            regulation, gaps = self._load(code)
            self.assertFalse(gaps)
            self.assertEqual(len(regulation.rule_ids), len(self.packs[code.upper()]["rules"]))
            tried = {case: self._tried_clauses(case, code) for case in self._cases}
            left_out = regulation.rule_ids.filtered(lambda rule, tried=tried: not self._is_tried(rule, tried))
            self.assertFalse(left_out.mapped("code"), "no proof tries these rules")
            self._forget_units()

    def _is_tried(self, rule, tried):
        """Tell whether a case knows the records of ``rule``, takes it as its own and names its clause."""
        return any(case._is_ours(rule) and rule.clause_id.code in tried[case] for case in self._cases)

    def _tried_clauses(self, case, code):
        """Return the clauses that the tests of ``case`` name for ``code``; each test compares them with its rules."""
        tests = [
            getattr(case, name) for name in dir(case) if name.startswith("test_proofs_") and name.endswith(f"_{code}")
        ]
        return {clause for test in tests for clause in test_pack_proofs.CLAUSE.findall(test.__doc__)}

    def _forget_units(self):
        self.env.cr.execute("UPDATE safety_unit SET code = NULL WHERE company_id = %s", [self.company.id])
        self.env.invalidate_all()
