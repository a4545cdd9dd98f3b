from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"
OPEN_STATES = ("received", "handling")
#: What was reported stays as it came in.
REPORTED = {"text", "place", "photo_ids", "received_on", "latitude", "longitude", "reporter_kind", "channel"}


class SafetyTip(models.Model):
    """A tip 举报: what somebody saw, by when it is answered, and what became of it (ZF-2.1a, ZF-T3.2b).

    Who gave it is kept apart (:class:`SafetyTipReporter`). The giver follows it by a token and reads the reply.
    """

    _name = "safety.tip"
    _description = "Tip"
    _inherit = [
        "safety.reasoned",
        "safety.workflow",
        "safety.deadline",
        "safety.scope.mixin",
        "safety.numbered",
        "safety.photos",
        "mail.thread",
    ]
    _order = "received_on desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "text", "place"]
    _number_code = "safety.tip"
    _photo_fields = ("photo_ids",)
    _owed_states = OPEN_STATES

    _workflow = {
        "take": Transition(("received",), "handling", values="_take_values"),
        "answer": Transition(
            ("handling",), "closed", guard="_check_reply", values="_answer_values", after="_after_answer"
        ),
        "reject": Transition(OPEN_STATES, "rejected", "approve", values="_answer_values", after="_after_answer"),
        "join": Transition(OPEN_STATES, "joined", values="_answer_values"),
    }
    _workflow_frozen = ("closed", "rejected", "joined")
    _workflow_fields = (
        "taken_by_id", "taken_on", "answered_by_id", "answered_on", "reject_reason", "duplicate_of_id",
        "reward_paid_on", "has_reporter", "by_page",
    )  # fmt: skip
    _reason_fields = {"reject": "reject_reason"}

    channel = fields.Selection(
        [
            ("page", "Code or web page"),
            ("phone", "Telephone 12350"),
            ("visit", "In person"),
            ("letter", "Letter"),
            ("superior", "Passed on by superiors"),
        ],
        string="Came in by",
        required=True,
        default="phone",
    )
    reporter_kind = fields.Selection(
        [("public", "Somebody of the public"), ("employee", "An employee of the enterprise")],
        string="Given by",
        required=True,
        default="public",
    )
    text = fields.Text(string="What the tip says", required=True)
    place = fields.Char(string="Where")
    enterprise_id = fields.Many2one("safety.enterprise", tracking=True, index="btree_not_null", ondelete="restrict")
    latitude = fields.Float(digits=(9, 6), aggregator=None)
    longitude = fields.Float(digits=(9, 6), aggregator=None)
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    received_on = fields.Date(
        string="Received on", required=True, default=lambda self: self.env.company._safety_today(), index=True
    )
    deadline = fields.Date(
        string="To be answered by", compute="_compute_deadline", store=True, readonly=False, tracking=True, index=True
    )
    user_id = fields.Many2one("res.users", string="Handled by", tracking=True)
    reply = fields.Text(copy=False, help="What the giver of the tip reads. Do not name anybody.")
    reward = fields.Monetary(currency_field="currency_id", copy=False, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    reward_paid_on = fields.Date(string="Reward paid on", readonly=True, copy=False, tracking=True)
    has_reporter = fields.Boolean(string="Named", readonly=True, copy=False)
    by_page = fields.Boolean(string="Given on the page", readonly=True, copy=False)
    reporter_name = fields.Char(
        string="Name of the giver",
        compute="_compute_reporter",
        inverse="_inverse_reporter",
        help="Kept apart at once: it does not show here again.",
    )
    reporter_phone = fields.Char(
        string="Telephone of the giver", compute="_compute_reporter", inverse="_inverse_reporter"
    )
    taken_by_id = fields.Many2one("res.users", string="Taken on by", readonly=True, copy=False)
    taken_on = fields.Date(string="Taken on on", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    answered_on = fields.Date(string="Answered on", readonly=True, copy=False)
    reject_reason = fields.Text(string="Not pursued because", readonly=True, copy=False)
    duplicate_of_id = fields.Many2one(
        "safety.tip", string="Joined to", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    hazard_ids = fields.One2many("safety.hazard", "tip_id", string="Hazards", readonly=True)
    token = fields.Char(copy=False, groups=fields.NO_ACCESS)
    origin = fields.Char(copy=False, groups=fields.NO_ACCESS, index="btree_not_null")
    state = fields.Selection(
        [
            ("received", "Received"),
            ("handling", "Being handled"),
            ("closed", "Answered to the giver"),
            ("rejected", "Not pursued"),
            ("joined", "Joined to another"),
        ],
        default="received",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _token_uniq = models.UniqueIndex("(token) WHERE token IS NOT NULL")
    _reward_positive = models.Constraint("CHECK(reward >= 0)", "A reward is not negative.")

    @api.depends("received_on", "company_id")
    def _compute_deadline(self):
        for tip in self:
            days = (tip.company_id or self.env.company).safety_tip_days
            tip.deadline = tip.received_on and tip.received_on + relativedelta(days=days)

    def _compute_reporter(self):
        # Written, never read back: see the dialog of the named posts.
        self.reporter_name = self.reporter_phone = False

    def _inverse_reporter(self):
        """Put name and telephone where nobody reads them by the way."""
        for tip in self:
            if tip.reporter_name or tip.reporter_phone:
                tip._keep_reporter(tip.reporter_name, tip.reporter_phone)

    @api.onchange("enterprise_id")
    def _onchange_enterprise_id(self):
        if self.enterprise_id:
            self.unit_id = self.enterprise_id.unit_id

    @api.model_create_multi
    def create(self, vals_list):
        tips = super().create(vals_list)
        tips._issue_number()
        return tips

    def write(self, vals):
        fixed = REPORTED & vals.keys()
        if fixed and not self.env.su and self.filtered(lambda tip: tip.by_page or tip.state != "received"):
            raise UserError(
                self.env._("What was reported stays as it came in. Write your own findings into the chatter.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self.filtered("number_id"):
            raise UserError(self.env._("A tip is not deleted: say why it is not pursued, or join it to another."))

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_take(self):
        """Take the tip on: from now on somebody of the unit answers for it."""
        return self._workflow_do("take")

    def action_answer(self):
        """Close it with the reply that the giver reads."""
        return self._workflow_do("answer")

    def action_reject(self):
        """Ask why it is not pursued; the giver reads the reason."""
        return self._open_reason("reject", self.env._("Not pursued"))

    def action_hazard(self):
        """Make a hazard of it, with the photos; the tip stays open until it is answered."""
        self.ensure_one()
        self.check_access("read")
        if self.state == "received":
            self.action_take()
        if not self.enterprise_id:
            raise UserError(self.env._("Fill in the enterprise first: a hazard belongs to one."))
        hazard = self.env["safety.hazard"].create(
            {
                "enterprise_id": self.enterprise_id.id,
                "name": self.text.strip().splitlines()[0][:200],
                "location": self.place,
                "source": "tip",
                "tip_id": self.id,
                "before_photo_ids": [
                    Command.create({"name": photo.name, "raw": photo.raw}) for photo in self.photo_ids.sudo()
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.hazard",
            "res_id": hazard.id,
            "view_mode": "form",
        }

    def action_reward_paid(self):
        """Note that the reward was paid today.

        :raises UserError: there is no reward, or it was paid already
        """
        self.check_access("read")
        self._safety_check_level("approve")
        if not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Rewards are paid by the safety committee office."))
        for tip in self:
            if not tip.reward or tip.reward_paid_on or tip.state != "closed":
                raise UserError(self.env._("“%s”: no reward is due.", tip.display_name))
            tip.sudo()._workflow_write({"reward_paid_on": tip.company_id._safety_today()})
        return True

    def action_reporter(self):
        """Open the dialog in which the named posts see who gave the tip."""
        self.ensure_one()
        self._check_reporter_reader()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who gave it"),
            "res_model": "safety.tip.reporter.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_tip_id": self.id},
        }

    # ---- who gave it -------------------------------------------------------------------------------------------------

    def _keep_reporter(self, name, phone):
        """Keep who gave the tip, apart from it."""
        self.ensure_one()
        reporters = self.env["safety.tip.reporter"].sudo()
        values = {"name": (name or "").strip()[:80], "phone": (phone or "").strip()[:40]}
        if known := reporters.search([("tip_id", "=", self.id)]):
            known.write(values)
        else:
            reporters.create({"tip_id": self.id, **values})
        self.sudo()._workflow_write({"has_reporter": True})

    def _check_reporter_reader(self):
        """Raise AccessError unless the user holds a named post at the street today: a group does not count."""
        self.check_access("read")
        street = self.sudo().company_id
        seats = self.env["safety.appointment"].sudo()
        domain = Domain("user_id", "=", self.env.uid) & Domain("company_id", "=", street.id)
        domain &= Domain("post_id", "in", street.safety_tip_reader_post_ids.ids)
        if not seats.search_count(domain & seats._in_office(street._safety_today()), limit=1):
            raise AccessError(self.env._("Who gave a tip is known to the posts named in the street's settings only."))

    # ---- guards and values -------------------------------------------------------------------------------------------

    def _take_values(self):
        return {"taken_by_id": self.env.uid, "taken_on": self[:1].company_id._safety_today()}

    def _answer_values(self):
        return {"answered_by_id": self.env.uid, "answered_on": self[:1].company_id._safety_today()}

    def _after_answer(self):
        """The answer proves the duty to answer in time (ZF-T3.2b)."""
        self.env["safety.duty"]._prove(self)

    def _check_reply(self):
        if missing := self.filtered(lambda tip: not (tip.reply or "").strip()):
            raise UserError(self.env._("“%s” has no reply yet: fill in “Reply”.", missing[0].display_name))
