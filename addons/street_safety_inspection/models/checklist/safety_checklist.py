from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.street_safety_base.models.patterns.safety_workflow import SafetyWorkflow, Transition

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyChecklist(models.Model):
    """What is looked at in one kind of place. Content, not interface: a street rewrites it as it likes.

    A published version is closed: inspections refer to the version they used, changes are made in the next one.
    """

    _name = "safety.checklist"
    _description = "Checklist"
    _inherit = ["safety.workflow"]
    _order = "sequence, name, version desc, id"

    _workflow = {
        "publish": Transition(("draft",), "published", "act", OFFICE, "_check_publishable", after="_after_publish"),
        "replace": Transition(("published",), "replaced", "act", OFFICE),
    }
    _workflow_frozen = ("published", "replaced")
    _workflow_fields = ("version", "previous_id", "published_on")
    # Whom it is proposed for is no content: it may change without another version.
    _frozen_writable = SafetyWorkflow._frozen_writable | {
        "active", "sequence", "enterprise_kind_ids", "industry_ids", "note",
    }  # fmt: skip

    name = fields.Char(required=True)
    theme = fields.Char(index=True, help="What it is about, e.g. fire, electricity, confined space.")
    use = fields.Selection(
        [("inspection", "Inspection by staff"), ("self_check", "Self-check by the enterprise")],
        string="Used for",
        default="inspection",
        required=True,
    )
    sequence = fields.Integer(default=10)
    enterprise_kind_ids = fields.Many2many(
        "safety.enterprise.kind",
        string="Proposed for",
        help="Kinds of enterprises this checklist is proposed for. Empty: for every kind.",
    )
    industry_ids = fields.Many2many(
        "safety.industry",
        string="Industries",
        help="Industries this checklist is proposed for, those below included. Empty: for every industry.",
    )
    item_ids = fields.One2many("safety.checklist.item", "checklist_id", string="Items", copy=True)
    item_count = fields.Integer(string="Number of items", compute="_compute_item_count")
    note = fields.Text(string="Hint to the inspector")
    company_id = fields.Many2one("res.company", string="Street", help="Empty: offered to every street.")
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "safety.checklist", string="Version before", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip
    next_ids = fields.One2many("safety.checklist", "previous_id", string="Next version")
    published_on = fields.Date(string="Published on", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("replaced", "Replaced")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    active = fields.Boolean(default=True)

    _previous_uniq = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL", "There is a next version of this checklist already."
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for checklist in self:
            number = checklist.version
            checklist.display_name = f"{checklist.name} v{number}" if number > 1 else checklist.name

    @api.depends("item_ids")
    def _compute_item_count(self):
        counts = dict(
            self.env["safety.checklist.item"]._read_group(
                [("checklist_id", "in", self.ids)], ["checklist_id"], ["__count"]
            )
        )
        for checklist in self:
            checklist.item_count = counts.get(checklist._origin, 0)

    def copy_data(self, default=None):
        values = super().copy_data(default)
        if "name" in (default or {}):
            return values
        return [dict(vals, name=self.env._("%s (copy)", vals["name"])) for vals in values]

    # ---- versions ----------------------------------------------------------------------------------------------------

    def _safety_check_level(self, _level):
        """Checklists belong to the street, not to a unit: the office of their street moves them."""
        foreign = self.company_id - self.env.companies
        if not self.env.su and (foreign or not self.env.user.has_group(OFFICE)):
            raise AccessError(self.env._("Checklists are published by the safety office of the street."))

    def action_publish(self):
        """Close this version and offer it to inspectors; it takes the place of the version before."""
        return self._workflow_do("publish")

    def action_new_version(self):
        """Open the draft of the next version, made from this one if there is none yet."""
        self.ensure_one()
        draft = self.with_context(active_test=False).next_ids
        if not draft:
            self._safety_check_level("act")
            draft = self.copy({"name": self.name})
            draft.sudo()._workflow_write({"version": self.version + 1, "previous_id": self.id})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": draft.id, "view_mode": "form"}

    def action_import(self):
        """Open the dialog that reads items from a workbook: of this draft, or as the next version."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_inspection.safety_checklist_import_action"
        )
        return {**action, "context": {"default_checklist_id": self.id}}

    def _check_publishable(self):
        for checklist in self:
            if not checklist.item_ids:
                raise UserError(self.env._("“%s” has no item yet: there is nothing to publish.", checklist.name))

    def _after_publish(self):
        for company, checklists in self.grouped("company_id").items():
            day = (company or self.env.company)._safety_today()
            checklists.sudo()._workflow_write({"published_on": day})
        if before := self.previous_id.filtered(lambda checklist: checklist.state == "published"):
            before._workflow_do("replace")
            classes = self.env["safety.supervision.class"].sudo().with_context(active_test=False)
            for supervised in classes.search([("checklist_id", "in", before.ids)]):
                supervised.checklist_id = supervised.checklist_id.next_ids

    @api.model
    def _publish_shipped(self):
        """Publish what the suite brings along, whichever addon of it. Called by the data files."""
        rows = self.env["ir.model.data"].sudo().search(
            [("module", "=like", "street_safety_%"), ("model", "=", self._name)]
        )  # fmt: skip
        self.browse(rows.mapped("res_id")).exists().filtered(lambda row: row.state == "draft")._workflow_do("publish")

    # ---- which one ---------------------------------------------------------------------------------------------------

    @api.model
    def _offered(self, company, use="inspection"):
        """Return the checklists that a new inspection in ``company`` may use."""
        return self.search(
            Domain("state", "=", "published")
            & Domain("use", "=", use)
            & Domain("company_id", "in", (company.id, False))
        )

    @api.model
    def _proposed_for(self, enterprise, use="inspection", among=None):
        """Return the checklist proposed for ``enterprise``: that of its class, else the one that fits it most closely.

        :param use: inspection | self_check
        :param among: only one of these (a recordset); None: any that is offered
        """
        of_class = enterprise.class_id.checklist_id.filtered(lambda one: one.active and one.state == "published")
        if of_class and use == "inspection" and among is None:
            return of_class
        path = {int(part) for part in (enterprise.industry_id.parent_path or "").split("/") if part}

        def closeness(checklist):
            kinds, industries = checklist.enterprise_kind_ids, checklist.industry_ids
            if (kinds and enterprise.kind_id not in kinds) or (industries and not path & set(industries.ids)):
                return -1
            return 2 * bool(industries) + bool(kinds)

        offered = self._offered(enterprise.company_id, use) if among is None else among
        fitting = offered.filtered(lambda checklist: closeness(checklist) >= 0)
        return fitting.sorted(closeness, reverse=True)[:1]
