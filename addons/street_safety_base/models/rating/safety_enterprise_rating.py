from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..classification.safety_enterprise_class import SafetyEnterprise as SafetyEnterpriseClass
from .safety_rating import STARS

# Set by ratings and decisions, never by hand.
DECIDED = {"stars", "rated_on", "benchmark_since", "benchmark_by_id", "benchmark_reason"}
OFFICE = "street_safety_base.group_street_safety_office"


class SafetyEnterprise(models.Model):
    """The stars of the last rating, and the enterprises that stand as an example to others (BF-3.2a, BF-3.3)."""

    _inherit = "safety.enterprise"
    _reason_fields = {
        **SafetyEnterpriseClass._reason_fields,
        "name_benchmark": "benchmark_reason",
        "withdraw_benchmark": "benchmark_reason",
    }

    rating_ids = fields.One2many("safety.rating", "enterprise_id", string="Ratings")
    rating_scheme_id = fields.Many2one(
        "safety.rating.scheme", string="Rating scheme", compute="_compute_rating_scheme_id"
    )
    stars = fields.Selection(STARS, readonly=True, copy=False)
    rated_on = fields.Date(string="Rated on", readonly=True, copy=False)
    benchmark_since = fields.Date(string="Benchmark since", readonly=True, copy=False, tracking=True)
    benchmark_by_id = fields.Many2one("res.users", string="Named by", readonly=True, copy=False)
    benchmark_reason = fields.Char(string="Why a benchmark", readonly=True, copy=False)
    is_benchmark_candidate = fields.Boolean(
        string="Benchmark candidate",
        compute="_compute_is_benchmark_candidate",
        search="_search_is_benchmark_candidate",
        help="Meets all conditions for benchmark enterprises in the settings of the street, and is not named yet.",
    )

    @api.depends("kind_id")
    def _compute_rating_scheme_id(self):
        schemes = self.env["safety.rating.scheme"]._of_enterprises(self)
        for enterprise in self:
            enterprise.rating_scheme_id = schemes[enterprise]

    def _show_stars(self):
        """Show the stars of the newest confirmed rating on these enterprises."""
        ratings = self.env["safety.rating"].sudo()
        domain = Domain("enterprise_id", "in", self.ids) & Domain("state", "=", "confirmed")
        newest = {rating.enterprise_id.id: rating for rating in ratings.search_fetch(domain, order="date, id")}
        for enterprise in self.sudo():
            rating = newest.get(enterprise.id, ratings)
            enterprise._write_shown({"stars": rating.stars, "rated_on": rating.date})

    @api.depends("benchmark_since", "company_id.safety_benchmark_domain")
    def _compute_is_benchmark_candidate(self):
        found = self.search(Domain("id", "in", self._origin.ids) & Domain("is_benchmark_candidate", "=", True))
        for enterprise in self:
            enterprise.is_benchmark_candidate = enterprise._origin in found

    def _search_is_benchmark_candidate(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("benchmark_since", "=", False) & Domain.OR(
            Domain("company_id", "=", company.id) & company._safety_benchmark_condition()
            for company in self.env.companies
        )
        return found if True in value else ~found

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{name: value for name, value in vals.items() if name not in DECIDED} for vals in vals_list]
        )

    def write(self, vals):
        return super().write({name: value for name, value in vals.items() if name not in DECIDED})

    def _decide_name_benchmark(self, reason):
        """Name the enterprises as examples to others. For the office."""
        self._check_names_benchmarks()
        if short := self.filtered(lambda enterprise: not enterprise.is_benchmark_candidate):
            raise UserError(
                self.env._(
                    "“%s” does not meet all conditions for benchmark enterprises, or is one already.", short[0].name
                )
            )
        for company, enterprises in self.grouped("company_id").items():
            values = {"benchmark_since": company._safety_today(), "benchmark_by_id": self.env.uid}
            enterprises.sudo()._write_shown({**values, "benchmark_reason": reason})
        self._message_each(self.env._("Named benchmark enterprise: %s", reason))

    def _decide_withdraw_benchmark(self, reason):
        """Take the naming back. For the office."""
        self._check_names_benchmarks()
        self.sudo()._write_shown(dict.fromkeys(("benchmark_since", "benchmark_by_id", "benchmark_reason"), False))
        self._message_each(self.env._("No longer benchmark enterprise: %s", reason))

    def _message_each(self, text):
        for enterprise in self:
            enterprise.message_post(body=text)

    def _check_names_benchmarks(self):
        if not self.env.user.has_group(OFFICE):
            raise UserError(self.env._("Benchmark enterprises are named by the safety committee office."))
        self._safety_check_level("approve")

    def action_name_benchmark(self):
        """Ask for the reason, then name the enterprises as benchmark."""
        self._check_names_benchmarks()
        return self._open_reason("name_benchmark", self.env._("Name a benchmark enterprise"))

    def action_withdraw_benchmark(self):
        """Ask for the reason, then withdraw the naming."""
        self._check_names_benchmarks()
        return self._open_reason("withdraw_benchmark", self.env._("Withdraw the benchmark"))

    def action_rate(self):
        """Open a new star rating of the enterprise, or one's own unfinished one."""
        self.ensure_one()
        draft = self.env["safety.rating"].search(
            [("enterprise_id", "=", self.id), ("state", "=", "draft"), ("user_id", "=", self.env.uid)], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Star rating"),
            "res_model": "safety.rating",
            "res_id": draft.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_enterprise_id": self.id},
        }

    def action_open_ratings(self):
        """Open the ratings of the enterprise."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_rating_action")
        return {**action, "domain": [("enterprise_id", "=", self.id)], "context": {"default_enterprise_id": self.id}}
