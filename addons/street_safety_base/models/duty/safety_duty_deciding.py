from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

NOT_OVER = ("planned", "open")


class SafetyDuty(models.Model):
    """Waive, hand over, reopen: by people with a seat that approves, each a decision of its own with a reason."""

    _inherit = "safety.duty"

    def _decide(self, kind, reason, user=None):
        """Record and apply a decision (waive | hand_over | review) of the present user about each duty.

        A review opens again what is over, e.g. because a record was typed in after the duty was closed.

        :raises AccessError: the user's seats do not approve for a duty's unit
        :raises UserError: a duty is over (a review: is not over), or the reason is empty
        """
        self.check_access("read")
        self._safety_check_level("approve")
        over = self.filtered(lambda duty: duty.state not in NOT_OVER)
        if kind != "review" and over:
            raise UserError(self.env._("%s is over; it can only be reviewed.", over[0].display_name))
        if kind == "review" and self - over:
            raise UserError(
                self.env._("%s is not over yet: there is nothing to review.", (self - over)[0].display_name)
            )
        decisions = (
            self.env["safety.duty.decision"]
            .sudo()
            .create(
                [
                    {
                        "duty_id": duty.id,
                        "unit_id": duty.unit_id.id,
                        "type": kind,
                        "reason": reason,
                        "user_id": user and user.id,
                    }
                    for duty in self
                ]
            )
        )
        decisions.with_user(self.env.user).sudo(False).action_accept()
        return decisions

    def _apply_decision(self, decision):
        """Do what was decided: the only way, besides the engine, in which a duty changes."""
        self.ensure_one()
        today = self.company_id._safety_today()
        changes = {
            "waive": SQL("state = 'waived', closed_on = %s, hidden_unit_id = NULL", today),
            "hand_over": SQL("handed_to_id = %s", decision.user_id.id or None),
            "review": SQL("state = 'open', closed_on = NULL"),
        }
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE safety_duty SET %s WHERE id = %s", changes[decision.type], self.id))
        self.invalidate_model()

    def _withdraw(self, records):
        """Propose a review of every closed duty that ``records`` proved and for which they do not count any more.

        A package that is received after it was handed in counts on; one that is returned does not. The duty itself
        stays as it was closed until somebody decides. Constant statements, one for records that prove nothing.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT proof.duty_id, proof.id, duty.unit_id, proof.res_id, duty.rule_id
                  FROM safety_duty_evidence proof
                  JOIN safety_duty duty ON duty.id = proof.duty_id AND duty.state IN ('met', 'met_late')
                 WHERE proof.res_model = %s AND proof.res_id = ANY(%s)
                   AND NOT EXISTS (SELECT 1 FROM safety_duty_decision known
                                    WHERE known.type = 'review' AND known.evidence_id = proof.id)
                """,
                records._name,
                records.ids,
            )
        )
        counting = self._counting(records, {rule for *_proof, rule in rows})
        withdrawn = [
            {"duty_id": duty, "type": "review", "evidence_id": proof, "unit_id": unit}
            for duty, proof, unit, record, rule in rows
            if record not in counting[rule]
        ]
        if withdrawn:
            self.env["safety.duty.decision"].sudo().create(withdrawn)

    def _counting(self, records, rule_ids):
        """Return {rule id: ids of those of ``records`` that count for the rule as they are now}."""
        kinds = self.env["safety.duty.kind"]
        found = records.sudo().with_context(active_test=False)
        counting = {}
        for rule in self.env["safety.duty.rule"].sudo().browse(rule_ids):
            domain = kinds._parse_domain(rule.kind_id.domain, records._name, rule.kind_id.name)
            domain &= kinds._parse_domain(rule.evidence_domain, records._name, rule.name)
            counting[rule.id] = set(found.filtered_domain(domain).ids)
        return counting

    def action_decide(self):
        """Ask for the reason, then waive or hand over. The context's ``default_type`` says which is proposed."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive or hand over"),
            "res_model": "safety.duty.decide.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_duty_ids": [(6, 0, self.ids)]},
        }

    def action_review(self):
        """Ask for the reason, then open again what is over: the next evaluation judges it anew."""
        action = self.action_decide()
        context = {**action["context"], "default_is_review": True}
        return {**action, "display_name": self.env._("Open again"), "context": context}
