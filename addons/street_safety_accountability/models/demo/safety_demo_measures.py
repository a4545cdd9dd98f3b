from datetime import timedelta

from odoo import models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """Measures on the ladder, a deduction run, and the points of the accidents of the demonstration street."""

    _inherit = "safety.demo"

    def _build_measures(self, content):
        regulation = self._regulation()
        regulation._make_consequences(content, {})
        regulation.four_points = True
        rules = self.env["safety.measure.rule"].search([("regulation_id", "=", regulation.id)])
        rules.date_from = self._today().replace(day=1) - timedelta(days=1)
        self._build_deduction(content["deduction"])
        for row in content["measures"]:
            self._build_measure(row)
        self.env["safety.measure"]._propose(self._company())
        self._build_points(content["points"])
        kind = self.env.ref("street_safety_accountability.package_kind_penalty_publication")
        office = self.env["safety.package"].with_user(self._user("office"))
        before = [("company_id", "=", self._company().id), ("date", "<", self._today().replace(day=1))]
        last = self.env["safety.penalty"].search([*before, ("state", "!=", "cancelled")], order="date desc", limit=1)
        month = {"period_start": last.date} if last else {}
        office.create({"kind_id": kind.id, "unit_id": self._unit("SF").id, **month})

    def _build_measure(self, row):
        """Make one measure and take it as far as it got, on the days it happened."""
        day = self._today() - timedelta(days=row["back"])
        kind = self.env["safety.measure.kind"].search([("code", "=", row["kind"])])
        rule = self.env["safety.measure.rule"].search([("code", "=", row.get("rule")), ("kind_id", "=", kind.id)])
        unit = self._unit(row["unit"])
        people = self.env["res.users"].union(*(self._user(login) for login in row.get("people", ())))
        measure = self.env["safety.measure"].create(
            {
                "kind_id": kind.id,
                "rule_id": rule[:1].id,
                "name": row["name"],
                "description": row["facts"],
                "unit_id": unit.id,
                "user_ids": [Command.set(people.ids)],
                "date": day,
            }
        )
        if row["state"] == "proposed":
            return
        measure._workflow_do("issue")
        dates = {"issued_on": day, "issued_by_id": self._user("office").id}
        for name, days in (("reply_until", kind.reply_days), ("followup_on", kind.followup_days)):
            if days:
                dates[name] = day + timedelta(days=days)
        measure._workflow_write(dates)
        if row.get("reply"):
            measure._workflow_do("reply")
            measure._workflow_write({"reply": row["reply"], "replied_on": min(day + timedelta(days=5), self._today())})
        if row["state"] == "closed":
            measure._workflow_write({"conclusion": row["conclusion"]})
            measure._workflow_do("close")

    def _build_deduction(self, name):
        """Settle what was due before this month; what came later waits for the next run."""
        until = self._today().replace(day=1) - timedelta(days=1)
        run = self.env["safety.deduction"].create(
            {"name": name, "unit_id": self._unit("SF").id, "date_to": until, "hold_appealed": True}
        )
        if run.waiting_count:
            run.with_user(self._user("office")).action_settle()
            run.with_user(self._user("office")).action_pay()

    def _build_points(self, proofs):
        """Begin the points of the accidents that are being dealt with."""
        incidents = self.env["safety.incident"].search(
            [("company_id", "=", self._company().id), ("state", "=", "reported")]
        )
        incidents._ask_for_points()
        for point in incidents.point_ids:
            if proof := proofs.get(point.kind_id.code):
                point.proof = proof
                point.with_user(self._user("office")).action_done()
