from odoo.addons.street_safety_base.tests.packs.test_pack_proofs import PackProofs

from .caused import InspectionCauses


class InspectionProofs(InspectionCauses, PackProofs):
    """Proofs by inspections, notices and hazards."""

    _evidence = {
        **PackProofs._evidence,
        "safety.inspection": "_inspection_values",
        "safety.notice": "_notice_values",
        "safety.hazard": None,  # proves itself
        "safety.tip": None,
        "safety.supervision": "_supervision_values",
        "safety.supervision.line": None,
        "safety.enforcement": "_enforcement_values",
        "safety.enforcement.line": "_enforcement_line_values",
    }
    _makers = {**PackProofs._makers, **InspectionCauses._makers}
    _own = (
        "safety.inspection", "safety.notice", "safety.hazard", "safety.listing", "safety.tip", "safety.supervision",
        "safety.supervision.line", "safety.enforcement", "safety.enforcement.line",
    )  # fmt: skip

    def _firm_at(self, unit, target):
        """Return the id of the enterprise that is the target, or of one in ``unit``."""
        firms = self.env["safety.enterprise"]
        found = target or firms.search([("unit_id", "child_of", unit.id)], limit=1).id
        return found or self.firms[0].id

    def _inspection_values(self, _rule, unit, day, target, _cause, _domain):
        return {"enterprise_id": self._firm_at(unit, target), "kind_id": self._kind("routine").id, "date": day}

    def _notice_values(self, _rule, unit, _day, target, cause, _domain):
        own = cause and cause._name == "safety.inspection" and cause.enterprise_id.id
        return {"enterprise_id": own or self._firm_at(unit, target)}

    def _supervision_values(self, _rule, unit, day, _target, _cause, domain):
        kind = self._coded("safety.supervision.kind", domain, "kind_id.code")
        return {"kind_id": kind, "unit_id": unit.id, "date": day, "checklist_id": False}

    def _enforcement_values(self, _rule, unit, day, _target, _cause, _domain):
        return {"name": "Joint action", "unit_id": unit.id, "date": day}

    def _enforcement_line_values(self, rule, unit, day, target, cause, domain):
        action = self.env["safety.enforcement"].create(self._enforcement_values(rule, unit, day, target, cause, domain))
        firm = self.firms[0] if unit.company_id == self.company else self.other_firm
        return {"enforcement_id": action.id, "enterprise_id": target or firm.id}
