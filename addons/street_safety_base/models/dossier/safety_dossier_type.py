from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

# Who must have it follows from these.
ASKING = {"required_domain", "proof_domain", "company_id", "active"}
GROUPS = [
    ("licence", "Licences"),
    ("rules", "Bodies, rules and documents"),
    ("appointment", "Appointments"),
    ("commitment", "Commitments"),
    ("agreement", "Agreements"),
    ("insurance", "Insurance and services"),
    ("risk", "Risk assessment"),
    ("hazard_source", "Major hazard sources"),
    ("standard", "Standardisation and assessment"),
    ("equipment", "Special equipment"),
    ("investment", "Investment and upgrades"),
    ("violation", "Operators' violations"),
]


class SafetyDossierType(models.Model):
    """One sort of paper or proof in the enterprise file: what it holds, how long it lasts and who must have it.

    Who must have it is a condition over enterprises, so a new obligation is a new row and no code. An enterprise lacks
    the type when the condition holds and there is neither a valid item nor what ``proof_domain`` accepts instead.
    """

    _name = "safety.dossier.type"
    _description = "Paper type"
    _inherit = ["safety.condition"]
    _order = "sequence, id"
    _conditions = {"required_domain": "safety.enterprise", "proof_domain": "safety.enterprise"}

    name = fields.Char(required=True, translate=True)
    group = fields.Selection(GROUPS, required=True, default="licence", index=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(default=1, help="Of the tag that says it is missing.")
    note = fields.Text(string="What it must hold", translate=True)
    uses_number = fields.Boolean(string="Number", default=True)
    uses_counterparty = fields.Boolean(string="Counterparty")
    uses_level = fields.Boolean(string="Level")
    uses_amount = fields.Boolean(string="Amount")
    uses_count = fields.Boolean(string="Count")
    uses_expiry = fields.Boolean(string="Expiry")
    validity_months = fields.Integer(
        string="Valid for (months)", help="Proposes the end from the date. 0: no end is proposed."
    )
    reminder_days = fields.Integer(
        string="Remind before (days)", default=30, help="From then on it counts as expiring."
    )
    keeps = fields.Selection(
        [
            ("one", "The newest replaces the older"),
            ("counterparty", "One with each counterparty"),
            ("many", "Each stands for itself"),
        ],
        string="Several of them",
        default="one",
        required=True,
    )
    flags_repeats = fields.Boolean(
        string="Repeats are flagged", help="Items of one name are counted together and marked from the second on."
    )
    on_every_file = fields.Boolean(
        string="On every file", help="The file shows it with yes or no also where nobody asks."
    )
    shown_as = fields.Selection(
        [("risk", "Risk colour"), ("standard", "Standardisation"), ("duty", "Main responsibility")],
        string="Shown on the file as",
        help="The level of the newest item is shown on the enterprise, and lists filter by it.",
    )
    required_domain = fields.Char(string="Who must have it", help="Empty: nobody must, it is recorded where it exists.")
    proof_domain = fields.Char(
        string="Also proved by", help="A condition on the enterprise that is as good as a valid item."
    )
    level_ids = fields.One2many("safety.dossier.level", "type_id", string="Levels")
    lacking_count = fields.Integer(string="Enterprises lacking it", compute="_compute_lacking_count")
    company_id = fields.Many2one("res.company", string="Street", help="Empty: for every street.")
    active = fields.Boolean(default=True)

    # What the file of one enterprise (given by the context of its form) says of each type.
    here_state = fields.Selection(
        [
            ("lacking", "Missing"),
            ("none", "No"),
            ("undated", "No proof yet"),
            ("valid", "Yes"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
        ],
        string="On file",
        compute="_compute_here",
    )
    here_item_id = fields.Many2one("safety.dossier.item", string="Paper", compute="_compute_here")
    here_date = fields.Date(string="Dated", compute="_compute_here")
    here_date_end = fields.Date(string="Valid until", compute="_compute_here")
    here_files = fields.Integer(string="Files", compute="_compute_here")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        types = super().create(vals_list)
        types.filtered("required_domain")._asking_changed()
        return types

    def write(self, vals):
        if ASKING.isdisjoint(vals):
            return super().write(vals)
        self.env.registry.clear_cache()
        before = self._streets()
        result = super().write(vals)
        self._asking_changed(before)
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        before = self._streets()
        result = super().unlink()
        self.browse()._asking_changed(before)
        return result

    def _streets(self):
        """Return the streets (res.company) in which the types hold: all, where one says none."""
        every = self.sudo()
        if every.filtered(lambda record: not record.company_id):
            return every.env["res.company"].search(Domain.TRUE)
        return every.company_id

    def _asking_changed(self, before=None):
        """Count again what is missing where the types hold, or held ``before`` (res.company)."""
        if streets := self._streets() | (before or self.env["res.company"]):
            self.env["safety.enterprise"]._count_missing_streets(streets)

    @api.model
    @ormcache()
    def _looked_at(self):
        """Return {model: names of its fields} at which the condition of some type looks."""
        types = self.sudo().search([("required_domain", "not in", [False, ""])])
        looked_at = types._fields_looked_at("required_domain", "proof_domain")
        # A street has types of its own: an enterprise that comes from another street is asked for others.
        own = looked_at.get("safety.enterprise", frozenset()) | {"unit_id", "company_id"}
        return {**looked_at, "safety.enterprise": own}

    def _compute_lacking_count(self):
        asked = self._origin.filtered("required_domain")
        domains = {record.id: record._lacking_domain() for record in asked}
        counts = self._counts(self.env["safety.enterprise"], domains)
        for record in self:
            record.lacking_count = counts.get(record._origin.id, 0)

    @api.depends_context("dossier_enterprise_id", "uid")
    def _compute_here(self):
        enterprise = self.env["safety.enterprise"].browse(self.env.context.get("dossier_enterprise_id"))
        items = self.env["safety.dossier.item"].search(
            [("enterprise_id", "in", enterprise.ids), ("type_id", "in", self._origin.ids), ("is_current", "=", True)],
            order="date desc nulls last, id desc",
        )
        by_type = items.grouped("type_id")
        missing = enterprise.missing_type_ids
        asked = self._required_types()._asked_of(enterprise).get(enterprise.id, self.browse())
        for record in self:
            several = by_type.get(record._origin, items.browse())
            item = several.filtered(lambda item: item.state in ("undated", "expired"))[:1] or several[:1]
            record.here_item_id = item
            record.here_date, record.here_date_end = item.date, item.date_end
            record.here_files = len(item.file_ids)
            otherwise = "valid" if record._origin in asked else "none"
            record.here_state = "lacking" if record._origin in missing else item.state or otherwise

    # ---- who lacks what ----------------------------------------------------------------------------------------------

    @api.model
    def _required_types(self, companies=None):
        """Return the types that somebody must have, in the user's streets or those given (res.company)."""
        streets = Domain("company_id", "in", [False, *(companies or self.env.companies).ids])
        asking = self.sudo().with_context(active_test=True)
        return asking.search_fetch(streets & Domain("required_domain", "not in", [False, ""]))

    def _held_domain(self):
        """Return the Domain of enterprises that have a valid item of this type, whatever the user may read."""
        item = Domain("type_id", "=", self.id) & Domain("active", "=", True)
        return Domain("dossier_item_ids", "any!", item & self.env["safety.dossier.item"]._in_order_domain())

    def _lacking_domain(self):
        """Return the Domain of enterprises that must have this type and have no proof of it."""
        lacking = self._condition("required_domain") & ~self._held_domain()
        if self.proof_domain:
            lacking &= ~self._condition("proof_domain")
        return lacking & Domain("company_id", "=", self.company_id.id) if self.company_id else lacking

    def _lacking_of(self, enterprises):
        """Return {enterprise id: types it lacks}."""
        return self._matching(enterprises, {record: record._lacking_domain() for record in self})

    def _asked_of(self, enterprises):
        """Return {enterprise id: types it must have, whether it does or not}."""
        return self._matching(enterprises, {record: record._condition("required_domain") for record in self})

    @api.model
    def _matching(self, enterprises, domains):
        """Return {enterprise id: types whose domain it meets}. One statement for any number of both."""
        model, within = enterprises.sudo().with_context(active_test=False), Domain("id", "in", enterprises.ids)
        found = {}
        for type_id, enterprise_id in self._meeting(model, {one.id: within & each for one, each in domains.items()}):
            found.setdefault(enterprise_id, []).append(type_id)
        return {enterprise_id: self.browse(type_ids) for enterprise_id, type_ids in found.items()}

    # ---- actions -----------------------------------------------------------------------------------------------------

    def action_open_lacking(self):
        """Open the enterprises that lack this type."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {**action, "display_name": self.name, "domain": [("missing_type_ids", "in", self.ids)], "context": {}}

    def action_here(self):
        """Open the item of the enterprise whose file is open, or a new one filled in as far as possible."""
        self.ensure_one()
        enterprise_id = self.env.context.get("dossier_enterprise_id")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "safety.dossier.item",
            "res_id": self.here_item_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_enterprise_id": enterprise_id, "default_type_id": self.id},
        }
