from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

#: Evidence about a drill or a training is taken for so long.
MONTHS_BACK = 3


class SafetyEnterprise(models.Model):
    """The safety manager's tasks about people: certificates, trainings, drills and plans, and the evidence for them."""

    _inherit = "safety.enterprise"

    def _portal_form(self):
        return {**super()._portal_form(), "evidence": self._portal_evidence()}

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

    def _portal_evidence(self, kind=None):
        """Return what the enterprise may send evidence about: [{"key", "label"}]; anything else is refused.

        :param kind: the part of the key before the colon; only what is of this kind is asked for
        """
        kinds = self._portal_evidence_kinds()
        asked = kinds if kind is None else {kind: kinds[kind]} if kind in kinds else {}
        return [
            {"key": f"{name}:{record.id}", "label": label} for name, find in asked.items() for record, label in find()
        ]

    def _portal_evidence_kinds(self):
        """Return {kind: function returning its (record, label)}, in the order of the list; nothing is asked yet."""
        return {
            "certificate": self._portal_evidence_certificates,
            "drill": self._portal_evidence_drills,
            "training": self._portal_evidence_trainings,
            "plan": self._portal_evidence_plans,
            "plan_type": self._portal_evidence_new_plans,
            "training_type": self._portal_evidence_own_trainings,
            "drill_type": self._portal_evidence_own_drills,
        }

    def _portal_evidence_since(self):
        return self.company_id._safety_today() - relativedelta(months=MONTHS_BACK)

    def _portal_evidence_certificates(self):
        """Return what it lacks first, then every other type."""
        lacking = self.env["safety.certificate.coverage"].sudo().search([("enterprise_id", "=", self.id)]).type_id
        kinds = self.env["safety.certificate.type"].sudo().search(Domain.TRUE)
        return [(kind, kind.name) for kind in lacking | kinds]

    def _portal_evidence_drills(self):
        drills = self.env["safety.drill"].sudo()
        drills = drills.search(
            [
                ("enterprise_ids", "in", self.ids),
                ("state", "!=", "void"),
                ("date", ">=", self._portal_evidence_since()),
            ],
            limit=20,
        )
        return [(drill, f"{drill.name} {drill.date}") for drill in drills]

    def _portal_evidence_trainings(self):
        lines = self.env["safety.training.attendee"].sudo()
        lines = lines.search([("enterprise_id", "=", self.id), ("date", ">=", self._portal_evidence_since())], limit=50)
        return [(one, f"{one.name} {one.date}") for one in lines.training_id]

    def _portal_evidence_plans(self):
        plans = self.env["safety.plan"].sudo()
        plans = plans.search([("enterprise_id", "=", self.id), ("state", "=", "in_force")])
        return [(plan, plan.display_name) for plan in plans]

    def _portal_evidence_new_plans(self):
        kinds = self.env["safety.plan.type"].sudo().search(Domain.TRUE)
        return [(kind, self.env._("New plan: %s", kind.name)) for kind in kinds]

    def _portal_evidence_own_trainings(self):
        """Return the training that the enterprise holds by itself: the street does not know of it yet."""
        training = self.env.ref("street_safety_training.training_type_enterprise_staff", raise_if_not_found=False)
        kinds = (training or self.env["safety.training.type"]).sudo()
        return [(kind, self.env._("Own training: %s", kind.name)) for kind in kinds]

    def _portal_evidence_own_drills(self):
        """Return the drills that the enterprise holds by itself; who turns out on an alarm is no drill of its own."""
        kinds = self.env["safety.drill.type"].sudo().search([("needs_times", "=", False)])
        return [(kind, self.env._("Own drill: %s", kind.name)) for kind in kinds]
