from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

from .safety_hazard_major import AUTHORITIES

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyListing(models.Model):
    """Listed for supervision 挂牌督办: a major hazard, or a community, until it is delisted (XY-2.5e, GY-4.2.8).

    The notice says by when the treatment plan is due and how often progress is reported; an extension is asked for in
    time; what the district or above has listed is accepted by them alone (XY-2.5g).
    """

    _name = "safety.listing"
    _description = "Listing for supervision"
    _inherit = [
        "safety.reasoned",
        "safety.workflow",
        "safety.deadline",
        "safety.scope.mixin",
        "safety.numbered",
        "safety.signed",
        "mail.thread",
    ]
    _order = "state, deadline, id"
    _rec_names_search = ["number", "name"]
    _number_code = "safety.listing"
    _owed_states = ("listed",)

    _workflow = {
        "list": Transition(
            ("draft",),
            "listed",
            "approve",
            OFFICER,
            guard="_check_listable",
            values="_list_values",
            after="_after_list",
        ),
        "delist": Transition(
            ("listed",), "delisted", "approve", OFFICER, guard="_check_delistable", values="_delist_values"
        ),
        # Taken when the hazard is accepted: by whoever may accept it.
        "hazard_accepted": Transition(("listed",), "delisted", values="_delist_values"),
        "void": Transition(("draft", "listed"), "void", "approve", OFFICER, after="_after_void"),
    }
    _workflow_frozen = ("delisted", "void")
    _workflow_fields = (
        "listed_on", "listed_by_id", "first_deadline", "asked_on", "asked_by_id", "superior_accepted_on",
        "superior_reference", "superior_body", "delisted_on", "delisted_by_id", "delist_note", "void_reason",
    )  # fmt: skip
    _reason_fields = {"delist": "delist_note", "void": "void_reason"}

    name = fields.Char(
        string="What is listed", compute="_compute_name", store=True, precompute=True, readonly=False, required=True
    )
    subject = fields.Selection(
        [("hazard", "A hazard"), ("community", "A community")], string="Listed is", required=True, default="community"
    )
    hazard_id = fields.Many2one("safety.hazard", index="btree_not_null", ondelete="restrict")
    enterprise_id = fields.Many2one(related="hazard_id.enterprise_id", store=True, index="btree_not_null")
    authority = fields.Selection(AUTHORITIES, string="Listed by", required=True, default="street", tracking=True)
    is_superior = fields.Boolean(string="Listed above the street", compute="_compute_is_superior", store=True)
    authority_name = fields.Char(string="Name of the authority", help="As it stands on its listing document.")
    reference = fields.Char(string="Its document number", help="Number of the superior's listing document.")
    reason = fields.Text(string="Why it is listed")
    demands = fields.Text(string="What is demanded")
    date = fields.Date(string="Drafted on", required=True, default=lambda self: self.env.company._safety_today())
    plan_due = fields.Date(string="Treatment plan due", tracking=True)
    deadline = fields.Date(string="To be settled by", tracking=True, index=True)
    first_deadline = fields.Date(string="First deadline", readonly=True, copy=False)
    progress_months = fields.Integer(
        string="Progress every (months)",
        default=lambda self: self.env.company.safety_listing_months,
        required=True,
        help="How often progress is reported at least.",
    )
    progress_ids = fields.One2many("safety.record", "listing_id", string="Progress reports", readonly=True)
    next_progress_on = fields.Date(
        string="Next progress report", compute="_compute_next_progress_on", store=True, index=True
    )
    listed_on = fields.Date(string="Listed on", readonly=True, copy=False, tracking=True)
    listed_by_id = fields.Many2one("res.users", string="Issued by", readonly=True, copy=False)
    asked_on = fields.Date(string="Acceptance asked for on", readonly=True, copy=False, tracking=True)
    asked_by_id = fields.Many2one("res.users", string="Acceptance asked for by", readonly=True, copy=False)
    superior_body = fields.Char(string="Accepted by (superior)", readonly=True, copy=False)
    superior_accepted_on = fields.Date(string="Accepted by superiors on", readonly=True, copy=False, tracking=True)
    superior_reference = fields.Char(string="Their acceptance document", readonly=True, copy=False)
    delisted_on = fields.Date(string="Delisted on", readonly=True, copy=False, tracking=True)
    delisted_by_id = fields.Many2one("res.users", string="Delisted by", readonly=True, copy=False)
    delist_note = fields.Text(string="Delisted because", readonly=True, copy=False)
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    progress_late = fields.Boolean(
        string="Progress report overdue", compute="_compute_progress_late", search="_search_progress_late"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("listed", "Listed"), ("delisted", "Delisted"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _progress_positive = models.Constraint(
        "CHECK(progress_months BETWEEN 1 AND 12)", "Progress is reported every 1 to 12 months."
    )
    _live_uniq = models.UniqueIndex(
        "(hazard_id) WHERE state IN ('draft', 'listed')", "A hazard is listed once at a time."
    )

    @api.depends("hazard_id", "unit_id", "subject")
    def _compute_name(self):
        for listing in self:
            listing.name = listing.hazard_id.name or listing.unit_id.name

    @api.depends("number", "name")
    def _compute_display_name(self):
        for listing in self:
            listing.display_name = " ".join(filter(None, (listing.number, listing.name)))

    @api.depends("authority")
    def _compute_is_superior(self):
        for listing in self:
            listing.is_superior = listing.authority != "street"

    @api.depends("listed_on", "progress_months", "progress_ids.state", "progress_ids.date", "state")
    def _compute_next_progress_on(self):
        for listing in self:
            done = listing.sudo().progress_ids.filtered(lambda record: record.state == "done")
            last = max([*done.mapped("date"), *filter(None, [listing.listed_on])], default=False)
            owed = listing.state == "listed" and last
            listing.next_progress_on = owed and last + relativedelta(months=listing.progress_months)

    @api.depends("next_progress_on")
    def _compute_progress_late(self):
        for listing in self:
            today = (listing.company_id or self.env.company)._safety_today()
            listing.progress_late = bool(listing.next_progress_on and listing.next_progress_on < today)

    def _search_progress_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        late = Domain("state", "=", "listed") & Domain("next_progress_on", "<", today)
        return late if True in value else ~late

    @api.constrains("subject", "hazard_id")
    def _check_subject(self):
        for listing in self:
            if (listing.subject == "hazard") != bool(listing.hazard_id):
                raise ValidationError(self.env._("A listing is of a hazard, or of a community without a hazard."))
            if listing.hazard_id and listing.hazard_id.sudo().severity != "major":
                raise ValidationError(
                    self.env._("“%s” is not a major hazard: it is not listed.", listing.hazard_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("hazard_id"):
                hazard = self.env["safety.hazard"].browse(vals["hazard_id"])
                hazard.check_access("read")
                vals.update({"unit_id": hazard.sudo().unit_id.id, "subject": "hazard"})
        return super().create(vals_list)
