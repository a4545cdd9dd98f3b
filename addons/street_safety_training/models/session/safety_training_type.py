from odoo import fields, models


class SafetyTrainingType(models.Model):
    """A training programme as data: who it is for, what must be shown, and how long people may sign in themselves."""

    _name = "safety.training.type"
    _description = "Training type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by duty rules, e.g. community_staff.")
    sequence = fields.Integer(default=10)
    post_ids = fields.Many2many("safety.post", string="Posts invited", help="Proposed for each new session.")
    enterprise_mode = fields.Selection(
        [("none", "No enterprises"), ("all", "All enterprises of the unit"), ("selected", "Selected enterprises")],
        string="Enterprises invited",
        default="none",
        required=True,
    )
    needs_material = fields.Boolean(
        string="Photo or material required", default=True, help="A session without one cannot be completed."
    )
    needs_trainer = fields.Boolean(
        string="Expert required", help="A session without its trainer or expert cannot be completed (XT-4.4a)."
    )
    sign_in_before = fields.Integer(
        string="Sign-in opens (minutes before)", default=30, help="People sign in themselves from then on."
    )
    sign_in_after = fields.Integer(
        string="Sign-in closes (minutes after the end)", default=15, help="Later only the recorder marks who was there."
    )
    sign_in_distance = fields.Integer(
        string="Sign-in within (metres)",
        default=500,
        help="Who signs in by telephone farther from the place of the session is refused. 0: from anywhere.",
    )
    position_required = fields.Boolean(
        string="Sign-in only with position",
        help="A telephone that does not say where it is cannot sign in; the recorder marks its owner instead.",
    )
    hours_required = fields.Float(
        string="Hours a year",
        help="So much each person of the posts, and each enterprise when all are invited, needs a year. 0: no figure.",
    )
    min_attendance = fields.Integer(
        string="Minimum attendance (%)",
        help="Of those invited so many must count, or the session proves no duty. 0: one person is enough.",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        string="Exam",
        domain=[("is_safety_exam", "=", True)],
        ondelete="restrict",
        help="Whoever is present gets an answer sheet of their own, on the phone. Proposed for each new session.",
    )
    pass_required = fields.Boolean(
        string="Only who passes counts", help="Who was present and did not pass is not counted as trained."
    )
    certificate_type_id = fields.Many2one(
        "safety.certificate.type",
        string="Certificate for passing",
        ondelete="restrict",
        help="People of enterprises who passed get this certificate when the session is completed.",
    )
    note = fields.Text(string="What to cover", translate=True)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This training type code is taken.")
    _min_attendance_percent = models.Constraint(
        "CHECK(min_attendance BETWEEN 0 AND 100)", "The minimum attendance is a percentage from 0 to 100."
    )
    _pass_needs_exam = models.Constraint(
        "CHECK(survey_id IS NOT NULL OR (pass_required IS NOT TRUE AND certificate_type_id IS NULL))",
        "Passing and a certificate need an exam: choose one, or clear both.",
    )
    _figures_positive = models.Constraint(
        "CHECK(sign_in_distance >= 0 AND hours_required >= 0)", "Metres and hours cannot be negative."
    )
    _sign_in_positive = models.Constraint(
        "CHECK(sign_in_before >= 0 AND sign_in_after >= 0)", "The minutes around a session cannot be negative."
    )
