from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

from .safety_violation import COUNTED


class SafetyDisqualification(models.Model):
    """One person out of the year's merit awards, with the violations that led there. Lifted, never deleted.

    Clauses XT-6.1b (the cadre's own third violation) and XT-6.2b (everybody of a work point).
    """

    _name = "safety.disqualification"
    _description = "Disqualification"
    _inherit = ["safety.workflow", "safety.scope.mixin"]
    _order = "year desc, date desc, id desc"
    _rec_name = "user_id"

    _workflow = {
        "lift": Transition(("in_force",), "lifted", "approve"),
        "restore": Transition(("lifted",), "in_force", "approve"),
    }

    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, index=True)
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    rule_id = fields.Many2one(
        "safety.penalty.rule", string="Penalty rule", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(readonly=True)
    date = fields.Date(string="Since", required=True, readonly=True, help="The day the threshold was reached.")
    reason = fields.Char(readonly=True)
    violation_ids = fields.Many2many("safety.violation", string="Violations", readonly=True)
    penalty_ids = fields.Many2many("safety.penalty", string="Penalties", compute="_compute_penalty_ids")
    state = fields.Selection(
        [("in_force", "In force"), ("lifted", "Lifted")],
        default="in_force",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _person_year_uniq = models.Constraint(
        "UNIQUE(user_id, year, rule_id)", "A person is disqualified once per rule and year."
    )

    @api.depends("violation_ids.penalty_ids")
    def _compute_penalty_ids(self):
        for record in self:
            penalties = record.violation_ids.penalty_ids
            record.penalty_ids = penalties.filtered(lambda p, record=record: p.user_id == record.user_id)

    @api.model
    def _sync(self, rules, years):
        """Bring the disqualifications of ``rules`` (safety.penalty.rule) in ``years`` in line with the violations.

        Who reached the threshold is disqualified; who no longer does, after a reversal, is restored. Counts everybody
        under the rules anew, so that it can be repeated at any time. Constant number of queries.
        """
        rules = rules.sudo().filtered(lambda rule: rule.consequence == "disqualification")
        if not rules:
            return
        wanted = self.sudo()._reached(rules, years)
        known = self.sudo().search([("rule_id", "in", rules.ids), ("year", "in", years)])
        found = {(record.rule_id, record.year, record.user_id): record for record in known}
        self.sudo().create(
            [
                {**vals, "violation_ids": [Command.set(vals["violation_ids"].ids)]}
                for key, vals in wanted.items()
                if key not in found
            ]
        )
        known.filtered(lambda r: r.state == "in_force" and (r.rule_id, r.year, r.user_id) not in wanted)._workflow_do(
            "lift"
        )
        known.filtered(lambda r: r.state == "lifted" and (r.rule_id, r.year, r.user_id) in wanted)._workflow_do(
            "restore"
        )
        for key in wanted.keys() & found.keys():
            if found[key].violation_ids != wanted[key]["violation_ids"]:
                found[key].violation_ids = wanted[key]["violation_ids"]

    def _reached(self, rules, years):
        """Return (rule, year, user) → values of everybody who has reached the threshold."""
        violation = self.env["safety.violation"].sudo()
        domain = [("rule_id", "in", rules.ids), ("year", "in", years), ("state", "in", COUNTED)]
        wanted = {}
        for rule, year, user, violations in violation._read_group(
            [*domain, ("rule_id.counted_per", "=", "person")], ["rule_id", "year", "user_ids"], ["id:recordset"]
        ):
            if user and len(violations) >= rule._reached_at():
                wanted[rule, year, user] = self._values(rule, year, user, violations)
        units = [
            (rule, year, violations)
            for rule, year, _unit, violations in violation._read_group(
                [*domain, ("rule_id.counted_per", "=", "unit")], ["rule_id", "year", "unit_id"], ["id:recordset"]
            )
            if len(violations) >= rule._reached_at()
        ]
        for rule, year, user, violations in self._people_of(units):
            wanted.setdefault((rule, year, user), self._values(rule, year, user, violations))
        return wanted

    def _people_of(self, reached):
        """Yield (rule, year, user, violations) for everybody in post in a unit on the day it reached the threshold."""
        units = self.env["safety.unit"].union(*(violations.unit_id for _rule, _year, violations in reached))
        seats = self.env["safety.appointment"].sudo().search([("unit_id", "child_of", units.ids)])
        for rule, year, violations in reached:
            day = self._reached_on(rule, violations)
            path, posts = violations.unit_id.parent_path, rule.consequence_post_ids
            for seat in seats:
                if (
                    seat.unit_id.parent_path.startswith(path)
                    and (not posts or seat.post_id in posts)
                    and seat.date_start <= day
                    and (not seat.date_end or seat.date_end >= day)
                ):
                    yield rule, year, seat.user_id, violations

    def _reached_on(self, rule, violations):
        return violations.sorted(lambda v: (v.date, v.id))[rule._reached_at() - 1].seat_date

    def _values(self, rule, year, user, violations):
        return {
            "rule_id": rule.id,
            "year": year,
            "user_id": user.id,
            "unit_id": violations.sorted(lambda v: (v.date, v.id))[-1].unit_id.id,
            "date": self._reached_on(rule, violations),
            "reason": self.env._("%(count)s × %(rule)s", count=len(violations), rule=rule.name),
            "violation_ids": violations,
        }
