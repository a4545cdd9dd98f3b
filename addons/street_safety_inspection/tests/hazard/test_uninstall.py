from odoo.tests import tagged

from ...hooks import _empty_tables, _forget_acts
from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestUninstall(InspectionCase):
    def test_what_is_not_of_this_addon_stays(self):
        """Work records of the street stay; inspections, hazards, notices and the acts on them go."""
        notice = self._notice()
        hazard = notice.line_ids.hazard_id
        visit = self._work_record(self.grid_a1, "2026-03-09", hazard_id=hazard.id)
        hazard.with_user(self.cadre_user)._note_act("", "Looked at again")
        act = hazard.record_ids - visit
        self.assertEqual(act.type_id, self.env.ref("street_safety_inspection.record_type_hazard_act"))
        self.env.flush_all()
        _forget_acts(self.env)
        _empty_tables(self.env)
        self.env.invalidate_all()
        self.assertEqual((visit.exists(), visit.hazard_id, act.exists()), (visit, hazard.browse(), act.browse()))
        for model in ("inspection", "inspection.line", "hazard", "hazard.element", "notice", "notice.line", "answer"):
            self.assertFalse(self.env[f"safety.{model}"].with_context(active_test=False).search_count([]), model)
        self.assertTrue(self.checklist.exists() and self.enterprise.exists())
