from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyNotice(models.Model):
    """A rectification notice: what one enterprise has to put right, and by when (XT-2.2a, XT-2.2b, BF-1.1.3e).

    Where enforcement is delegated to the street the same document is an order to correct. Issued, it has a number and
    is frozen with the enterprise's particulars of that day.
    """

    _name = "safety.notice"
    _description = "Rectification notice"
    _inherit = [
        "safety.voidable",
        "safety.workflow",
        "safety.of.enterprise",
        "safety.signed",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["number", "enterprise_name"]
    _number_code = "safety.notice"
    _unit_source = "inspection_id"
    _derived_fields = ("deadline", "first_deadline")

    _workflow = {
        "issue": Transition(
            ("draft",),
            "issued",
            "approve",
            OFFICER,
            guard="_check_issuable",
            values="_issue_values",
            after="_after_issue",
        ),
        "serve": Transition(("issued",), "served", values="_serve_values"),
        "void": Transition(("issued", "served"), "void", "approve", OFFICER, after="_after_void"),
    }
    _workflow_frozen = ("issued", "served", "void")
    _workflow_fields = (
        "issued_on", "issuer_id", "delegated", "remedies", "served_on", "served_by_id", "served_how", "receiver_name",
        "witness_name",
    )  # fmt: skip

    title = fields.Char(compute="_compute_title")
    date = fields.Date(
        string="Drafted on", required=True, default=lambda self: self.env.company._safety_today(), readonly=True
    )
    inspection_id = fields.Many2one(
        "safety.inspection", string="On the inspection", index="btree_not_null", ondelete="restrict", readonly=True
    )
    enterprise_name = fields.Char(
        string="Addressed to",
        compute="_compute_particulars",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    address = fields.Char(compute="_compute_particulars", store=True, precompute=True, readonly=False)
    principal_name = fields.Char(
        string="Principal", compute="_compute_particulars", store=True, precompute=True, readonly=False
    )
    phone = fields.Char(compute="_compute_particulars", store=True, precompute=True, readonly=False)
    inspector_ids = fields.Many2many(
        "res.users", string="Inspectors", compute="_compute_inspector_ids", store=True, readonly=False
    )
    line_ids = fields.One2many("safety.notice.line", "notice_id", string="To be rectified", copy=True)
    interim_measures = fields.Text(
        string="Safe meanwhile", help="What keeps the place safe until everything is rectified."
    )
    deadline = fields.Date(
        string="Last deadline",
        compute="_compute_deadline",
        store=True,
        index=True,
        help="By then all must be rectified.",
    )
    first_deadline = fields.Date(string="First deadline", compute="_compute_deadline", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("served", "Served"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    delegated = fields.Boolean(string="Order under delegated powers", readonly=True, copy=False)
    remedies = fields.Text(string="Closing paragraph", readonly=True, copy=False)
    issued_on = fields.Date(string="Issued on", readonly=True, copy=False, tracking=True)
    issuer_id = fields.Many2one("res.users", string="Issued by", readonly=True, copy=False)
    served_on = fields.Date(string="Served on", readonly=True, copy=False, tracking=True)
    served_by_id = fields.Many2one("res.users", string="Served by", readonly=True, copy=False)
    served_how = fields.Selection(
        [
            ("signed", "Signed by the receiver"),
            ("left", "Left on the premises"),
            ("posted", "By post"),
            ("refused", "Receipt refused"),
        ],
        string="How served",
        readonly=True,
        copy=False,
    )
    receiver_name = fields.Char(string="Received by", readonly=True, copy=False)
    witness_name = fields.Char(string="Witness", readonly=True, copy=False)
    reinspection_ids = fields.One2many("safety.inspection", "notice_id", string="Re-inspections")
    reinspection_count = fields.Integer(string="Number of re-inspections", compute="_compute_reinspection_count")
    open_count = fields.Integer(string="Not yet closed", compute="_compute_open_count")

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("number", "enterprise_name", "title")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = f"{notice.number or notice.title} {notice.enterprise_name or ''}".strip()

    def _is_order(self):
        """Tell the family of the document: as issued, or as the street's delegation is today."""
        return self.delegated if self.frozen_at else (self.company_id or self.env.company).safety_delegated

    @api.depends("enterprise_id")
    def _compute_particulars(self):
        for notice in self:
            enterprise = notice.enterprise_id
            notice.enterprise_name = enterprise.name
            notice.address = enterprise.address
            notice.principal_name = enterprise.principal_name
            notice.phone = enterprise.phone

    @api.depends("inspection_id")
    def _compute_inspector_ids(self):
        for notice in self:
            notice.inspector_ids = notice.inspection_id.inspector_ids or notice.inspector_ids or self.env.user

    @api.depends("line_ids.deadline")
    def _compute_deadline(self):
        for notice in self:
            days = list(filter(None, notice.line_ids.mapped("deadline")))
            notice.deadline = max(days, default=False)
            notice.first_deadline = min(days, default=False)

    def _compute_reinspection_count(self):
        groups = self.env["safety.inspection"]._read_group(
            [("notice_id", "in", self.ids), ("state", "!=", "void")], ["notice_id"], ["__count"]
        )
        counts = {notice.id: count for notice, count in groups}
        for notice in self:
            notice.reinspection_count = counts.get(notice.id, 0)

    @api.depends("line_ids.hazard_id.state")
    def _compute_open_count(self):
        for notice in self:
            hazards = notice.line_ids.hazard_id
            notice.open_count = len(hazards.filtered(lambda hazard: hazard.state not in ("closed", "void")))

    @api.constrains("enterprise_id", "line_ids", "inspection_id")
    def _check_enterprise_id(self):
        for notice in self:
            others = notice.sudo().line_ids.hazard_id.enterprise_id | notice.sudo().inspection_id.enterprise_id
            if others - notice.enterprise_id:
                raise ValidationError(self.env._("A notice lists hazards of the enterprise it goes to, and no others."))

    # ---- issuing -----------------------------------------------------------------------------------------------------

    def _signature_content(self):
        return {
            "enterprise": [self.enterprise_name, self.address or "", self.principal_name or "", self.phone or ""],
            "lines": [(line.name or "", line.measure or "", line.deadline) for line in self.line_ids],
            "interim": self.interim_measures or "",
        }

    def action_issue(self):
        """Ask for the issuer's signature, then issue: number, freeze, and the hazards are to be rectified."""
        for notice in self:
            notice._check_content()
        if len(self) == 1 and not self._signed_by_me("issue"):
            self._safety_check_level("approve")
            return self.env["safety.sign.wizard"]._open_for(self, "issue", "issue")
        return self._workflow_do("issue")

    def _signed_by_me(self, purpose):
        content = self._signature_hash()
        return self.signature_ids.sudo().filtered(
            lambda sign: sign.purpose == purpose and sign.user_id == self.env.user and sign.content_hash == content
        )

    def _check_issuable(self):
        for notice in self:
            notice._check_content()
        self._check_signatures("issue")

    def _issue_values(self):
        company = self.company_id.ensure_one()
        return {
            "issued_on": company._safety_today(),
            "issuer_id": self.env.uid,
            "delegated": company.safety_delegated,
        }

    # ---- serving -----------------------------------------------------------------------------------------------------

    def action_serve(self):
        """Ask how the notice was served and who received it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Serve the notice"),
            "res_model": "safety.notice.serve.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_notice_id": self.id},
        }

    def _serve_values(self):
        return {"served_by_id": self.env.uid}

    # ---- after -------------------------------------------------------------------------------------------------------

    def action_reinspect(self):
        """Open a re-inspection of the notice: each hazard fixed or not (XT-2.2d)."""
        self.ensure_one()
        unfinished = self.reinspection_ids.filtered(lambda inspection: inspection.state == "draft")[:1]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_inspection.safety_inspection_action_reinspect"
        )
        return {**action, "res_id": unfinished.id, "context": {"default_notice_id": self.id}}

    def action_open_reinspections(self):
        """Open the re-inspections of the notice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_inspection_action")
        return {**action, "domain": [("notice_id", "=", self.id)], "context": {"default_notice_id": self.id}}
