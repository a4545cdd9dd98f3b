from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..duty.common import DutyCase


@tagged("post_install", "-at_install")
class TestPackReach(DutyCase):
    """Units with a field instead of a territory, work of the holder in person, and times that are given later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._unit(
            "Forestry station", "member_unit", cls._unit("Committee", "safety_committee", cls.street)
        )
        cls.leader = cls._person("test_leader", "member_unit_main_leader", cls.member)
        cls.one = cls._enterprise("One", cls.grid_a1, supervising_unit_own_id=cls.member.id)
        cls.two = cls._enterprise("Two", cls.grid_a2)

    def _of_member(self, **vals):
        return self._adopt(
            kind_id=self.visit_kind.id,
            unit_type_id=self.member.type_id.id,
            post_ids=[(6, 0, self._post("member_unit_main_leader").ids)],
            **vals,
        )

    def test_supervised_enterprises_are_visited_where_they_lie(self):
        """ZF-T11.3b: a member unit covers the enterprises it supervises, in whatever village they lie."""
        rule = self._of_member(coverage="all", target_scope="supervised")
        self._night()
        duty = self._at(rule, self.member)
        self.assertEqual((duty.target_count, duty.target_required), (1, 1))
        self._visit(self.grid_a2, "2026-03-04", self.two)
        self._night()
        self.assertEqual((duty.target_done, duty.state), (0, "open"))
        self._visit(self.grid_a1, "2026-03-04", self.one)
        self._night()
        self.assertEqual((duty.target_done, duty.state), (1, "met"))

    def test_by_holder_counts_what_the_leader_did_anywhere(self):
        """ZF-2.3a: only the inspection that the leader led counts, wherever it was."""
        rule = self._of_member(by_holder=True, actor_mode="each")
        self._night()
        duty = self._at(rule, self.member)
        self._visit(self.grid_a1, "2026-03-04", self.one)
        self._night()
        self.assertEqual(duty.state, "open")
        far = self._enterprise("Far", self.grid_b1)
        self._work_record(self.grid_b1, "2026-03-04", "visit", user_id=self.leader.id, enterprise_ids=[(6, 0, far.ids)])
        self._night()
        self.assertEqual(duty.state, "met")

    def test_work_in_a_served_unit_counts_for_the_sector(self):
        """XT-3.2: a special committee is proved by work in the communities its seats serve, not elsewhere."""
        rule = self._of_member()
        seat = self.env["safety.appointment"].search([("user_id", "=", self.leader.id)])
        seat.served_unit_ids = self.community_a
        self._night()
        duty = self._at(rule, self.member)
        self._visit(self.grid_b1, "2026-03-04", self._enterprise("Far", self.grid_b1))
        self._night()
        self.assertEqual(duty.state, "open")
        self._visit(self.grid_a1, "2026-03-04", self.one)
        self._night()
        self.assertEqual(duty.state, "met")

    def test_a_document_binds_the_grids_below_for_the_enterprises_it_names(self):
        """BF-1.1.5c: each grid delivers to those of its enterprises that the document is meant for."""
        names = self.env["ir.model.fields"]._get
        kind = self.env.ref("street_safety_base.duty_kind_document_delivery")
        rule = self._adopt(
            kind_id=kind.id,
            unit_type_id=self.grid_a1.type_id.id,
            post_ids=[(6, 0, self._post("grid_member").ids)],
            cause="record",
            cause_scope="below",
            target_scope="cause",
            coverage="all",
            cause_model_id=self.env["ir.model"]._get_id("safety.document"),
            cause_date_field_id=names("safety.document", "date").id,
            cause_unit_field_id=names("safety.document", "unit_id").id,
            offset_from=0,
            offset_to=5,
        )
        document = self.env["safety.document"].create(
            {"name": "Circular", "direction": "out", "unit_id": self.street.id, "date": "2026-03-05",
             "delivery_ids": [(0, 0, {"enterprise_id": self.one.id})]}
        )  # fmt: skip
        self._night()
        duties = rule.duty_ids.filtered(lambda duty: duty.cause_res_id == document.id)
        self.assertEqual(set(duties.unit_id.mapped("name")), {"Grid A1", "Grid A2", "Grid B1", "Grid B2"})
        self.assertEqual(
            {duty.unit_id.name: duty.target_required for duty in duties if duty.target_required}, {"Grid A1": 1}
        )

    def test_a_task_is_its_own_proof(self):
        """GY-4.2.13: the task that causes the duty is done in time by itself; another task proves nothing."""
        names = self.env["ir.model.fields"]._get
        rule = self._adopt(
            kind_id=self.env.ref("street_safety_base.duty_kind_task_done").id,
            cause="record",
            cause_model_id=self.env["ir.model"]._get_id("safety.record"),
            cause_domain="[('type_id.code', '=', 'task'), ('state', '!=', 'void')]",
            cause_date_field_id=names("safety.record", "date_due").id,
            cause_unit_field_id=names("safety.record", "unit_id").id,
            offset_from=-60,
            offset_to=0,
        )
        self.assertTrue(rule.evidence_linked)
        first, second = (
            self._work_record(self.community_a, "2026-03-04", "task", done=False, date_due="2026-03-20",
                              order="Do it", note="Done")
            for _n in range(2)
        )  # fmt: skip
        self._night()
        self.assertEqual(len(rule.duty_ids), 2)
        opened = rule.duty_ids.filtered(lambda duty: duty.cause_res_id == first.id).action_do()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("safety.record", first.id))
        first.action_done()
        self._night()
        self.assertEqual({d.cause_res_id: d.state for d in rule.duty_ids}, {first.id: "met", second.id: "open"})

    def test_a_launch_gives_the_time_that_is_not_printed(self):
        rule = self._adopt(cause="launched", kind_id=self.visit_kind.id, due_missing=True)
        launch = self.env["safety.duty.launch"].create(
            {"name": "Typhoon", "reason": "Typhoon", "rule_ids": [(6, 0, rule.ids)], "unit_id": self.street.id}
        )
        with self.assertRaisesRegex(UserError, "No time is printed"):
            launch.action_launch()
        launch.hours = 5
        launch.action_launch()
        self.assertTrue(rule.duty_ids)

    def test_what_cannot_be_asked_is_refused(self):
        kind = self.env.ref("street_safety_base.duty_kind_dossier_item")
        with self.assertRaisesRegex(ValidationError, "who did it"):
            self._of_member(by_holder=True).kind_id = kind
        with self.assertRaisesRegex(ValidationError, "only enterprises"), freeze_time("2026-03-05"):
            self._of_member(coverage="all", target_kind="unit", target_scope="supervised")

    def test_one_of_each_type_must_be_valid(self):
        """GY-4.2.2: two plans do not stand for the plan and the rules."""
        names = self.env["ir.model.fields"]._get
        kind = self.env.ref("street_safety_base.duty_kind_dossier_item")
        types = {
            code: self.env["safety.dossier.type"].search([("code", "=", code)])
            for code in ("safety_rules", "commitment")
        }
        self.assertTrue(all(types.values()), "the suite's own types have their codes")
        rule = self._adopt(
            kind_id=kind.id,
            cause="standing",
            coverage="all",
            per_target=2,
            each_of="safety_rules,commitment",
            standing_model_id=self.env["ir.model"]._get_id("safety.dossier.item"),
            standing_domain="[('type_id.code', 'in', ('safety_rules', 'commitment'))]",
            standing_from_field_id=names("safety.dossier.item", "date").id,
            standing_target_field_id=names("safety.dossier.item", "enterprise_id").id,
            target_domain="[('name', '=', 'One')]",
        )

        def paper(code, day):
            self.env["safety.dossier.item"].create(
                {"enterprise_id": self.one.id, "type_id": types[code].id, "date": day}
            )
            self._night()
            return self._at(rule, self.community_a).target_done

        self.assertEqual(paper("safety_rules", "2026-02-01"), 0)
        self.assertEqual(paper("safety_rules", "2026-03-01"), 0)
        self.assertEqual(paper("commitment", "2026-03-02"), 1)

    def test_what_cannot_be_asked_yet_waits_for_its_addon(self):
        """ZF-T1.4: until somebody knows the untrained, the paper alone decides; the file keeps its own words."""
        names = self.env["ir.model.fields"]._get
        rule = self._adopt(
            kind_id=self.env.ref("street_safety_base.duty_kind_dossier_item").id,
            cause="standing",
            coverage="all",
            standing_model_id=self.env["ir.model"]._get_id("safety.dossier.item"),
            standing_domain="[('date', '!=', False)]",
            standing_from_field_id=names("safety.dossier.item", "date").id,
            standing_target_field_id=names("safety.dossier.item", "enterprise_id").id,
        )
        content = rule._to_file()
        alone = content["standing"]
        asked = alone | {"domain": "[('enterprise_id.somebody_without', '=', False)]"}
        content |= {"standing": asked, "fallback": {"kind": content["kind"], "standing": alone}}
        values = rule._from_file(content, rule.regulation_id, {})
        self.assertEqual(values["standing_domain"], rule.standing_domain)
        rule.file_extra = values["file_extra"]
        self.assertEqual(rule._to_file(), content)
