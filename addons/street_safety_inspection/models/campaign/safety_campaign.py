from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyCampaign(models.Model):
    """A campaign 专项行动: what it is about, from when to when, who does what, and what they report daily or weekly.

    Started, its table of tasks becomes a plan in force: each task is a duty rule, each task of a unit a duty, each
    return a duty too – with reminders, evidence and everything else that duties have (ZF-1.1, ZF-3.1b, ZF-T14.1).
    """

    _name = "safety.campaign"
    _description = "Campaign"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.shared", "safety.scope.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["name", "document_number"]

    _workflow = {
        "start": Transition(("draft",), "running", "approve", OFFICER, guard="_check_startable", after="_after_start"),
        "close": Transition(
            ("running",),
            "closed",
            "approve",
            OFFICER,
            guard="_check_closable",
            values="_close_values",
            after="_after_close",
        ),
        "call_off": Transition(("running",), "called_off", "approve", OFFICER, after="_after_call_off"),
    }
    _workflow_frozen = ("closed", "called_off")
    _workflow_fields = ("plan_id", "call_off_reason", "pattern_id", "deployed_on")
    _reason_fields = {"call_off": "call_off_reason"}

    name = fields.Char(string="Name of the campaign", required=True, tracking=True)
    theme = fields.Char(help="The slogan or aim in a few words.")
    document_number = fields.Char(help="Number of the document that announces it.")
    occasion = fields.Selection(
        [
            ("plan", "Planned"),
            ("key_period", "Key period"),
            ("flood", "Flood season"),
            ("incident", "Typical accident"),
            ("disaster", "Disaster or its warning"),
            ("superior", "Ordered by superiors"),
        ],
        default="plan",
        required=True,
        index=True,
        tracking=True,
    )
    special_day_id = fields.Many2one(
        "safety.special.day",
        string="Special day",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', [company_id, False])]",
        help="The holiday, key period or flood season it is for; it fills in from when to when.",
    )
    incident_id = fields.Many2one(
        "safety.incident", string="After the accident", index="btree_not_null", ondelete="restrict"
    )
    date_from = fields.Date(
        string="From", required=True, tracking=True, index=True, default=lambda self: self.env.company._safety_today()
    )
    date_to = fields.Date(string="Until", tracking=True, index=True, help="Empty: until it is finished.")
    field_ids = fields.Many2many("safety.campaign.field", string="Fields")
    post_ids = fields.Many2many(
        "safety.post",
        string="Owed by",
        help="Whose duty the tasks and returns are in the responsible units. Empty: proposed when it starts.",
    )
    deployer_id = fields.Many2one(
        "res.users",
        string="Deployed by",
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The leader who deploys it in person (GY-3.10). Empty: whoever starts it.",
    )
    deployed_on = fields.Date(readonly=True, copy=False)
    note = fields.Html(string="Aim and requirements")
    result = fields.Html(string="Outcome", copy=False, help="What was achieved; needed to finish it.")
    task_ids = fields.One2many("safety.campaign.task", "campaign_id", string="Tasks", copy=True)
    return_every = fields.Selection(
        [("none", "None"), ("day", "Daily"), ("week", "Weekly")], string="Returns", default="none", required=True
    )
    return_workdays = fields.Boolean(string="Not on weekends", help="Daily returns are owed from Monday to Friday.")
    return_grace = fields.Integer(
        string="Days to hand in",
        aggregator=None,
        help="So many days after the day or week it counts as late, not missed.",
    )
    regulation_id = fields.Many2one(
        "safety.regulation",
        string="Regulation carried out",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Tasks that its rules in force ask for already are counted there and make no second duty.",
    )
    plan_id = fields.Many2one(
        "safety.regulation", string="Plan in force", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip
    gaps = fields.Text(string="Not found here", readonly=True, copy=False)
    call_off_reason = fields.Text(string="Called off because", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Under way"), ("closed", "Concluded"), ("called_off", "Called off")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    active = fields.Boolean(default=True)
    # A table of its own: that of the pattern would belong to another addon and outlive this one.
    reader_unit_ids = fields.Many2many(relation="safety_campaign_reader_unit_rel")

    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A campaign cannot end before it begins."
    )
    _grace_positive = models.Constraint(
        "CHECK(return_grace BETWEEN 0 AND 31)", "The days to hand in are between 0 and 31."
    )

    def copy_data(self, default=None):
        values = super().copy_data(default)
        if "name" in (default or {}):
            return values
        return [dict(vals, name=self.env._("%s (copy)", vals["name"])) for vals in values]

    # ---- who sees it -------------------------------------------------------------------------------------------------

    @api.depends("task_ids.unit_ids")
    def _compute_reader_unit_ids(self):
        return super()._compute_reader_unit_ids()

    def _reader_units(self):
        """The own unit, and the responsible units with those below: their people do the work."""
        responsible = self.task_ids.unit_ids
        below = self.env["safety.unit"].search([("id", "child_of", responsible.ids)]) if responsible else responsible
        return super()._reader_units() | responsible | below

    # ---- filling the form --------------------------------------------------------------------------------------------

    @api.onchange("special_day_id")
    def _onchange_special_day_id(self):
        day = self.special_day_id
        if day:
            self.date_from, self.date_to = day.date_from, day.date_to
            self.name = self.name or day.name

    # ---- steps -------------------------------------------------------------------------------------------------------

    def _check_startable(self):
        for campaign in self:
            if not campaign.task_ids and campaign.return_every == "none":
                raise UserError(
                    self.env._(
                        "“%s” asks for nothing yet: add tasks, or choose daily or weekly returns.", campaign.name
                    )
                )
            campaign.task_ids._check_complete()
            if campaign.return_every != "none" and not campaign.task_ids.unit_ids:
                raise UserError(self.env._("Nobody would hand in returns: name the responsible units in the tasks."))

    def _after_start(self):
        for campaign in self:
            if not campaign.deployer_id:
                campaign.deployer_id = self.env.user
            campaign._hand_out()
        self._workflow_write({"deployed_on": self[:1].company_id._safety_today()})
        self._tell_units()

    def _tell_units(self):
        """Tell the people who owe something that it begins; who has no account in the unit learns it from the duty."""
        for campaign in self:
            holders = self.env["safety.duty"].sudo().search([("rule_id.campaign_id", "=", campaign.id)]).holder_ids
            campaign.message_notify(
                partner_ids=(holders - self.env.user).partner_id.ids,
                subject=self.env._("The campaign “%s” begins", campaign.name),
                body=campaign.note or campaign.theme or campaign.name,
            )

    def _check_closable(self):
        self._check_summary()
        for campaign in self:
            waiting = self.env["safety.duty"].search_count(
                [("rule_id.campaign_task_id.campaign_id", "=", campaign.id), ("state", "=", "open")]
            )
            if waiting:
                raise UserError(
                    self.env._(
                        "%(count)s tasks of “%(campaign)s” are still open. Finish it when they are done or their time "
                        "is over, or call it off.",
                        count=waiting,
                        campaign=campaign.name,
                    )
                )

    def _close_values(self):
        # Before the campaign is frozen: its outcome and its summary are one.
        self._file_summaries()
        return {}

    def _after_close(self):
        self._repeal_plan()

    def _after_call_off(self):
        self._repeal_plan()
        self._waive_open()

    def action_start(self):
        """Start it: every task and return becomes a duty of the responsible units. Needs a seat that approves."""
        return self._workflow_do("start")

    def action_close(self):
        """Close it with its outcome; it is frozen, and no further return is owed."""
        return self._workflow_do("close")

    def action_call_off(self):
        """Ask why it is called off, then waive what is still open."""
        return self._open_reason("call_off", self.env._("Call off"))
