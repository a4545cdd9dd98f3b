from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.street_safety_base.tests.common import StreetCase


class TrainingCase(StreetCase):
    """A street that trains its community staff; sessions last from 09:00 to 11:00 of the street's day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls.env.ref("street_safety_training.training_type_community_staff")
        cls.leads = cls.env.ref("street_safety_training.training_type_enterprise_leads")
        cls.photo = cls.env["ir.attachment"].create({"name": "photo.png", "raw": b"photo"})

    @classmethod
    def _training(cls, begin="2026-03-10 01:00:00", unit=None, **vals):
        return cls.env["safety.training"].create(
            {
                "name": "Safe use of gas",
                "type_id": cls.staff.id,
                "unit_id": (unit or cls.street).id,
                "date_start": begin,
                "date_end": fields.Datetime.to_datetime(begin) + timedelta(hours=2),
                "material_ids": [Command.set(cls.photo.ids)],
                "trainer": "Expert Chen",
                **vals,
            }
        )

    @classmethod
    def _held(cls, *args, **vals):
        """Return a completed session at which everybody invited was present."""
        training = cls._training(*args, **vals)
        training.action_fill_audience()
        training.action_mark_all_present()
        training.action_hold()
        return training


def exam(env, **vals):
    """Return an exam of two questions of one point each; sixty percent pass."""
    question = {"question_type": "simple_choice"}
    return env["survey.survey"].create(
        {
            "title": "Safe use of gas",
            "is_safety_exam": True,
            "access_mode": "token",
            "scoring_type": "scoring_with_answers",
            "scoring_success_min": 60,
            "certification": True,
            "questions_layout": "one_page",
            "question_and_page_ids": [
                Command.create(
                    {
                        **question,
                        "title": title,
                        "suggested_answer_ids": [
                            Command.create({"value": "Right", "is_correct": True, "answer_score": 1}),
                            Command.create({"value": "Wrong"}),
                        ],
                    }
                )
                for title in ("What first when gas leaks?", "Who may change the hose?")
            ],
            **vals,
        }
    )


def answer(sheet, right):
    """Answer ``right`` questions of the sheet rightly, the others wrongly, and hand it in."""
    for index, question in enumerate(sheet.predefined_question_ids):
        choices = question.suggested_answer_ids
        sheet._save_lines(question, str(choices[0 if index < right else 1].id))
    sheet._mark_done()
