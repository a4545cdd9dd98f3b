from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyHazardForm(models.Model):
    """The report form of a major hazard 重大隐患填报表, in this order only (BF-2.1.3b, BF-2.1.3c).

    Verified on site by the community, signed by two community principals and sealed, reviewed by the linked leader,
    received by the street's safety office and, where the street wants it, verified by the street as well (BF-1.3.5).
    """

    _name = "safety.hazard.form"
    _description = "Report form of a major hazard"
    _inherit = [
        "safety.reasoned",
        "safety.workflow",
        "safety.scope.mixin",
        "safety.numbered",
        "safety.signed",
        "safety.photos",
        "mail.thread",
    ]
    _order = "id desc"
    _rec_names_search = ["number"]
    _number_code = "safety.hazard.form"
    _photo_fields = ("photo_ids",)

    _workflow = {
        "verify": Transition(
            ("draft",), "verified", guard="_check_verify", values="_verify_values", after="_note_verify"
        ),
        "sign": Transition(("verified",), "signed", guard="_check_sign", values="_sign_values", after="_after_sign"),
        "review": Transition(
            ("signed",), "reviewed", "approve", guard="_check_review", values="_review_values", after="_note_review"
        ),
        "receive": Transition(("reviewed",), "received", "approve", OFFICE, values="_receive_values"),
        "confirm": Transition(("received",), "confirmed", guard="_check_confirm", after="_note_confirm"),
        "void": Transition(("draft", "verified", "signed", "reviewed"), "void", after="_after_void"),
    }
    _workflow_frozen = ("signed", "reviewed", "received", "confirmed", "void")
    _workflow_fields = (
        "verified_by_id", "verified_at", "sealed_on", "reviewed_by_id", "reviewed_at", "received_by_id", "received_at",
        "confirmed_by_id", "confirmed_at", "review_note", "confirm_note", "void_reason",
    )  # fmt: skip
    _reason_fields = {"review": "review_note", "confirm": "confirm_note", "void": "void_reason"}

    hazard_id = fields.Many2one("safety.hazard", required=True, readonly=True, index=True, ondelete="restrict")
    enterprise_id = fields.Many2one(related="hazard_id.enterprise_id", store=True, index=True)
    name = fields.Char(related="hazard_id.name", string="Problem")
    element_ids = fields.One2many(related="hazard_id.element_ids", string="Five elements")
    verification = fields.Text(string="Found on site", help="What the safety officer saw on the spot.")
    photo_ids = fields.Many2many(
        "ir.attachment", "safety_hazard_form_photo_rel", string="Photos of the verification",
        bypass_search_access=True, copy=False,
    )  # fmt: skip
    sealed = fields.Boolean(string="Sealed by the community", help="The community's seal is on the signed form.")
    sealed_on = fields.Date(string="Sealed on", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", string="Verified by", readonly=True, copy=False)
    verified_at = fields.Datetime(string="Verified at", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", string="Reviewed by", readonly=True, copy=False)
    reviewed_at = fields.Datetime(string="Reviewed at", readonly=True, copy=False)
    review_note = fields.Text(string="Opinion of the leader", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", string="Received by", readonly=True, copy=False)
    received_at = fields.Datetime(string="Received at", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", string="Verified for the street by", readonly=True, copy=False)
    confirmed_at = fields.Datetime(string="Verified for the street at", readonly=True, copy=False)
    confirm_note = fields.Text(string="Found by the street", readonly=True, copy=False)
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    street_checks = fields.Boolean(related="company_id.safety_major_street_check", string="Street verifies too")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("verified", "Verified on site"),
            ("signed", "Signed and sealed"),
            ("reviewed", "Reviewed by the leader"),
            ("received", "Received by the office"),
            ("confirmed", "Verified by the street"),
            ("void", "Void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _live_uniq = models.UniqueIndex("(hazard_id) WHERE state != 'void'", "A hazard has one report form at a time.")

    @api.depends("number", "hazard_id")
    def _compute_display_name(self):
        for form in self:
            form.display_name = " ".join(filter(None, (form.number or self.env._("Report form"), form.hazard_id.name)))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            hazard = self.env["safety.hazard"].browse(vals.get("hazard_id"))
            hazard.check_access("read")
            vals["unit_id"] = hazard.sudo().unit_id.id
        return super().create(vals_list)

    def write(self, vals):
        """Write as Odoo does; hazard and unit stay."""
        return super().write({name: value for name, value in vals.items() if name not in ("hazard_id", "unit_id")})

    def _is_complete(self):
        """Tell whether every step that the street asks for is done."""
        return bool(self) and self.state in (("confirmed",) if self.street_checks else ("received", "confirmed"))

    def _signature_content(self):
        hazard = self.hazard_id
        facts = ("name", "severity", "location", "suspension", "equipment_stopped", "people_withdrawn", "goal")
        return {
            "enterprise": hazard.enterprise_id.id,
            "hazard": {name: hazard[name] or "" for name in facts},
            "elements": [(one.kind, one.text or "", one.amount, str(one.date or "")) for one in hazard.element_ids],
            "verification": self.verification or "",
        }

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_verify(self):
        """Verified on the spot by the community's safety officer (BF-1.2.3a)."""
        return self._workflow_do("verify")

    def action_sign(self):
        """Sign as a community principal; with the last signature and the seal the form is signed (BF-2.1.3b)."""
        self.ensure_one()
        if self.state != "verified":
            raise UserError(self.env._("The form is signed after the verification on site."))
        self._safety_check_level("approve")
        return self.env["safety.sign.wizard"]._open_for(self, "sign")

    def action_signed(self):
        """Take the step once the principals have signed and the seal is on."""
        return self._workflow_do("sign")

    def action_review(self):
        """Ask for the leader's opinion, then note the review (BF-2.1.3c)."""
        return self._open_reason("review", self.env._("Opinion of the leader"))

    def action_receive(self):
        """Received by the street's safety office."""
        return self._workflow_do("receive")

    def action_confirm(self):
        """Ask what the street found on the spot, then note its verification (BF-1.3.5)."""
        return self._open_reason("confirm", self.env._("Found by the street"))

    def action_void(self):
        """Ask why; a new form can be made then."""
        return self._open_reason("void", self.env._("Void"))

    # ---- guards and values -------------------------------------------------------------------------------------------

    def _check_verify(self):
        for form in self:
            if not (form.verification or "").strip():
                raise UserError(self.env._("Write into “Found on site” what was seen on the spot."))
            form.hazard_id._check_post(
                form.company_id.sudo().safety_assessor_post_ids, self.env._("The verification on site")
            )

    def _check_sign(self):
        self._check_signatures("sign")
        if unsealed := self.filtered(lambda form: not form.sealed):
            raise UserError(
                self.env._("%s: tick “Sealed by the community” once the seal is on.", unsealed[0].display_name)
            )

    def _check_review(self):
        for form in self:
            if self.env.user in form.signature_ids.sudo().user_id:
                raise UserError(self.env._("Who signed the form does not review it."))
            form.hazard_id._check_post(form.company_id.sudo().safety_reviewer_post_ids, self.env._("The review"))

    def _check_confirm(self):
        for form in self:
            form.hazard_id._check_post(
                form.company_id.sudo().safety_assessor_post_ids, self.env._("The verification on site")
            )
            if form.verified_by_id == self.env.user:
                raise UserError(
                    self.env._("You verified it for the community: somebody of the street verifies it again.")
                )

    def _verify_values(self):
        return {"verified_by_id": self.env.uid, "verified_at": fields.Datetime.now()}

    def _sign_values(self):
        return {"sealed_on": self[:1].company_id._safety_today()}

    def _review_values(self):
        return {"reviewed_by_id": self.env.uid, "reviewed_at": fields.Datetime.now()}

    def _receive_values(self):
        return {"received_by_id": self.env.uid, "received_at": fields.Datetime.now()}

    def _photo_copies(self):
        """Return the commands that give a work record its own copies of the photos."""
        return [Command.create({"name": photo.name, "raw": photo.raw}) for photo in self.photo_ids.sudo()]

    def _note_verify(self):
        for form in self:
            form.hazard_id._note_act(
                "major_hazard_verification",
                self.env._("Verified on site"),
                form.verification,
                photo_ids=form._photo_copies(),
            )

    def _after_sign(self):
        for form in self:
            signers = format_list(self.env, form.signature_ids.sudo().mapped("display_name"))
            form.hazard_id._note_act("major_hazard_form", self.env._("Report form signed and sealed"), signers)
        self._issue_number()

    def _note_review(self):
        for form in self:
            form.hazard_id._note_act("major_hazard_review", self.env._("Reviewed by the leader"), form.review_note)

    def _note_confirm(self):
        self.sudo()._workflow_write({"confirmed_by_id": self.env.uid, "confirmed_at": fields.Datetime.now()})
        for form in self:
            form.hazard_id._note_act(
                "major_hazard_verification",
                self.env._("Verified by the street"),
                form.confirm_note,
                photo_ids=form._photo_copies(),
            )

    def _after_void(self):
        for form in self.filtered("number_id"):
            form._void_number(form.void_reason)
