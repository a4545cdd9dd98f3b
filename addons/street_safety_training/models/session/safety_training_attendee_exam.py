from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Answer sheets are no news to anybody.
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True, "mail_notrack": True}


class SafetyTrainingAttendee(models.Model):
    """The exam of one person: an answer sheet of their own, its result, and whether the attendance counts."""

    _inherit = "safety.training.attendee"

    exam_state = fields.Selection(
        [("open", "To take"), ("failed", "Not passed"), ("passed", "Passed")],
        string="Exam",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    exam_score = fields.Float(
        string="Score (%)", readonly=True, copy=False, aggregator="avg", digits=(5, 1), help="Of the best attempt."
    )
    counts = fields.Boolean(
        string="Counts as trained",
        compute="_compute_counts",
        store=True,
        precompute=True,
        help="Was present and, where the session asks for it, passed the exam.",
    )
    can_take_exam = fields.Boolean(compute="_compute_can_take_exam")
    has_exam_code = fields.Boolean(compute="_compute_can_take_exam")

    @api.depends("state", "exam_state", "training_id.pass_required")
    def _compute_counts(self):
        for line in self:
            line.counts = line.state == "present" and (
                line.exam_state == "passed" or not line.sudo().training_id.pass_required
            )

    @api.depends("exam_state", "user_id", "training_id.state")
    @api.depends_context("uid")
    def _compute_can_take_exam(self):
        for line in self:
            waiting = line.exam_state in ("open", "failed") and line.training_state == "draft"
            line.can_take_exam = waiting and line.user_id == self.env.user
            line.has_exam_code = waiting and not line.user_id

    # ---- sheets ------------------------------------------------------------------------------------------------------

    def _sheets(self):
        """Return the answer sheets of the lines, the latest first, whatever the user may read."""
        sheets = self.env["survey.user_input"].sudo()
        return sheets.search([("safety_attendee_id", "in", self.ids), ("test_entry", "=", False)], order="id desc")

    def _open_exam(self):
        """Give a sheet to each who is present, has none yet and whose session has an exam. Constant statements."""
        lines = self.sudo().filtered(lambda line: line.training_id.survey_id)
        lines -= lines._sheets().safety_attendee_id
        if not lines:
            return
        values = []
        for exam, people in lines.grouped(lambda line: line.training_id.survey_id).items():
            # Questions drawn at random are each person's own, the others everybody's.
            drawn = exam.questions_selection == "random"
            questions = exam._prepare_user_input_predefined_questions()
            for line in people:
                if drawn:
                    questions = exam._prepare_user_input_predefined_questions()
                values.append(line._sheet_values(exam, questions))
        self.env["survey.user_input"].sudo().with_context(**QUIET).create(values)
        lines._workflow_write({"exam_state": "open"})

    def _sheet_values(self, exam, questions):
        person = self.user_id.partner_id
        return {
            "survey_id": exam.id,
            "safety_attendee_id": self.id,
            "partner_id": person.id,
            "email": person.email,
            "nickname": self.name,
            "invite_token": self.env["survey.user_input"]._generate_invite_token(),
            "predefined_question_ids": [(6, 0, questions.ids)],
        }

    def _drop_exam(self):
        """Take back the sheets that nobody has begun of people who were not there after all."""
        sheets = self._sheets()
        unused = sheets.filtered(lambda sheet: sheet.state == "new")
        left = self - (sheets - unused).safety_attendee_id
        unused.unlink()
        left.sudo().filtered("exam_state")._workflow_write({"exam_state": False})

    def _note_exam(self):
        """Note the best attempt of each person; what is closed stays as it was closed. One query."""
        lines = self.filtered(lambda line: not line.training_id.frozen_at)
        results = self.env["survey.user_input"].sudo()._read_group(
            [("safety_attendee_id", "in", lines.ids), ("state", "=", "done"), ("test_entry", "=", False)],
            ["safety_attendee_id"],
            ["scoring_percentage:max", "scoring_success:bool_or"],
        )  # fmt: skip
        # One write for each result that occurs, not for each person.
        noted = {}
        for line, score, passed in results:
            noted[score, passed] = noted.get((score, passed), self.browse()) | line
        for (score, passed), people in noted.items():
            people.sudo()._workflow_write({"exam_score": score, "exam_state": "passed" if passed else "failed"})

    def _exam_path(self):
        """Return the address of the person's sheet: the one begun or unused, else the last."""
        sheets = self._sheets()
        sheet = sheets.filtered(lambda one: one.state != "done")[:1] or sheets[:1]
        return sheet and sheet.get_start_url()

    def action_take_exam(self):
        """Open one's own answer sheet.

        :raises AccessError: it is somebody else's
        :raises UserError: there is none, because the person is not marked as present or the session has no exam
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Everybody takes the exam for themselves; %s is someone else.", self.name))
        return {"type": "ir.actions.act_url", "url": self._exam_address(), "target": "self"}

    def action_exam_code(self):
        """Show the code of the answer sheet of somebody without a login, to be scanned by that person's phone."""
        self.ensure_one()
        self._check_code()
        return {"type": "ir.actions.act_url", "url": f"/street-safety/training/exam/{self.id}", "target": "new"}

    def _check_code(self):
        """Only the recorder shows codes, and only of people who cannot log in.

        :raises AccessError: somebody else asks, or the person has a login
        """
        self.check_access("read")
        self._check_recorder()
        if self.user_id:
            raise AccessError(self.env._("%s logs in and takes the exam from “My trainings”.", self.name))

    def _exam_address(self):
        path = self._exam_path()
        if not path:
            raise UserError(self.env._("There is no exam for %s yet: it opens with signing in.", self.name))
        return path

    def action_exam_certificate(self):
        """Download the certificate of the exam: the person's own, or the recorder's copy.

        :raises UserError: the exam has not been passed
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            self._check_recorder()
        sheet = self._sheets().filtered("scoring_success")[:1]
        if self.exam_state != "passed" or not sheet:
            raise UserError(self.env._("%s has not passed the exam.", self.name))
        url = f"/street-safety/training/certificate/{sheet.access_token}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}
