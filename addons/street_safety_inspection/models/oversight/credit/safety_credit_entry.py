from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"
#: On the list, and on its way there.
LISTED = ("listed", "repairing")
LIVE = ("notified", "objected", *LISTED)


class SafetyCreditEntry(models.Model):
    """An enterprise on the attention list or the joint-punishment blacklist (BF-1.3.3d, ZF-T12.2a).

    It is told the grounds, may object, is listed for a period by a named officer, may ask for repair, and leaves the
    list repaired, early, or when the period is over. What it was told is frozen from then on.
    """

    _name = "safety.credit.entry"
    _description = "Credit list entry"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.of.enterprise", "safety.numbered", "mail.thread"]
    _order = "listed_on desc, id desc"
    _rec_names_search = ["number", "enterprise_id.name"]
    _number_code = "safety.credit.entry"

    _workflow = {
        "notify": Transition(
            ("draft",), "notified", "approve", OFFICER, "_check_ground", "_notify_values", "_after_notify"
        ),
        "object": Transition(("notified",), "objected", guard="_check_in_time", values="_object_values"),
        "dismiss": Transition(("objected",), "notified", "approve", OFFICER, "_check_other_officer", "_decide_values"),
        "uphold": Transition(("objected",), "dropped", "approve", OFFICER, "_check_other_officer", "_decide_values"),
        "drop": Transition(("notified",), "dropped", "approve", OFFICER),
        "list": Transition(("notified",), "listed", "approve", OFFICER, "_check_heard", "_list_values", "_after_list"),
        "repair": Transition(("listed",), "repairing", values="_repair_values"),
        "refuse": Transition(("repairing",), "listed", "approve", OFFICER),
        "restore": Transition(("repairing",), "removed", "approve", OFFICER, None, "_remove_values", "_after_remove"),
        "remove": Transition(("listed",), "removed", "approve", OFFICER, None, "_remove_values", "_after_remove"),
        "expire": Transition(LISTED, "removed", "read", None, "_check_over", "_remove_values", "_after_remove"),
    }
    _workflow_frozen = (*LIVE, "dropped", "removed")
    _workflow_fields = (
        "notified_on", "notified_by_id", "objection_until", "objection", "objected_on", "decision", "decided_by_id",
        "drop_reason", "listed_on", "listed_by_id", "date_to", "repair", "repair_asked_on", "repair_refusal",
        "removed_on", "removed_by_id", "exit_reason", "published_on", "package_id", "sent_by", "sent_ids",
    )  # fmt: skip
    _reason_fields = {
        "object": "objection",
        "dismiss": "decision",
        "uphold": "decision",
        "drop": "drop_reason",
        "repair": "repair",
        "refuse": "repair_refusal",
        "restore": "exit_reason",
        "remove": "exit_reason",
    }

    list_type = fields.Selection(
        [("attention", "Attention list"), ("blacklist", "Joint-punishment blacklist")],
        string="List",
        required=True,
        default="attention",
        index=True,
        tracking=True,
    )
    date = fields.Date(string="Drafted on", required=True, default=lambda self: self.env.company._safety_today())
    ground = fields.Text(string="Grounds", tracking=True, help="What it did, and which provision says so.")
    hazard_ids = fields.Many2many("safety.hazard", string="Hazards", domain="[('enterprise_id', '=', enterprise_id)]")
    enforcement_line_ids = fields.Many2many(
        "safety.enforcement.line", string="Enforcement on record", domain="[('enterprise_id', '=', enterprise_id)]"
    )
    months = fields.Integer(
        string="For (months)",
        compute="_compute_months",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        aggregator=None,
    )
    served_how = fields.Selection(
        [("signed", "Signed by the receiver"), ("left", "Left on the premises"), ("posted", "By post")],
        string="How it is told",
        default="signed",
        required=True,
    )
    receiver_name = fields.Char(string="Received by")
    notified_on = fields.Date(string="Told on", readonly=True, copy=False, tracking=True)
    notified_by_id = fields.Many2one("res.users", string="Told by", readonly=True, copy=False)
    objection_until = fields.Date(string="May object until", readonly=True, copy=False)
    objection = fields.Text(readonly=True, copy=False)
    objected_on = fields.Date(string="Objected on", readonly=True, copy=False)
    decision = fields.Text(string="Decision on the objection", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Objection decided by", readonly=True, copy=False)
    drop_reason = fields.Char(string="Dropped because", readonly=True, copy=False)
    listed_on = fields.Date(string="Entered on", readonly=True, copy=False, tracking=True, index=True)
    listed_by_id = fields.Many2one("res.users", string="Entered by", readonly=True, copy=False)
    date_to = fields.Date(string="Listed until", readonly=True, copy=False, tracking=True, index="btree_not_null")
    repair = fields.Text(
        string="Repair asked for", readonly=True, copy=False, help="What the enterprise has put right."
    )
    repair_asked_on = fields.Date(string="Repair asked for on", readonly=True, copy=False)
    repair_refusal = fields.Char(string="Repair refused because", readonly=True, copy=False)
    removed_on = fields.Date(string="Removed on", readonly=True, copy=False, tracking=True)
    removed_by_id = fields.Many2one("res.users", string="Removed by", readonly=True, copy=False)
    exit_reason = fields.Char(string="Removed because", readonly=True, copy=False)
    published_on = fields.Date(string="Published on", readonly=True, copy=False)
    package_id = fields.Many2one(
        "safety.package", string="Published in", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("notified", "Told"),
            ("objected", "Objected"),
            ("listed", "Entered"),
            ("repairing", "Repair asked for"),
            ("removed", "Removed"),
            ("dropped", "Dropped"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _months_sensible = models.Constraint("CHECK(months BETWEEN 1 AND 120)", "A listing lasts between 1 and 120 months.")
    _live_uniq = models.UniqueIndex(
        "(enterprise_id, list_type) WHERE state IN ('notified', 'objected', 'listed', 'repairing')",
        "The enterprise is on this list, or was told that it will be, already.",
    )

    @api.depends("list_type", "company_id")
    def _compute_months(self):
        for entry in self:
            company = entry.enterprise_id.company_id or self.env.company
            short = entry.list_type == "attention"
            entry.months = company.safety_attention_months if short else company.safety_blacklist_months

    @api.depends("number", "enterprise_id", "list_type")
    def _compute_display_name(self):
        labels = dict(self._fields["list_type"]._description_selection(self.env))
        for entry in self:
            parts = (entry.number, labels.get(entry.list_type), entry.enterprise_id.name)
            entry.display_name = " ".join(filter(None, parts))

    @api.constrains("hazard_ids", "enforcement_line_ids", "enterprise_id")
    def _check_same(self):
        for entry in self.sudo():
            if (entry.hazard_ids.enterprise_id | entry.enforcement_line_ids.enterprise_id) - entry.enterprise_id:
                raise ValidationError(self.env._("Hazards and enforcement are those of the enterprise listed."))

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_notify(self):
        """Tell the enterprise the grounds: it may object until the day named; its number is given."""
        return self._workflow_do("notify")

    def action_object(self):
        """Write down what the enterprise objects."""
        return self._open_reason("object", self.env._("The enterprise objects"))

    def action_dismiss(self):
        """Ask why the objection does not help; then it can be listed."""
        return self._open_reason("dismiss", self.env._("Dismiss the objection"))

    def action_uphold(self):
        """Ask why the objection is right; it is not listed."""
        return self._open_reason("uphold", self.env._("The objection is right"))

    def action_drop(self):
        """Ask why it is not listed after all."""
        return self._open_reason("drop", self.env._("Drop"))

    def action_list(self):
        """Put the enterprise on the list for its period."""
        return self._workflow_do("list")

    def action_repair(self):
        """Write down what the enterprise has put right, and that it asks to be taken off."""
        return self._open_reason("repair", self.env._("Repair asked for"))

    def action_refuse(self):
        """Ask why it stays on the list."""
        return self._open_reason("refuse", self.env._("Refuse the repair"))

    def action_restore(self):
        """Ask what was verified; then it is taken off the list, repaired."""
        return self._open_reason("restore", self.env._("Repaired"))

    def action_remove(self):
        """Ask why it is taken off before its time."""
        return self._open_reason("remove", self.env._("Remove"))
