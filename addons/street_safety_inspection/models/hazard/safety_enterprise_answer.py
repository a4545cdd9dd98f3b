import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

MAX_TEXT = 2000
SHOWN = ("rectifying", "submitted", "accepted")
# What it found itself it puts right at once, without waiting for an order (XY-3.7d).
OWN_FINDING = (
    Domain("state", "=", "reported") & Domain("source", "=", "self_check") & Domain("severity", "=", "general")
)


class SafetyEnterprise(models.Model):
    """The enterprise's hazards as it sees them, in the portal or by the link on its notice, and what it may send."""

    _inherit = "safety.enterprise"

    answer_token = fields.Char(copy=False, groups="base.group_system", index="btree_not_null")

    def _answer_url(self):
        """Return the link by which an enterprise without a login sees and answers its hazards."""
        self.ensure_one()
        enterprise = self.sudo()
        if not enterprise.answer_token:
            enterprise.answer_token = secrets.token_urlsafe(24)
        return f"{self.get_base_url()}/street-safety/answer/{enterprise.answer_token}"

    @api.model
    def _of_answer_token(self, token):
        """Return the enterprise (as superuser) that the link belongs to; empty for any other."""
        found = self.sudo().search([("answer_token", "=", token)], limit=1) if token else self.sudo()
        return found.filtered(lambda one: secrets.compare_digest(one.answer_token or "", token))

    def action_answer_link(self):
        """Show the link for the enterprise; a new one makes the old one worthless."""
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("act")
        self.sudo().answer_token = False
        self.message_post(body=self.env._("Link for the enterprise's answers: %s", self._answer_url()))
        return True

    def _answer_hazards(self):
        """Return the hazards (as superuser) that the enterprise is told of: ordered, or found by itself, not closed."""
        self.ensure_one()
        told = Domain("state", "in", SHOWN) | OWN_FINDING
        return self.env["safety.hazard"].sudo().search(Domain("enterprise_id", "=", self.id) & told)

    def _portal_tasks(self):
        """Add the hazards whose rectification the enterprise has to answer."""
        waiting = self._answer_hazards().filtered(lambda hazard: hazard._may_be_answered())
        return [
            *super()._portal_tasks(),
            *(
                self._portal_task(self.env._("Rectify: %s", hazard.name), hazard.deadline, "hazards")
                for hazard in waiting
            ),
        ]

    def _answer_rows(self):
        """Return the enterprise's hazards as plain values for its page, the most urgent first."""
        return [hazard._answer_values() for hazard in self._answer_hazards().sorted("deadline")]


class SafetyHazard(models.Model):
    _inherit = "safety.hazard"

    answer_ids = fields.One2many("safety.answer", "hazard_id", string="Answers of the enterprise", readonly=True)
    answer_count = fields.Integer(string="Answers to decide", compute="_compute_answer_count")

    @api.depends("answer_ids.state")
    def _compute_answer_count(self):
        for hazard in self:
            hazard.answer_count = len(hazard.answer_ids.filtered(lambda answer: answer.state == "proposed"))

    def action_open_answers(self):
        """Open what the enterprise has sent about this hazard."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_answer_action")
        return {**action, "domain": [("hazard_id", "=", self.id)], "context": {}}

    def _answer_values(self):
        """Return what the enterprise is told of one hazard, as plain values: the template gets no record."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "location": self.location or "",
            "measure": self.measure or "",
            "deadline": self.deadline,
            "days_left": self.days_left,
            "overdue": self.is_overdue,
            "major": self.severity == "major",
            "state_label": states[self.state],
            "may_answer": self._may_be_answered(),
            "reminded_on": self.reminded_on,
            "fail_reason": self.fail_reason or "",
            "answers": [answer._portal_values() for answer in self.answer_ids],
        }

    def _may_be_answered(self):
        return self.state == "rectifying" or bool(self.filtered_domain(OWN_FINDING))

    def _answer(self, values, files, by_link=False):
        """Keep what the enterprise sends; the caller has checked whose hazard it is.

        :param values: kind, text, sender, date_until as typed
        :param files: [(name, bytes)], told by their content
        :raises UserError: in words for the person who typed it
        """
        self.ensure_one()
        kind, text = values.get("kind"), (values.get("text") or "").strip()
        if kind not in dict(self.env["safety.answer"]._fields["kind"].selection):
            raise UserError(self.env._("Choose what you want to send."))
        if not self._may_be_answered():
            raise UserError(self.env._("This hazard is not waiting for an answer now."))
        if self.answer_count >= self.company_id.safety_correction_limit:
            raise UserError(self.env._("Your answers are waiting to be looked at. Please wait for a reply."))
        if len(text) > MAX_TEXT:
            raise UserError(self.env._("The text is too long: %s characters at most.", MAX_TEXT))
        attachments = self.enterprise_id._portal_attachments(files)
        if kind == "rectified" and not attachments:
            raise UserError(self.env._("Add a photo that shows what was done."))
        if kind != "rectified" and not text:
            raise UserError(self.env._("Write your plan, or why you need more time."))
        if kind == "extension" and self.state != "rectifying":
            raise UserError(
                self.env._("What you found yourself is put right at once: send what was done, or your plan.")
            )
        until = self._answer_until(values.get("date_until")) if kind == "extension" else False
        return (
            self.env["safety.answer"]
            .sudo()
            .create(
                {
                    "hazard_id": self.id,
                    "unit_id": self.unit_id.id,
                    "kind": kind,
                    "text": text,
                    "sender": (values.get("sender") or "").strip()[:80],
                    "date_until": until,
                    "by_link": by_link,
                    "file_ids": [Command.create(attachment) for attachment in attachments],
                }
            )
        )

    def _answer_until(self, typed):
        try:
            until = fields.Date.to_date(typed)
        except ValueError:
            until = None
        if not until or until <= self.deadline:
            raise UserError(self.env._("The new deadline lies after the present one."))
        return until

    def _request_extension(self, until, reason):
        """Ask for the extension that the enterprise wished for, in the listing where there is one."""
        listing = self.listing_ids.filtered(lambda one: one.state == "listed")
        return (listing or self)._ask_extension(until, reason)
