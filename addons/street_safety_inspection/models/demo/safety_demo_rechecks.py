from odoo import models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """The re-inspections of the past, and the state in which they left the hazards."""

    _inherit = "safety.demo"

    def _build_rechecks(self, fates, rng, roster):
        """Create the re-inspections, done on their day."""
        plans = [(fate, day, fixed) for fate in fates for day, fixed in fate["rechecks"]]
        plans.sort(key=lambda plan: (plan[1], plan[0]["notice"].id))
        kind = self.env.ref("street_safety_inspection.inspection_kind_reinspection")
        words = self._findings()
        vals_list, rows = [], []
        for fate, day, fixed in plans:
            notice = fate["notice"]
            people = roster.holder("stationed_cadre", notice.unit_id.parent_id, day)
            people |= roster.holder("grid_member", notice.unit_id, day)
            result = {"result": "fixed", "note": words["recheck_note"]}
            if not fixed:
                result = {"result": "not_fixed", "note": words["recheck_failed"]}
            vals_list.append(
                {
                    "notice_id": notice.id,
                    "enterprise_id": notice.enterprise_id.id,
                    "kind_id": kind.id,
                    "date": day,
                    "inspector_ids": [Command.set(people.ids)],
                    "representative_name": notice.enterprise_id.safety_manager_name,
                    "recheck_ids": [Command.create({"hazard_id": hazard.id, **result}) for hazard in fate["hazards"]],
                }
            )
        inspections = self.env["safety.inspection"].create(vals_list)
        for inspection, (_fate, day, _fixed) in zip(inspections, plans, strict=True):
            author = inspection.inspector_ids[:1].id or self.env.uid
            moment = self._instant(day, rng)
            rows.append({"id": inspection.id, "state": "done", "create_uid": author, **self._stamps(moment)})
        self._rewrite("safety.inspection", rows)

    def _settle_hazards(self, fates):
        """Bring the hazards into the state that notice and re-inspections left them in, with its photo."""
        closed = [fate for fate in fates if fate["rechecks"] and fate["rechecks"][-1][1]]
        self._photograph_rectified(closed)
        self._rewrite("safety.hazard", [row for fate in fates for row in self._settled_rows(fate)])

    def _photograph_rectified(self, fates):
        pictured = [(hazard, fate["rechecks"][-1][0]) for fate in fates for hazard in fate["hazards"]]
        scenes = self._scenes()
        photos = self.env["ir.attachment"].create(
            [self._photo_vals(scenes[hazard.name], True, hazard.id, hazard, day) for hazard, day in pictured]
        )
        for (hazard, _day), photo in zip(pictured, photos, strict=True):
            hazard.after_photo_ids = photo

    def _settled_rows(self, fate):
        words = self._findings()
        failed = [day for day, fixed in fate["rechecks"] if not fixed]
        closed = fate["rechecks"][-1][0] if fate["rechecks"] and fate["rechecks"][-1][1] else None
        acceptor = fate["notice"].issuer_id.id if closed else None
        for hazard in fate["hazards"]:
            yield {
                "id": hazard.id,
                "state": "closed" if closed else "rectifying",
                "deadline": fate["deadline"],
                "last_failed_on": failed[-1] if failed else None,
                "fail_reason": words["fail_reason"] if failed else None,
                "rectified_by": hazard.enterprise_id.principal_name if closed else None,
                "rectification_note": words["rectified"] if closed else None,
                "accepted_by_id": acceptor,
                "accepted_on": closed,
                "closed_on": closed,
                "frozen_at": closed and self._company()._safety_instant(closed),
            }
