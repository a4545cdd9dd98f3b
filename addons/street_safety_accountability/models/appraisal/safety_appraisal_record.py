from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Command

#: Type of the work record by which a confirmed appraisal proves the duty to appraise (GY-7.1, ZF-3.4b).
RECORD_TYPE = "appraisal"


class SafetyRecord(models.Model):
    """The confirmed appraisal that a work record tells of."""

    _inherit = "safety.record"

    appraisal_id = fields.Many2one("safety.appraisal", index="btree_not_null", ondelete="restrict", copy=False)


class SafetyAppraisal(models.Model):
    """A confirmed yearly appraisal of a unit is the proof that the unit was appraised."""

    _inherit = "safety.appraisal"

    def _after_confirm(self):
        """Keep the result as a work record of each unit, where its regulation has a type for it. Constant statements.

        Only what was confirmed in its own year: a sheet of last year would prove the duty of this one.
        """
        kind = self.env["safety.record.type"].sudo().search([("code", "=", RECORD_TYPE)], limit=1)
        yearly = self.filtered(lambda one: not one.user_id and one.scheme_id.period == "year")
        timely = yearly.filtered(lambda one: one.confirmed_on.year == one.year)
        if not kind or not timely:
            return
        self.env["safety.record"].sudo().create(
            [
                {
                    "type_id": kind.id,
                    "name": appraisal.display_name,
                    "unit_id": appraisal.unit_id.id,
                    "date": appraisal.confirmed_on,
                    "user_id": self.env.uid,
                    "participant_ids": [Command.set(self.env.user.ids)],
                    "appraisal_id": appraisal.id,
                    "note": appraisal._result_note(),
                }
                for appraisal in timely
            ]
        )._workflow_do("done")

    def _result_note(self):
        """Return total, grade and the score of each line in words."""
        rows = Markup().join(Markup("<li>%s: %s</li>") % (line.name, f"{line.score:g}") for line in self.line_ids)
        return Markup("<p>%s %s</p><ul>%s</ul>") % (f"{self.total:g}", self.grade_name or "", rows)

    def _void_records(self):
        """The record of what is no longer confirmed is void; a duty closed with it gets a review."""
        records = self.env["safety.record"].sudo().search([("appraisal_id", "in", self.ids), ("state", "=", "done")])
        records._workflow_do("void")
