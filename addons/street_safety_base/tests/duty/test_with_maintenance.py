from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestWithMaintenance(DutyCase):
    """A new kind of duty on Odoo's own ``maintenance.request``, by data alone: a field, a duty kind, a rule.

    The addons do not depend on ``maintenance``; no line of code of theirs knows it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requests = cls.env["maintenance.request"]
        cls.model_id = cls.env["ir.model"]._get_id("maintenance.request")
        # What an administrator enters under Settings, Technical, Fields.
        cls.env["ir.model.fields"].create(
            {
                "name": "x_unit_id",
                "field_description": "Unit",
                "model_id": cls.model_id,
                "ttype": "many2one",
                "relation": "safety.unit",
            }
        )
        fields = cls.env["ir.model.fields"]._get
        cls.kind = cls.env["safety.duty.kind"].create(
            {
                "name": "Equipment looked after",
                "code": "maintenance",
                "model_id": cls.model_id,
                "date_field_id": fields("maintenance.request", "close_date").id,
                "unit_field_id": fields("maintenance.request", "x_unit_id").id,
                "domain": "[('stage_id.done', '=', True)]",
                "button_label": "Report maintenance",
            }
        )
        cls.team = cls.env["maintenance.team"].create({"name": "Team", "company_id": cls.company.id})
        cls.new, cls.done = cls.env["maintenance.stage"].create([{"name": "New"}, {"name": "Repaired", "done": True}])

    def _request(self, unit, **vals):
        return self.requests.create(
            {
                "name": "Pump",
                "x_unit_id": unit.id,
                "stage_id": self.new.id,
                "maintenance_team_id": self.team.id,
                **vals,
            }
        )

    def test_a_duty_is_met_by_a_finished_request_of_the_unit(self):
        rule = self._adopt(name="Look after the fire pumps", kind_id=self.kind.id)
        self._night()
        mine, other = self._at(rule, self.community_a), self._at(rule, self.community_b)
        self.assertEqual((mine.state, other.state), ("open", "open"))
        request = self._request(self.grid_a1)
        self._night()
        self.assertEqual(mine.state, "open", "begun is not done")
        request.stage_id = self.done
        self.assertEqual(str(request.close_date), "2026-03-05")
        self._night()
        self.assertEqual((mine.state, other.state), ("met", "open"))
        self.assertEqual((mine.evidence_ids.res_model, mine.evidence_ids.res_id), ("maintenance.request", request.id))
        self._freeze("2026-04-02 04:00:00")
        self._night()
        self.assertEqual(other.state, "missed")

    def test_the_button_opens_a_new_request_of_the_unit(self):
        rule = self._adopt(kind_id=self.kind.id)
        self._night()
        action = self._at(rule, self.community_a).action_do()
        self.assertEqual(action["res_model"], "maintenance.request")
        self.assertEqual(action["context"]["default_x_unit_id"], self.community_a.id)
        self.assertEqual(self._at(rule, self.community_a).button_label, "Report maintenance")

    def test_a_request_causes_a_duty_and_a_condition_counts_requests(self):
        """Causes and conditions of rules are data too: each urgent request asks for a visit within two days."""
        fields = self.env["ir.model.fields"]._get
        rule = self._adopt(
            name="Visit where something broke",
            kind_id=self.visit_kind.id,
            cause="record",
            cause_model_id=self.model_id,
            cause_domain="[('priority', '=', '3')]",
            cause_date_field_id=fields("maintenance.request", "request_date").id,
            cause_unit_field_id=fields("maintenance.request", "x_unit_id").id,
            offset_to=2,
            evidence_linked=False,
        )
        urgent = self._request(self.grid_a1, priority="3", request_date="2026-03-05")
        self._request(self.grid_b1, priority="1", request_date="2026-03-05")
        self._night()
        self.assertFalse(rule.last_error)
        duty = rule.duty_ids
        self.assertEqual((duty.unit_id, duty.cause_model, duty.cause_res_id), (
            self.community_a, "maintenance.request", urgent.id,
        ))  # fmt: skip
        self.assertEqual(str(duty.due_date), "2026-03-07")
        self._freeze("2026-03-06 04:00:00")
        self._visit(self.grid_a1, "2026-03-06", self._enterprise("Firm", self.grid_a1))
        self._night()
        self.assertEqual(duty.state, "met")

    def test_the_overview_has_its_column(self):
        self._adopt(kind_id=self.kind.id)
        self._night()
        view = self.env["safety.overview"].with_user(self.office_user).leader_overview()
        self.assertIn("Equipment looked after", [kind["name"] for kind in view["kinds"]])
