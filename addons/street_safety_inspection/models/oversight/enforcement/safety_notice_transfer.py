from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SafetyNotice(models.Model):
    """A case passed on to a department: its answer and its clock; what nobody answers is shown and goes one step up.

    Clauses BF-1.3.4b, ZF-T12.3, XT-2.3b.
    """

    _inherit = "safety.notice"

    enforcement_line_id = fields.Many2one(
        "safety.enforcement.line",
        string="Of the joint action",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    answer_due = fields.Date(string="Answer due", index="btree_not_null", readonly=True, copy=False, tracking=True)
    answered_on = fields.Date(string="Answered on", readonly=True, copy=False, tracking=True)
    answer_result = fields.Selection(
        [("taken", "Taken over"), ("settled", "Dealt with"), ("declined", "Declined: not its power either")],
        string="What the department answers",
        readonly=True,
        copy=False,
        tracking=True,
    )
    receipt_on = fields.Date(string="Taken over on", readonly=True, copy=False)
    receipt_reference = fields.Char(string="Number of the receipt", readonly=True, copy=False)
    answer = fields.Text(string="Answer of the department", readonly=True, copy=False)
    answer_reference = fields.Char(string="Document number of the answer", readonly=True, copy=False)
    urged_on = fields.Date(string="Last urged on", readonly=True, copy=False)
    urged_count = fields.Integer(string="Urged", readonly=True, copy=False, aggregator=None)
    stepped_up = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="0: nobody told; 1: who issued it; 2: those above, too."
    )
    answer_state = fields.Selection(
        [("waiting", "Waits for an answer"), ("late", "No answer in time"), ("answered", "Answered")],
        string="Where the answer stands",
        compute="_compute_answer_state",
        search="_search_answer_state",
    )

    def _workflow_protected(self):
        return super()._workflow_protected() | {
            "answer_due", "answered_on", "answer_result", "answer", "answer_reference", "urged_on", "urged_count",
            "stepped_up", "receipt_on", "receipt_reference",
        }  # fmt: skip

    @api.depends("answer_due", "answered_on", "state")
    def _compute_answer_state(self):
        for notice in self:
            today = (notice.company_id or self.env.company)._safety_today()
            if not notice.answer_due or notice.state == "void":
                notice.answer_state = False
            elif notice.answered_on:
                notice.answer_state = "answered"
            else:
                notice.answer_state = "late" if notice.answer_due < today else "waiting"

    def _search_answer_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        asked = Domain("answer_due", "!=", False) & Domain("state", "!=", "void")
        unanswered = asked & Domain("answered_on", "=", False)
        states = {
            "waiting": unanswered & Domain("answer_due", ">=", today),
            "late": unanswered & Domain("answer_due", "<", today),
            "answered": asked & Domain("answered_on", "!=", False),
            False: ~asked,
        }
        return Domain.OR(states[state] for state in value if state in states)

    def _after_issue(self):
        result = super()._after_issue()
        for company, notices in self.filtered("needs_counterpart").grouped("company_id").items():
            due = company._safety_today() + timedelta(days=company.safety_transfer_days)
            notices.sudo()._workflow_write({"answer_due": due})
            self.env["safety.duty"]._prove(notices)
        return result

    # ---- the answer --------------------------------------------------------------------------------------------------

    def action_answer(self):
        """Open the dialog that notes what the department answers."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer of the department"),
            "res_model": "safety.transfer.answer.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_notice_id": self.id},
        }

    def _answer(self, result, text, reference, day):
        """Note the answer of the department. A case that was declined waits for another letter.

        One that was taken over has its receipt, and may still get its result (ZF-T12.3).

        :raises UserError: there is no transfer that waits, nothing is written, or the day is impossible
        :raises AccessError: the user's seats do not work in the unit
        """
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("act")
        if self.answer_state not in ("waiting", "late") and self.answer_result != "taken":
            raise UserError(self.env._("“%s” waits for no answer.", self.display_name))
        if not (text or "").strip() or not result:
            raise UserError(self.env._("What does the department answer?"))
        if not (self.receipt_on or self.issued_on) <= day <= self.company_id._safety_today():
            raise UserError(self.env._("The answer came between the letter and today."))
        receipt = {"receipt_on": day, "receipt_reference": reference} if result == "taken" else {}
        self.sudo()._workflow_write(
            {
                "answer_result": result,
                "answer": text.strip(),
                "answer_reference": reference,
                "answered_on": day,
                **receipt,
            }
        )
        self.message_post(body=self.env._("%(body)s answered: %(text)s", body=self.counterpart, text=text))
        self.env["safety.duty"]._prove(self)

    def action_urge(self):
        """Note that the department was urged to answer; each time stands in the history."""
        self._safety_check_level("act")
        for notice in self:
            if notice.answer_state not in ("waiting", "late"):
                raise UserError(self.env._("“%s” waits for no answer.", notice.display_name))
            day = notice.company_id._safety_today()
            notice.sudo()._workflow_write({"urged_on": day, "urged_count": notice.urged_count + 1})
            notice.message_post(body=self.env._("%s was urged to answer.", notice.counterpart))
        return True

    # ---- nobody answers ----------------------------------------------------------------------------------------------

    @api.model
    def _step_up(self, company):
        """Tell who issued a transfer that its answer is overdue; after as long again also those above. Once each.

        Idempotent: what was told is noted with the letter.
        """
        today = company._safety_today()
        late = Domain("company_id", "=", company.id) & Domain("answer_state", "in", ["late"])
        long_ago = today - timedelta(days=company.safety_transfer_days)
        above = self.sudo().search(late & Domain("answer_due", "<", long_ago) & Domain("stepped_up", "<", 2))
        first = self.sudo().search(late & Domain("stepped_up", "=", 0)) - above
        seats = self.env["safety.appointment"].sudo()
        holders = seats.search(
            [
                ("company_id", "=", company.id),
                ("post_id", "in", company.sudo().safety_transfer_post_ids.ids),
                *seats._in_office(today),
            ]
        ).user_id
        for officer, notices in first.grouped("issuer_id").items():
            notices._tell_unanswered(officer)
        if above:
            above._tell_unanswered(holders | above.issuer_id)
        first._workflow_write({"stepped_up": 1})
        above._workflow_write({"stepped_up": 2})

    def _tell_unanswered(self, users):
        """Tell ``users`` once of all these letters, in the language of the first of them."""
        users = users.filtered("active")
        if not users:
            return
        spoken = self.with_context(lang=users[0].lang)
        spoken.env["mail.thread"].message_notify(
            partner_ids=users.partner_id.ids,
            subject=spoken.env._("%s transferred cases without an answer", len(self)),
            body=self.env["ir.qweb"]._render(
                "street_safety_inspection.transfers_unanswered",
                {
                    "rows": [
                        {
                            "number": one.number,
                            "to": one.counterpart,
                            "enterprise": one.enterprise_name,
                            "due": one.answer_due,
                        }
                        for one in spoken
                    ]
                },
            ),
        )
