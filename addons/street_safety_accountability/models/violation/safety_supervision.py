from odoo import fields, models

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
        without one: it counts for the unit.
        """
        lines = super()._propose_violations()
        if not lines:
            return lines
        violations = self.env["safety.violation"].sudo()
        for company in lines.sudo().company_id:
            violations._propose_records(company, LINE)
        lines.invalidate_recordset(["violation_ids"])
        rest = lines.sudo().filtered(lambda line: not line.violation_ids)
        made = violations.create(
            [{**line._violation_values(), "unit_id": line.unit_id.id, "date": line.date} for line in rest]
        )
        for line, violation in zip(rest, made, strict=True):
            violation._workflow_write({"source_model": LINE, "source_id": line.id})
        return lines

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
