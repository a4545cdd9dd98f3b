from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .major_common import MajorCase


@tagged("post_install", "-at_install")
class TestHazardRows(MajorCase):
    """Rows of kind hazard and rectification that the hazard itself answers."""

    def test_xy_2_5a_bf_2_2b_assigned_to_whoever_found_it(self):
        """XY-2.5a, BF-2.2b: the finder pursues it, an acceptance person is proposed, both are shown."""
        hazard = self._hazard()
        self.assertEqual((hazard.responsible_id, hazard.acceptor_id), (self.grid_user, self.cadre_user))
        found = self._inspection(findings=1).hazard_ids
        self.assertEqual((found.responsible_id, found.acceptor_id), (self.cadre_user, self.head_user))

    def test_bf_1_1_3j_no_order_without_both_people(self):
        """BF-1.1.3j: neither deadline, responsible nor acceptance person may be missing; four eyes where wanted."""
        for name in ("deadline", "responsible_id", "acceptor_id"):
            hazard = self._hazard()
            hazard[name] = False
            with self.assertRaises(UserError):
                hazard.action_order()
        self.company.safety_separate_acceptor = True
        with self.assertRaisesRegex(ValidationError, "Name another"):
            self._hazard(acceptor_id=self.grid_user.id)
        hazard = self._hazard(responsible_id=self.cadre_user.id, acceptor_id=self.head_user.id)
        hazard.action_order()
        hazard.action_submit()
        with self.assertRaisesRegex(UserError, "You answer for the rectification"):
            hazard.with_user(self.cadre_user).action_accept()
        hazard.with_user(self.head_user).action_accept()
        self.assertEqual(hazard.state, "accepted")

    def test_proposing_acceptors_takes_the_same_statements_for_many(self):
        vals = {"name": "x", "enterprise_id": self.enterprise.id, "deadline": "2026-03-17"}
        hazards = self.env["safety.hazard"].with_user(self.grid_user)
        hazards.create([vals])
        counts = []
        for number in (2, 30):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            hazards.create([dict(vals) for _ in range(number)])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_xy_2_5c_immediate_is_the_same_day(self):
        """XY-2.5c: “at once” sets the deadline to the day it was found, on the form and on the server."""
        with Form(self.env["safety.hazard"].with_user(self.grid_user)) as form:
            form.name = "Blocked exit"
            form.enterprise_id = self.enterprise
            form.order_scope = "immediate"
            self.assertEqual(str(form.deadline), "2026-03-10")
        self.assertEqual(str(self._hazard(order_scope="immediate").deadline), "2026-03-10")
        hazard = self._hazard()
        hazard.order_scope = "immediate"
        self.assertEqual(str(hazard.deadline), "2026-03-10")

    def test_xy_2_5d_suspension_names_its_authority(self):
        """XY-2.5d: time limit, partial and full suspension can be ordered; a deadline and the authority are needed."""
        for scope in ("partial", "full"):
            hazard = self._hazard(order_scope=scope)
            with self.assertRaisesRegex(UserError, "which authority"):
                hazard.action_order()
            hazard.ordering_authority = "District emergency bureau"
            hazard.deadline = False
            with self.assertRaisesRegex(UserError, "no deadline"):
                hazard.action_order()
            hazard.deadline = "2026-03-20"
            hazard.action_order()
            self.assertEqual((hazard.ordered_by_id, str(hazard.first_deadline)), (self.grid_user, "2026-03-20"))

    def test_xy_3_6e_reported_upwards_at_once(self):
        """XY-3.6e: one tap tells superiors; the minutes since the entry run until then."""
        hazard = self._hazard()
        with freeze_time("2026-03-10 02:25:00"):
            hazard.invalidate_recordset()
            self.env.cr.execute(
                "UPDATE safety_hazard SET create_date = '2026-03-10 02:00:00' WHERE id = %s", hazard.ids
            )
            self.assertEqual(hazard.report_minutes, 25)
            hazard.action_escalate()
        with freeze_time("2026-03-10 04:00:00"):
            hazard.invalidate_recordset()
            self.assertEqual(hazard.report_minutes, 25)
        self.assertIn(self.office_user.name, hazard.record_ids.counterpart)

    def test_bf_2_2a_gy_6_2_entry_delay(self):
        """BF-2.2a, GY-6.2: how many days after it was found it was entered."""
        hazard = self._hazard(date="2026-03-08")
        self.env.cr.execute("UPDATE safety_hazard SET create_date = '2026-03-10 02:00:00' WHERE id = %s", hazard.ids)
        hazard.invalidate_recordset()
        self.assertEqual(hazard.entry_delay, 2)
        self.env.cr.execute("UPDATE safety_hazard SET create_date = '2026-03-08 15:59:00' WHERE id = %s", hazard.ids)
        hazard.invalidate_recordset()
        self.assertEqual(hazard.entry_delay, 0, "23:59 in China is still the day")

    def test_xy_3_6c_xy_3_4c_measures_with_date_and_person(self):
        """XY-3.6c, XY-3.4c: each measure and follow-up stands on the hazard with date and person, closed to changes."""
        hazard = self._hazard()
        hazard.action_order()
        for user, kind in ((self.grid_user, "measure"), (self.secretary_user, "follow_up")):
            context = hazard.with_user(user).action_act()["context"]
            dialog = self.env["safety.hazard.act.wizard"].with_user(user).with_context(**context)
            dialog.create({"kind": kind, "text": f"By {user.name}"}).action_confirm()
        rows = {(str(one.date), one.user_id) for one in hazard.record_ids}
        self.assertEqual(rows, {("2026-03-10", self.grid_user), ("2026-03-10", self.secretary_user)})
        with self.assertRaises(UserError):
            hazard.record_ids[0].name = "Other"
        mine = self.env["safety.hazard"].with_user(self.secretary_user)
        self.assertIn(hazard, mine.search(mine._open_domain()))

    def test_bf_2_2d_closed_after_a_passed_return_visit(self):
        """BF-2.2d: where the street wants it, only a re-inspection that found it fixed closes."""
        self.company.safety_close_after_visit = True
        hazard = self._hazard()
        hazard.action_order()
        hazard.action_submit()
        hazard.with_user(self.cadre_user).action_accept()
        with self.assertRaisesRegex(UserError, "only after a re-inspection"):
            hazard.with_user(self.cadre_user).action_close()
        notice = self._notice(self.cadre_user)
        self._reinspect(notice, "fixed", self.head_user).action_done()
        self.assertEqual(notice.line_ids.hazard_id.state, "closed")

    def test_sources_are_noted(self):
        """GY-6.1a, ZF-T3.1: each hazard says who found it and where it comes from; a third party is named."""
        self.assertEqual(self._hazard().source, "patrol")
        self.assertEqual(self._inspection(findings=1).hazard_ids.source, "inspection")
        enforcement = self.env.ref("street_safety_inspection.inspection_kind_enforcement")
        who = {"min_inspectors": 1, "certified": False, "needs_signature": False}  # tested with the kinds
        enforcement.write({"hazard_source": "enforcement", **who})
        self.assertEqual(self._inspection(findings=1, kind_id=enforcement.id).hazard_ids.source, "enforcement")
        expert = self._hazard(source="third_party", expert="Fire engineer Liu")
        self.assertEqual(expert.expert, "Fire engineer Liu")
        rows = self.env["safety.hazard"]._read_group(
            [("unit_id", "=", self.grid_a1.id)], ["unit_id", "user_id"], ["__count"]
        )
        self.assertIn((self.grid_a1, self.grid_user, 2), rows)

    def test_merging_keeps_one(self):
        first, second = self._hazard(), self._hazard(name="Exit blocked again")
        other = self._hazard(self.other_grid_user, enterprise_id=self._enterprise("Other", self.grid_b1).id)
        both = (first | second).with_user(self.cadre_user)
        context = both.action_merge()["context"]
        wizard = self.env["safety.hazard.merge.wizard"].with_user(self.cadre_user).with_context(**context).create({})
        self.assertEqual(wizard.hazard_id, first)
        wizard.action_merge()
        self.assertEqual((second.state, second.merged_into_id, first.state), ("void", first, "reported"))
        self.assertIn("Same as", second.void_reason)
        with self.assertRaisesRegex(UserError, "of one enterprise"):
            (first | other).with_user(self.head_user).action_merge()
        third = self._hazard()
        with self.assertRaisesRegex(UserError, "merged by officers"):
            (first | third)._merge_into(first)

    def test_came_back(self):
        """Same enterprise and category within the street's months: shown on the hazard (回潮)."""
        self._hazard(section="Exits", date="2025-03-10")
        self._hazard(section="Exits", date="2025-03-11")
        self._hazard(section="Power", date="2026-01-10")
        hazard = self._hazard(section="Exits")
        self.assertEqual(hazard.alike_count, 1)
        found = self.env["safety.hazard"].search(hazard.action_open_alike()["domain"])
        self.assertEqual(found.mapped("date"), [hazard.date.replace(year=2025, day=11)])
        self.assertFalse(self._hazard(section=False).alike_count)

    def test_costs_in_yuan(self):
        hazard = self._hazard(funds_spent=1250.5)
        self.assertEqual(hazard.funds_spent, 1250.5)
        total = self.env["safety.hazard"]._read_group([("id", "=", hazard.id)], [], ["funds_spent:sum"])
        self.assertEqual(total, [(1250.5,)])
