from odoo.tests import Form, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionForm(InspectionCase):
    """The form of the desk is filled for the enterprise; nothing is asked twice."""

    def test_started_for_the_enterprise(self):
        model = self.env["safety.inspection"].with_user(self.grid_user)
        model = model.with_context(default_enterprise_id=self.enterprise.id)
        self.checklist.sequence = -1
        with Form(model, "street_safety_inspection.safety_inspection_view_form") as form:
            self.assertEqual(form.enterprise_id, self.enterprise)
            self.assertEqual(form.unit_id, self.grid_a1)
            self.assertEqual(form.kind_id, self.routine)
            self.assertEqual(form.checklist_id, self.checklist)
            self.assertEqual(len(form.line_ids), 3)
            form.representative_name = "Chen Wu"
        inspection = form.record
        self.assertEqual(len(inspection.line_ids), 3)
        self.assertEqual(inspection.inspector_ids, self.grid_user)
        self.assertEqual(str(inspection.default_deadline), "2026-03-17")
        action = self.enterprise.with_user(self.grid_user).action_start_inspection()
        self.assertEqual(action["params"], {"enterprise_id": self.enterprise.id})
        again = model.visit_start(action["params"]["enterprise_id"], "0123456789abcdef")
        self.assertEqual(again["id"], inspection.id)

    def test_default_unit_of_the_duty_is_not_taken(self):
        inspection = (
            self.env["safety.inspection"]
            .with_user(self.cadre_user)
            .with_context(default_unit_id=self.community_a.id)
            .create({"enterprise_id": self.enterprise.id, "checklist_id": self.checklist.id})
        )
        self.assertEqual(inspection.unit_id, self.grid_a1)

    def test_answers_survive_another_checklist(self):
        other = self.checklist.copy()
        form = Form(self._draft(self.grid_user), "street_safety_inspection.safety_inspection_view_form")
        with self.assertLogs("odoo.tests.form.onchange", "WARNING"):
            form.checklist_id = other
        form.save()
        self.assertEqual(form.record.line_ids.item_id.checklist_id, self.checklist)
        self.assertEqual(set(form.record.line_ids.mapped("result")), {"conform"})

    def test_answering_asks_the_server_nothing(self):
        """Invariant of the phone: no field of the form depends on the answers, else each tap would be a request."""
        views = self.env["safety.inspection"].with_user(self.grid_user).get_views([(False, "form")])
        arch = views["views"]["form"]["arch"]
        line_field = arch[arch.index('<field name="line_ids"') :].partition(">")[0]
        self.assertNotIn("on_change", line_field)
