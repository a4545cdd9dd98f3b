from odoo import fields, models


class SurveyUserInput(models.Model):
    """The answer sheet of somebody at a training: seen where the person's line is seen, and noted on it when done."""

    _inherit = "survey.user_input"

    safety_attendee_id = fields.Many2one(
        "safety.training.attendee", string="Attendance", index="btree_not_null", ondelete="set null", readonly=True,
        copy=False,
    )  # fmt: skip
    safety_unit_id = fields.Many2one(
        related="safety_attendee_id.unit_id", string="Unit of the attendance", store=True, precompute=True, index=True
    )

    def _mark_done(self):
        result = super()._mark_done()
        self.sudo().safety_attendee_id._note_exam()
        return result
