from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .safety_supervision_line import WRONG


class SafetySupervisionLine(models.Model):
    """What the unit answers, and who accepts it: never the one who answered."""

    _inherit = "safety.supervision.line"

    def action_reply(self):
        """Open the dialog in which the unit answers."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give an answer"),
            "res_model": "safety.supervision.reply.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def action_accept(self):
        """Accept the answer; with the last line the supervision is closed."""
        return self._workflow_do("accept")

    def action_return(self):
        """Ask why the answer is not enough, then send it back."""
        return self._open_reason("return", self.env._("Send back"))

    def action_hazard(self):
        """Open the hazard form for what was found at the enterprise: source supervision, before it is saved."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.hazard",
            "view_mode": "form",
            "context": {
                "default_enterprise_id": self.enterprise_id.id,
                "default_name": self.found,
                "default_source": "supervision",
                "default_date": self.date,
            },
        }

    def _reply(self, text, photos=()):
        """Answer these lines with ``text`` and ``photos`` (dicts of name and raw), as somebody of the unit.

        :raises UserError: nothing is written, or the line waits for no answer
        :raises AccessError: the user's seats do not work in the unit that answers
        """
        self._workflow_check("reply", self._workflow["reply"]._replace(guard=None))
        if not (text or "").strip():
            raise UserError(self.env._("Write what was put right, how, and by whom."))
        for line in self:
            self._check_unit_of(line)
            line.sudo()._workflow_write(
                {
                    "reply": text.strip(),
                    "reply_photo_ids": [
                        Command.create({**self._as_photo(one), "res_model": self._name, "res_id": line.id})
                        for one in photos
                    ],
                    "replied_on": line.company_id._safety_today(),
                    "replied_by_id": self.env.uid,
                    "return_reason": False,
                }
            )
        self._workflow_do("reply")
        self.env["safety.duty"]._prove(self)
        return True

    def _as_photo(self, photo):
        return self.env["safety.photos"]._photo_values(photo["name"], photo["raw"])

    def _check_unit_of(self, line):
        self.env["safety.access"]._check(line.sudo().unit_id, "act")

    def _check_reply(self):
        for line in self:
            self._check_unit_of(line)

    def _check_acceptor(self):
        if own := self.filtered(lambda line: line.replied_by_id == self.env.user):
            raise UserError(self.env._("“%s”: somebody else than who answered decides about the answer.", own[0].name))

    def _after_accept(self):
        self.sudo()._workflow_write(
            {"accepted_on": self[:1].company_id._safety_today(), "accepted_by_id": self.env.uid}
        )
        done = self.supervision_id.filtered(
            lambda visit: visit.state == "issued" and set(visit.line_ids.mapped("state")) <= {"none", "closed"}
        )
        done.sudo()._workflow_do("close")

    def _after_return(self):
        for line in self:
            line.supervision_id.message_notify(
                partner_ids=line.replied_by_id.partner_id.ids,
                subject=self.env._("Your answer was sent back: %s", line.name),
                body=line.return_reason,
            )

    # ---- what was found ----------------------------------------------------------------------------------------------

    def _check_found(self):
        """Raise UserError for a line that says nothing, or not enough for what it says."""
        for line in self:
            if not line.verdict:
                raise UserError(self.env._("“%s”: fill in “Compared”.", line.name))
            if line.verdict in WRONG and not (line.found or "").strip():
                raise UserError(self.env._("“%s”: write under “What was found” what is wrong.", line.name))
            if line.verdict in WRONG and line.unit_id == line.supervision_id.unit_id:
                raise UserError(self.env._("“%s”: fill in “Unit visited”, or the unit that answers.", line.name))
            if line.verdict in WRONG and not line.deadline:
                raise UserError(self.env._("“%s”: by when is it answered?", line.name))

    def _propose_violations(self):
        """Propose what was omitted or concealed to the office. Nothing by itself: who keeps violations extends it."""
        return self.filtered(lambda line: line.verdict in ("omission", "concealment"))
