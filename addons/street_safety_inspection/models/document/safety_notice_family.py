from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN = ("reported", "rectifying")
DONE = ("accepted", "closed")


class SafetyNotice(models.Model):
    """What a document's kind says: title and words of the two families, what it lists, what its issue does."""

    _inherit = "safety.notice"

    kind_id = fields.Many2one(
        "safety.notice.kind",
        string="Document",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("street_safety_inspection.notice_kind_rectification"),
    )
    effect = fields.Selection(related="kind_id.effect", string="Its issue")
    needs_counterpart = fields.Boolean(related="kind_id.needs_counterpart", string="Goes to another body")
    intro = fields.Text(string="Opening paragraph", readonly=True, copy=False)
    body = fields.Text(string="Content", compute="_compute_body", store=True, readonly=False)
    counterpart = fields.Char(string="Passed on to", help="The body that has the power, e.g. the district's bureau.")
    origin_id = fields.Many2one(
        "safety.notice",
        string="About the document",
        index="btree_not_null",
        ondelete="restrict",
        help="The notice or order that it follows: a re-inspection opinion, a resumption.",
    )

    @api.depends("kind_id")
    def _compute_body(self):
        for notice in self:
            notice.body = notice.body or notice.kind_id.body

    @api.depends("delegated", "frozen_at", "company_id", "kind_id")
    def _compute_title(self):
        for notice in self:
            kind = notice.kind_id
            notice.title = kind._words("title", notice._is_order()) or kind.name

    def _workflow_protected(self):
        return super()._workflow_protected() | {"intro"}

    def _opening(self):
        """Return the opening paragraph: as issued, or as it would be issued now."""
        self.ensure_one()
        return self.intro or self.kind_id._filled(self.kind_id._words("intro", self._is_order()), self)

    def _closing(self):
        """Return the closing paragraph: as issued, or as it would be issued now."""
        self.ensure_one()
        order, company = self._is_order(), self.company_id
        settings = company.safety_order_remedies if order else company.safety_notice_remedies
        words = self.kind_id._filled(self.kind_id._words("closing", order), self)
        return self.remedies or words or (settings if self.kind_id.effect in ("order", "stop") else "")

    def _signature_content(self):
        content = super()._signature_content()
        rectification = self.env.ref("street_safety_inspection.notice_kind_rectification")
        if self.kind_id != rectification:  # what was signed before there were kinds stays valid
            content.update({"kind": self.kind_id.code, "body": self.body or "", "counterpart": self.counterpart or ""})
        return content

    # ---- issuing -----------------------------------------------------------------------------------------------------

    def _check_content(self):
        """Refuse a document that lacks what its kind asks for (XT-2.2b, BF-1.1.3e)."""
        self.ensure_one()
        kind = self.kind_id
        if not kind._words("title", self.company_id.safety_delegated):
            raise UserError(self.env._("“%s” is not used under the powers of this street.", kind.name))
        if not kind.needs_lines and not (self.body or "").strip():
            raise UserError(self.env._("Write the content of the document."))
        if kind.needs_counterpart and not self.counterpart:
            raise UserError(self.env._("Fill in “Passed on to”."))
        if not self.line_ids and kind.needs_lines and not self._may_list_nothing():
            raise UserError(self.env._("The notice lists nothing that is to be rectified."))
        left_open = self.line_ids.filtered(lambda line: line.hazard_id.state in OPEN)
        if kind.needs_interim and left_open and not (self.interim_measures or "").strip():
            raise UserError(
                self.env._("Write under “Safe meanwhile” what keeps the place safe until all is rectified.")
            )
        for line in self.line_ids:
            self._check_line(line)

    def _may_list_nothing(self):
        """Tell whether the street wants a notice for an inspection that found nothing (BF-1.1.3i)."""
        return bool(self.inspection_id) and self.company_id.safety_notice_always and self.kind_id.effect == "order"

    def _check_line(self, line):
        hazard = line.hazard_id
        if not (line.name or "").strip():
            raise UserError(self.env._("A line of the notice does not say what is to be rectified."))
        if self.kind_id.effect == "resume" and hazard.state not in DONE:
            raise UserError(self.env._("“%s” has not been accepted: nothing resumes before.", line.name))
        fixed = hazard.fixed_on_spot and self.company_id.safety_notice_always
        if self.kind_id.effect != "order" or fixed:
            return
        if not line.deadline:
            raise UserError(self.env._("“%s” has no deadline: by when is it to be rectified?", line.name))
        if line.deadline < self.company_id._safety_today():
            raise UserError(self.env._("“%s”: the deadline has passed already.", line.name))
        if hazard.state not in OPEN:
            raise UserError(self.env._("“%s” is not open any more. Take it off the notice.", line.name))

    def _issue_values(self):
        values = super()._issue_values()
        return {**values, "intro": self[:1]._opening(), "remedies": self[:1]._closing()}

    def _after_issue(self):
        if orders := self.filtered(lambda notice: notice.kind_id.effect == "order"):
            orders.line_ids.filtered(lambda line: line.hazard_id.state in OPEN)._order_hazards()
        for notice in self.filtered(lambda one: one.kind_id.effect in ("stop", "resume")):
            notice.line_ids.hazard_id._note_act(f"{notice.kind_id.effect}_order", notice.title, notice.body or "")
        self._issue_number()

    def _issue_number(self):
        """Number each document in the range of its kind, in the year of the street's date."""
        for notice in self.filtered(lambda one: not one.number_id):
            day = notice.company_id._safety_today()
            code = notice.kind_id.number_code or self._number_code
            number = self.env["safety.number"].sudo()._issue(notice.sudo(), code, day)
            notice.sudo()._workflow_write({"number_id": number.id})

    def _after_void(self):
        result = super()._after_void()
        self.filtered(lambda notice: notice.kind_id.effect == "order").line_ids._withdraw_hazards()
        return result

    # ---- what follows ------------------------------------------------------------------------------------------------

    def _action_follow(self, code, hazards):
        """Open a draft of kind ``code`` about ``hazards`` of this document."""
        self.ensure_one()
        kind = self.env["safety.notice.kind"].search([("code", "=", code)], limit=1)
        notice = self.create(
            {
                "kind_id": kind.id,
                "enterprise_id": self.enterprise_id.id,
                "origin_id": self.id,
                "line_ids": hazards._notice_line_commands(),
            }
        )
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": notice.id, "view_mode": "form"}

    def action_opinion(self):
        """Draft the re-inspection opinion on this notice."""
        self.check_access("read")
        return self._action_follow("opinion", self.line_ids.hazard_id)

    def action_resume(self):
        """Draft the resumption after a stop; it is issued once all is accepted (XY-2.5f)."""
        self.check_access("read")
        return self._action_follow("resume", self.line_ids.hazard_id)

    def action_transfer(self):
        """Draft the letter that passes the case on to the body with the power."""
        self.check_access("read")
        return self._action_follow("transfer", self.line_ids.hazard_id)
