from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyRosterSwap(models.Model):
    """A swap of shifts: asked by who has one, agreed by the colleague; or the colleague takes it without giving one.

    Nobody is put on duty by somebody else's click, and both shifts show who was planned first.
    """

    _name = "safety.roster.swap"
    _description = "Swap of shifts"
    _inherit = ["safety.workflow"]
    _order = "id desc"

    _workflow = {
        "agree": Transition(("asked",), "agreed", "read", guard="_check_agree", values="_answer_values", after="_swap"),
        "refuse": Transition(("asked",), "refused", "read", guard="_check_colleague", values="_answer_values"),
        "withdraw": Transition(("asked",), "withdrawn", "read", guard="_check_asker"),
    }
    _workflow_frozen = ("agreed", "refused", "withdrawn")
    _workflow_fields = ("answered_at",)

    from_id = fields.Many2one("safety.roster", string="Shift given away", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="from_id.unit_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="from_id.company_id", store=True, precompute=True)
    asker_id = fields.Many2one(
        "res.users", string="Asked by", required=True, readonly=True, default=lambda self: self.env.user
    )
    user_id = fields.Many2one(
        "res.users", string="Colleague", required=True, index=True, compute="_compute_user_id", store=True,
        readonly=False, precompute=True,
    )  # fmt: skip
    to_id = fields.Many2one(
        "safety.roster", string="Shift taken instead", index="btree_not_null", ondelete="cascade",
        domain="[('unit_id', '=', unit_id), ('state', '=', 'planned'), ('id', '!=', from_id)]",
        help="Empty: the colleague takes the shift without giving one.",
    )  # fmt: skip
    reason = fields.Char(required=True)
    answered_at = fields.Datetime(string="Answered at", readonly=True, copy=False)
    is_for_me = fields.Boolean(string="For me", compute="_compute_is_for_me", search="_search_is_for_me")
    state = fields.Selection(
        [("asked", "Asked"), ("agreed", "Agreed"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
        default="asked",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _open_uniq = models.UniqueIndex(
        "(from_id) WHERE state = 'asked'", "A swap of this shift is being asked for already. Withdraw it first."
    )

    @api.depends("to_id")
    def _compute_user_id(self):
        for swap in self:
            swap.user_id = swap.to_id.user_id or swap.user_id

    @api.depends_context("uid")
    @api.depends("user_id", "state")
    def _compute_is_for_me(self):
        for swap in self:
            swap.is_for_me = swap.state == "asked" and swap.user_id == self.env.user

    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = fields.Domain("state", "=", "asked") & fields.Domain("user_id", "=", self.env.uid)
        return mine if True in value else ~mine

    def _safety_check_level(self, level):
        """Reaching the roster of the unit is what a swap needs."""
        self.env["safety.access"]._check(self.sudo().unit_id, level)

    @api.model_create_multi
    def create(self, vals_list):
        self.flush_model(["state"])  # an answered request of the same shift must not stand in the way
        swaps = super().create([{**vals, "asker_id": self.env.uid} for vals in vals_list])
        swaps._check_shifts()
        for swap in swaps:
            swap._tell(swap.user_id, self.env._("%s asks you to swap a shift", swap.asker_id.name))
        return swaps

    def write(self, vals):
        self._check_asker()
        result = super().write(vals)
        self._check_shifts()
        return result

    def _check_shifts(self):
        for swap in self.sudo():
            shifts = swap.from_id | swap.to_id
            if swap.from_id.user_id != swap.asker_id:
                raise AccessError(self.env._("Only %s can give this shift away.", swap.from_id.user_id.name))
            if any(shift.state != "planned" for shift in shifts) or swap.user_id == swap.asker_id:
                raise UserError(self.env._("Only shifts that have not begun are swapped, and with somebody else."))
            if swap.to_id and (swap.to_id.unit_id != swap.from_id.unit_id or swap.to_id.user_id != swap.user_id):
                raise UserError(self.env._("Choose a shift of the colleague on the same roster."))

    def _check_colleague(self):
        if others := self.filtered(lambda swap: swap.user_id != self.env.user):
            raise AccessError(self.env._("Only %s answers this request.", others[0].user_id.name))

    def _check_asker(self):
        if not self.env.su and (others := self.filtered(lambda swap: swap.asker_id != self.env.user)):
            raise AccessError(self.env._("Only %s changes this request.", others[0].asker_id.name))

    def _check_agree(self):
        self._check_colleague()
        self._check_shifts()

    def _answer_values(self):
        return {"answered_at": fields.Datetime.now()}

    def _swap(self):
        """Exchange who does the shifts; by the rules of the roster, whoever may plan it."""
        for swap in self.sudo():
            mine, theirs = swap.from_id, swap.to_id
            if theirs:
                # Both on the same moment would break the rule of one shift a person: set aside first.
                theirs.with_context(tracking_disable=True)._workflow_write({"user_id": swap.asker_id.id})
            mine._workflow_write({"user_id": swap.user_id.id})
            self.env.flush_all()
            swap._tell(swap.asker_id, self.env._("%s agrees to swap the shift", swap.user_id.name))

    def _tell(self, user, subject):
        self.ensure_one()
        shift = self.sudo().from_id
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=f"{shift.display_name} · {self.reason}",
            model=shift._name, res_id=shift.id,
        )  # fmt: skip

    def action_ask(self):
        """Close the dialog: the request is saved and the colleague told."""
        return {"type": "ir.actions.act_window_close"}

    def action_agree(self):
        """Agree to the swap."""
        return self._workflow_do("agree")

    def action_refuse(self):
        """Refuse the swap; the shift stays with who asked."""
        return self._workflow_do("refuse")

    def action_withdraw(self):
        """Take one's own request back."""
        return self._workflow_do("withdraw")
