from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .package_common import PackageCase


@tagged("post_install", "-at_install")
class TestPackagePeriod(PackageCase):
    """Which month a package proves: the one it reports on, whenever it is handed in (XT-5.1, BF-2.3a, ZF-T12.2b)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls._regulation()
        cls.rule = cls._package_rule("monthly_close", due_kind="day_of_next_period", due_value=5, window_after=True)
        cls.duties = cls.env["safety.duty"]

    @classmethod
    def _package_rule(cls, code, **vals):
        values = {
            "name": f"Hand in {code}",
            "kind_id": cls.env.ref("street_safety_base.duty_kind_package_handed_in").id,
            "evidence_domain": f"[('kind_id.code', '=', '{code}')]",
            "unit_type_id": cls.env.ref("street_safety_base.unit_type_work_point").id,
            "post_ids": [(6, 0, cls._post("work_point_head").ids)],
        }
        return cls._rule(cls.regulation, **{**values, **vals})

    def _night(self):
        self.duties._open_due(self.company)
        self.duties._evaluate(self.company)
        self.duties._close_due(self.company)

    def _duty(self, rule, start):
        return rule.duty_ids.filtered(lambda duty: str(duty.period_start) == start)

    def _adopt(self, first=date(2026, 1, 1), last=date(2026, 6, 30)):
        self.regulation.action_adopt()
        self.duties._generate(self.company, first, last)

    def _handed_in(self, moment, **vals):
        with freeze_time(moment):
            package = self._signed(**vals)
            package.action_submit()
        return package

    def test_xt_5_1_last_months_package_again_is_not_this_months(self):
        """XT-5.1: February's package, returned and handed in anew in the first days of April, proves no March."""
        self._adopt()
        self._freeze("2026-04-01 04:00:00")
        self._night()
        march = self._duty(self.rule, "2026-03-01")
        self.assertEqual((march.state, str(march.window_start)), ("open", "2026-04-01"))
        february = self._handed_in("2026-04-02 04:00:00", period_start="2026-02-01")
        self.assertEqual(march.state, "open", "handing it in has proved the wrong month")
        self._freeze("2026-04-03 04:00:00")
        self._night()
        self.assertEqual((march.state, march.evidence_ids.ids), ("open", []))
        february.with_user(self.office_user)._do_because("return", "Not that one")
        self._handed_in("2026-04-04 04:00:00", period_start="2026-03-01")
        self.assertEqual(march.state, "met")
        self.assertFalse(march.evidence_ids.late)

    def test_the_right_month_handed_in_late_is_no_other_month_either(self):
        self._adopt()
        self._freeze("2026-05-02 04:00:00")
        self._night()
        self.assertEqual(self._duty(self.rule, "2026-03-01").state, "missed")
        self._handed_in("2026-05-03 04:00:00", period_start="2026-03-01")
        self._night()
        self.assertEqual(self._duty(self.rule, "2026-03-01").state, "missed")
        self.assertEqual(self._duty(self.rule, "2026-04-01").state, "open")

    def test_xt_3_1c_a_supervision_asks_for_the_package_of_its_month(self):
        """XT-3.1c: what supervision found in March is in March's package, not in February's handed in after it."""
        field = self.env["ir.model.fields"]._get
        rule = self._package_rule(
            "monthly_close",
            cause="record",
            cause_model_id=self.env["ir.model"]._get_id("safety.record"),
            cause_domain="[('name', '=', 'Supervised')]",
            cause_date_field_id=field("safety.record", "date").id,
            cause_unit_field_id=field("safety.record", "unit_id").id,
            evidence_linked=False,
            due_kind="day_of_next_period",
            due_value=5,
            period_unit="month",
        )
        self.assertEqual(rule.reports_on, "own")
        self._adopt()
        self._work_record(self.work_point, "2026-03-10", name="Supervised")
        self._freeze("2026-03-11 04:00:00")
        self.duties._generate_caused(self.company)
        self._night()
        duty = rule.duty_ids
        self.assertEqual((len(duty), str(duty.due_date)), (1, "2026-04-05"))
        self._handed_in("2026-03-12 04:00:00", period_start="2026-02-01")
        self.assertEqual(duty.state, "open")
        self._handed_in("2026-04-02 04:00:00", period_start="2026-03-01")
        self.assertEqual(duty.state, "met")

    def test_zf_t12_2b_what_is_published_in_a_quarter_is_about_the_last(self):
        """ZF-T12.2b: the list is published within the quarter, so it is the one of the quarter before; an older one
        published again does not count. Also where the first quarter counts from the day of adoption only."""
        kind = self.kind.copy({"code": "quarter_list", "name": "List", "period": "quarter"})
        vals = {"period_unit": "quarter", "reports_on": "previous", "edge_mode": "clip"}
        rule = self._package_rule("quarter_list", date_from="2026-04-15", **vals)
        self._adopt(date(2026, 4, 15))
        self._freeze("2026-05-10 04:00:00")
        self._night()
        duty = rule.duty_ids
        self.assertEqual(str(duty.period_start), "2026-04-15")
        old = self._handed_in("2026-05-11 04:00:00", kind_id=kind.id, period_start="2025-12-01")
        self.assertEqual((duty.state, str(old.period_end)), ("open", "2025-12-31"))
        self._handed_in("2026-05-12 04:00:00", kind_id=kind.id, period_start="2026-03-01")
        self.assertEqual(duty.state, "met")

    def test_which_period_is_a_field_of_the_rule(self):
        """Proposed from when it is due, open to the administrator, and kept by the exchange file."""
        self.assertEqual((self.rule.reports_on, self.rule.kind_reports), ("own", True))
        self.assertEqual(self._package_rule("monthly_close", period_unit="quarter").reports_on, "any")
        self.assertEqual(self._rule(self.regulation, due_kind="day_of_next_period", due_value=5).reports_on, "any")
        self.rule.reports_on = "any"
        self._adopt()
        self._freeze("2026-04-01 04:00:00")
        self._night()
        self._handed_in("2026-04-02 04:00:00", period_start="2026-02-01")
        self.assertEqual(self._duty(self.rule, "2026-03-01").state, "met", "any period was asked for")
        content = self.rule._to_file()
        self.assertEqual(content["reports_on"], "any")
        again = self.env["safety.duty.rule"]._from_file(content, self.regulation, {})
        self.assertEqual(again["reports_on"], "any")
        self.assertNotIn(
            "reports_on", self.env["safety.duty.rule"]._from_file({**content, "reports_on": None}, self.regulation, {})
        )

    def test_my_work_opens_the_package_of_the_duty(self):
        """The draft of the night, not a second one; of another month than the last, the form is filled in."""
        self._adopt()
        self._freeze("2026-04-02 04:00:00")
        self._night()
        march = self._duty(self.rule, "2026-03-01").with_user(self.head_user)
        action = march.action_do()
        self.assertFalse(action["res_id"])
        self.assertEqual(
            {name: action["context"][f"default_{name}"] for name in ("kind_id", "unit_id", "period_start")},
            {"kind_id": self.kind.id, "unit_id": self.work_point.id, "period_start": date(2026, 3, 1)},
        )
        self.env["safety.package"]._generate(self.company)
        package = self.env["safety.package"].search([("unit_id", "=", self.work_point.id)])
        self.assertEqual(march.action_do()["res_id"], package.id)

    def _waiting(self, user):
        summary = self.duties.with_user(user).my_work_summary()
        return {(line["group"], line["label"]): line["count"] for line in summary["waiting"]}

    def test_what_is_handed_in_waits_for_the_office(self):
        """The unit sees that it waits for others, the office that it is asked to decide."""
        self._freeze("2026-04-02 04:00:00")
        package = self._signed()
        self.assertEqual(self._waiting(self.head_user)["do", "Packages to hand in"], 1)
        package.action_submit()
        self.assertEqual(self._waiting(self.head_user), {("others", "Packages handed in, not received yet"): 1})
        self.assertEqual(self._waiting(self.office_user)["approve", "Packages to receive"], 1)
        package.with_user(self.office_user).action_receive()
        self.assertFalse(self._waiting(self.head_user))

    def test_received_asks_for_no_review_and_returned_does(self):
        """Handing in and receiving leave the duty as it was met; a return takes the evidence back: somebody decides."""
        self._adopt()
        self._freeze("2026-04-02 04:00:00")
        self._night()
        march = self._duty(self.rule, "2026-03-01")
        package = self._handed_in("2026-04-02 04:00:00")
        self.assertEqual((march.state, len(march.decision_ids)), ("met", 0))
        with self.cr.savepoint(), self.assertRaises(ZeroDivisionError):
            package.with_user(self.office_user).action_receive()
            self.assertFalse(march.decision_ids)
            raise ZeroDivisionError
        self.env.invalidate_all()
        package.with_user(self.office_user)._do_because("return", "A visit is missing")
        self.assertEqual((march.state, march.decision_ids.mapped("state")), ("met", ["proposed"]))
