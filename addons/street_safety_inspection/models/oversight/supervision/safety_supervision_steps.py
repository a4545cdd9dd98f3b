from odoo import models
from odoo.exceptions import UserError

from .safety_supervision_line import WRONG


class SafetySupervision(models.Model):
    """Feedback: what has to be written before it goes out, who learns of it, and when it is closed."""

    _inherit = "safety.supervision"

    def action_issue(self):
        """Send the feedback to the units supervised: from now on each sees its lines and answers them."""
        return self._workflow_do("issue")

    def action_load_draw(self):
        """Take over what was drawn: a line for each enterprise, or the unit visited."""
        self.ensure_one()
        self.check_access("write")
        if self.draw_id.state != "drawn":
            raise UserError(self.env._("Choose under “From the draw” a draw that has been made."))
        known = self.line_ids.enterprise_id
        drawn = self.draw_id.line_ids.enterprise_id - known
        if units := self.draw_id.line_ids.target_unit_id:
            self.target_unit_id = self.target_unit_id if self.target_unit_id in units else units[0]
        self.line_ids.create(
            [{"supervision_id": self.id, "name": firm.name, "enterprise_id": firm.id} for firm in drawn]
        )
        return True

    def action_open_lines(self):
        """Open the lines of this supervision."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_inspection.safety_supervision_line_action"
        )
        return {**action, "domain": [("supervision_id", "=", self.id)], "context": {}}

    # ---- feedback ----------------------------------------------------------------------------------------------------

    def _check_issuable(self):
        for visit in self:
            if visit.date > visit.company_id._safety_today():
                raise UserError(self.env._("%s lies in the future; it is fed back after its day.", visit.name))
            if not visit.line_ids:
                raise UserError(self.env._("Write under “Looked at” what was looked at and what was found."))
            visit._check_drawn()
            visit.line_ids._check_found()

    def _check_drawn(self):
        """Raise UserError unless those looked at come from a draw, where the kind wants it (XT-3.3b)."""
        if not self.kind_id.needs_draw:
            return
        drawn = self.sudo().draw_id
        if drawn.state != "drawn":
            raise UserError(
                self.env._(
                    "“%s” goes by lot: fill in “From the draw” with a draw that has been made.", self.kind_id.name
                )
            )
        others = self.enterprise_ids - drawn.line_ids.enterprise_id
        if self.subject == "enterprises" and others:
            raise UserError(self.env._("“%s” was not drawn. Only what was drawn counts here.", others[0].name))
        if self.subject == "unit" and self.target_unit_id not in drawn.line_ids.target_unit_id:
            raise UserError(
                self.env._("“Unit visited”: %s was not drawn.", self.target_unit_id.name or self.env._("nothing"))
            )

    def _issue_values(self):
        return {"issued_on": self[:1].company_id._safety_today(), "issued_by_id": self.env.uid}

    def _after_issue(self):
        lines = self.line_ids.filtered(lambda line: line.verdict in WRONG)
        lines._workflow_do("ask")
        self.env["safety.duty"]._prove(self)
        self._flush_readers()
        self.line_ids._flush_readers()
        lines._propose_violations()
        for visit in self:
            visit._tell_units()
        done = self.filtered(lambda visit: not visit.open_count)
        done.sudo()._workflow_do("close")
        self._issue_number()

    def _tell_units(self):
        """Tell those who answer for the units what came of it: what they have to answer, or that all was in order.

        Each unit visited learns the result, not only who has something to put right (XT-3.3c).
        """
        asked = self.line_ids.filtered(lambda line: line.state == "open").unit_id
        others = self.target_unit_ids - asked
        heads = self._heads_of(asked | others)
        owing = heads.filtered(lambda seat: seat.unit_id in asked).user_id
        if owing:
            self.message_notify(
                partner_ids=owing.partner_id.ids,
                subject=self.env._("Supervision: problems to answer by %s", self.reply_due),
                body=self.env._("“%s” found problems in your unit. Open it, and answer each line.", self.name),
            )
        if fine := heads.filtered(lambda seat: seat.unit_id in others).user_id - owing:
            self.message_notify(
                partner_ids=fine.partner_id.ids,
                subject=self.env._("Supervision: nothing to put right"),
                body=self.env._("“%s” found everything in your unit in order.", self.name),
            )

    def _heads_of(self, units):
        """Return the seats that head ``units`` today."""
        seats = self.env["safety.appointment"].sudo()
        return seats.search(
            [
                ("unit_id", "in", units.ids),
                ("post_id.is_head", "=", True),
                *seats._in_office(self.company_id._safety_today()),
            ]
        )

    def _check_answered(self):
        if left := self.filtered(lambda visit: visit.line_ids.filtered(lambda line: line.state in ("open", "replied"))):
            raise UserError(self.env._("“%s” still has lines that are not settled.", left[0].name))

    def _close_values(self):
        return {"closed_on": self[:1].company_id._safety_today()}
