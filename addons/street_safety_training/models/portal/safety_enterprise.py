from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

#: Evidence about a drill or a training is taken for so long.
MONTHS_BACK = 3


class SafetyEnterprise(models.Model):
    """The safety manager's tasks about people: certificates, trainings, drills and plans, and the evidence for them."""

    _inherit = "safety.enterprise"

    def _portal_file(self):
        return {**super()._portal_file(), "evidence": self._portal_evidence()}

    def _portal_tasks(self):
        return [
            *super()._portal_tasks(),
            *self._portal_certificate_tasks(),
            *self._portal_training_tasks(),
            *self._portal_drill_tasks(),
            *self._portal_plan_tasks(),
        ]

    def _portal_certificate_tasks(self):
        certificates = self.env["safety.certificate"].sudo()
        mine = certificates.search(
            [("enterprise_id", "=", self.id), ("state", "in", ("expired", "expiring", "lacking"))]
        )
        gaps = self.env["safety.certificate.coverage"].sudo()
        gaps = gaps.search([("enterprise_id", "=", self.id), ("missing_count", ">", 0)])
        return [
            *(
                self._portal_task(
                    self.env._(
                        "Certificate missing: %(type)s × %(count)s", type=gap.type_id.name, count=gap.missing_count
                    ),
                    url=f"correct?evidence=certificate:{gap.type_id.id}#evidence",
                )
                for gap in gaps
            ),
            *(
                self._portal_task(
                    self.env._("Renew: %(type)s of %(name)s", type=one.type_id.name, name=one.name),
                    one.valid_until,
                    f"correct?evidence=certificate:{one.type_id.id}#evidence",
                )
                for one in mine.filtered("number")
            ),
        ]

    def _portal_training_tasks(self):
        today = self.company_id._safety_today()
        lines = self.env["safety.training.attendee"].sudo()
        mine = lines.search(
            [("enterprise_id", "=", self.id), ("state", "=", "expected"), ("date", ">=", today),
             ("training_id.state", "=", "draft")]
        )  # fmt: skip
        return [
            self._portal_task(
                self.env._("Training: %(training)s – %(name)s", training=line.training_id.name, name=line.name),
                line.date,
                f"/street-safety/training/{line.training_id.token}" if line.training_id.sign_in_open else "#trainings",
            )
            for line in mine
        ]

    def _portal_drill_tasks(self):
        drills = self.env["safety.drill"].sudo()
        mine = drills.search(
            [("enterprise_ids", "in", self.ids), ("state", "=", "draft"),
             ("date", ">=", self.company_id._safety_today() - relativedelta(months=MONTHS_BACK))]
        )  # fmt: skip
        return [
            self._portal_task(
                self.env._("Drill: %s", drill.name), drill.date, f"correct?evidence=drill:{drill.id}#evidence"
            )
            for drill in mine
        ]

    def _portal_plan_tasks(self):
        soon = self.company_id._safety_today() + relativedelta(months=1)
        plans = self.env["safety.plan"].sudo()
        mine = plans.search([("enterprise_id", "=", self.id), ("state", "=", "in_force"), ("review_due", "<=", soon)])
        return [
            self._portal_task(
                self.env._("Evaluate the plan: %s", plan.name), plan.review_due,
                f"correct?evidence=plan:{plan.id}#evidence",
            )
            for plan in mine
        ]  # fmt: skip

    def _portal_evidence(self):
        """Return what the enterprise may send evidence about: [{"key", "label"}]; anything else is refused."""
        since = self.company_id._safety_today() - relativedelta(months=MONTHS_BACK)
        lacking = self.env["safety.certificate.coverage"].sudo().search([("enterprise_id", "=", self.id)]).type_id
        kinds = self.env["safety.certificate.type"].sudo().search(Domain.TRUE)
        drills = self.env["safety.drill"].sudo()
        drills = drills.search(
            [("enterprise_ids", "in", self.ids), ("state", "!=", "void"), ("date", ">=", since)], limit=20
        )
        lines = self.env["safety.training.attendee"].sudo()
        trainings = lines.search([("enterprise_id", "=", self.id), ("date", ">=", since)], limit=50).training_id
        plans = self.env["safety.plan"].sudo()
        plans = plans.search([("enterprise_id", "=", self.id), ("state", "=", "in_force")])
        return [
            *({"key": f"certificate:{kind.id}", "label": kind.name} for kind in lacking | kinds),
            *({"key": f"drill:{drill.id}", "label": f"{drill.name} {drill.date}"} for drill in drills),
            *({"key": f"training:{one.id}", "label": f"{one.name} {one.date}"} for one in trainings),
            *({"key": f"plan:{plan.id}", "label": plan.display_name} for plan in plans),
            *(
                {"key": f"plan_type:{kind.id}", "label": self.env._("New plan: %s", kind.name)}
                for kind in self.env["safety.plan.type"].sudo().search(Domain.TRUE)
            ),
            *self._portal_own_evidence(),
        ]

    def _portal_own_evidence(self):
        """Return the trainings and drills that the enterprise holds by itself: the street does not know of them yet."""
        training = self.env.ref("street_safety_training.training_type_enterprise_staff", raise_if_not_found=False)
        drills = self.env["safety.drill.type"].sudo().search([("needs_times", "=", False)])
        return [
            *({"key": f"training_type:{kind.id}", "label": self.env._("Own training: %s", kind.name)}
              for kind in (training or self.env["safety.training.type"]).sudo()),
            *({"key": f"drill_type:{kind.id}", "label": self.env._("Own drill: %s", kind.name)} for kind in drills),
        ]  # fmt: skip
