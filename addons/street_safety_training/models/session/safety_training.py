from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyTraining(models.Model):
    """A training session of a unit: planned, held with people who signed in, and then evidence.

    Clauses XT-4.4a and XT-4.4b: each quarter for community staff, and for those in charge of safety in enterprises.
    """

    _name = "safety.training"
    _description = "Training session"
    _inherit = ["safety.workflow", "safety.scope.mixin", "safety.timed", "mail.thread"]
    _order = "date_start desc, id desc"

    _workflow = {
        "hold": Transition(("draft",), "held", guard="_check_held", after="_after_held"),
        "void": Transition(("held",), "void", "approve", after="_after_void"),
    }
    _workflow_frozen = ("held", "void")
    _workflow_fields = ("attended_enterprise_ids", "counts")

    name = fields.Char(string="Subject", required=True, tracking=True)
    type_id = fields.Many2one(
        "safety.training.type",
        string="Programme",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["safety.training.type"].search([], limit=1),
    )
    type_note = fields.Text(related="type_id.note")
    color = fields.Integer(related="type_id.color")
    unit_id = fields.Many2one(tracking=True)
    hours = fields.Float(
        compute="_compute_hours", store=True, precompute=True, readonly=False, aggregator="sum", help="Hours taught."
    )
    place = fields.Char()
    trainer = fields.Char(string="Trainer / expert", tracking=True)
    trainer_organisation = fields.Char(string="Trainer from")
    user_id = fields.Many2one(
        "res.users", string="Recorder", required=True, index=True, default=lambda self: self.env.user, tracking=True
    )
    post_ids = fields.Many2many(
        "safety.post",
        string="Posts invited",
        compute="_compute_post_ids",
        store=True,
        readonly=False,
        help="Everybody who holds one of these posts in the unit or below it on the day of the session.",
    )
    enterprise_mode = fields.Selection(
        [("none", "No enterprises"), ("all", "All enterprises of the unit"), ("selected", "Selected enterprises")],
        string="Enterprises invited",
        compute="_compute_enterprise_mode",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    enterprise_ids = fields.Many2many(
        "safety.enterprise",
        "safety_training_invited_enterprise_rel",
        string="Selected enterprises",
        domain="['|', ('unit_id', 'child_of', unit_id), ('supervising_unit_id', '=', unit_id)]",
    )
    attended_enterprise_ids = fields.Many2many(
        "safety.enterprise",
        "safety_training_attended_enterprise_rel",
        string="Enterprises present",
        readonly=True,
        copy=False,
    )
    attendee_ids = fields.One2many("safety.training.attendee", "training_id", string="Attendance")
    material_ids = fields.Many2many("ir.attachment", string="Photos and materials", bypass_search_access=True)
    note = fields.Html(string="What was taught")
    state = fields.Selection(
        [("draft", "Planned"), ("held", "Held"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _unit_date = models.Index("(unit_id, date)")
    _times_ordered = models.Constraint("CHECK(date_end > date_start)", "A session cannot end before it begins.")
    _hours_positive = models.Constraint("CHECK(hours >= 0)", "The hours taught cannot be negative.")

    @api.depends("date_start", "date_end")
    def _compute_hours(self):
        for training in self:
            if training.date_start and training.date_end:
                training.hours = training._hours_between()

    @api.depends("type_id")
    def _compute_post_ids(self):
        for training in self:
            training.post_ids = training.type_id.post_ids

    @api.depends("type_id")
    def _compute_enterprise_mode(self):
        for training in self:
            training.enterprise_mode = training.type_id.enterprise_mode or "none"

    @api.constrains("date_start", "date_end")
    def _check_hours_of_day(self):
        for training in self:
            if (training.date_end - training.date_start).days >= 1:
                raise ValidationError(
                    self.env._("“%s” lasts longer than a day. Record one session for each day.", training.name)
                )

    @api.onchange("date_start")
    def _onchange_date_start(self):
        """Move the end with the beginning: two hours are proposed for a new session."""
        if self.date_start and (not self.date_end or self.date_end <= self.date_start):
            self.update({"date_end": fields.Datetime.add(self.date_start, hours=2)})

    # ---- workflow ----------------------------------------------------------------------------------------------------

    def _check_held(self):
        now = fields.Datetime.now()
        for training in self:
            if training.date_start > now:
                raise UserError(self.env._("“%s” has not begun yet; it can be completed afterwards.", training.name))
            if not training.present_count:
                raise UserError(self.env._("Nobody is marked as present at “%s”.", training.name))
            if training.type_id.needs_material and not training.material_ids:
                raise UserError(self.env._("“%s” still needs a photo or the material that was used.", training.name))
            if training.type_id.needs_trainer and not (training.trainer or "").strip():
                raise UserError(self.env._("“%s” still needs the name of its trainer or expert.", training.name))

    def _after_held(self):
        self._close_exams()
        self._close_attendance()
        self._weigh()
        self._issue_certificates()
        made_up = self.sudo().makeup_of_id._weigh()
        self.env["safety.duty"]._prove(self.filtered("counts") | made_up.sudo(False))

    def _after_void(self):
        """What was given for the session is taken back."""
        self._withdraw_certificates()
        self._unmake_up()

    def _close_attendance(self):
        """Who did not come is absent; which enterprises came becomes a fact of the session. Two statements."""
        self.env.flush_all()
        # Set-based: a street-wide session has hundreds of lines.
        self.env.cr.execute(
            SQL(
                "UPDATE safety_training_attendee SET state = 'absent' WHERE training_id IN %s AND state = 'expected'",
                tuple(self.ids),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_training_attended_enterprise_rel (safety_training_id, safety_enterprise_id)
                SELECT DISTINCT line.training_id, line.enterprise_id
                  FROM safety_training_attendee line
                  JOIN safety_training training ON training.id = line.training_id
                  JOIN safety_training_type kind ON kind.id = training.type_id
                  JOIN safety_enterprise firm ON firm.id = line.enterprise_id
                 WHERE line.training_id IN %s AND line.counts AND %s
                ON CONFLICT DO NOTHING
                """,
                tuple(self.ids),
                self._in_role_sql(),
            )
        )
        self.invalidate_recordset(["attended_enterprise_ids", "attendee_ids", "present_count"])
        self.env["safety.training.attendee"].invalidate_model(["state"])

    def action_hold(self):
        """Complete the sessions: who signed in was there, and the session proves its duty. Closed to changes."""
        return self._workflow_do("hold")

    def action_void(self):
        """Void a session entered by mistake; duties already closed with it are not changed."""
        return self._workflow_do("void")
