from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"
OPEN_STATES = ("reported", "assessing", "rectifying", "submitted", "accepted")
# Fixed once rectification is ordered: another deadline needs another notice.
ORDERED_FIELDS = {"enterprise_id", "date", "name", "severity", "deadline", "before_photo_ids"}
# Say where a hazard comes from; only the record it comes from may.
SOURCE_FIELDS = {"inspection_id", "line_id", "reopened_from_id"}


class SafetyHazard(models.Model):
    """One thing that is wrong at one enterprise, until it is put right, accepted by somebody else and closed.

    Overdue is a fact of the day, not a state. Closed, it is frozen; what comes back is a new, linked hazard.
    """

    _name = "safety.hazard"
    _description = "Hazard"
    _inherit = [
        "safety.reasoned",
        "safety.workflow",
        "safety.deadline",
        "safety.of.enterprise",
        "safety.photos",
        "mail.thread",
    ]
    _order = "deadline, id"
    _unit_source = "inspection_id"
    _photo_fields = ("before_photo_ids", "after_photo_ids")
    _owed_states = ("reported", "rectifying")  # what waits for acceptance is not late

    _workflow = {
        "ask": Transition(("reported",), "assessing", guard="_check_undetermined", after="_after_ask"),
        "assess": Transition(("assessing",), "reported", guard="_check_assessor", values="_assess_values"),
        "order": Transition(
            ("reported",), "rectifying", guard="_check_orderable", values="_order_values", after="_after_order"
        ),
        "fix": Transition(("reported",), "closed", guard="_check_fixable", values="_fix_values"),
        "submit": Transition(("rectifying",), "submitted", guard="_check_rectified", values="_submit_values"),
        "accept": Transition(
            ("submitted",),
            "accepted",
            "approve",
            OFFICER,
            guard="_check_acceptable",
            values="_accept_values",
            after="_after_accept",
        ),
        "reject": Transition(("submitted",), "rectifying", "approve", OFFICER, values="_fail_values"),
        "close": Transition(
            ("accepted",), "closed", "approve", OFFICER, guard="_check_closable", values="_close_values"
        ),
        "void": Transition(("reported", "assessing"), "void", "approve", OFFICER, guard="_check_voidable"),
        # Taken by other records only: a re-inspection, a void notice, a void inspection.
        "recheck_submit": Transition(("rectifying",), "submitted", values="_submit_values"),
        "recheck_pass": Transition(
            ("rectifying", "submitted"),
            "accepted",
            "approve",
            OFFICER,
            guard="_check_recheckable",
            values="_accept_values",
            after="_after_accept",
        ),
        "recheck_fail": Transition(("rectifying", "submitted"), "rectifying", values="_fail_values"),
        "withdraw": Transition(("rectifying",), "reported", "approve", OFFICER),
        "source_void": Transition(("reported", "closed"), "void", "approve", OFFICER),
    }
    _workflow_frozen = ("accepted", "closed", "void")
    _workflow_fields = (
        "submitted_by_id", "submitted_on", "accepted_by_id", "accepted_on", "closed_on", "fixed_on_spot",
        "last_failed_on", "fail_reason", "void_reason", "overdue_told_on", "ordered_by_id", "ordered_on",
        "first_deadline", "assessed_by_id", "assessed_on", "assessment", "criterion_ids", "merged_into_id",
        "major_told_at", "reported_up_at",
    )  # fmt: skip
    _reason_fields = {"reject": "fail_reason", "void": "void_reason"}

    name = fields.Char(string="Problem", required=True, tracking=True)
    date = fields.Date(
        string="Found on",
        required=True,
        index=True,
        default=lambda self: self.env.company._safety_today(),
    )
    user_id = fields.Many2one("res.users", string="Reported by", required=True, default=lambda self: self.env.user)
    inspection_id = fields.Many2one(
        "safety.inspection", string="Found by inspection", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    line_id = fields.Many2one(
        "safety.inspection.line", string="Inspection item", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    section = fields.Char(string="Category", help="Section of the checklist, e.g. Electricity.")
    location = fields.Char(help="Where in the enterprise: floor, workshop, machine …")
    severity = fields.Selection(
        [("general", "General"), ("major", "Major"), ("undetermined", "Not determined")],
        default="general",
        required=True,
        index=True,
        tracking=True,
    )
    legal_basis = fields.Char(string="Legal basis")
    measure = fields.Text(string="Measure asked for")
    deadline = fields.Date(string="To be rectified by", tracking=True)
    before_photo_ids = fields.Many2many(
        "ir.attachment", "safety_hazard_before_photo_rel", string="Before", bypass_search_access=True, copy=False
    )
    after_photo_ids = fields.Many2many(
        "ir.attachment", "safety_hazard_after_photo_rel", string="After", bypass_search_access=True, copy=False
    )
    rectification_note = fields.Text(string="What was done", copy=False)
    rectified_by = fields.Char(string="Rectified by", copy=False, help="Who of the enterprise put it right.")
    state = fields.Selection(
        [
            ("reported", "Reported"),
            ("assessing", "Being assessed"),
            ("rectifying", "Rectifying"),
            ("submitted", "Waiting for acceptance"),
            ("accepted", "Accepted"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    submitted_by_id = fields.Many2one("res.users", string="Submitted by", readonly=True, copy=False)
    submitted_on = fields.Date(string="Submitted on", readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", string="Accepted by", readonly=True, copy=False)
    accepted_on = fields.Date(string="Accepted on", readonly=True, copy=False)
    closed_on = fields.Date(string="Closed on", readonly=True, copy=False, tracking=True)
    fixed_on_spot = fields.Boolean(string="Put right on the spot", readonly=True, copy=False)
    last_failed_on = fields.Date(string="Last found not fixed on", readonly=True, copy=False, tracking=True)
    fail_reason = fields.Char(string="Sent back because", readonly=True, copy=False)
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    recheck_ids = fields.One2many("safety.inspection.recheck", "hazard_id", string="Re-inspections", readonly=True)
    notice_line_ids = fields.One2many("safety.notice.line", "hazard_id", string="Listed in notices", readonly=True)
    reopened_from_id = fields.Many2one(
        "safety.hazard", string="Reopened from", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    reopened_ids = fields.One2many("safety.hazard", "reopened_from_id", string="Reopened as")

    _unit_state = models.Index("(unit_id, state)")
    _owed = models.Index("(company_id, deadline) WHERE state IN ('reported', 'rectifying')")

    # ---- create, write, unlink ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_source(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_source(vals)
        if ORDERED_FIELDS & vals.keys() and (ordered := self.filtered(lambda hazard: hazard.state != "reported")):
            raise UserError(
                self.env._(
                    "The rectification of “%s” is ordered: what, how serious and by when no longer change. "
                    "Another deadline needs another notice.",
                    ordered[0].name,
                )
            )
        return super().write(vals)

    def _refuse_source(self, vals):
        if not self.env.su and any(vals.get(name) for name in SOURCE_FIELDS):
            raise UserError(self.env._("A finding comes from its inspection; it cannot be added to one by hand."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finding(self):
        if found := self.filtered("inspection_id"):
            raise UserError(self.env._("“%s” was found by an inspection and cannot be deleted.", found[0].name))

    def _photo_owners(self):
        owners = super()._photo_owners()
        return owners | {(self.line_id._name, self.line_id.id)} if self.line_id else owners

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_order(self):
        """Order the rectification by word of mouth; a notice does it in writing."""
        return self._workflow_do("order")

    def action_fix(self):
        """Close a general hazard that was put right on the spot (BF-1.1.3d)."""
        return self._workflow_do("fix")

    def action_submit(self):
        """Report the rectification; somebody else accepts it."""
        return self._workflow_do("submit")

    def action_accept(self):
        """Accept the rectification of somebody else (BF-1.2.3c)."""
        return self._workflow_do("accept")

    def action_close(self):
        """Close an accepted hazard (BF-2.2d): it is frozen from now on."""
        return self._workflow_do("close")

    def action_reject(self):
        """Ask why the rectification is not accepted, then send it back."""
        return self._open_reason("reject", self.env._("Send back"))

    def action_void(self):
        """Ask why the report was mistaken, then void it."""
        return self._open_reason("void", self.env._("Void"))

    def action_reopen(self):
        """Report a closed hazard again, as a new record linked to the old one; return the action that opens it."""
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("act")
        if self.state != "closed":
            raise UserError(self.env._("“%s” is not closed: there is nothing to reopen.", self.name))
        today = self.company_id._safety_today()
        again = self.sudo().copy(
            {
                "reopened_from_id": self.id,
                "inspection_id": False,
                "line_id": False,
                "enterprise_id": self.enterprise_id.sudo()._safety_current().id,
                "date": today,
                "user_id": self.env.uid,
                "deadline": fields.Date.add(today, days=self.company_id.safety_deadline_days),
            }
        )
        again.sudo(False)._safety_check_level("act")  # the enterprise may have moved
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": again.id,
            "view_mode": "form",
        }

    def action_create_notice(self):
        """Open a draft notice that lists the selected hazards of one enterprise."""
        hazards = self.filtered(lambda hazard: hazard.state in ("reported", "rectifying"))
        if len(hazards.enterprise_id) != 1:
            raise UserError(self.env._("Select open hazards of one enterprise: a notice goes to one enterprise."))
        notice = self.env["safety.notice"].create(
            {"enterprise_id": hazards.enterprise_id.id, "line_ids": hazards._notice_line_commands()}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": notice._name,
            "res_id": notice.id,
            "view_mode": "form",
        }

    def _notice_line_commands(self):
        return [
            Command.create(
                {
                    "hazard_id": hazard.id,
                    "name": hazard.name,
                    "measure": hazard.measure,
                    "deadline": hazard.deadline,
                }
            )
            for hazard in self
        ]

    @api.model
    def _open_domain(self):
        return Domain("state", "in", OPEN_STATES)
