from odoo import fields, models
from odoo.fields import Domain

#: A finding is a record like any other that a penalty rule may punish.
LINE = "safety.supervision.line"


class SafetyViolation(models.Model):
    """What a supervision found says in words what was reported and what was there (XT-6.3a)."""

    _inherit = "safety.violation"

    def _describe_records(self):
        result = super()._describe_records()
        found = self.filtered(lambda violation: violation.source_model == LINE)
        lines = self.env[LINE].sudo().browse(found.mapped("source_id"))
        for violation, line in zip(found, lines, strict=True):
            violation._workflow_write(line._violation_values())
        return result


class SafetySupervisionLine(models.Model):
    """What is omitted or concealed is proposed with the feedback; the office decides as about any other proposal."""

    _inherit = "safety.supervision.line"

    violation_ids = fields.One2many(
        "safety.violation", "source_id", string="Violations", domain=[("source_model", "=", LINE)], readonly=True
    )

    def _propose_violations(self):
        """Propose each line that says omission or concealment, once; who held the seat on that day is looked up.

        The penalty rules over supervision lines say under which rule. A line that none of them punishes is proposed
        without one: it counts for the unit. Where a rule asks who holds the seat at the end of the month, its lines
        wait for that night.
        """
        lines = super()._propose_violations()
        if not lines:
            return lines
        violations = self.env["safety.violation"].sudo()
        for company in lines.sudo().company_id:
            violations._propose_records(company, LINE)
        lines.invalidate_recordset(["violation_ids"])
        rest = lines.sudo().filtered(lambda line: not line.violation_ids)
        rest -= rest._awaiting_month_end()
        made = violations.create(
            [{**line._violation_values(), "unit_id": line.unit_id.id, "date": line.date} for line in rest]
        )
        for line, violation in zip(rest, made, strict=True):
            violation._workflow_write({"source_model": LINE, "source_id": line.id})
        return lines

    def _awaiting_month_end(self):
        """Return those of these lines that a rule punishes once its month is over. One query for each such rule."""
        waiting = self.browse()
        if not self:
            return waiting
        asked = Domain("company_id", "in", self.company_id.ids) & Domain("model_id.model", "=", LINE)
        rules = self.env["safety.penalty.rule"].sudo().search(asked & Domain("holder_day", "=", "month_end"))
        own = Domain("id", "in", self.ids)
        for rule in rules:
            with rule._guarded():
                found = self.search(own & rule._chosen_domain(rule.date_from, rule.date_to))
                # As the engine: each rule where its posts exist.
                posts = rule.post_ids.filtered(lambda post, rule=rule: rule.subject != "everybody")
                waiting |= found.filtered(
                    lambda line, rule=rule, posts=posts: (
                        line.company_id == rule.company_id
                        and (not posts or line.unit_id.type_id in posts.unit_type_ids)
                    )
                )
        return waiting

    def _violation_values(self):
        labels = dict(self._fields["verdict"]._description_selection(self.env))
        visit = self.supervision_id
        return {
            "name": self.env._("%(verdict)s: %(what)s", verdict=labels[self.verdict], what=self.name),
            "description": self.env._(
                "Supervision “%(visit)s” of %(day)s. Reported: %(reported)s. Found: %(found)s",
                visit=visit.name,
                day=visit.date,
                reported=self.reported or "-",
                found=self.found or "",
            ),
        }


class SafetySupervision(models.Model):
    _inherit = "safety.supervision"

    def _after_void(self):
        """A supervision that was a mistake takes its proposals back; what is decided is reversed by an officer."""
        result = super()._after_void()
        proposed = self.sudo().line_ids.violation_ids.filtered(lambda one: one.state == "proposed")
        proposed._workflow_write({"state": "withdrawn", "frozen_at": fields.Datetime.now()})
        return result
