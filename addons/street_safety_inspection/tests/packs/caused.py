from odoo.addons.street_safety_base.tests.packs.caused import CausedCase


class InspectionCauses(CausedCase):
    """Makes the inspections, hazards and notices that cause duties."""

    _makers = {
        "safety.inspection": "_make_inspection",
        "safety.hazard": "_make_hazard",
        "safety.notice": "_make_notice",
        "safety.listing": "_make_listing",
        "safety.tip": "_make_tip",
        "safety.supervision": "_make_supervision",
        "safety.supervision.line": "_make_supervision_line",
    }

    # ---- causing records ---------------------------------------------------------------------------------------------

    def _kind(self, code):
        return self.env["safety.inspection.kind"].search([("code", "=", code)], limit=1)

    def _make_inspection(self, rule, day, _instant):
        asked = rule.cause_domain.replace('"', "'").replace(" ", "")
        reinspection = "is_reinspection','=',True" in asked
        inspection = self.env["safety.inspection"].create(
            {"enterprise_id": self.firms[0].id, "kind_id": self._kind("routine").id, "date": day}
        )
        self._hazard(day, inspection_id=inspection.id)
        if reinspection:
            self._set(inspection, kind_id=self._kind("reinspection").id)
            recheck = self.env["safety.inspection.recheck"].create(
                {"inspection_id": inspection.id, "hazard_id": self._hazard(day).id}
            )
            self._set(recheck, result="not_fixed")
        elif "kind_id.code','=','enforcement'" in asked:
            self._set(inspection, kind_id=self._kind("enforcement").id)
        return self._set(inspection, state="done")

    def _hazard(self, day, **vals):
        return self.env["safety.hazard"].create(
            {"name": "Blocked exit", "enterprise_id": self.firms[0].id, "date": day, "severity": "general", **vals}
        )

    def _make_hazard(self, rule, day, instant):
        asked = rule.cause_domain.replace('"', "'").replace(" ", "")
        major = "'severity','=','major'" in asked
        vals = {"severity": "major" if major else "general"}
        if "by_enterprise" in asked:
            vals["inspection_id"] = self.env["safety.inspection"].create(
                {"enterprise_id": self.firms[0].id, "kind_id": self._kind("self_check").id, "date": day}
            ).id  # fmt: skip
        counted = rule.cause_date_field_id
        hazard = self._hazard(day if counted.name in ("date", "create_date") else "2026-01-05", **vals)
        if counted.name != "date":
            self._set(hazard, **{counted.name: instant if counted.ttype == "datetime" else day})
        if "'accepted'" in asked:
            self._set(hazard, state="accepted")
        return hazard

    def _make_notice(self, rule, day, _instant):
        major = "major" in rule.cause_domain
        hazard = self._hazard("2026-01-05", severity="major" if major else "general", deadline=day)
        inspection = self.env["safety.inspection"].create(
            {"enterprise_id": self.firms[0].id, "kind_id": self._kind("routine").id, "date": "2026-01-05"}
        )
        notice = self.env["safety.notice"].create(
            {"enterprise_id": self.firms[0].id, "inspection_id": inspection.id,
             "line_ids": [(0, 0, {"hazard_id": hazard.id})]}
        )  # fmt: skip
        return self._set(notice, state="issued", deadline=day)

    def _make_listing(self, rule, day, _instant):
        hazard = self._hazard("2026-01-05", severity="major")
        listing = self.env["safety.listing"].create(
            {"subject": "hazard", "hazard_id": hazard.id, "unit_id": hazard.unit_id.id, "reason": "Locked exit"}
        )
        return self._set(listing, state="listed", **{rule.cause_date_field_id.name: day})

    def _make_tip(self, rule, day, _instant):
        firm = self.firms[0]
        tip = self.env["safety.tip"].create(
            {"text": "The exit is locked", "enterprise_id": firm.id, "unit_id": firm.unit_id.id,
             "received_on": "2026-06-01", rule.cause_date_field_id.name: day}
        )  # fmt: skip
        self.env.flush_all()
        return tip

    def _make_supervision(self, rule, day, _instant):
        """A visit of the kind that the rule names, by the unit that owes what it causes."""
        asked = rule.cause_domain.replace('"', "'")
        kind = next(one for one in self.env["safety.supervision.kind"].search([]) if f"'{one.code}'" in asked)
        unit = self.units.get(rule.unit_type_id.code, [self.street])[0]
        visit = self.env["safety.supervision"].create({"kind_id": kind.id, "unit_id": unit.id, "date": day})
        if "'issued'" in asked:
            self._set(visit, state="issued", issued_on=day)
        self.env.flush_all()
        return visit

    def _make_supervision_line(self, rule, day, _instant):
        kind = self.env.ref("street_safety_inspection.supervision_kind_leader_supervision")
        unit = self.units.get(rule.unit_type_id.code, [self.street])[0]
        visit = self.env["safety.supervision"].create({"kind_id": kind.id, "unit_id": self.street.id, "date": day})
        line = self.env["safety.supervision.line"].create(
            {"supervision_id": visit.id, "name": "Exits", "unit_id": unit.id, "verdict": "problem", "found": "Locked"}
        )
        self.env.flush_all()
        return self._set(line, state="open", issued_on=day)
