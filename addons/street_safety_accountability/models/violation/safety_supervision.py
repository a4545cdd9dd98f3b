from odoo import fields, models


class SafetyPenaltyRule(models.Model):
    """A penalty rule may punish what a supervision finds omitted or concealed (XT-6.3a)."""

    _inherit = "safety.penalty.rule"

    punishes_concealment = fields.Boolean(
        string="Punishes omission and concealment",
        help="What a supervision finds omitted from the reports, or concealed, is proposed as its violation.",
    )

    def _of_concealment(self, company, day, unit):
        """Return which of these rules punishes on ``day`` what was concealed in ``unit`` of ``company``, or none.

        Where several do, the one whose posts exist in ``unit`` (XT-6.3a: cadres in communities, deputies in points).
        """
        rules = self.filtered(
            lambda rule: (
                rule.company_id == company and rule.date_from <= day and (not rule.date_to or rule.date_to >= day)
            )
        )
        fitting = rules.filtered(lambda rule: unit.type_id in rule.post_ids.unit_type_ids)
        return (fitting or rules)[:1]


class SafetyViolation(models.Model):
    """What a supervision found is proposed as it was fed back; the office decides as about any other proposal."""

    _inherit = "safety.violation"

    supervision_line_id = fields.Many2one(
        "safety.supervision.line",
        string="Found by supervision",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _supervision_line_uniq = models.UniqueIndex(
        "(supervision_line_id) WHERE supervision_line_id IS NOT NULL",
        "This finding of a supervision has already been proposed as a violation.",
    )

    def _workflow_protected(self):
        return super()._workflow_protected() | {"supervision_line_id"}


class SafetySupervisionLine(models.Model):
    _inherit = "safety.supervision.line"

    violation_ids = fields.One2many("safety.violation", "supervision_line_id", string="Violations", readonly=True)

    def _propose_violations(self):
        """Propose each line that says omission or concealment, once; who held the seat on that day is looked up."""
        lines = super()._propose_violations()
        labels = dict(self._fields["verdict"]._description_selection(self.env))
        violations, rules = self.env["safety.violation"].sudo(), self.env["safety.penalty.rule"].sudo()
        rules = rules.search([("company_id", "in", lines.sudo().company_id.ids), ("punishes_concealment", "=", True)])
        made = violations.create(
            [
                {
                    "name": self.env._("%(verdict)s: %(what)s", verdict=labels[line.verdict], what=line.name),
                    "description": line._violation_text(),
                    "unit_id": line.unit_id.id,
                    "date": line.date,
                    "rule_id": rule.id,
                    "clause_id": rule.clause_id.id,
                }
                for line in lines.sudo()
                if not line.violation_ids
                for rule in [rules._of_concealment(line.company_id, line.date, line.unit_id)]
            ]
        )
        for line, violation in zip(lines.sudo().filtered(lambda one: not one.violation_ids), made, strict=True):
            violation._workflow_write({"supervision_line_id": line.id})
        return lines

    def _violation_text(self):
        visit = self.supervision_id
        return self.env._(
            "Supervision “%(visit)s” of %(day)s. Reported: %(reported)s. Found: %(found)s",
            visit=visit.name,
            day=visit.date,
            reported=self.reported or "-",
            found=self.found or "",
        )


class SafetySupervision(models.Model):
    _inherit = "safety.supervision"

    def _after_void(self):
        """A supervision that was a mistake takes its proposals back; what is decided is reversed by an officer."""
        result = super()._after_void()
        proposed = self.sudo().line_ids.violation_ids.filtered(lambda one: one.state == "proposed")
        proposed._workflow_write({"state": "withdrawn", "frozen_at": fields.Datetime.now()})
        return result
