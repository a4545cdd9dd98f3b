from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Where the domain of targets is looked up, by target_kind; "kind": what the evidence names.
TARGET_MODELS = {"unit": "safety.unit", "seat": "safety.appointment"}


class SafetyDutyRule(models.Model):
    """What is needed: how many records, which targets, how often each; whose turn it is, and who must not know."""

    _inherit = "safety.duty.rule"

    required_count = fields.Integer(string="Records needed", default=1, required=True, help="Each time.")
    coverage = fields.Selection(
        [("none", "No targets"), ("all", "All"), ("percent", "A share"), ("count", "A number")],
        string="Targets to cover",
        default="none",
        required=True,
        help="Distinct enterprises that must be covered. A share is rounded up.",
    )
    coverage_percent = fields.Float(string="Share (%)", digits=(5, 2))
    coverage_count = fields.Integer(string="Number of targets")
    coverage_min = fields.Integer(string="At least", help="Of a share: never fewer than this. 0: no limit.")
    coverage_max = fields.Integer(string="At most", help="More than this is not asked for. 0: no limit.")
    per_target = fields.Integer(string="Records per target", default=1, required=True)
    target_kind = fields.Selection(
        [("kind", "What the evidence names"), ("unit", "Units"), ("seat", "People in their posts")],
        string="Targets are",
        default="kind",
        required=True,
    )
    target_model = fields.Char(compute="_compute_target_model", string="Target model")
    target_domain = fields.Char(string="Targets where", default="[]", required=True)
    target_base = fields.Selection(
        [
            ("period_start", "First day of the period"),
            ("window_start", "First day of the window"),
            ("period_end", "Last day of the period"),
            ("due_date", "The due date"),
        ],
        string="Counted on",
        default="period_start",
        required=True,
        help="The day whose roll says which targets there are.",
    )
    newcomers = fields.Selection(
        [("excluded", "Count from the next period"), ("included", "Count at once")],
        default="excluded",
        required=True,
        help="Targets that come after the counting day.",
    )
    rotation_type_id = fields.Many2one(
        "safety.unit.type", string="In rotation", help="Units below take turns, one a period, in their order."
    )
    turn_ids = fields.One2many(
        "safety.duty.turn", "rule_id", string="Order of the turns", copy=True, domain=[("user_id", "=", False)]
    )
    is_secret = fields.Boolean(
        string="Secret", help="The unit whose turn it is does not see the duty before it is done."
    )

    _figures_bounded = models.Constraint(
        "CHECK(required_count <= 100000 AND per_target <= 1000 AND times <= 1000 AND coverage_count <= 10000000)",
        "So many records cannot be meant: look at the figures of the rule again.",
    )
    _required_positive = models.Constraint("CHECK(required_count >= 0)", "Records needed cannot be negative.")
    _per_target_positive = models.Constraint("CHECK(per_target > 0)", "Each target needs at least one record.")
    _percent_range = models.Constraint(
        "CHECK(coverage != 'percent' OR (coverage_percent > 0 AND coverage_percent <= 100))",
        "The share of targets must lie above 0 % and at most at 100 %.",
    )
    _count_positive = models.Constraint(
        "CHECK(coverage != 'count' OR coverage_count > 0)", "The number of targets must be at least 1."
    )
    _max_above_min = models.Constraint(
        "CHECK(coverage_min >= 0 AND coverage_max >= 0"
        " AND (COALESCE(coverage_max, 0) = 0 OR coverage_max >= COALESCE(coverage_min, 0)))",
        "The largest number of targets cannot be below the smallest.",
    )

    @api.depends("kind_id", "target_kind", "cause", "standing_target_field_id", "standing_model_id", "coverage")
    def _compute_target_model(self):
        for rule in self:
            rule.target_model = TARGET_MODELS.get(rule.target_kind) or rule._target_relation()

    def _target_relation(self):
        """Return the model that the evidence names as its target, or False."""
        if self.cause == "standing":
            parts = self._standing_fields()
            # A condition on the enterprises themselves: they are what it must hold for.
            return parts["target"].relation or (self.coverage != "none" and parts["model"]) or False
        return self.sudo().kind_id.target_field_id.relation or False

    @api.constrains("target_domain", "evidence_domain", "coverage", "kind_id", "target_kind")
    def _check_domains(self):
        for rule in self:
            parse = self.env["safety.duty.kind"]._parse_domain
            parse(rule.evidence_domain, rule.kind_model, rule.name)
            if rule.coverage == "none":
                continue
            if rule.target_kind != "unit" and not rule._target_relation():
                raise ValidationError(
                    self.env._("The evidence of “%s” names no target, so no targets can be covered.", rule.name)
                )
            if rule.target_kind == "seat" and rule._target_relation() != "res.users":
                raise ValidationError(
                    self.env._("The evidence of “%s” names no people, so their posts cannot be covered.", rule.name)
                )
            parse(rule.target_domain, rule.target_model, rule.name)

    @api.onchange("coverage")
    def _onchange_coverage(self):
        if self.coverage != "percent":
            self.coverage_percent = 0
            self.coverage_min = 0
        if self.coverage != "count":
            self.coverage_count = 0
        if self.coverage not in ("percent", "count"):
            self.coverage_max = 0
