from odoo.tests import HttpCase, tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseImportTour(HttpCase, EnterpriseCase):
    """The import dialog in the browser: a clerk reads which row is wrong and why."""

    def test_import_dialog(self):
        self.start_tour(
            "/odoo/action-street_safety_base.safety_enterprise_action",
            "street_safety_enterprise_import",
            login="test_office",
        )
        self.assertEqual(self.Enterprise.search_count([("name", "=like", "虚构_厂")]), 2)
