from odoo import api, fields, models
from odoo.fields import Domain

# {what a type is shown as: field of the enterprise with the level, and one with the day that goes with it}
SHOWN = {
    "risk": ("risk_level_id", "risk_date", "date"),
    "standard": ("standard_level_id", "standard_date_end", "date_end"),
    "duty": ("duty_level_id", "duty_date", "date"),
}
# Told by the papers; nobody writes them, not even by RPC.
DERIVED = {"standard_share", *(name for names in SHOWN.values() for name in names[:2])}


class SafetyEnterprise(models.Model):
    """The papers of the file 一企一档: what is there, what is missing, and the levels they show."""

    _inherit = "safety.enterprise"

    dossier_item_ids = fields.One2many("safety.dossier.item", "enterprise_id", string="Papers")
    dossier_count = fields.Integer(string="Number of papers", compute="_compute_dossier_count")
    missing_type_ids = fields.Many2many(
        "safety.dossier.type",
        string="Missing papers",
        compute="_compute_missing_type_ids",
        search="_search_missing_type_ids",
    )
    missing_count = fields.Integer(string="Papers missing", compute="_compute_missing_type_ids")
    dossier_type_ids = fields.Many2many(
        "safety.dossier.type", string="The file", compute="_compute_dossier_type_ids", compute_sudo=False
    )
    risk_level_id = fields.Many2one(
        "safety.dossier.level", string="Risk colour", readonly=True, copy=False, index="btree_not_null"
    )
    risk_color = fields.Integer(related="risk_level_id.color", string="Colour of the risk")
    risk_item_ids = fields.One2many(
        "safety.dossier.item",
        "enterprise_id",
        string="Risk assessments and major hazard sources",
        domain=[("group", "in", ("risk", "hazard_source"))],
        readonly=True,
    )
    risk_date = fields.Date(string="Last risk assessment", readonly=True, copy=False)
    standard_level_id = fields.Many2one(
        "safety.dossier.level", string="Standardisation", readonly=True, copy=False, index="btree_not_null"
    )
    standard_date_end = fields.Date(string="Standardised until", readonly=True, copy=False)
    standard_share = fields.Float(
        string="Standardised",
        default=0.0,
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Share of the enterprises with a standardisation level that has not expired.",
    )
    duty_level_id = fields.Many2one(
        "safety.dossier.level",
        string="Main responsibility",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="How the enterprise fulfils its main responsibility, by the last assessment.",
    )
    duty_date = fields.Date(string="Responsibility assessed on", readonly=True, copy=False)

    @api.depends("dossier_item_ids.active")
    def _compute_dossier_count(self):
        groups = self.env["safety.dossier.item"]._read_group(
            [("enterprise_id", "in", self._origin.ids)], ["enterprise_id"], ["__count"]
        )
        counts = {enterprise.id: count for enterprise, count in groups}
        for enterprise in self:
            enterprise.dossier_count = counts.get(enterprise._origin.id, 0)

    @api.depends_context("allowed_company_ids")
    def _compute_missing_type_ids(self):
        lacking = self.env["safety.dossier.type"]._required_types()._lacking_of(self._origin)
        nothing = self.env["safety.dossier.type"].browse()
        for enterprise in self:
            types = lacking.get(enterprise._origin.id, nothing)
            enterprise.missing_type_ids = types
            enterprise.missing_count = len(types)

    def _search_missing_type_ids(self, operator, value):
        """Search by condition: the enterprises are never listed."""
        if operator not in ("in", "any"):
            return NotImplemented
        types = self.env["safety.dossier.type"]._required_types()
        if operator == "any":
            return Domain.OR(record._lacking_domain() for record in types.filtered_domain(Domain(value)))
        ids = set(value)
        found = Domain.OR(record._lacking_domain() for record in types if record.id in ids)
        if False in ids:
            found |= ~Domain.OR(record._lacking_domain() for record in types)
        return found

    @api.depends("dossier_item_ids")
    def _compute_dossier_type_ids(self):
        """What the file lists: what is there, what is missing, and what every file shows with yes or no."""
        types = self.env["safety.dossier.type"]
        always = types.search([("on_every_file", "=", True)])
        asked = types._required_types()._asked_of(self._origin)
        for enterprise in self:
            known = always | asked.get(enterprise._origin.id, types) | enterprise.dossier_item_ids.type_id
            enterprise.dossier_type_ids = known.sudo(False).sorted()

    def _show_papers(self):
        """Show the levels of the newest papers on these enterprises, whoever filed them. Writes only what differs.

        Plain fields written from the papers, not stored computes: those would cost an import a second look at each row.
        """
        items = self.env["safety.dossier.item"].sudo()
        domain = Domain("enterprise_id", "in", self.ids) & Domain("type_id.shown_as", "!=", False)
        domain &= Domain("is_current", "=", True) & Domain("date", "!=", False)
        found = items.search_fetch(domain, order="date, id")
        newest = {(item.enterprise_id.id, item.type_id.shown_as): item for item in found}
        today = {company: company._safety_today() for company in self.sudo().company_id}
        for enterprise in self.sudo():
            vals = {}
            for shown_as, (level, day, source) in SHOWN.items():
                item = newest.get((enterprise.id, shown_as), items)
                vals |= {level: item.level_id.id, day: item[source]}
            lasts = not vals["standard_date_end"] or vals["standard_date_end"] >= today[enterprise.company_id]
            vals["standard_share"] = float(bool(vals["standard_level_id"]) and lasts)
            changed = {name: value for name, value in vals.items() if enterprise._import_differs(name, value)}
            if changed:
                enterprise._write_shown(changed)

    def _write_shown(self, vals):
        # Past the refusal in write(), on purpose.
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{name: value for name, value in vals.items() if name not in DERIVED} for vals in vals_list]
        )

    def write(self, vals):
        return super().write({name: value for name, value in vals.items() if name not in DERIVED})

    def web_read(self, specification):
        """Read for the client; the papers of one file say how they stand in it (a view does not know the id)."""
        one = len(self) == 1 and "dossier_type_ids" in specification
        records = self.with_context(dossier_enterprise_id=self.id) if one else self
        return super(SafetyEnterprise, records).web_read(specification)

    @api.model
    def _expire_standards(self, company):
        """Let the shares of expired standardisation levels follow the calendar. Idempotent."""
        today = company._safety_today()
        domain = Domain("company_id", "=", company.id) & Domain("standard_share", ">", 0)
        expired = self.sudo().with_context(active_test=False, tracking_disable=True)
        expired.search(domain & Domain("standard_date_end", "<", today))._write_shown({"standard_share": 0.0})

    def _merge_into(self, survivor):
        """Merge as before; the papers go to the survivor."""
        result = super()._merge_into(survivor)
        items = self.env["safety.dossier.item"].sudo().with_context(active_test=False)
        merged = self - survivor._safety_current()
        items.search([("enterprise_id", "in", merged.ids)]).write({"enterprise_id": survivor._safety_current().id})
        return result

    def action_open_dossier(self):
        """Open all papers of the enterprise, the history too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_dossier_item_action")
        context = {"default_enterprise_id": self.id, "search_default_group_group": 1}
        return {**action, "domain": [("enterprise_id", "=", self.id)], "context": context}
