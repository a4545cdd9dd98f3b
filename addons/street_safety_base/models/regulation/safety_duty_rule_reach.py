from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Which unit of a causing record or of a target is the one that owes the duty.
SCOPES = [("territory", "The territory of the unit"), ("supervised", "The enterprises the unit supervises")]


class SafetyDutyRule(models.Model):
    """Reach: whose enterprises and records a duty is about, where a unit has a field and not a territory."""

    _inherit = "safety.duty.rule"

    target_scope = fields.Selection(
        [
            *SCOPES,
            ("served", "The units the seat serves"),
            ("cause", "What the causing record names"),
        ],
        string="Targets from",
        default="territory",
        required=True,
    )
    cause_scope = fields.Selection(
        [*SCOPES, ("below", "The units above it: all below owe it")],
        string="Records from",
        default="territory",
        required=True,
        help="Territory: a record of a place binds the unit above it, and sector units whose seats serve the place.",
    )
    by_holder = fields.Boolean(
        string="By the holder",
        help="Only what the holder of the seat did in person counts, wherever it was done: an inspection led.",
    )
    each_of = fields.Char(
        string="One of each",
        help="Codes of types, separated by commas: of each of them one must be valid, e.g. plan,rules.",
    )
    due_missing = fields.Boolean(
        string="Time to be given",
        help="The regulation prints no time. Until one is given here the rule makes no duty; "
        "a rule launched by hand takes it from the launch.",
    )

    @api.onchange("offset_to")
    def _onchange_offset_to(self):
        if self.offset_to:
            self.due_missing = False

    @api.constrains("by_holder", "kind_id")
    def _check_by_holder(self):
        for rule in self:
            if rule.by_holder and not rule.kind_id._person_field():
                raise ValidationError(
                    self.env._(
                        "The evidence of “%s” does not say who did it, so the holder cannot be asked.", rule.name
                    )
                )

    @api.constrains("target_scope", "cause_scope", "cause", "coverage", "cause_model_id", "target_kind")
    def _check_reach(self):
        for rule in self:
            model = rule.target_model if rule.coverage != "none" else None
            if rule.target_scope in ("supervised", "cause") and model and model != "safety.enterprise":
                raise ValidationError(
                    self.env._("“%s”: only enterprises are supervised, or named by a record.", rule.name)
                )
            supervised = rule.cause == "record" and rule.cause_scope == "supervised"
            if supervised and "enterprise_id" not in self.env[rule.cause_model]._fields:
                raise ValidationError(self.env._("“%s”: the causing record names no enterprise.", rule.name))

    @api.depends("due_missing")
    def _compute_warning(self):  # pylint: disable=missing-return
        super()._compute_warning()
        for rule in self.filtered("due_missing"):
            missing = self.env._("No time is printed: give one, until then it makes no duty.")
            if rule.cause == "launched":
                missing = self.env._("No time is printed: give one, or each launch gives it.")
            lines = [missing, rule.warning]
            rule.warning = "\n".join(filter(None, lines))

    @api.depends("due_missing")
    def _compute_summary(self):
        return super()._compute_summary()

    def _summary_offset(self):
        return self.env._("a time still to be given") if self.due_missing else super()._summary_offset()

    def _counts_by_month(self):
        """Tell whether a record-caused duty is due by the calendar of its period instead of so many days later."""
        return self.cause == "record" and self.due_kind in ("period_end", "day_of_next_period")
