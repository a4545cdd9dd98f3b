from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SurveySurvey(models.Model):
    """Which surveys are exams of trainings. The street sees their names only; its office writes them."""

    _inherit = "survey.survey"

    is_safety_exam = fields.Boolean(
        string="Exam of a training", index=True, help="May be chosen in a training programme of street safety."
    )

    @api.constrains("is_safety_exam", "scoring_type", "access_mode")
    def _check_safety_exam(self):
        """An exam without points cannot be passed, and one that everybody may take tells nothing about its people."""
        for exam in self.filtered("is_safety_exam"):
            if exam.scoring_type == "no_scoring":
                raise ValidationError(
                    self.env._("“%s” is an exam of a training: choose a scoring in “Options”.", exam.title)
                )
            if exam.access_mode != "token":
                raise ValidationError(
                    self.env._("“%s” is an exam of a training: set “Access Mode” to “Invited people only”.", exam.title)
                )
