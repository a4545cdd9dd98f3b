import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .visit_common import NOON, VisitCase, new_uuid


@tagged("post_install", "-at_install")
class TestVisit(VisitCase):
    def test_from_start_to_hazard_form_and_duty(self):
        visit = self._start()
        self.assertEqual((visit["state"], len(visit["lines"])), ("draft", 3))
        self.assertEqual(visit["enterprise"]["name"], "Sewing Ltd")
        photo = {"kind": "photo", "line": visit["lines"][1]["id"], "name": "a.jpg",
                 "data": base64.b64encode(self._jpeg()).decode()}  # fmt: skip
        note = {"kind": "answer", "line": visit["lines"][1]["id"], "note": "Lamp broken", "severity": "general"}
        answer = self._send(visit, *self._answers(visit, "conform", "not", "na"), note, photo, self._finish())
        self.assertFalse(answer["refused"])
        self.assertEqual((answer["state"], answer["hazards"]), ("done", 1))
        inspection = self.visits.browse(visit["id"])
        self.assertTrue(inspection.number and inspection.frozen_at)
        hazard = inspection.hazard_ids
        self.assertEqual((hazard.name, len(hazard.before_photo_ids)), ("Lamp broken", 1))
        self.assertEqual(sorted(inspection.signature_ids.mapped("purpose")), ["done", "representative"])
        self.assertEqual(inspection.signature_ids.filtered("user_id").user_id, self.grid_user)

    def test_a_retry_makes_no_second_record(self):
        identifier = new_uuid()
        first = self._start(uuid=identifier)
        again = self._start(uuid=identifier)
        self.assertEqual(first["id"], again["id"])
        entries = [
            {"uuid": new_uuid(), "time": NOON, **entry}
            for entry in (
                *self._answers(first, "conform", "not", "na"),
                {"kind": "finding", "name": "Loose dog"},
                {"kind": "photo", "line": first["lines"][1]["id"], "data": base64.b64encode(self._jpeg()).decode()},
                self._finish(),
            )
        ]
        visits = self.visits.with_user(self.grid_user)
        whole = visits.visit_sync(first["id"], entries, NOON)
        self.assertEqual(len(whole["done"]), 6)
        for _attempt in range(2):  # the answer was lost: the phone sends everything again
            retried = visits.visit_sync(first["id"], entries, NOON)
            self.assertEqual((retried["done"], retried["refused"]), (whole["done"], {}))
        inspection = visits.browse(first["id"])
        self.assertEqual(self.visits.search_count([("enterprise_id", "=", self.enterprise.id)]), 1)
        self.assertEqual((len(inspection.line_ids), len(inspection.hazard_ids)), (4, 2))
        self.assertEqual(len(inspection.line_ids[1].photo_ids), 1)
        self.assertEqual(len(inspection.signature_ids), 2)
        self.assertEqual(len(inspection.entry_ids), 6)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_entry(self):
        visit = self._start()
        identifier = new_uuid()
        entry = {"uuid": identifier, "kind": "answer", "line": visit["lines"][0]["id"], "result": "conform"}
        mine = self.visits.with_user(self.grid_user).browse(visit["id"])
        self.assertIsNone(mine._take_entry(entry))
        with self.assertRaises(ConcurrencyError), self.cr.savepoint():  # as if the first were not seen yet
            mine._take_entry({**entry, "result": "not"})
        self.assertEqual(mine.line_ids[0].result, "conform")
        other = self._start(enterprise=self._enterprise("Shoes", self.grid_a1))
        with self.assertRaises(ConcurrencyError), self.cr.savepoint():
            inspection = self.visits.with_user(self.grid_user).browse(other["id"])
            inspection.sudo()._workflow_write({"client_uuid": False})
            inspection._give_uuid(visit["uuid"])

    def test_a_refused_entry_takes_none_of_the_others_along(self):
        visit = self._start()
        answer = self._send(
            visit,
            {"kind": "answer", "line": visit["lines"][0]["id"], "result": "not", "severity": "major"},
            {"kind": "answer", "line": visit["lines"][0]["id"], "fixed_on_spot": True},
            {"kind": "answer", "line": 0, "result": "conform"},
            {"kind": "answer", "line": visit["lines"][1]["id"], "result": "perhaps"},
            {"kind": "answer", "line": visit["lines"][1]["id"], "deadline": "soon"},
            {"kind": "_workflow_do"},
            {"kind": "answer", "line": visit["lines"][1]["id"], "result": "conform"},
        )
        self.assertEqual((len(answer["done"]), len(answer["refused"])), (2, 5))
        self.assertTrue(any("major" in reason for reason in answer["refused"].values()))
        self.assertTrue(all(reason.strip() for reason in answer["refused"].values()))
        lines = self.visits.browse(visit["id"]).line_ids
        self.assertEqual(lines.mapped("result"), ["not", "conform", False])
        self.assertFalse(lines[0].fixed_on_spot)

    def test_nothing_of_the_end_is_half_done(self):
        visit = self._start()
        answer = self._send(visit, self._finish())  # nothing answered yet
        self.assertIn("3 of 3", next(iter(answer["refused"].values())))
        inspection = self.visits.browse(visit["id"])
        self.assertFalse(inspection.signature_ids)
        self.assertEqual(inspection.state, "draft")
        self._send(visit, *self._answers(visit, "conform", "conform", "conform"))
        blank = base64.b64encode(self._jpeg(kind="PNG")).decode()
        signatures = [{"role": "representative", "name": "Chen Wu", "image": blank}]
        answer = self._send(visit, self._finish(signatures=signatures))
        self.assertIn("signature is empty", next(iter(answer["refused"].values())))
        self.assertFalse(inspection.signature_ids)
        answer = self._send(visit, self._finish())
        self.assertEqual(answer["state"], "done")
        late = self._send(visit, {"kind": "finding", "name": "Late idea"})
        self.assertIn("closed already", next(iter(late["refused"].values())))

    def test_two_inspectors_on_one_item_lose_nothing(self):
        visit = self._start()
        colleague = self._start(self.cadre_user)
        self.assertEqual(colleague["colleague"]["names"], [self.grid_user.name])
        joined = self._start(self.cadre_user, choice="join")
        self.assertEqual(joined["id"], visit["id"])
        inspection = self.visits.browse(visit["id"])
        self.assertEqual(inspection.inspector_ids, self.grid_user | self.cadre_user)
        line = visit["lines"][0]["id"]
        self._send(visit, {"kind": "answer", "line": line, "result": "not", "note": "Boxes", "severity": "major"})
        seen_nothing = {"kind": "answer", "line": line, "result": "conform", "note": "Swept", "seen": joined["seen"]}
        answer = self._send(joined, seen_nothing, user=self.cadre_user)
        self.assertFalse(answer["refused"])
        kept = inspection.line_ids[0]
        self.assertEqual((kept.result, kept.note, kept.severity), ("not", "Boxes；Swept", "major"))
        self.assertTrue(answer["lines"][0]["conflict"])
        told = inspection.message_ids.filtered(lambda message: "answered twice" in (message.body or ""))
        self.assertIn(self.cadre_user.name, told.body)
        with self.subTest("who has seen it may change it"):
            content = {"kind": "answer", "line": line, "result": "conform", "seen": answer["seen"]}
            self._send(joined, content, user=self.cadre_user)
            self.assertEqual(kept.result, "conform")
        with self.subTest("every answer of both stays"):
            stories = [(entry.user_id, entry.content["result"]) for entry in inspection.entry_ids]
            self.assertEqual(
                stories,
                [(self.grid_user, "not"), (self.cadre_user, "conform"), (self.cadre_user, "conform")],
            )

    def test_one_may_start_ones_own_all_the_same(self):
        visit = self._start()
        own = self._start(self.cadre_user, choice="new")
        self.assertNotEqual(visit["id"], own["id"])
        self.assertEqual(self._start()["id"], visit["id"])  # one's own unfinished one is gone on with

    def test_refusal_is_recorded_with_a_witness(self):
        self.routine.needs_signature = True
        visit = self._start()
        self._send(visit, *self._answers(visit, "not", "conform", "conform"))
        mine = [self._finish()["signatures"][0]]
        for vals, words in (
            ({"signatures": mine}, "has not signed"),
            ({"signatures": mine, "refused": True}, "witness"),
            ({"signatures": mine, "refused": True, "refusal_reason": "No time"}, "witness"),
        ):
            answer = self._send(visit, self._finish(**vals))
            self.assertIn(words, next(iter(answer["refused"].values())))
        vals = {"refused": True, "refusal_reason": "No time", "witness_name": "Guard Li", "signatures": mine}
        self.assertEqual(self._send(visit, self._finish(**vals))["state"], "done")
        inspection = self.visits.browse(visit["id"])
        self.assertEqual((inspection.refusal_reason, inspection.witness_name), ("No time", "Guard Li"))

    def test_xy_3_7f_the_safety_manager_countersigns(self):
        """XY-3.7f: the safety manager is proposed as who accompanies, and the inspection carries the countersign."""
        self.routine.needs_signature = True
        self.enterprise.write({"safety_manager_name": "Chen Wu", "principal_name": "Old Chen"})
        visit = self._start()
        self.assertEqual(self.visits.browse(visit["id"]).representative_name, "Chen Wu")
        self._send(visit, *self._answers(visit, "conform", "not", "na"))
        alone = self._send(visit, self._finish(signatures=self._finish()["signatures"][:1]))
        self.assertIn("has not signed", next(iter(alone["refused"].values())))
        self.assertEqual(self._send(visit, self._finish())["state"], "done")
        inspection = self.visits.browse(visit["id"])
        signed = inspection.signature_ids.filtered(lambda one: one.purpose == "representative")
        self.assertEqual((inspection.representative_name, signed.signer_name), ("Chen Wu", "Chen Wu"))

    def test_form_without_findings_is_the_streets_choice(self):
        self.routine.needs_signature = True
        self.company.safety_form_always = False
        clean = self._start()
        signatures = self._finish()["signatures"][:1]
        answer = self._send(clean, *self._answers(clean, "conform", "na", "na"), self._finish(signatures=signatures))
        self.assertEqual((answer["state"], answer["number"]), ("done", ""))
        found = self._start(enterprise=self._enterprise("Shoes", self.grid_a1))
        answer = self._send(found, *self._answers(found, "not", "na", "na"), self._finish(signatures=signatures))
        self.assertTrue(answer["refused"])
        self.assertTrue(self._send(found, self._finish())["number"])
        self.company.safety_form_always = True
        always = self._start(enterprise=self._enterprise("Hats", self.grid_a1))
        self._send(always, *self._answers(always, "conform", "na", "na"))
        self.assertTrue(self._send(always, self._finish(signatures=signatures))["refused"])
        self.assertTrue(self._send(always, self._finish())["number"])

    def test_route_lists_what_duties_miss(self):
        second = self._enterprise("Shoes Ltd", self.grid_a2)
        rule = self._rule(
            self._regulation(),
            name="Inspect every enterprise",
            kind_id=self.ref("street_safety_inspection.duty_kind_routine_inspection"),
            coverage="all",
        )
        rule.regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        visits = self.visits.with_user(self.cadre_user)
        stops = visits.visit_route()["stops"]
        self.assertEqual({stop["name"] for stop in stops}, {"Sewing Ltd", "Shoes Ltd"})
        self.assertEqual(stops[0]["why"], ["Inspect every enterprise"])
        self.assertEqual(stops[0]["days_left"], 21)
        started = self._start(self.cadre_user, second, duty_id=stops[0]["duty"])
        self.assertEqual([draft["id"] for draft in visits.visit_route()["drafts"]], [started["id"]])
        signatures = [{"role": "inspector", "user": self.cadre_user.id, "name": "x", "image": self.signature.decode()}]
        self._send(
            started,
            *self._answers(started, "na", "na", "na"),
            self._finish(signatures=signatures),
            user=self.cadre_user,
        )
        route = visits.visit_route()
        self.assertEqual([stop["name"] for stop in route["stops"]], ["Sewing Ltd"])
        self.assertFalse(route["drafts"])

    def test_search_and_plate(self):
        visits = self.visits.with_user(self.grid_user)
        self.assertEqual([stop["id"] for stop in visits.visit_route("sewing")["stops"]], self.enterprise.ids)
        self.assertFalse(visits.visit_route("nobody")["stops"])
        self.enterprise.sudo().plate_token = "t" * 32
        url = f"https://example.com/street-safety/plate/{'t' * 32}"
        self.assertEqual([stop["id"] for stop in visits.visit_route(url)["stops"]], self.enterprise.ids)
        self.assertFalse(visits.visit_route(f"{url}x")["stops"])
        self.assertFalse(self.visits.with_user(self.other_grid_user).visit_route(url)["stops"])

    def test_wrong_user(self):
        visit = self._start()
        theirs = self.visits.with_user(self.other_grid_user)
        line = visit["lines"][0]["id"]
        entry = {"uuid": new_uuid(), "kind": "answer", "line": line, "result": "not"}
        for call in (
            lambda: theirs.visit_start(self.enterprise.id, new_uuid()),
            lambda: theirs.visit_start(self.enterprise.id, new_uuid(), "join"),
            lambda: theirs.visit_open(visit["id"], new_uuid()),
            lambda: theirs.visit_sync(visit["id"], [entry], NOON),
            lambda: theirs.browse(visit["id"]).visit_read(),
            lambda: theirs.browse(visit["id"]).action_visit(),
            lambda: theirs.browse(visit["id"]).action_print_form(),
        ):
            with self.assertRaises(AccessError):
                call()
        with self.subTest("the identifier of somebody else's visit opens nothing"):
            far = self._enterprise("Far", self.grid_b1)
            with self.assertRaisesRegex(UserError, "identifier"):
                theirs.visit_start(far.id, visit["uuid"])
        with self.subTest("an item of another visit"):
            other = self._start(self.other_grid_user, self._enterprise("Near", self.grid_b1))
            answer = self._send(other, {"kind": "answer", "line": line, "result": "not"}, user=self.other_grid_user)
            self.assertIn("not part", next(iter(answer["refused"].values())))
        with self.subTest("somebody who does not work here"):
            answer = self._send(visit, {"kind": "head", "inspectors": [self.other_grid_user.id]})
            self.assertTrue(answer["refused"])
        self.assertFalse(self.visits.browse(visit["id"]).line_ids[0].result)
        with self.assertRaises(AccessError):
            self.env["safety.inspection.entry"].with_user(self.grid_user).create(
                {"inspection_id": visit["id"], "uuid": new_uuid(), "kind": "answer", "user_id": self.grid_user.id}
            )

    def test_head_and_further_checklist(self):
        visit = self._start()
        more = self.env.ref("street_safety_inspection.checklist_dust")
        special = self.env.ref("street_safety_inspection.inspection_kind_special")
        answer = self._send(
            visit,
            {"kind": "answer", "line": visit["lines"][0]["id"], "result": "conform"},
            {"kind": "head", "inspection_kind": special.id, "note": "Hot day", "representative_name": "Wang"},
            {"kind": "head", "inspectors": [self.grid_user.id, self.cadre_user.id]},
            {"kind": "checklist", "checklist": more.id},
        )
        self.assertFalse(answer["refused"])
        inspection = self.visits.browse(visit["id"])
        self.assertEqual((inspection.kind_id, inspection.note), (special, "Hot day"))
        self.assertEqual(inspection.inspector_ids, self.grid_user | self.cadre_user)
        self.assertEqual(len(inspection.line_ids), 3 + len(more.item_ids))
        self.assertEqual(inspection.line_ids[:3].item_id.checklist_id, self.checklist)

    def test_finding_answered_by_the_identifier_of_the_phone(self):
        visit = self._start()
        made = new_uuid()
        answer = self._send(
            visit,
            {"uuid": made, "kind": "finding", "name": "Dog"},
            {"kind": "answer", "line": made, "name": "Loose dog", "note": "bites"},
            {"kind": "photo", "line": made, "data": base64.b64encode(self._jpeg()).decode()},
        )
        self.assertFalse(answer["refused"])
        line = self.visits.browse(visit["id"]).line_ids[-1]
        self.assertEqual(answer["made"], {made: line.id})
        self.assertEqual((line.name, line.note, len(line.photo_ids)), ("Loose dog", "bites", 1))
        self._send(visit, {"kind": "remove", "line": made})
        self.assertFalse(line.exists())

    def test_statements_do_not_grow_with_the_route(self):
        def statements(count):
            self.env["safety.enterprise"].create(
                [
                    {"name": f"R{count} {n}", "unit_id": self.grid_a1.id, "date_entered": "2020-01-01"}
                    for n in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.visits.with_user(self.cadre_user).visit_route()
            return self.cr.sql_log_count - before

        rule = self._rule(
            self._regulation(),
            kind_id=self.ref("street_safety_inspection.duty_kind_routine_inspection"),
            coverage="all",
        )
        rule.regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        few, many = statements(2), statements(30)
        self.assertLessEqual(many, few + 2)

    def test_day_of_the_start_counts_over_midnight(self):
        with freeze_time("2026-03-10 15:50:00"):  # ten to midnight in China
            visit = self._start()
        with freeze_time("2026-03-10 16:10:00"):
            self._send(visit, *self._answers(visit, "na", "na", "na"), self._finish(), now="2026-03-10T16:10:00Z")
        inspection = self.visits.browse(visit["id"])
        self.assertEqual((inspection.state, str(inspection.date)), ("done", "2026-03-10"))
        self.assertEqual(inspection.finished_at - inspection.started_at, timedelta(minutes=20))
        self.assertLess(inspection.finished_at, fields.Datetime.to_datetime("2026-03-11"))
