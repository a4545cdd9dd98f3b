import datetime
from ast import literal_eval

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import TrainingCase, answer, exam

DURING, AFTER = "2026-03-10 00:45:00", "2026-03-10 03:30:00"


class ExamCase(TrainingCase):
    """The programme of enterprise leads has an exam of two questions; sixty percent pass."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exam = exam(cls.env)
        cls.manager = cls.env.ref("street_safety_training.certificate_type_manager")
        cls.leads.write({"survey_id": cls.exam.id, "pass_required": True, "certificate_type_id": cls.manager.id})
        cls.staff.survey_id = cls.exam
        cls.factory = cls._enterprise("Factory", cls.grid_a1, safety_manager_name="Li Si")
        cls.workshop = cls._enterprise("Workshop", cls.grid_a2, safety_manager_name="Wang Wu")

    def _session(self, **vals):
        training = self._training(unit=self.community_a, type_id=self.leads.id, **vals)
        training.action_fill_audience()
        return training

    def _line(self, training, name):
        return training.attendee_ids.filtered(lambda line: line.name == name)


@tagged("post_install", "-at_install")
@freeze_time(DURING)
class TestTrainingExam(ExamCase):
    def test_present_people_get_a_sheet_of_their_own(self):
        training = self._session()
        sheets = training.attendee_ids._sheets()
        self.assertFalse(sheets, "invited is not present")
        line = self._line(training, "Li Si")
        line.action_mark_present()
        self.assertEqual((line.exam_state, line.counts), ("open", False))
        self.assertEqual(len(line._sheets()), 1)
        self.assertFalse(self._line(training, "Wang Wu")._sheets())
        line.action_mark_absent()
        self.assertFalse(line._sheets(), "unused, so taken back")
        self.assertFalse(line.exam_state)

    def test_sheets_in_constant_statements(self):
        def statements(number, prefix):
            training = self._training(type_id=self.leads.id, enterprise_mode="none")
            training.attendee_ids = [Command.create({"name": f"{prefix}{index}"}) for index in range(number)]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            training.attendee_ids._open_exam()
            self.env.flush_all()
            self.assertEqual(len(training.attendee_ids._sheets()), number)
            return self.env.cr.sql_log_count - before

        few = statements(2, "few")
        self.assertLessEqual(statements(30, "many"), few)

    def test_drawn_questions_in_constant_statements(self):
        """Everybody's own questions are drawn without a query for each person."""
        single = {"question_type": "simple_choice"}
        choices = [Command.create({"value": "Right", "is_correct": True, "answer_score": 1}),
                   Command.create({"value": "Wrong"})]  # fmt: skip
        self.leads.survey_id = exam(
            self.env,
            questions_selection="random",
            question_and_page_ids=[
                Command.create({"title": "Gas", "is_page": True, "sequence": 1, "random_questions_count": 4}),
                *(
                    Command.create({**single, "title": f"Q{n}", "sequence": 2 + n, "suggested_answer_ids": choices})
                    for n in range(12)
                ),
            ],
        )

        def statements(number, prefix):
            training = self._training(type_id=self.leads.id, enterprise_mode="none")
            training.attendee_ids = [Command.create({"name": f"{prefix}{index}"}) for index in range(number)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            training.attendee_ids._open_exam()
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            drawn = [tuple(sheet.predefined_question_ids.ids) for sheet in training.attendee_ids._sheets()]
            self.assertEqual({len(one) for one in drawn}, {4})
            return spent, len(set(drawn))

        few, _different = statements(2, "few")
        many, different = statements(30, "many")
        self.assertLessEqual(many, few)
        self.assertGreater(different, 1, "each draws their own")

    def test_best_attempt_is_noted(self):
        training = self._session()
        line = self._line(training, "Li Si")
        line.action_mark_present()
        answer(line._sheets(), right=1)
        self.assertEqual((line.exam_state, line.exam_score, line.counts), ("failed", 50, False))
        again = line._sheets().copy({"safety_attendee_id": line.id})
        answer(again, right=2)
        self.assertEqual((line.exam_state, line.exam_score, line.counts), ("passed", 100, True))
        third = again.copy({"safety_attendee_id": line.id})
        answer(third, right=0)
        self.assertEqual((line.exam_state, line.exam_score), ("passed", 100), "a worse one takes nothing away")

    def test_only_who_passes_counts(self):
        """The enterprise whose person failed did not attend, and gets no certificate."""
        training = self._session()
        training.action_mark_all_present()
        answer(self._line(training, "Li Si")._sheets(), right=2)
        answer(self._line(training, "Wang Wu")._sheets(), right=0)
        with freeze_time(AFTER):
            training.action_hold()
        self.assertTrue(training.counts)
        self.assertEqual(training.attended_enterprise_ids, self.factory)
        self.assertEqual((training.present_count, training.counted_count, training.passed_count), (2, 1, 1))
        self.assertEqual(training.score, 50)
        certificate = self.env["safety.certificate"].search(
            [("enterprise_id", "in", (self.factory | self.workshop).ids)]
        )
        self.assertEqual((certificate.name, certificate.type_id), ("Li Si", self.manager))
        self.assertEqual(certificate.date_issue, datetime.date(2026, 3, 10))
        self.assertEqual((certificate.state, certificate.is_odd), ("valid", False))
        training.with_user(self.office_user).action_void()
        self.assertFalse(certificate.active, "a void session gives none")

    def test_closed_with_the_session(self):
        training = self._session()
        training.action_mark_all_present()
        answer(self._line(training, "Li Si")._sheets(), right=2)
        late = self._line(training, "Wang Wu")
        with freeze_time(AFTER):
            training.action_hold()
            self.assertTrue(late._sheets().deadline)
            answer(late._sheets(), right=2)
            late._note_exam()
        self.assertEqual((late.exam_state, late.counts), ("open", False))

    def test_nobody_passed(self):
        training = self._session()
        training.action_mark_all_present()
        with freeze_time(AFTER):
            training.action_hold()
        self.assertFalse(training.counts)
        self.assertIn("0 of 2 count", training.counts_note)

    def test_without_pass_required_presence_counts(self):
        training = self._training()
        training.action_fill_audience()
        training.action_mark_all_present()
        self.assertEqual(set(training.attendee_ids.mapped("exam_state")), {"open"})
        with freeze_time(AFTER):
            training.action_hold()
        self.assertTrue(training.counts)

    def test_results_cannot_be_set_by_hand(self):
        line = self._session().attendee_ids[0]
        for vals in ({"exam_state": "passed"}, {"exam_score": 100.0}):
            with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                line.write(vals)

    def test_exam_needs_points_and_invitation(self):
        with self.assertRaisesRegex(ValidationError, "Access Mode"):
            self.exam.access_mode = "public"
        with self.assertRaisesRegex(ValidationError, "choose a scoring"):
            self.exam.write({"certification": False, "scoring_type": "no_scoring"})

    def test_sheet_of_somebody_else(self):
        training = self._training()
        training.action_fill_audience()
        training.action_mark_all_present()
        line = training.attendee_ids.filtered(lambda one: one.user_id == self.cadre_user)
        self.assertIn("/survey/start/", line.with_user(self.cadre_user).action_take_exam()["url"])
        with self.assertRaisesRegex(AccessError, "for themselves"):
            line.with_user(self.office_user).action_take_exam()
        with self.assertRaises(AccessError):
            line.with_user(self.other_cadre_user).action_take_exam()
        with self.assertRaises(AccessError):
            line.with_user(self.office_user).action_exam_code()
        with self.assertRaisesRegex(UserError, "has not passed"):
            line.with_user(self.cadre_user).action_exam_certificate()


@tagged("post_install", "-at_install")
@freeze_time(DURING)
class TestTrainingExamAccess(ExamCase):
    """What the survey app knows of exams stays where the person is seen."""

    def setUp(self):
        super().setUp()
        self.session = self._session()
        self.session.action_mark_all_present()
        self.sheets = self.session.attendee_ids._sheets()
        answer(self.sheets[0], right=1)

    def test_ordinary_people_see_names_of_exams_only(self):
        other = self.env["survey.survey"].create({"title": "Canteen"})
        exams = self.env["survey.survey"].with_user(self.grid_user)
        self.assertIn(self.exam, exams.search([]))
        self.assertNotIn(other, exams.search([]))
        with self.assertRaises(AccessError):
            exams.browse(self.exam.id).write({"title": "Mine"})
        for name in ("survey.user_input", "survey.user_input.line", "survey.question", "survey.question.answer"):
            with self.assertRaises(AccessError):
                self.env[name].with_user(self.grid_user).search([])

    def test_survey_group_without_seat_sees_no_answers(self):
        writer = new_test_user(
            self.env, "test_writer", groups="base.group_user,survey.group_survey_manager", company_id=self.company.id
        )
        sheets = self.env["survey.user_input"].with_user(writer)
        self.assertFalse(sheets.search([("id", "in", self.sheets.ids)]))
        lines = self.sheets.user_input_line_ids
        self.assertTrue(lines)
        self.assertFalse(self.env["survey.user_input.line"].with_user(writer).search([("id", "in", lines.ids)]))
        with self.assertRaises(AccessError):
            sheets.browse(self.sheets[0].id).read(["scoring_percentage"])

    def test_office_writes_exams_and_sees_own_units(self):
        """With the editor of the survey app; what people answered is read, not changed."""
        for group in ("office", "admin"):
            user = new_test_user(
                self.env, f"exam_{group}", groups=f"street_safety_base.group_street_safety_{group}",
                company_id=self.company.id,
            )  # fmt: skip
            self.assertTrue(user.has_group("survey.group_survey_user"), group)
            self.assertFalse(user.has_group("survey.group_survey_manager"), group)
        office = self.office_user
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.survey_survey_action_exam")
        exams = self.env["survey.survey"].with_user(office).with_context(**literal_eval(action["context"]))
        with Form(exams) as form:
            form.title = "Fire"
        mine = form.record
        self.assertTrue(mine.is_safety_exam)
        mine.question_and_page_ids = [Command.create({"title": "Who?", "question_type": "char_box"})]
        self.assertIn(mine, exams.search(literal_eval(action["domain"])))
        self.assertEqual(exams.browse(self.exam.id).answer_done_count, 1)
        self.assertEqual(self._sheets_of(office), self.sheets)
        sheet = self.sheets[0].with_user(office)
        self.assertTrue(sheet.user_input_line_ids)
        for forge in (lambda: sheet.write({"scoring_percentage": 100}), sheet.unlink):
            with self.assertRaises(AccessError):
                forge()

    def test_exam_is_opened_by_who_may_read_its_questions(self):
        """Others choose it by its name: a link that leads to an error is not shown."""
        forms = self.env["safety.training"]
        for user, opens in ((self.office_user, True), (self.grid_user, False)):
            arch = etree.fromstring(forms.with_user(user).get_view(view_type="form")["arch"])
            (field,) = arch.xpath("//group//field[@name='survey_id'][not(ancestor::list)]")
            self.assertEqual("no_open" not in field.get("options"), opens, user.login)

    def test_neighbours_answers_are_none_of_theirs(self):
        street = self.env["res.company"].create({"name": "Next Street"})
        neighbour = new_test_user(
            self.env, "test_neighbour", groups="street_safety_base.group_street_safety_admin", company_id=street.id
        )
        self.assertFalse(self._sheets_of(neighbour), "another street's people are none of theirs")

    def _sheets_of(self, user):
        sheets = self.env["survey.user_input"].with_user(user).with_context(allowed_company_ids=user.company_id.ids)
        return sheets.search([("id", "in", self.sheets.ids)])


@tagged("post_install", "-at_install")
class TestTrainingExamPages(HttpCase, ExamCase):
    """The exam on the phone: people of an enterprise by the address of their own sheet, staff from their line."""

    def setUp(self):
        super().setUp()
        now = fields.Datetime.now().replace(microsecond=0)
        self.training = self._session(begin=now - datetime.timedelta(minutes=5))
        self.training.action_mark_all_present()
        self.line = self._line(self.training, "Li Si")
        for user in (self.cadre_user, self.other_cadre_user):
            user.password = user.login

    def test_by_the_address_without_login(self):
        self.assertEqual(self.url_open(self.line._exam_address()).status_code, 200)
        answer(self.line._sheets(), right=2)
        token = self.line._sheets().access_token
        address = f"/street-safety/training/certificate/{token}"
        with mute_logger("odoo.http"):
            other = self._line(self.training, "Wang Wu")._sheets().access_token
            self.assertEqual(self.url_open(f"/street-safety/training/certificate/{other}").status_code, 404)
        page = self.url_open(address)
        self.assertEqual((page.status_code, page.headers["Content-Type"]), (200, "application/pdf"))
        html, _kind = (
            self.env["ir.actions.report"]
            .sudo()
            ._render_qweb_html("survey.certification_report", self.line._sheets().ids)
        )
        self.assertIn("Li Si", html.decode())

    @mute_logger("odoo.http")
    def test_code_is_for_the_recorder(self):
        address = f"/street-safety/training/exam/{self.line.id}"
        self.authenticate("test_cadre", "test_cadre")
        page = self.url_open(address)
        self.assertIn("/report/barcode/", page.text)
        self.assertIn("Li Si", page.text)
        self.authenticate("test_other_cadre", "test_other_cadre")
        page = self.url_open(address)
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("Li Si", page.text)
