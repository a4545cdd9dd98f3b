from datetime import time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command

#: Days until each of the tasks falls due.
CERTIFICATE, TRAINING, PLAN, DRILL = 12, 6, 20, 27


class SafetyDemo(models.AbstractModel):
    """What waits for the enterprise with the portal login: a card to renew, a training, a drill, a plan."""

    _inherit = "safety.demo"

    def _build_enterprise_tasks(self):
        """Give the safety manager who logs in to the portal one task of each kind, due in the coming weeks."""
        firm = self.env["safety.enterprise"].search([("partner_id", "=", self._user("enterprise").partner_id.id)])
        content = self._content("portal.json", "street_safety_training")
        self._build_enterprise_card(firm)
        self._build_enterprise_training(firm, content)
        self._build_enterprise_plan(firm, content)
        self.env["safety.drill"].create(
            {
                "name": content["drill"],
                "type_id": self.env.ref("street_safety_training.drill_type_evacuation").id,
                "unit_id": firm.unit_id.id,
                "date_start": self._company()._safety_instant(self._today() + timedelta(days=DRILL), time(15, 0)),
                "place": content["drill_place"],
                "enterprise_ids": [Command.set(firm.ids)],
                "user_id": self._drill_recorder(firm.unit_id.parent_id, self._today()),
            }
        )

    def _build_enterprise_card(self, firm):
        """The card of the safety manager lapses soon."""
        kind = self.env.ref("street_safety_training.certificate_type_manager")
        cards = self.env["safety.certificate"].with_context(tracking_disable=True, mail_create_nolog=True)
        present = cards.search([("enterprise_id", "=", firm.id), ("type_id", "=", kind.id)], limit=1)
        issuer = self._content("certificates.json", "street_safety_training")["issuers"]["manager"]
        vals = {
            "enterprise_id": firm.id,
            "type_id": kind.id,
            "name": firm.safety_manager_name,
            "number": "310000112",
            "issuer": issuer,
        }
        self._lapse_on(vals, self._today() + timedelta(days=CERTIFICATE))
        if present:
            present.write(vals)
        else:
            cards.create(vals)

    def _build_enterprise_training(self, firm, content):
        begins = self._company()._safety_instant(self._today() + timedelta(days=TRAINING), time(14, 0))
        training = self.env["safety.training"].create(
            {
                "name": content["training"],
                "type_id": self.env.ref("street_safety_training.training_type_enterprise_leads").id,
                "unit_id": self._unit("SF11").id,
                "date_start": begins,
                "date_end": begins + timedelta(hours=2),
                "place": content["training_place"],
                "enterprise_mode": "selected",
                "enterprise_ids": [Command.set(firm.ids)],
                "user_id": self._drill_recorder(self._unit("SF11"), self._today()),
            }
        )
        training.action_fill_audience()

    def _build_enterprise_plan(self, firm, content):
        office = self._user("office")
        name, text = content["plan"]
        plan = self.env["safety.plan"].create(
            {
                "name": name % firm.name,
                "type_id": self.env.ref("street_safety_training.plan_type_scene").id,
                "unit_id": firm.unit_id.id,
                "enterprise_id": firm.id,
                "content": text,
                "user_id": office.id,
            }
        )
        plan.with_user(office).action_approve()
        due = self._today() + timedelta(days=PLAN)
        plan._workflow_write({"approved_on": due - relativedelta(months=plan.type_id.review_months)})
