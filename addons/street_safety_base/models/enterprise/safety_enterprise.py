from odoo import api, fields, models

from . import credit_code

# Longest texts: names and codes are indexed, and the longest genuine scope of business known has some 3 000 characters.
LIMITS = {"name": 200, "credit_code": 50, "site_no": 20, "address": 500, "business_scope": 10_000}


class SafetyEnterprise(models.Model):
    """The regulated object: an enterprise or a site of one, a workshop, a rental house, a public-crowd place …

    It has its own name, address and phone: a contact is readable by every employee. Who was on the roll of which unit
    on which day is told by its movements, never by today's ``unit_id``.
    """

    _name = "safety.enterprise"
    _description = "Enterprise"
    _inherit = ["safety.scope.mixin", "safety.import.mixin", "mail.thread"]
    _order = "name, id"
    _rec_names_search = ["name", "credit_code"]
    _check_company_auto = True
    _import_keys = (("credit_code", "site_no"), ("name", "address"))
    _import_limits = LIMITS
    _import_halfwidth = ("credit_code", "site_no", "phone", "safety_manager_phone")

    image = fields.Image(string="Photo", max_width=1920, max_height=1920)
    name = fields.Char(string="Enterprise name", required=True, index="trigram", tracking=True)
    unit_id = fields.Many2one(tracking=True)
    kind_id = fields.Many2one(
        "safety.enterprise.kind",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["safety.enterprise.kind"].search([], limit=1),
    )
    licensed = fields.Boolean(related="kind_id.licensed")
    class_id = fields.Many2one(
        "safety.supervision.class",
        string="Supervision class",
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    class_color = fields.Integer(related="class_id.color")
    class_reason = fields.Char(string="Reason for the class", tracking=True)

    credit_code = fields.Char(
        string="Unified social credit code",
        index="trigram",
        copy=False,
        tracking=True,
        help="18 characters, GB 32100-2015. A code that does not fit is kept and marked, never refused.",
    )
    site_no = fields.Char(
        string="Site number",
        tracking=True,
        copy=False,
        help="Tells the sites of one credit code apart, for example two workshops of one company.",
    )
    credit_code_status = fields.Selection(
        [("none", "No code"), ("valid", "Valid"), ("check_digit", "Wrong check digit"), ("malformed", "Malformed")],
        string="Code check",
        compute="_compute_credit_code_status",
        store=True,
    )
    credit_code_warning = fields.Char(string="Code warning", compute="_compute_credit_code_warning")
    registration_date = fields.Date(string="Registration date")
    legal_form = fields.Char(string="Legal form")
    business_scope = fields.Text(string="Scope of business")
    province = fields.Char()
    city = fields.Char(string="Prefecture")
    address = fields.Char(index="trigram", tracking=True)
    phone = fields.Char()
    principal_name = fields.Char(string="Principal", tracking=True)
    safety_manager_name = fields.Char(string="Safety manager", tracking=True)
    safety_manager_phone = fields.Char(string="Safety manager's phone", tracking=True)
    headcount = fields.Integer()
    industry = fields.Char()
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        copy=False,
        tracking=True,
        check_company=True,
        help="Only where the enterprise gets mail or a portal login.",
    )

    _name_order = models.Index("(name, id)")
    _credit_code_site_uniq = models.UniqueIndex(
        "(company_id, credit_code, COALESCE(site_no, '')) WHERE credit_code IS NOT NULL AND merged_into_id IS NULL",
        "This credit code is already on the roll of the street. Open that enterprise instead, "
        "or give this one a site number if it is a second site of the same company.",
    )
    _text_lengths = models.Constraint(
        "CHECK({})".format(" AND ".join(f"char_length({name}) <= {limit}" for name, limit in LIMITS.items())),
        "A text is too long: a name takes 200 characters, a code 50, a site number 20, an address 500, "
        "a scope of business 10 000.",
    )
    _headcount_positive = models.Constraint("CHECK(headcount >= 0)", "The headcount cannot be negative.")

    # ---- computes and checks -----------------------------------------------------------------------------------------

    @api.depends("credit_code")
    def _compute_credit_code_status(self):
        for enterprise in self:
            enterprise.credit_code_status = credit_code.status(credit_code.normalise(enterprise.credit_code))

    @api.depends("credit_code")
    def _compute_credit_code_warning(self):
        for enterprise in self:
            enterprise.credit_code_warning = self._credit_code_warning(enterprise.credit_code)

    @api.depends("name", "site_no")
    def _compute_display_name(self):
        for enterprise in self:
            site = f" ({enterprise.site_no})" if enterprise.site_no else ""
            enterprise.display_name = f"{enterprise.name or ''}{site}"

    @api.model
    def _credit_code_warning(self, code):
        """Return a sentence about what is wrong with ``code``, or False."""
        code = credit_code.normalise(code)
        if not code or credit_code.status(code) == "valid":
            return False
        if foreign := credit_code.foreign_characters(code):
            return self.env._(
                "The code holds “%s”. A credit code has digits and capital letters, but never I, O, S, V or Z.", foreign
            )
        if len(code) != credit_code.LENGTH:
            return self.env._("The code has %s characters, a credit code has 18.", len(code))
        return self.env._(
            "By the other characters the last one should be “%s”. Compare the code with the licence.",
            credit_code.check_digit(code),
        )

    # ---- create, write, copy -----------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalise_vals(vals) for vals in vals_list]
        units = self.env["safety.unit"].sudo()
        for vals in vals_list:
            # Stored computes given along are not written a second time, with all the indexes of the row: half the cost
            # of an import. They are computed all the same, so a value from outside does not stay.
            vals.update(credit_code_status=credit_code.status(vals.get("credit_code")))
            if unit_id := vals.get("unit_id"):
                vals.update(company_id=units.browse(unit_id).company_id.id)
        return super().create(vals_list)

    def write(self, vals):
        return super().write(self._normalise_vals(vals))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            dict(vals, name=self.env._("%s (copy)", record.name)) for record, vals in zip(self, vals_list, strict=True)
        ]

    def _normalise_vals(self, vals):
        vals = dict(vals)
        if "credit_code" in vals:
            vals["credit_code"] = credit_code.normalise(vals["credit_code"])
        if "site_no" in vals:
            vals["site_no"] = (vals["site_no"] or "").strip() or False
        return vals

    # ---- import ------------------------------------------------------------------------------------------------------

    @api.model
    def get_import_templates(self):
        """Offer a workbook whose code column is text: Excel spoils 18 digits of a CSV file."""
        return [
            {
                "label": self.env._("Import Template for Enterprises"),
                "template": "/street_safety_base/static/xlsx/safety_enterprise.xlsx",
            }
        ]

    def _import_clean_cell(self, name, value, info, report):
        value = super()._import_clean_cell(name, value, info, report)
        return credit_code.normalise(value) or "" if name == "credit_code" and isinstance(value, str) else value

    def _import_check(self, values, info, report):
        if warning := self._credit_code_warning(values.get("credit_code")):
            report(dict(info, type="warning", field="credit_code", message=warning))
        return super()._import_check(values, info, report)
