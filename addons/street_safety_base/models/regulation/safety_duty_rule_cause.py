from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What one may choose for a condition that needs the fields of another model.
DATES = "[('model_id', '=', %s), ('ttype', 'in', ('date', 'datetime')), ('store', '=', True)]"


class SafetyDutyRule(models.Model):
    """Causes that are not the calendar: a record, a lasting condition, a launch by hand."""

    _inherit = "safety.duty.rule"

    cause_model_id = fields.Many2one("ir.model", string="Causing record", ondelete="cascade")
    cause_model = fields.Char(related="cause_model_id.model", string="Causing model")
    cause_domain = fields.Char(string="Caused where", default="[]")
    cause_date_field_id = fields.Many2one(
        "ir.model.fields", string="Counted from its", ondelete="cascade", domain=DATES % "cause_model_id"
    )
    cause_unit_field_id = fields.Many2one(
        "ir.model.fields",
        string="At its unit",
        ondelete="cascade",
        domain="[('model_id', '=', cause_model_id), ('relation', '=', 'safety.unit'), ('store', '=', True)]",
    )
    # The engine adds them to the causing date in SQL, where nothing is not 0.
    offset_from = fields.Integer(
        string="May be done from (days)", default=0, help="Days after the causing date; may be negative."
    )
    offset_to = fields.Integer(string="Due after", default=0, help="0: on the day of the causing date itself.")
    offset_unit = fields.Selection(
        [("days", "Days"), ("workdays", "Working days"), ("hours", "Hours")],
        string="Counted in",
        default="days",
        required=True,
        help="Hours run from the causing moment, so they need a field with a time, and end at an instant.",
    )
    repeat_months = fields.Integer(
        string="Again every (months)",
        default=0,
        help="As long as the causing record meets the condition, it asks again after so many months. 0: once.",
    )
    evidence_linked = fields.Boolean(
        string="Evidence points to it",
        default=True,
        help="Only records that point to the causing record count. Otherwise any record of the unit in the window.",
    )
    standing_model_id = fields.Many2one("ir.model", string="Valid record", ondelete="cascade")
    standing_model = fields.Char(related="standing_model_id.model", string="Model of the valid record")
    standing_domain = fields.Char(string="Valid where", default="[]")
    standing_from_field_id = fields.Many2one(
        "ir.model.fields", string="Valid from (field)", ondelete="cascade", domain=DATES % "standing_model_id"
    )
    standing_to_field_id = fields.Many2one(
        "ir.model.fields", string="Valid until (field)", ondelete="cascade", domain=DATES % "standing_model_id"
    )
    standing_target_field_id = fields.Many2one(
        "ir.model.fields",
        string="For which target (field)",
        ondelete="cascade",
        domain="[('model_id', '=', standing_model_id), ('ttype', 'in', ('many2one', 'many2many')),"
        " ('store', '=', True)]",
    )

    standing_months = fields.Integer(
        string="Valid for (months)", help="Where the record says no last day. 0: until it says otherwise."
    )
    launch_occasion = fields.Selection(
        [
            ("campaign", "A campaign"),
            ("incident", "An accident"),
            ("disaster", "A disaster"),
            ("special_day", "A special day"),
            ("inspection", "An inspection"),
            ("hazard", "A hazard"),
            ("listing", "A listed hazard"),
            ("notice", "An order to rectify"),
            ("enforcement", "A joint action"),
            ("supervision", "A supervision visit"),
            ("dangerous_work", "Dangerous work"),
            ("tip", "A tip from the public"),
            ("other", "Something else"),
        ],
        string="Launched at",
        help="The occasion at which somebody launches it.",
    )

    _offsets_ordered = models.Constraint(
        "CHECK(offset_unit = 'hours' OR offset_from <= offset_to)", "The duty cannot be due before it may be done."
    )

    _repeat_possible = models.Constraint(
        "CHECK(COALESCE(repeat_months, 0) BETWEEN 0 AND 120)", "A record asks again every 1 to 120 months, or never."
    )

    @api.constrains("repeat_months", "offset_unit", "cause")
    def _check_repeat(self):
        for rule in self:
            if rule.cause == "record" and rule.repeat_months and rule.offset_unit != "days":
                raise ValidationError(
                    self.env._("“%s” comes again every so many months: “Due after” is counted in days.", rule.name)
                )

    @api.constrains(
        "cause", "cause_model_id", "cause_date_field_id", "cause_unit_field_id", "kind_id", "cause_domain",
        "evidence_linked", "offset_unit",
    )  # fmt: skip
    def _check_cause(self):
        for rule in self.filtered(lambda r: r.cause == "record"):
            if not (rule.cause_model_id and rule.cause_date_field_id and rule.cause_unit_field_id):
                raise ValidationError(
                    self.env._("“%s” is caused by a record: choose which one, its date and its unit.", rule.name)
                )
            if rule.offset_unit == "hours" and rule.sudo().cause_date_field_id.ttype == "date":
                # Counted from midnight they would be over before the record is there.
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” counts in hours, but “%(field)s” is a day without a time: count from a moment, e.g."
                        " when the record was made, or in days.",
                        rule=rule.name,
                        field=rule.sudo().cause_date_field_id.field_description,
                    )
                )
            if rule.evidence_linked and rule.kind_id._cause_model() != rule.cause_model:
                raise ValidationError(
                    self.env._(
                        "The evidence of “%(rule)s” does not point to %(model)s: choose a duty kind that does.",
                        rule=rule.name,
                        model=rule.sudo().cause_model_id.name,
                    )
                )
            self.env["safety.duty.kind"]._parse_domain(rule.cause_domain, rule.cause_model, rule.name)

    @api.constrains("cause", "standing_model_id", "standing_domain", "standing_from_field_id", "coverage")
    def _check_standing(self):
        for rule in self.filtered(lambda r: r.cause == "standing"):
            kind = rule._standing_fields()
            itself = kind["model"] == rule.target_model and rule.coverage != "none" and not kind["target"]
            if not kind["from"] and not itself:
                raise ValidationError(self.env._("“%s”: choose from when the record is valid.", rule.name))
            self.env["safety.duty.kind"]._parse_domain(rule.standing_domain, kind["model"], rule.name)
            if rule.coverage != "none" and rule.target_kind != "unit" and not kind["target"] and not itself:
                raise ValidationError(
                    self.env._("“%s”: choose the field that says for which target the record is valid.", rule.name)
                )

    def _standing_fields(self):
        """Return which model and which of its fields (ir.model.fields) say from when to when and for whom."""
        rule = self.sudo()
        if not rule.standing_model_id:
            kind = rule.kind_id
            return {
                "model": kind.model,
                "from": rule.standing_from_field_id or kind.date_field_id,
                "to": rule.standing_to_field_id,
                "target": rule.standing_target_field_id or kind.target_field_id,
            }
        return {
            "model": rule.standing_model,
            "from": rule.standing_from_field_id,
            "to": rule.standing_to_field_id,
            "target": rule.standing_target_field_id,
        }
