from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SafetyEnterprise(models.Model):
    """The facts that decide how an enterprise is supervised: industry, size, risk, and which unit answers for it."""

    _inherit = "safety.enterprise"

    industry = fields.Char(string="Industry as stated")
    industry_id = fields.Many2one(
        "safety.industry",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Read from the industry as stated where that begins with a code of GB/T 4754 or is one of its names.",
    )
    size = fields.Selection(
        [("large", "Large"), ("medium", "Medium"), ("small", "Small"), ("micro", "Micro")],
        string="Size class",
        tracking=True,
    )
    above_scale = fields.Boolean(
        string="Above-scale", tracking=True, help="On the statistics office's list of above-scale enterprises."
    )
    high_hazard = fields.Boolean(
        string="High-hazard industry",
        compute="_compute_high_hazard",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
    )
    fire_class = fields.Selection(
        [("A", "Class A"), ("B", "Class B"), ("C", "Class C"), ("D", "Class D"), ("E", "Class E")],
        string="Fire hazard class",
        tracking=True,
        help="Of the goods processed or stored, GB 50016: A is the most dangerous.",
    )
    risk_factor_ids = fields.Many2many("safety.risk.factor", string="Risk factors")
    dual_prevention = fields.Selection(
        [("none", "Not begun"), ("building", "Being built"), ("running", "Running")],
        string="Dual prevention",
        default="none",
        tracking=True,
        help="Graded risk control and hazard investigation.",
    )
    dual_share = fields.Float(
        string="Dual prevention running",
        default=0.0,
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Share of the enterprises whose dual prevention mechanism runs.",
    )
    supervising_unit_id = fields.Many2one(
        "safety.unit",
        string="Supervising unit",
        compute="_compute_supervising_unit_id",
        inverse="_inverse_supervising_unit_id",
        search="_search_supervising_unit_id",
        domain="[('company_id', '=', company_id)]",
        help="Chosen here, else that of the industry, else that of the kind.",
    )
    supervising_unit_own_id = fields.Many2one(
        "safety.unit",
        string="Supervising unit chosen here",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', '=', company_id)]",
    )

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("industry_id")
    def _compute_high_hazard(self):
        hazardous = self.env["safety.industry"]._high_hazard_ids()
        for enterprise in self:
            enterprise.high_hazard = enterprise.industry_id.id in hazardous

    @api.depends("supervising_unit_own_id", "industry_id", "kind_id", "company_id")
    def _compute_supervising_unit_id(self):
        for company, enterprises in self.grouped("company_id").items():
            by_industry, by_kind = self._supervising_defaults(company)
            for enterprise in enterprises:
                enterprise.supervising_unit_id = (
                    enterprise.supervising_unit_own_id.id
                    or by_industry.get(enterprise.industry_id.id)
                    or by_kind.get(enterprise.kind_id.id)
                )

    def _inverse_supervising_unit_id(self):
        """Keep a unit chosen by hand; the one that follows anyway, or none, is left to follow."""
        for company, enterprises in self.grouped("company_id").items():
            by_industry, by_kind = self._supervising_defaults(company)
            for enterprise in enterprises:
                follows = by_industry.get(enterprise.industry_id.id) or by_kind.get(enterprise.kind_id.id)
                unit = enterprise.supervising_unit_id
                enterprise.supervising_unit_own_id = unit if unit.id != follows else False

    def _supervising_defaults(self, company):
        return self.env["safety.industry"]._supervising_units(company), self.env[
            "safety.enterprise.kind"
        ]._supervising_units(company)

    def _search_supervising_unit_id(self, operator, value):
        """Search by unit: the few industries and kinds that follow are spelt out, the enterprises are not."""
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        units = self.env["safety.unit"].with_context(active_test=False)
        wanted = set(units.search(Domain("id", "in", value) if operator == "in" else Domain(value)).ids)
        if operator == "in" and not isinstance(value, models.BaseModel) and False in value:
            wanted.add(False)
        return Domain.OR(self._supervised_by(company, wanted) for company in self.env.companies)

    def _supervised_by(self, company, wanted):
        by_industry, by_kind = self._supervising_defaults(company)
        follows = Domain("supervising_unit_own_id", "=", False) & Domain("industry_id", "not in", list(by_industry))
        found = Domain("supervising_unit_own_id", "in", list(wanted - {False}))
        found |= Domain("supervising_unit_own_id", "=", False) & Domain(
            "industry_id", "in", [id_ for id_, unit in by_industry.items() if unit in wanted]
        )
        found |= follows & Domain("kind_id", "in", [id_ for id_, unit in by_kind.items() if unit in wanted])
        if False in wanted:
            found |= follows & Domain("kind_id", "not in", list(by_kind))
        return Domain("company_id", "=", company.id) & found

    @api.constrains("supervising_unit_own_id", "company_id")
    def _check_supervising_unit(self):
        for enterprise in self.filtered("supervising_unit_own_id"):
            if enterprise.supervising_unit_own_id.company_id != enterprise.company_id:
                raise ValidationError(self.env._("The supervising unit of “%s” is in another street.", enterprise.name))

    # ---- create, write -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        hazardous = self.env["safety.industry"]._high_hazard_ids()
        vals_list = [self._with_facts(vals) for vals in vals_list]
        for vals in vals_list:
            vals.setdefault("high_hazard", vals.get("industry_id") in hazardous)
        return super().create(vals_list)

    def write(self, vals):
        return super().write(self._with_facts(vals))

    @api.model
    def _with_facts(self, vals):
        """Return a copy of ``vals`` with what follows from it: the industry stated, the share that is counted."""
        vals = {name: value for name, value in vals.items() if name != "dual_share"}
        if vals.get("industry") and not vals.get("industry_id"):
            industry_id = self.env["safety.industry"]._industry_of(vals["industry"])
            vals |= {"industry_id": industry_id} if industry_id else {}
        if "dual_prevention" in vals:
            vals["dual_share"] = float(vals["dual_prevention"] == "running")
        return vals

    @api.onchange("industry")
    def _onchange_industry(self):
        self.industry_id = self.env["safety.industry"]._industry_of(self.industry) or self.industry_id
