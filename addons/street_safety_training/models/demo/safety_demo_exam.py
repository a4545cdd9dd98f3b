from odoo import models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """The part of exams: one of four questions, and what the first three who came made of it."""

    _inherit = "safety.demo"

    def _build_exam(self, content):
        """Write the exam of the session that is going on; the first answer of each question is the right one."""
        return self.env["survey.survey"].create(
            {
                "title": content["title"],
                "user_id": self._user("office").id,
                "is_safety_exam": True,
                "survey_type": "assessment",
                "access_mode": "token",
                "scoring_type": "scoring_with_answers",
                "scoring_success_min": 75,
                "certification": True,
                "questions_layout": "one_page",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": title,
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                Command.create({"value": text, "is_correct": not place, "answer_score": int(not place)})
                                for place, text in enumerate(answers)
                            ],
                        }
                    )
                    for title, answers in content["questions"]
                ],
            }
        )

    def _take_exam(self, lines, rights):
        """Let people hand in their sheets with so many right answers each; they thought well of the session."""
        lines._open_exam()
        for line, right in zip(lines, rights, strict=False):
            sheet = line._sheets()
            for place, question in enumerate(sheet.predefined_question_ids):
                chosen = question.suggested_answer_ids[0 if place < right else 1]
                sheet._save_lines(question, str(chosen.id))
            sheet._mark_done()
            line._rate("5" if right > 1 else "4", "")
