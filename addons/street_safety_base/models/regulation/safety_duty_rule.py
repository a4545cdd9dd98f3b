from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyDutyRule(models.Model):
    """Which seats owe what by when: one rule generates one duty per seat and period, or per causing record.

    Every figure a regulation prints (how often, which days, what share, due when) is a field here, so that an
    administrator changes it without code. This file: what, from which clause, who and since when; the others: calendar,
    cause, target, sentence, version, exchange.
    """

    _name = "safety.duty.rule"
    _description = "Duty rule"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "regulation_id"
    _order = "regulation_id, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(string="What", required=True, help="A plain sentence: what has to be done.")
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    regulation_id = fields.Many2one("safety.regulation", required=True, index=True, ondelete="cascade")
    regulation_state = fields.Selection(related="regulation_id.state", string="Regulation status")
    company_id = fields.Many2one(related="regulation_id.company_id", store=True, index=True)
    clause_id = fields.Many2one("safety.clause", index=True, domain="[('regulation_id', '=', regulation_id)]")
    kind_id = fields.Many2one("safety.duty.kind", string="Proved by", required=True, index=True, ondelete="restrict")
    kind_model = fields.Char(related="kind_id.model", string="Evidence model")
    evidence_domain = fields.Char(string="Only records where", default="[]", required=True)
    other_clause_ids = fields.Many2many(
        "safety.clause",
        "safety_duty_rule_other_clause_rel",
        string="Also proves",
        domain="[('regulation_id', '=', regulation_id)]",
        help="Further clauses that say the same: they make no second duty.",
    )
    consequences = fields.Char(help="Clauses that say what follows when it is missed, e.g. XT-6.1a.")
    configurable = fields.Char(help="Figures that are a default of ours, not printed: look at them before adoption.")
    file_extra = fields.Json(readonly=True, help="Keys of the exchange file that nothing reads yet; exported again.")
    note = fields.Text(string="Reading", help="How an unclear passage was read, and why.")

    # Actors: the subject is the seat (post × unit), never the person.
    unit_type_id = fields.Many2one(
        "safety.unit.type", string="Per", required=True, ondelete="restrict", help="One duty for each such unit."
    )
    other_unit_type_ids = fields.Many2many(
        "safety.unit.type", "safety_duty_rule_other_unit_type_rel", string="Also per", help="More types of units."
    )
    unit_ids = fields.Many2many(
        "safety.unit",
        string="Only at",
        domain="[('company_id', '=', company_id)]",
        help="Only these units owe it, e.g. the departments that a clause names. Empty: all of the type.",
    )
    post_ids = fields.Many2many("safety.post", string="Owed by", required=True)
    actor_mode = fields.Selection(
        [
            ("any", "Any of them, once"),
            ("joint", "All together, once"),
            ("each", "Each of them"),
            ("roster", "People of a roster, in turn"),
        ],
        string="Who of them",
        default="any",
        required=True,
    )
    cause = fields.Selection(
        [
            ("calendar", "Calendar"),
            ("record", "A record"),
            ("standing", "A lasting condition"),
            ("launched", "A launch by hand"),
        ],
        default="calendar",
        required=True,
        help="Calendar: once per period. A record: once per causing record, e.g. a revisit for each notice. "
        "A lasting condition: a valid record must exist all the time, e.g. a certificate. "
        "A launch by hand: after an accident, in a disaster, for a campaign.",
    )
    date_from = fields.Date(string="Valid from", help="Empty: as the regulation.")
    date_to = fields.Date(string="Valid until")
    last_error = fields.Char(string="Last problem", readonly=True, copy=False)
    duty_ids = fields.One2many("safety.duty", "rule_id", string="Duties")
    step_ids = fields.One2many("safety.duty.step", "rule_id", string="Reminders and escalation", copy=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )

    def _unit_types(self):
        return self.unit_type_id | self.other_unit_type_ids

    @api.constrains("post_ids", "unit_type_id", "other_unit_type_ids")
    def _check_post_ids(self):
        for rule in self:
            if not rule.post_ids:
                raise ValidationError(self.env._("“%s” is owed by nobody: choose at least one post.", rule.name))
            for post in rule.post_ids:
                if not rule._unit_types() & post.unit_type_ids:
                    rule._refuse_place(post, rule.unit_type_id)
            for kind in rule._unit_types() - rule.post_ids.unit_type_ids:
                rule._refuse_place(rule.post_ids[0], kind)

    def _refuse_place(self, post, kind):
        raise ValidationError(
            self.env._(
                "“%(rule)s”: the post %(post)s does not exist at a unit of type %(type)s.",
                rule=self.name,
                post=post.name,
                type=kind.name,
            )
        )

    def _valid_span(self):
        """Return (first, last) date of validity: the narrower of the rule's and its regulation's; last may be None."""
        regulation = self.regulation_id
        starts = [day for day in (self.date_from, regulation.date_from) if day]
        ends = [day for day in (self.date_to, regulation.date_to) if day]
        return max(starts, default=None), min(ends, default=None)

    def action_open_duties(self):
        """Open the duties made by the rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_duty_action")
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {}}
