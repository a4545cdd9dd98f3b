from odoo import models
from odoo.exceptions import UserError


class SafetyReasoned(models.AbstractModel):
    """Steps that need a written reason: the text is asked for first and kept with the record, closed to changes.

    A concrete model lists ``_reason_fields`` (step → field that keeps the text; add these fields to
    ``_workflow_fields``). A step is a transition of the workflow, or, without one, is allowed by ``_check_<step>``.
    Needs the workflow pattern.
    """

    _name = "safety.reasoned"
    _description = "Record with reasoned steps"
    _reason_fields: dict[str, str] = {}

    def _open_reason(self, step, title):
        """Return the action that asks for the reason and then takes ``step``."""
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "safety.reason.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_step": step,
            },
        }

    def _do_because(self, step, reason):
        """Take ``step`` with the written ``reason``.

        :raises UserError: the reason is empty, or the step is not possible now
        :raises AccessError: the user may not take it
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please write the reason: it is kept with the record."))
        transition = self._workflow.get(step)
        if transition:
            self._workflow_check(step, transition)
        else:
            self.check_access("read")
            getattr(self, f"_check_{step}")()
        # Before the step, because what follows it may print the reason.
        self.sudo()._workflow_write({self._reason_fields[step]: reason})
        return self._workflow_do(step) if transition else True

    def _tell_returned(self, people, reason):
        """Keep in the chatter why this record was sent back, and tell ``people`` (who wrote or signed it)."""
        self.ensure_one()
        partners = (people - self.env.user).partner_id
        self.message_post(body=self.env._("Sent back: %s", reason), partner_ids=partners.ids)
