from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestLetter(AccountabilityCase):
    """A community undertakes the targets of the year towards the street (GY-1.10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader_user = cls._person("test_leader", "street_director", cls.street)
        cls.secretary_user = cls._person("test_secretary", "community_party_secretary", cls.community_a)
        cls.kind = cls.env["safety.letter.kind"].create(
            {
                "name": "Community letter",
                "unit_type_id": cls.community_a.type_id.id,
                "body": "{second} promises {first} in {year}: {other}",
                "target_ids": [
                    Command.create({"name": "Closed in time", "goal": 95, "measure": "%", "weight": 2}),
                    Command.create({"name": "Fatal accidents", "direction": "at_most", "goal": 0, "weight": 3}),
                    Command.create({"name": "Plan carried out", "direction": "done"}),
                ],
            }
        )

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-10 02:00:00")

    def _letter(self, unit=None):
        return self.env["safety.letter"].create({"kind_id": self.kind.id, "unit_id": (unit or self.community_a).id})

    def _signed(self):
        letter = self._letter()
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        self._as(self.leader_user, letter)._sign("first", self.signature)
        self._as(self.leader_user, letter).action_complete()
        return letter

    def _reach(self, letter, *figures):
        for target, figure in zip(letter.target_ids, figures, strict=True):
            target.actual = figure

    def test_a_letter_begins_with_the_targets_and_words_of_its_kind(self):
        letter = self._letter()
        self.assertEqual(letter.target_ids.mapped("name"), self.kind.target_ids.mapped("name"))
        self.assertEqual(letter.body, "Community A promises Test Street in 2026: {other}")
        self.assertEqual(str(letter.date_end), "2026-12-31")

    def test_in_the_form_the_kind_brings_its_targets(self):
        with Form(self._as(self.secretary_user, self.env["safety.letter"])) as form:
            form.kind_id = self.kind
            form.unit_id = self.community_a
        self.assertEqual(len(form.record.target_ids), 3)

    def test_both_sides_sign_then_it_is_numbered_and_closed(self):
        letter = self._signed()
        self.assertEqual((letter.state, str(letter.signed_on)), ("signed", "2026-03-10"))
        self.assertIn("2026", letter.number)
        for change in ({"body": "less"}, {"year": 2027}):
            with self.assertRaisesRegex(UserError, "双方|both sides"):
                letter.write(change)
        with self.assertRaises(UserError):
            letter.target_ids[0].goal = 10
        with self.assertRaises(UserError):
            letter.target_ids[0].unlink()

    def test_one_signature_is_not_enough(self):
        letter = self._letter()
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        with self.assertRaises(UserError):
            self._as(self.leader_user, letter).action_complete()
        self.assertEqual(letter.state, "draft")

    def test_a_change_after_signing_asks_for_new_signatures(self):
        letter = self._letter()
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        letter.target_ids[0].goal = 50
        self._as(self.leader_user, letter)._sign("first", self.signature)
        with self.assertRaises(UserError):
            self._as(self.leader_user, letter).action_complete()

    def test_nobody_signs_for_both_sides(self):
        letter = self._letter()
        user = self.leader_user
        self._appoint(user, "community_principal", self.community_a)
        for purpose in ("first", "second"):
            self._as(user, letter)._sign(purpose, self.signature)
        with self.assertRaises(UserError):
            self._as(user, letter).action_complete()

    def test_who_signs_for_which_side(self):
        letter = self._letter()
        with self.assertRaises(UserError):
            self._as(self.leader_user, letter).action_sign_second()
        with self.assertRaises(AccessError):
            self._as(self.secretary_user, letter).action_sign_first()
        dialog = self._as(self.secretary_user, letter).action_sign_second()
        self.assertFalse(dialog["context"]["default_step"])
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        dialog = self._as(self.leader_user, letter).action_sign_first()
        self.assertEqual(dialog["context"]["default_step"], "sign")

    def test_a_body_above_the_street_signs_on_paper(self):
        self.kind.write({"first_party": "outside", "first_party_name": "District"})
        letter = self._letter()
        with self.assertRaises(UserError):
            self._as(self.leader_user, letter).action_sign_first()
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        with self.assertRaises(UserError):
            self._as(self.secretary_user, letter).action_complete()
        letter.scan_ids = self.env["ir.attachment"].create({"name": "letter.pdf", "raw": b"%PDF-1.4"})
        self._as(self.secretary_user, letter).action_complete()
        self.assertEqual((letter.state, letter.first_party), ("signed", "District"))

    def test_gy_1_10_percentage_done_and_settled_letter_prove_the_targets(self):
        """GY-1.10: the letter shows the percentage done; settled, it is the work record that the duty asks for."""
        kind = self.env["safety.record.type"].search([("code", "=", "target_letter")], limit=1)
        kind = kind or self.env["safety.record.type"].create({"name": "Target letter", "code": "target_letter"})
        letter = self._signed()
        self.assertEqual(letter.progress, 0)
        with self.assertRaises(UserError):
            self._as(self.office_user, letter)._do_because("settle", "Done")
        self._reach(letter, 47.5, 0, 1)
        self.assertEqual(letter.target_ids.mapped("reached"), [50, 100, 100])
        self.assertAlmostEqual(letter.progress, (50 * 2 + 100 * 3 + 100) / 6, 1)
        with self.assertRaises(UserError):
            self._as(self.secretary_user, letter)._do_because("settle", "Done")
        self._as(self.office_user, letter)._do_because("settle", "Nearly")
        record = self.env["safety.record"].search([("letter_id", "=", letter.id)])
        self.assertEqual((record.type_id, record.state, record.unit_id), (kind, "done", self.community_a))
        self.assertIn("47.5", record.note)
        self.assertEqual((letter.state, letter.settle_note), ("settled", "Nearly"))
        with self.assertRaises(UserError):
            letter.target_ids[0].actual = 100

    def test_gy_2_10_the_yearly_task_list_shows_percentage_done_and_proves_the_duty(self):
        """GY-2.10: the district's list, taken over, shows the percentage done; settled, it meets the leader's duty."""
        regulations = self.env["safety.regulation"]
        gongyuan, _gaps = regulations._from_file(regulations._packs()["GY"], self.street, skip=True)
        gongyuan.date_from = "2026-01-01"
        gongyuan.action_adopt()
        rule = gongyuan.rule_ids.filtered(lambda one: one.code == "GY-2.10")
        self.env["safety.duty"]._generate(self.company, date(2026, 1, 1), date(2026, 12, 31))
        self.env["safety.duty"]._open_due(self.company)
        template = self.env.ref("street_safety_accountability.letter_kind_task_list")
        kind = template.browse(self._as(self.office_user, template).action_take_over()["res_id"])
        self.assertEqual((kind.company_id, kind.record_code, len(kind.target_ids)), (self.company, "task_list", 3))
        tasks = self.env["safety.letter"].create({"kind_id": kind.id, "unit_id": self.street.id})
        tasks.scan_ids = self.env["ir.attachment"].create({"name": "list.pdf", "raw": b"%PDF-1.4"})
        self._as(self.leader_user, tasks)._sign("second", self.signature)
        self._as(self.leader_user, tasks).action_complete()
        self._reach(tasks, 50, 1, 0)
        tasks.target_ids[2].is_reported = True
        self.assertAlmostEqual(tasks.progress, (50 * 2 + 100) / 4, 1)
        self._as(self.office_user, tasks)._do_because("settle", "One task is carried over")
        record = self.env["safety.record"].search([("letter_id", "=", tasks.id)])
        self.assertEqual((record.type_id.code, record.state), ("task_list", "done"))
        self.assertEqual(rule.duty_ids.evidence_ids.mapped("res_id"), record.ids)

    def test_a_zero_is_reached_only_once_it_is_entered(self):
        letter = self._signed()
        accidents = letter.target_ids[1]
        self.assertFalse(accidents.is_met)
        accidents.is_reported = True
        self.assertTrue(accidents.is_met)
        accidents.actual = 1
        self.assertEqual((accidents.is_met, accidents.reached), (False, 0))

    def test_coverage_and_who_is_missing(self):
        self._signed()
        self._letter(self.community_b)
        self.assertEqual((self.kind.subject_count, self.kind.signed_count), (2, 1))
        missing = self.env["safety.unit"].search(self.kind.action_missing()["domain"])
        self.assertNotIn(self.community_a, missing)
        self.assertIn(self.community_b, missing)

    def test_the_dialog_makes_each_letter_once(self):
        letters = self.env["safety.letter"].with_user(self.office_user)
        self._letter()
        made = letters._generate(self.kind, 2026, self.street)
        self.assertEqual(made.unit_id, self.community_a | self.community_b)
        self.assertEqual(letters._generate(self.kind, 2026, self.street), made)
        self.assertEqual(len(made.target_ids), 6)
        with self.assertRaises(AccessError):
            letters.with_user(self.other_cadre_user).create(
                {"kind_id": self.kind.id, "unit_id": self.community_a.id, "year": 2030}
            )

    def test_making_letters_costs_the_same_for_any_number(self):
        units = self.env["safety.unit"].create(
            [
                {"name": f"More {number}", "type_id": self.kind.unit_type_id.id, "parent_id": self.work_point.id}
                for number in range(20)
            ]
        )
        few, many = units[:2], units
        counts = []
        for year, scope in ((2026, few), (2027, many)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["safety.letter"]._generate(self.kind, year, scope)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, counts)

    def test_an_enterprise_undertakes_one(self):
        enterprise = self._enterprise("Sewing Ltd", self.grid_a1)
        kind = self.kind.copy({"name": "Enterprise letter", "subject": "enterprise", "first_party": "above"})
        with self.assertRaises(ValidationError):
            self.env["safety.letter"].create({"kind_id": kind.id, "unit_id": self.grid_a1.id})
        letter = self.env["safety.letter"].create({"kind_id": kind.id, "enterprise_id": enterprise.id})
        self.assertEqual((letter.unit_id, letter.second_party), (self.grid_a1, "Sewing Ltd"))
        self.assertEqual(letter.first_party, self.grid_a1.name)
        dialog = letter.with_user(self.grid_user).action_sign_second()
        self.assertTrue(dialog["context"]["default_outside"])
        letter.with_user(self.grid_user)._sign("first", self.signature)
        with self.assertRaises(UserError):
            letter.with_user(self.grid_user).action_complete()
        letter.with_user(self.grid_user)._sign("second", self.signature, signer_name="Chen Wu")
        letter.with_user(self.grid_user).action_complete()
        self.assertEqual(letter.state, "signed")

    def test_one_letter_of_a_kind_a_year_and_only_for_its_kind_of_unit(self):
        self._letter()
        with self.assertRaises(ValidationError):
            self._letter(self.grid_a1)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._letter()

    def _scheme(self):
        return self.env["safety.appraisal.scheme"].create(
            {
                "name": "Scheme",
                "unit_type_id": self.community_a.type_id.id,
                "grade_ids": [Command.create({"name": "All", "minimum": 0})],
                "indicator_ids": [
                    Command.create(
                        {
                            "section": "Duties",
                            "name": "Duties met",
                            "weight": 100,
                            "kind": "rate",
                            "model_id": self.env["ir.model"]._get_id("safety.duty"),
                            "date_field_id": self.env["ir.model.fields"]._get("safety.duty", "due_date").id,
                            "unit_field_id": self.env["ir.model.fields"]._get("safety.duty", "unit_id").id,
                            "domain": "[('state', '=', 'met')]",
                        }
                    )
                ],
            }
        )

    def test_figures_come_from_the_appraisal_and_open_its_records(self):
        letter = self._letter()
        scheme = self._scheme()
        indicator = scheme.indicator_ids
        letter.target_ids[0].indicator_id = indicator
        for day in ("2026-01-10", "2026-02-20"):
            self._missed_duty(day)
        self.env["safety.duty"].search([("unit_id", "=", self.community_a.id)], limit=1).state = "met"
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        self._as(self.leader_user, letter)._sign("first", self.signature)
        self._as(self.leader_user, letter).action_complete()
        appraisals = self.env["safety.appraisal"]._generate(scheme, self.company, 2026)
        line = appraisals.filtered(lambda one: one.unit_id == self.community_a).line_ids
        letter.action_take_figures()
        target = letter.target_ids[0]
        self.assertEqual((target.actual, target.is_reported), (line.count * 100 / line.total, True))
        self.assertEqual(target.action_open()["domain"], [("id", "in", line.counted_ids)])

    def test_figures_of_many_letters_in_a_constant_number_of_statements(self):
        scheme = self._scheme()
        units = self.env["safety.unit"].union(
            *(self._unit(f"Community {number}", "community", self.work_point) for number in range(6))
        )
        letters = self.env["safety.letter"].union(*(self._letter(unit) for unit in units))
        letters.target_ids.filtered(lambda one: one.measure == "%").indicator_id = scheme.indicator_ids
        self.env["safety.appraisal"]._generate(scheme, self.company, 2026)
        self._take(letters[:1])
        one, many = self._take(letters[:1]), self._take(letters[1:])
        self.assertLessEqual(many, one)
        taken = letters.target_ids.filtered("line_id")
        self.assertEqual((len(taken), taken.letter_id, set(taken.mapped("is_reported"))), (6, letters, {True}))

    def _take(self, letters):
        """Return how many statements it takes to take the figures of ``letters`` as the office."""
        letters.target_ids.write({"actual": 0, "line_id": False})
        self.env.flush_all()
        self.env.invalidate_all()
        count = self.cr.sql_log_count
        self._as(self.office_user, letters).action_take_figures()
        self.env.flush_all()
        return self.cr.sql_log_count - count

    def test_start_page_shows_what_to_sign_and_what_to_settle(self):
        def counts(user):
            duties = self.env["safety.duty"].with_user(user).with_company(self.company)
            mine = [entry for entry in duties._waiting() if entry["xmlid"].endswith("safety_letter_action")]
            return {entry["label"]: entry["count"] for entry in duties._counted(mine)}

        letter = self._letter()
        self.assertEqual(list(counts(self.secretary_user).values()), [1])
        self.assertFalse(counts(self.office_user))
        self._as(self.secretary_user, letter)._sign("second", self.signature)
        self._as(self.leader_user, letter)._sign("first", self.signature)
        self._as(self.leader_user, letter).action_complete()
        self.assertFalse(counts(self.secretary_user))
        self._freeze("2027-01-05 02:00:00")
        self.assertEqual(list(counts(self.office_user).values()), [1])

    def test_void_keeps_the_number_and_allows_another(self):
        letter = self._signed()
        number = letter.number
        self._as(self.office_user, letter)._do_because("void", "Wrong targets")
        self.assertEqual((letter.state, letter.number), ("void", number))
        self.env.flush_all()
        self.assertEqual(self._letter().state, "draft")

    def test_printed_with_targets_and_signatures(self):
        letter = self._signed()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("street_safety_accountability.report_letter", letter.ids)[0]
            .decode()
        )
        for words in ("Closed in time", letter.number, "data:image/png;base64"):
            self.assertIn(words, html)
