from freezegun import freeze_time

from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestEnterprise(InspectionCase):
    def test_figures(self):
        self._inspection(findings=2)
        self._draft()
        enterprise = self.enterprise.with_user(self.cadre_user)
        self.assertEqual(enterprise.inspection_count, 1)
        self.assertEqual(str(enterprise.last_inspection_date), "2026-03-10")
        self.assertEqual((enterprise.open_hazard_count, enterprise.overdue_hazard_count), (2, 0))
        with freeze_time("2026-03-18 02:00:00"):
            enterprise.invalidate_recordset()
            self.assertEqual(enterprise.overdue_hazard_count, 2)
            found = enterprise.search([("hazard_ids.is_overdue", "=", True)])
            self.assertEqual(found, enterprise)
        action = enterprise.action_open_hazards()
        self.assertEqual(self.env["safety.hazard"].search_count(action["domain"]), 2)

    def test_figures_follow_a_merge(self):
        old = self._enterprise("Sewing (old)", self.grid_a1)
        self._inspection(enterprise=old, findings=1)
        old._merge_into(self.enterprise)
        self.assertEqual((self.enterprise.inspection_count, self.enterprise.open_hazard_count), (1, 1))
        self.assertEqual(
            self.env["safety.inspection"].search_count(self.enterprise.action_open_inspections()["domain"]), 1
        )

    def test_figures_of_many_cost_what_those_of_one_cost(self):
        many = self.env["safety.enterprise"].create(
            [{"name": f"E{n}", "unit_id": self.grid_a1.id, "date_entered": "2020-01-01"} for n in range(60)]
        )
        for enterprise in many[:5]:
            self._inspection(enterprise=enterprise, findings=1)

        def statements(enterprises):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            enterprises.mapped("open_hazard_count")
            enterprises.mapped("last_inspection_date")
            return self.env.cr.sql_log_count - before

        many = many.with_user(self.cadre_user)
        statements(many)  # warms the caches
        self.assertEqual(statements(many), statements(many[:1]))

    def test_xt_2_1b_safety_status_on_the_file(self):
        """XT-2.1b: each file shows its safety status, the last inspection and the open hazards."""
        enterprise = self.enterprise.with_user(self.cadre_user)
        self.assertEqual((enterprise.safety_status, enterprise.last_inspection_date), ("unseen", False))
        self._inspection(findings=1)
        enterprise.invalidate_recordset()
        self.assertEqual(enterprise.safety_status, "open")
        with freeze_time("2026-03-18 02:00:00"):
            enterprise.invalidate_recordset()
            self.assertEqual((enterprise.safety_status, enterprise.overdue_hazard_count), ("overdue", 1))
        clean = self._enterprise("Clean", self.grid_a1)
        self._inspection(enterprise=clean)
        self.assertEqual(clean.with_user(self.cadre_user).safety_status, "fine")
        form = (
            self.env["safety.enterprise"]
            .with_user(self.cadre_user)
            .get_view(self.env.ref("street_safety_base.safety_enterprise_view_form").id, "form")["arch"]
        )
        for name in ("safety_status", "last_inspection_date", "open_hazard_count"):
            self.assertIn(f'name="{name}"', form)

    def test_status_of_a_page_of_files_is_constant(self):
        many = self.env["safety.enterprise"].create(
            [{"name": f"E{n}", "unit_id": self.grid_a1.id, "date_entered": "2020-01-01"} for n in range(80)]
        )
        many.with_user(self.cadre_user).mapped("safety_status")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            many.with_user(self.cadre_user).mapped("safety_status")

    def test_dossier_has_the_chapters_of_inspection(self):
        self._inspection(findings=1)
        hazard = self.enterprise.hazard_ids
        engine = self.env["ir.actions.report"].with_user(self.cadre_user)
        html = engine._render_qweb_html("street_safety_base.report_dossier", self.enterprise.ids)[0].decode()
        for text in ("Safety status", "2026-03-10", hazard.name, "Open hazards"):
            self.assertIn(text, html)

    def test_lists_of_hazards_and_rectifications(self):
        """Two of the six lists come with inspections; each prints what it opens."""
        self._inspection(findings=2)
        for code, count in (("hazards", 2), ("rectification", 2), ("status", 1)):
            ledger = self.env.ref(f"street_safety_inspection.ledger_{code}").with_user(self.cadre_user)
            found = self.env[ledger.model].with_user(self.cadre_user).search(ledger._records_domain())
            self.assertEqual(len(found), count, code)
            cells = [column._cells(found) for column in ledger.column_ids]
            self.assertEqual({len(column) for column in cells}, {count})
