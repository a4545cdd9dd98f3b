from freezegun import freeze_time

from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestEnterpriseFile(TrainingCase):
    """The chapter of trainings in the file of an enterprise."""

    def test_dossier_lists_trainings(self):
        factory = self._enterprise("Factory", self.grid_a1, safety_manager_name="Li Si")
        with freeze_time("2026-03-10 03:30:00"):
            self._held(unit=self.community_a, type_id=self.leads.id)
        engine = self.env["ir.actions.report"].with_user(self.cadre_user)
        html = engine._render_qweb_html("street_safety_base.report_dossier", factory.ids)[0].decode()
        for text in ("Safe use of gas", "Li Si", "2026-03-10"):
            self.assertIn(text, html)
