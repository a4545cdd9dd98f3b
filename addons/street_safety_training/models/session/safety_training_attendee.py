from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyTrainingAttendee(models.Model):
    """One person of one session: expected, then present or absent.

    It belongs to the unit of the person's seat (or of the enterprise), so that somebody invited by the street sees
    the own line; who was there is told by the person, at the session, or by the recorder.
    """

    _name = "safety.training.attendee"
    _description = "Training attendance"
    _inherit = ["safety.workflow", "safety.frozen.line", "safety.scope.mixin"]
    _frozen_parent = "training_id"
    _order = "training_id, post_id, unit_id, name, id"

    _workflow = {
        "sign_in": Transition(
            ("expected", "absent"), "present", "read",
            guard="_check_self", values="_signed_values", after="_open_exam",
        ),
        "sign_in_guest": Transition(
            ("expected", "absent"), "present", "read",
            guard="_check_guest", values="_signed_values", after="_open_exam",
        ),
        "mark_present": Transition(
            ("expected", "absent"), "present", "read",
            guard="_check_begun", values="_signed_values", after="_open_exam",
        ),
        "mark_absent": Transition(
            ("expected", "present"), "absent", "read",
            guard="_check_begun", values="_unsigned_values", after="_drop_exam",
        ),
    }  # fmt: skip
    _workflow_fields = ("signed_at", "signed_by_id", "exam_state", "exam_score", "signed_distance", "rating",
                        "rating_note", "announced_on")  # fmt: skip

    training_id = fields.Many2one("safety.training", string="Session", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", index=True, ondelete="restrict")
    enterprise_id = fields.Many2one("safety.enterprise", index=True, ondelete="restrict")
    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True, required=True)
    post_id = fields.Many2one(
        "safety.post", ondelete="restrict", help="Of who is invited: the seat. Of who was added by hand: what they are."
    )
    unit_id = fields.Many2one(compute="_compute_unit_id", store=True, precompute=True, default=None)
    is_guest = fields.Boolean(string="Added by hand", default=True, readonly=True)
    state = fields.Selection(
        [("expected", "Expected"), ("present", "Present"), ("absent", "Absent")],
        default="expected",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    signed_at = fields.Datetime(string="Signed in at", readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", string="Marked by", readonly=True, copy=False, ondelete="restrict")

    # What the person sees of the session, which may be one of a unit above.
    training_name = fields.Char(related="training_id.name", string="Subject")
    type_id = fields.Many2one(related="training_id.type_id")
    training_state = fields.Selection(related="training_id.state", string="Status of the session")
    date = fields.Date(related="training_id.date", store=True, index=True)
    date_start = fields.Datetime(related="training_id.date_start")
    date_end = fields.Datetime(related="training_id.date_end")
    place = fields.Char(related="training_id.place")
    trainer = fields.Char(related="training_id.trainer")
    hours = fields.Float(related="training_id.hours", store=True)
    can_sign_in = fields.Boolean(compute="_compute_can_sign_in")

    _user_uniq = models.UniqueIndex(
        "(training_id, user_id) WHERE user_id IS NOT NULL", "This person is already on the list of the session."
    )
    _enterprise_name_uniq = models.UniqueIndex(
        "(training_id, enterprise_id, name) WHERE enterprise_id IS NOT NULL",
        "This person of the enterprise is already on the list of the session.",
    )

    @api.depends("user_id", "enterprise_id")
    def _compute_name(self):
        for line in self:
            firm, role = line.enterprise_id, line.sudo().training_id.type_id.attendee_role
            meant = firm.principal_name if role == "principal" else firm.safety_manager_name
            line.name = line.user_id.name or meant or firm.principal_name or firm.name or line.name

    @api.depends("user_id", "enterprise_id", "training_id.unit_id")
    def _compute_unit_id(self):
        """The seat's unit where it lies in the session's unit; one query for all lines."""
        seats = self.env["safety.appointment"].sudo().search([("user_id", "in", self.user_id.ids)])
        by_user = seats.grouped("user_id")
        for line in self:
            training = line.sudo().training_id
            inside = by_user.get(line.user_id, seats[:0]).filtered(
                lambda seat, training=training: (
                    training.date
                    and seat.date_start <= training.date
                    and (not seat.date_end or seat.date_end >= training.date)
                    and seat.unit_id.parent_path.startswith(training.unit_id.parent_path or "-")
                )
            )
            line.unit_id = line.enterprise_id.unit_id or inside[:1].unit_id or training.unit_id

    @api.depends("state", "user_id", "training_id.sign_in_open")
    @api.depends_context("uid")
    def _compute_can_sign_in(self):
        for line in self:
            line.can_sign_in = (
                line.user_id == self.env.user and line.state != "present" and line.sudo().training_id.sign_in_open
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_recorder()
        return lines

    def write(self, vals):
        self._check_recorder()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_recorder(self):
        self._check_recorder()

    def _check_recorder(self):
        """The list is kept by who works in the session's unit; one's own seat is not enough."""
        self.env["safety.access"]._check(self.sudo().training_id.unit_id, "act")

    def _check_self(self):
        for line in self:
            if line.user_id != self.env.user:
                raise AccessError(self.env._("Everybody signs in for themselves; %s is someone else.", line.name))
        self._check_sign_in_open()

    def _check_sign_in_open(self):
        for line in self:
            if not line.sudo().training_id._is_sign_in_open():
                raise UserError(
                    self.env._(
                        "Sign-in for “%s” is not open now. Ask the recorder to mark you as present.",
                        line.training_name,
                    )
                )

    def _check_begun(self):
        self._check_recorder()
        now = fields.Datetime.now()
        for line in self:
            training = line.sudo().training_id
            if training._sign_in_window()[0] > now:
                raise UserError(self.env._("“%s” has not begun yet.", training.name))

    def _signed_values(self):
        return {"signed_at": fields.Datetime.now(), "signed_by_id": self.env.uid}

    def _unsigned_values(self):
        return {"signed_at": False, "signed_by_id": self.env.uid}

    def action_mark_present(self):
        """Mark as present, as the recorder."""
        return self._workflow_do("mark_present")

    def action_mark_absent(self):
        """Mark as absent, as the recorder."""
        return self._workflow_do("mark_absent")
