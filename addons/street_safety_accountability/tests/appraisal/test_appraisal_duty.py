from datetime import date

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestAppraisalDuty(AppraisalCase):
    """The yearly appraisal of every unit that a regulation names proves that they were appraised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls._unit("Emergency Office", "department", cls.street)

    def _adopt(self, pack, code):
        regulations = self.env["safety.regulation"]
        regulation, _gaps = regulations._from_file(regulations._packs()[pack], self.street, skip=True)
        regulation.date_from = "2026-01-01"
        regulation.action_adopt()
        rule = regulation.rule_ids.filtered(lambda one: one.code == code)
        self.env["safety.duty"]._generate(self.company, date(2026, 1, 1), date(2026, 12, 31))
        self.env["safety.duty"]._open_due(self.company)
        return rule

    def _run(self, scheme):
        """Run the dialog as the office does, and return the appraisals it opens."""
        wizard = self._as(self.office_user, self.env["safety.appraisal.run.wizard"])
        with Form(wizard.with_context(default_scheme_id=scheme.id)) as form:
            form.year = 2026
        return self.env["safety.appraisal"].search(form.record.action_run()["domain"])

    def _confirm(self, appraisals):
        appraisals.line_ids.filtered(lambda line: line.kind == "hand").write({"deduction": 0})
        self._as(self.office_user, appraisals).action_confirm()

    def test_gy_7_1_one_run_covers_all_offices_and_communities(self):
        """GY-7.1: the yearly run covers all offices and communities; each confirmed sheet counts for the duty."""
        rule = self._adopt("GY", "GY-7.1")
        duty = rule.duty_ids
        self.assertEqual((len(duty), duty.target_count), (1, 3), "two communities and an office")
        with Form(self._as(self.office_user, self.scheme)) as form:
            form.more_type_ids.add(self.env.ref("street_safety_base.unit_type_department"))
        appraisals = self._run(self.scheme)
        self.assertEqual(appraisals.unit_id, self.community_a | self.community_b | self.office)
        self.assertEqual(set(appraisals.mapped("ranked")), {3}, "they are ranked together")
        self._confirm(appraisals[:2])
        self.assertEqual((duty.state, duty.target_done), ("open", 2))
        self._confirm(appraisals[2:])
        self.assertEqual((duty.state, duty.target_done), ("met", 3))
        records = self.env["safety.record"].search([("appraisal_id", "in", appraisals.ids)])
        self.assertEqual((records.unit_id, set(records.mapped("state"))), (appraisals.unit_id, {"done"}))
        self.assertIn("台账", records[0].note)
        with Form(self._as(self.office_user, records[0])) as form:
            self.assertEqual(form.appraisal_id, records[0].appraisal_id, "the sheet is one tap away")

    def test_zf_3_4b_the_appraisal_contains_the_campaign_with_check_results(self):
        """ZF-3.4b: villages and member units each get a sheet with the campaign's items and what the check found."""
        village = self._unit("Village", "village", self.street)
        member = self._unit("Police station", "member_unit", self.street)
        template = self.env.ref("street_safety_accountability.appraisal_scheme_campaign")
        scheme = template.browse(self._as(self.office_user, template).action_take_over()["res_id"])
        appraisals = self._run(scheme)
        self.assertEqual(appraisals.unit_id, self.community_a | self.community_b | village | member)
        for appraisal in appraisals:
            campaign = appraisal.line_ids.filtered(lambda line: "专项行动" in line.name)
            self.assertEqual(len(campaign), 3)
        own = appraisals.filtered(lambda one: one.unit_id == village)
        self._line(own, "专项行动专人检查评定").write({"deduction": 5, "reason": "两户未张贴告知书"})
        self.assertEqual(own.total, 95)

    def test_the_campaign_items_count_campaign_work_and_the_hazards_its_checks_found(self):
        """ZF-3.4b: tasks of the campaign and hazards found in its checks count, other work stands apart."""
        template = self.env.ref("street_safety_accountability.appraisal_scheme_campaign")
        scheme = template.browse(self._as(self.office_user, template).action_take_over()["res_id"])
        campaign = self.env["safety.campaign"].create({"name": "Winter", "unit_id": self.street.id})
        task = self.env["safety.campaign.task"].create({"campaign_id": campaign.id, "name": "Visit"})
        self.duty_rule.copy({"code": "other"})
        self._missed_duty("2026-03-31")
        self.duty_rule.sudo().campaign_task_id = task
        own = self._run(scheme).filtered(lambda one: one.unit_id == self.community_a)
        self.assertEqual((self._line(own, "专项行动任务完成率").total, self._line(own, "各项任务完成率").total), (1, 0))
        self.assertEqual(self._line(own, "专项行动任务完成率").score, 0)

    def test_what_is_confirmed_after_its_year_proves_nothing_in_the_next(self):
        """GY-7.1: a sheet of 2026 that is confirmed in 2027 is no proof of 2027."""
        self._adopt("GY", "GY-7.1")
        appraisals = self._run(self.scheme)
        with freeze_time("2027-01-10 04:00:00"):
            self._confirm(appraisals)
        self.assertFalse(self.env["safety.record"].search([("appraisal_id", "in", appraisals.ids)]))

    def test_the_record_goes_with_a_sheet_that_is_void_or_corrected(self):
        """GY-7.1: the record of a sheet that is no longer confirmed is void; confirmed anew, there is another."""
        self._adopt("GY", "GY-7.1")
        own = self._run(self.scheme).filtered(lambda one: one.unit_id == self.community_a)
        self._confirm(own)
        records = self.env["safety.record"].search([("appraisal_id", "=", own.id)])
        self._as(self.office_user, own)._do_because("object", "签到表已补")
        self._as(self.second_officer, own)._do_because("correct", "属实")
        self.assertEqual((own.state, records.state), ("draft", "void"))
        self._confirm(own)
        live = self.env["safety.record"].search([("appraisal_id", "=", own.id), ("state", "=", "done")])
        self.assertEqual(len(live), 1)
        self._as(self.office_user, own)._do_because("void", "Wrong scheme")
        self.assertEqual(live.state, "void")

    def test_statements_of_confirming_do_not_grow_with_units(self):
        self._adopt("GY", "GY-7.1")

        def statements(appraisals):
            appraisals.line_ids.filtered(lambda line: line.kind == "hand").write({"deduction": 0})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            appraisals._after_confirm()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        for number in range(12):
            self._unit(f"Community {number}", "community", self.work_point)
        appraisals = self._run(self.scheme)
        appraisals._workflow_write({"confirmed_on": "2026-12-20"})
        self.assertLessEqual(statements(appraisals[2:]), statements(appraisals[:2]) + 10)
