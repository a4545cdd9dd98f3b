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
