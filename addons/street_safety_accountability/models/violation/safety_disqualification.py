from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

from .safety_penalty_rule import MONTHS


class SafetyDisqualification(models.Model):
    """One person out of the year's merit awards, with the violations that led there. Lifted, never deleted.

    Clauses XT-6.1b (the cadre's own third violation) and XT-6.2b (everybody of a work point).
    """

    _name = "safety.disqualification"
    _description = "Disqualification"
    _inherit = ["safety.workflow", "safety.personal", "safety.scope.mixin"]
    _order = "year desc, date desc, id desc"
    _rec_name = "user_id"

    _workflow = {
        "lift": Transition(("in_force",), "lifted", "approve"),
        "restore": Transition(("lifted",), "in_force", "approve"),
    }

    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, index=True)
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    period_start = fields.Date(string="Counted from", required=True, readonly=True)
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

    _person_period_uniq = models.Constraint(
        "UNIQUE(user_id, period_start, rule_id)", "A person is disqualified once per rule and period."
    )

    @api.depends("violation_ids.penalty_ids")
    def _compute_penalty_ids(self):
        for record in self:
            penalties = record.violation_ids.penalty_ids
            record.penalty_ids = penalties.filtered(lambda p, record=record: p.user_id == record.user_id)

    @api.model
    def _sync(self, rules, starts, reached):
        """Bring the disqualifications of ``rules`` in the periods of ``starts`` in line with what was ``reached``.

        Who reached the threshold is disqualified; who no longer does, after a reversal, is restored. Constant queries.

        :param reached: list of Reached, see safety.violation
        """
        wanted = self.sudo()._wanted([one for one in reached if one.rule.consequence == "disqualification"])
        known = self.sudo().search([("rule_id", "in", rules.ids), ("period_start", "in", starts)])
        found = {(record.rule_id, record.period_start, record.user_id): record for record in known}
        self.sudo().create(
            [
                {**vals, "unit_id": vals["unit_id"].id, "violation_ids": [Command.set(vals["violation_ids"].ids)]}
                for key, vals in wanted.items()
                if key not in found
            ]
        )
        over = {record for key, record in found.items() if key not in wanted and record.state == "in_force"}
        self.sudo().union(*over)._workflow_do("lift")
        again = {record for key, record in found.items() if key in wanted and record.state == "lifted"}
        self.sudo().union(*again)._workflow_do("restore")
        for key in wanted.keys() & found.keys():
            found[key]._follow(wanted[key])

    def _follow(self, values):
        """Bring one up to date: after a reversal another violation is the deciding one, on another day."""
        changed = {name: values[name] for name in ("date", "reason") if self[name] != values[name]}
        if self.violation_ids != values["violation_ids"]:
            changed["violation_ids"] = [Command.set(values["violation_ids"].ids)]
        if self.unit_id != values["unit_id"]:
            changed["unit_id"] = values["unit_id"].id
        if changed:
            self.write(changed)

    def _wanted(self, reached):
        """Return (rule, first day of the period, user) → values of everybody whom a reached threshold disqualifies."""
        wanted = {}
        for one in reached:
            if one.rule.counted_per == "person":
                wanted[one.rule, one.start, one.subject] = self._values(one, one.subject)
        for one, user in self._people_of([one for one in reached if one.rule.counted_per == "unit"]):
            wanted.setdefault((one.rule, one.start, user), self._values(one, user))
        return wanted

    def _people_of(self, reached):
        """Yield (reached, user) for everybody in post in a unit that reached the threshold. One query."""
        units = self.env["safety.unit"].union(*(one.subject for one in reached))
        seats = self.env["safety.appointment"].sudo().search([("unit_id", "child_of", units.ids)])
        for one in reached:
            first = last = one.deciding.seat_date
            if one.rule.consequence_day == "period":
                first = one.start
                last = one.start + relativedelta(months=MONTHS[one.rule.count_period], days=-1)
            path, posts = one.subject.parent_path, one.rule.consequence_post_ids
            for seat in seats:
                if (
                    seat.unit_id.parent_path.startswith(path)
                    and (not posts or seat.post_id in posts)
                    and seat.date_start <= last
                    and (not seat.date_end or seat.date_end >= first)
                ):
                    yield one, seat.user_id

    def _values(self, one, user):
        return {
            "rule_id": one.rule.id,
            "year": one.start.year,
            "period_start": one.start,
            "user_id": user.id,
            "unit_id": one.deciding.unit_id,
            "date": one.deciding.seat_date,
            "reason": self.env._("%(count)s × %(rule)s", count=len(one.violations), rule=one.rule.name),
            "violation_ids": one.violations,
        }
