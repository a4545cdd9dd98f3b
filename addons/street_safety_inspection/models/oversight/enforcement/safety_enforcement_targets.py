from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

#: Work record by which a community reports who refuses to rectify (BF-1.2.2a).
REFUSAL = "refusal_escalation"
#: Reported so many days ago, a refusal is history.
LOOK_BACK = 92


class SafetyEnforcement(models.Model):
    """Targets are not picked, they follow: who refuses, who failed again, what is major, overdue or came back."""

    _inherit = "safety.enforcement"

    def action_load_targets(self):
        """Add every enterprise that has to be dealt with and is not yet a target; say how many there were."""
        self.ensure_one()
        self.check_access("write")
        self._safety_check_level("act")
        lines = self._target_values()
        self.line_ids.create(lines)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if lines else "info",
                "message": self.env._("%s targets added.", len(lines))
                if lines
                else self.env._("Nobody else refuses, failed again, is overdue, or came back."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _target_values(self):
        """Return the values of the targets to add, the gravest ground first. Constant number of statements."""
        refusals = self._refusals()
        hazards = self.env["safety.hazard"].search(self._hazard_domain(), order="enterprise_id, deadline, id")
        hazards -= refusals.hazard_id | self.line_ids.hazard_id
        values = [
            {
                **self._line(record.enterprise_ids[:1], "refused"),
                "refusal_id": record.id,
                "hazard_id": record.hazard_id.id,
            }
            for record in refusals
        ]
        values += [
            {**self._line(hazard.enterprise_id, ground), "hazard_id": hazard.id}
            for hazard in hazards
            if (ground := self._ground(hazard))
        ]
        order = [key for key, _label in self.line_ids._fields["ground"].selection]
        values.sort(key=lambda vals: order.index(vals["ground"]))
        return [{**vals, "sequence": number} for number, vals in enumerate(values, start=len(self.line_ids) + 1)]

    def _line(self, enterprise, ground):
        return {"enforcement_id": self.id, "enterprise_id": enterprise.id, "ground": ground}

    def _territory(self, enterprises):
        """Return the Domain of what lies where the action works: below its unit, or in the field of a sector.

        The field of a sector are the enterprises it supervises; one that supervises none works in the whole street.

        :param enterprises: the path from what is searched to its enterprise
        """
        if self.unit_id.type_id.is_territory:
            return Domain("unit_id", "child_of", self.unit_id.id)
        street = Domain("company_id", "=", self.company_id.id)
        own = Domain("supervising_unit_id", "=", self.unit_id.id)
        if not self.env["safety.enterprise"].sudo().search_count(street & own, limit=1):
            return street
        return street & Domain(enterprises, "any", own)

    def _hazard_domain(self):
        """Return the Domain of open hazards not yet a target of an action that is planned or was done since.

        What was found after the day of the action cannot have been dealt with on it.
        """
        hazards = self.env["safety.hazard"]
        dealt = [
            (
                "enforcement_line_ids",
                "any",
                [("enforcement_id.state", "in", ("draft", "done")), ("date", ">=", self._since())],
            )
        ]
        return (
            self._territory("enterprise_id")
            & Domain("state", "in", ("reported", "rectifying"))
            & Domain("date", "<=", self.date)
            & ~Domain(dealt)
            & Domain.OR(
                [
                    hazards._overdue_domain(self.company_id),
                    Domain("last_failed_on", "!=", False),
                    Domain("severity", "=", "major"),
                    Domain("section", "!=", False),
                ]
            )
        )

    def _since(self):
        """Return the first day of the month before the action: what was dealt with then is being dealt with."""
        return self.date.replace(day=1) - timedelta(days=1)

    def _ground(self, hazard):
        """Return why ``hazard`` makes its enterprise a target, or False."""
        if hazard.last_failed_on:
            return "failed"
        if hazard.severity == "major":
            return "major"
        if hazard.is_overdue:
            return "overdue"
        last = self.env["safety.service.step"].search([], order="at_least desc", limit=1)
        return "repeat" if last and hazard.service_step_id == last else False

    def _refusals(self):
        """Return the reports of refusals of the last months that no action has taken up."""
        records = self.env["safety.record"].search(
            self._territory("enterprise_ids")
            & Domain("type_id.code", "=", REFUSAL)
            & Domain("state", "=", "done")
            & Domain("enterprise_ids", "!=", False)
            & Domain("date", ">=", self.date - timedelta(days=LOOK_BACK)),
            order="date, id",
        )
        taken = self.env["safety.enforcement.line"].sudo().search(
            [("refusal_id", "in", records.ids), ("enforcement_id.state", "!=", "void")]
        )  # fmt: skip
        return records - taken.refusal_id


class SafetyHazard(models.Model):
    _inherit = "safety.hazard"

    enforcement_line_ids = fields.One2many(
        "safety.enforcement.line", "hazard_id", string="Target of enforcement", readonly=True
    )
