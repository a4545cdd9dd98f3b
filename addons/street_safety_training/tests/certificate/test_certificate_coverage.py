from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CertificateCase, operator_number

FIRMS, CERTIFICATES = 2_000, 6_000


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestCertificateCoverage(CertificateCase):
    """Who must have what, who has it, and the list of what is missing – for an enterprise, a grid, a community."""

    def test_required_is_what_is_asked_or_who_is_registered(self):
        self._require(minimum=2)
        self.assertEqual(self._gaps(self.factory, self.workshop), [2, 0])
        self._certificate("A")
        self.assertEqual(self._gaps(self.factory), [1])
        self._certificate("B", "88012346")
        self._certificate("C", False)
        self.assertEqual(self._gaps(self.factory), [1], "somebody without one is a gap, asked for or not")
        self._certificate("C", "88012347")
        self.assertEqual(self._gaps(self.factory), [0])
        self.assertEqual((self.factory.certificate_required_count, self.factory.certificate_held_count), (3, 3))

    def test_the_larger_requirement_counts(self):
        self._require(minimum=1)
        self._require(minimum=3, domain="[('headcount', '>=', 120)]")
        self._require(minimum=9, domain="[('headcount', '>', 120)]")
        self.assertEqual(self._gaps(self.factory), [3])

    def test_lapsed_left_and_replaced_do_not_count(self):
        lapsed = self._certificate("A", date_end="2026-03-09")
        self._certificate("B", "88012346", date_end="2026-03-10")
        self._certificate("D", "88012348", date_end="2025-12-31", working=False)
        self.assertEqual(self._gaps(self.factory), [1], "expired today is not valid; it still holds on its last day")
        self._certificate("A", lapsed.number, date_issue="2026-03-01")
        self.assertEqual(self._gaps(self.factory), [0])

    def test_who_needs_training_is_listed_until_trained(self):
        """ZF-T1.4, BF-1.1.4c: newly hired, moved, back after six months, new technology – untrained until recorded."""
        for number, code in enumerate(("prejob", "post_change")):
            kind = self.env.ref(f"street_safety_training.certificate_type_{code}")
            person = self.env["safety.certificate"].create(
                {"name": f"Worker {number}", "enterprise_id": self.factory.id, "type_id": kind.id, "operation": "Press"}
            )
            untrained = [("type_id", "=", kind.id), ("state", "=", "lacking"), ("enterprise_id", "=", self.factory.id)]
            self.assertEqual(self.env["safety.certificate"].search(untrained), person)
            self.assertEqual(self._gaps(self.factory), [1])
            person.write({"number": f"PX-2026-{number}", "date_issue": "2026-03-09"})
            self.assertFalse(self.env["safety.certificate"].search(untrained))
            self.assertEqual((person.state, self._gaps(self.factory)), ("valid", [0]))

    def test_units_and_gap_list(self):
        self._require("principal", "[]")
        self._certificate("A", kind="principal")
        rows = self.community_a | self.community_b | self.grid_a1 | self.work_point
        figures = [(u.certificate_held_count, u.certificate_required_count, u.certificate_coverage) for u in rows]
        self.assertEqual(figures, [(1, 1, 100), (0, 1, 0), (1, 1, 100), (1, 2, 50)])
        action = self.community_b.action_open_certificate_gaps()
        gaps = self.env["safety.certificate.coverage"].search([*action["domain"], ("missing_count", ">", 0)])
        self.assertEqual((gaps.enterprise_id, gaps.type_id), (self.workshop, self.types["principal"]))
        opened = gaps.action_open_certificates()
        self.assertEqual(opened["context"]["default_enterprise_id"], self.workshop.id)

    def test_figures_and_gaps_of_a_past_day(self):
        """On 28 February one certificate still held and another was not issued yet; unit, firm and list agree."""
        self._require("principal", "[]")
        self._require(minimum=2, domain="[('headcount', '>=', 100)]")
        self._certificate("A", kind="principal", date_end="2026-03-05")
        self._certificate("B", "88012346", date_issue="2026-03-02")
        renewed = self._certificate("C", "88012347", date_issue="2025-01-02", date_end="2026-02-10")
        with freeze_time("2026-03-08 04:00:00"):
            self._certificate("C", renewed.number, date_issue="2026-03-07")
        left = self._enterprise("Gone", self.grid_a1)
        with freeze_time("2026-03-06 04:00:00"):
            left._leave("2026-03-06", "Moved away")
        today = self._figures()
        self.assertEqual(today, {("Factory", "principal"): (1, 0), ("Factory", "manager"): (2, 2),
                                 ("Workshop", "principal"): (1, 0)})  # fmt: skip
        past = self._figures("2026-02-28")
        self.assertEqual(past, {("Factory", "principal"): (1, 1), ("Factory", "manager"): (2, 0),
                                ("Workshop", "principal"): (1, 0), ("Gone", "principal"): (1, 0)})  # fmt: skip
        self.assertEqual(self._figures(["2026-02-28"]), past, "as the search box sends it")
        self.assertEqual(self._figures("2026-03-10"), today)
        then = {"safety_as_of": "2026-02-28"}
        unit = self.community_a.with_context(**then)
        self.assertEqual((unit.certificate_held_count, unit.certificate_required_count), (1, 4))
        self.assertEqual((self.community_a.certificate_held_count, self.community_a.certificate_required_count), (2, 3))
        self.assertEqual(self.factory.with_context(**then).certificate_gap_count, 2)
        action = unit.action_open_certificate_gaps()
        self.assertEqual(action["context"]["safety_as_of"], "2026-02-28")
        self.env.invalidate_all()  # the list is a request of its own
        rows = self.env["safety.certificate.coverage"].with_context(**action["context"])
        gaps = rows.search([*action["domain"], ("missing_count", ">", 0)])
        self.assertEqual(sum(gaps.mapped("missing_count")), unit.certificate_gap_count)
        self.assertEqual({str(day) for day in gaps.mapped("as_of")}, {"2026-02-28"})
        opened = gaps[:1].action_open_certificates()
        self.assertEqual(opened["context"]["default_enterprise_id"], gaps[:1].enterprise_id.id)
        mine = rows.with_user(self.grid_user).search([])
        self.assertEqual(mine.enterprise_id, self.factory | left)
        with self.assertRaisesRegex(UserError, "no date"):
            rows.with_context(safety_as_of="June").search([])

    def _figures(self, day=None):
        self.env.invalidate_all()
        rows = self.env["safety.certificate.coverage"].with_context(safety_as_of=day)
        found = rows.search([("company_id", "=", self.company.id)])
        return {
            (row.enterprise_id.name, row.type_id.code): (row.required_count, row.held_count)
            for row in found
        }  # fmt: skip

    def test_everybody_counts_what_they_reach(self):
        self._require("principal", "[]")
        mine = self.env["safety.certificate.coverage"].with_user(self.grid_user).search([])
        self.assertEqual(mine.enterprise_id, self.factory)
        self.assertEqual(self.work_point.with_user(self.grid_user).certificate_required_count, 1)

    def test_search_by_gap(self):
        self._require("principal", "[]")
        self._require("special_equipment", "[]", active=False)
        self._certificate("A", kind="principal")
        firms = self.env["safety.enterprise"]
        ours = [("id", "in", (self.factory | self.workshop).ids)]
        self.assertEqual(firms.search([*ours, ("certificate_gap_count", "=", 0)]), self.factory)
        every = firms.with_context(active_test=False)
        self.assertEqual(
            every.search([*ours, ("certificate_gap_count", "=", 0)]), self.factory, "archived asks nothing"
        )
        self.assertEqual(firms.search([*ours, ("certificate_gap_count", ">", 0)]), self.workshop)

    def test_statements_do_not_grow(self):
        """One grouped query for any number of enterprises or units, whoever asks."""
        self._require("principal", "[]")
        self._fill()
        units = self.community_a | self.community_b | self.work_point
        for user in (self.env.user, self.office_user, self.grid_user):
            coverage = self.env["safety.certificate.coverage"].with_user(user)
            coverage.search([], limit=1)
            counts = []
            for records in (units[:1], units):
                self.env.invalidate_all()
                records = records.with_user(user)
                records.mapped("parent_path")
                before = self.cr.sql_log_count
                records.mapped("certificate_coverage")
                counts.append(self.cr.sql_log_count - before)
            self.assertEqual(counts[0], counts[1], user.login)
            self.assertLessEqual(counts[1], 8, user.login)
        total = self.work_point.certificate_required_count
        self.assertGreaterEqual(total, CERTIFICATES)
        self.assertEqual(total - self.work_point.certificate_held_count, self.work_point.certificate_gap_count)
        gaps = self.work_point.action_open_certificate_gaps()
        rows = self.env["safety.certificate.coverage"].search([*gaps["domain"], ("missing_count", ">", 0)])
        self.assertEqual(sum(rows.mapped("missing_count")), self.work_point.certificate_gap_count)

    def _fill(self):
        """Put many enterprises and certificates into the tables."""
        kind = self.types["special_operation"].id
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH firm AS (
                    INSERT INTO safety_enterprise (name, unit_id, company_id, kind_id, active, date_entered)
                    SELECT 'F' || n, (ARRAY[%s, %s])[1 + n %% 2], %s, %s, TRUE, '2020-01-01'
                      FROM generate_series(1, %s) n RETURNING id, unit_id, company_id)
                INSERT INTO safety_certificate (name, enterprise_id, unit_id, company_id, type_id, number, is_current,
                                                working, active, valid_until)
                SELECT 'P' || firm.id || '-' || n, firm.id, unit_id, company_id, %s, 'N' || firm.id || n, TRUE, TRUE,
                       TRUE, DATE '2026-03-10' + (n - 2) * 30
                  FROM firm, generate_series(1, %s) n
                """,
                self.grid_a1.id, self.grid_b1.id, self.company.id, self.factory.kind_id.id, FIRMS, kind,
                CERTIFICATES // FIRMS,
            )
        )  # fmt: skip
        self.env["safety.certificate.coverage"]._refresh()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestCertificateNight(CertificateCase):
    """Reminders on 90, 30, 7 days; a hazard is proposed for who works on with a lapsed certificate."""

    def _told(self, day):
        with freeze_time(f"{day} 22:00:00"):  # six in the morning of the next day, street time
            claimed = self.env["safety.certificate"]._claim_reminders(self.company)
        return {self.env["res.users"].browse(user): records for user, records in claimed.items()}

    def test_each_threshold_once(self):
        record = self._certificate(date_end="2026-09-30")
        dates = {
            "2026-06-30": 0, "2026-07-01": 90, "2026-07-02": 0, "2026-08-30": 30, "2026-09-01": 0, "2026-09-22": 7,
            "2026-09-29": 0, "2026-10-05": 0,
        }  # fmt: skip
        for day, threshold in dates.items():
            told = self._told(day)
            self.assertEqual(bool(told), bool(threshold), day)
            if threshold:
                self.assertEqual(record.told_days, threshold)
                self.assertEqual(set(told), {self.grid_user, self.cadre_user, self.head_user} & set(told))
                self.assertIn(self.grid_user, told)
                self.assertNotIn(self.other_grid_user, told)
        with freeze_time("2026-09-30 02:00:00"):
            record.write({"date_issue": "2026-09-20", "date_end": "2026-10-30"})
        self.assertTrue(self._told("2026-10-05"), "renewed, it is told again")

    def test_a_missed_night_is_told_once(self):
        self._certificate(date_end="2026-03-30")
        self.assertTrue(self._told("2026-03-25"))
        self.assertFalse(self._told("2026-03-26"))

    def test_digest_and_statements(self):
        for n in range(30):
            self._certificate(f"P{n}", f"88{n:06}", date_end="2026-03-30")
        sections = self.env["safety.digest"].sudo()._must_tell(self.company)
        lines = next(s for s in sections if "Certificates" in str(s.title)).lines
        self.assertEqual(len(lines[self.grid_user.id]), 30)
        self.assertIn("2026-03-30", lines[self.grid_user.id][0][0])
        self.env["safety.certificate"].search([])._write_derived({"told_days": 0})
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.env["safety.certificate"]._claim_reminders(self.company)

    def test_hazard_is_proposed_once(self):
        lapsed = self._certificate("Xu", operator_number(4), "special_operation", date_end="2026-03-09")
        self._certificate("Ma", "88012377", "manager", date_end="2026-03-09")
        self._certificate("Gone", operator_number(5), "special_operation", date_end="2026-03-09", working=False)
        self._certificate("Today", operator_number(6), "special_operation", date_end="2026-03-10")
        run = self.env["safety.run"]
        run._step_lapsed_certificates(self.company)
        hazard = lapsed.hazard_ids
        self.assertEqual((hazard.state, hazard.source, hazard.enterprise_id), ("reported", "certificate", self.factory))
        self.assertEqual((hazard.unit_id, hazard.severity), (self.grid_a1, "general"))
        self.assertIn("Xu", hazard.name)
        run._step_lapsed_certificates(self.company)
        self.assertEqual(self.env["safety.hazard"].search_count([("source", "=", "certificate"),
                                                                 ("company_id", "=", self.company.id)]), 1)  # fmt: skip

    def test_xt_4_4c_coverage_is_a_standing_duty(self):
        """XT-4.4c: the duty is met when every enterprise is covered, and missed with one certificate lapsed."""
        regulation = self._regulation()
        kind = self.env.ref("street_safety_training.duty_kind_certificate_coverage")
        enterprises = self.env["ir.model"]._get("safety.enterprise")
        rule = self._rule(
            regulation, name="All certified", kind_id=kind.id, cause="standing", period_unit="month",
            unit_type_id=self.env.ref("street_safety_base.unit_type_street").id,
            post_ids=[(6, 0, self._post("safety_committee_office").ids)],
            standing_model_id=enterprises.id, standing_domain="[('certificate_gap_count', '=', 0)]", coverage="all",
            target_kind="kind", target_domain="[]",
        )  # fmt: skip
        regulation.action_adopt()
        self._require("principal", "[]")
        self._certificate("A", kind="principal", date_end="2026-04-20")
        last = self._certificate("B", "88012399", "principal", self.workshop, date_end="2026-06-01")
        for month, state in (("03", "met"), ("04", "missed"), ("05", "met")):
            if month == "05":
                self._certificate("A", "88012345", "principal", date_issue="2026-03-01", date_end="2027-04-30")
            with freeze_time(f"2026-{month}-10 01:00:00"):
                self.env["safety.run"]._run(self.company)
            with freeze_time(f"2026-{int(month) + 1:02}-01 01:00:00"):
                self.env["safety.run"]._run(self.company)
            duty = self.env["safety.duty"].search(
                [("rule_id", "=", rule.id), ("period_start", "=", f"2026-{month}-01")]
            )
            self.assertEqual(duty.state, state, month)
        self.assertTrue(last.is_current)
