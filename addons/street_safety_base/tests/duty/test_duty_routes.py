import csv
import io
import json
from datetime import timedelta

from odoo import fields, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DutyCase

SILENT = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
ENGINE = ("safety.duty", "safety.duty.evidence", "safety.duty.decision", "safety.duty.notice", "safety.run")


@tagged("post_install", "-at_install")
class TestDutyRoutes(HttpCase, DutyCase):
    """Invariants 5 and 7 of duties, evidence, decisions and runs: each role by each route over HTTP.

    Routes: the client's call_kw, /json/2 with a key, the export of the list and the printed duty list.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "grid": cls.grid_user,
            "cadre": cls.cadre_user,
            "other cadre": cls.other_cadre_user,
            "head": cls.head_user,
            "office": cls.office_user,
        }
        cls.keys = {}
        for name, user in cls.roles.items():
            user.password = f"{user.login}-secret"
            user.group_ids |= cls.env.ref("base.group_allow_export")
            keys = cls.env["res.users.apikeys"].with_user(user)
            cls.keys[name] = keys._generate("rpc", name, fields.Datetime.now() + timedelta(days=1))

    def setUp(self):
        super().setUp()
        self.rule = self._adopt(window_first_day=1, window_last_day=10, due_kind="period_end")
        self.late_rule = self._adopt(name="Late", period_unit="month")
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        self._work_record(self.community_b, "2026-03-04")
        self.a, self.b = (self._at(self.rule, unit) for unit in (self.community_a, self.community_b))
        self.assertEqual((self.a.state, self.b.state), ("met", "met"))
        for duty in (self.a, self.b):
            duty.with_user(self.office_user)._decide("review", "Looked at again")
        self.run_of_day = self.env["safety.run"]._run(self.company)
        self.env.flush_all()

    # ---- routes ------------------------------------------------------------------------------------------------------

    def _rpc(self, role, model, method, *args, **kwargs):
        """Call as the client does; return (whether it was answered, the answer)."""
        user = self.roles[role]
        self.authenticate(user.login, f"{user.login}-secret")
        body = {"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        ).json()
        return "error" not in answer, answer.get("result")

    def _json2(self, role, model, method, ids=None, **kwargs):
        """Call as an integrator does: with a key, without a session."""
        self.authenticate(None, None)
        answer = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps({**({"ids": ids} if ids is not None else {}), **kwargs}),
            headers={"Content-Type": "application/json", "Authorization": f"bearer {self.keys[role]}"},
        )
        return answer.ok, answer.json() if answer.ok else answer.text

    def _export(self, role, model, field="id"):
        """Export the list; return the cells of one column."""
        user = self.roles[role]
        self.authenticate(user.login, f"{user.login}-secret")
        asked = {
            "model": model, "fields": [{"name": field, "label": field, "type": "integer"}], "ids": False, "domain": [],
            "groupby": [], "import_compat": False, "context": {"allowed_company_ids": self.company.ids},
        }  # fmt: skip
        answer = self.url_open(
            "/web/export/csv", data={"data": json.dumps(asked), "csrf_token": http.Request.csrf_token(self)}
        )
        if not answer.ok or not answer.content:
            return None
        return [row[0] for row in list(csv.reader(io.StringIO(answer.text)))[1:]]

    def _ids(self, role, model):
        """Return what a role finds in ``model`` by every reading route: {route: ids or None when refused}."""
        found = {}
        answered, rows = self._rpc(role, model, "search_read", [], fields=["id"])
        found["rpc"] = {row["id"] for row in rows} if answered else None
        answered, result = self._rpc(role, model, "web_search_read", [], {"id": {}})
        found["list"] = {row["id"] for row in result["records"]} if answered else None
        answered, ids = self._json2(role, model, "search", domain=[])
        found["json2"] = set(ids) if answered else None
        return found

    # ---- who reads ---------------------------------------------------------------------------------------------------

    def _expected(self, duties):
        ours = duties.ids
        at_a = duties.filtered(lambda duty: duty.unit_id == self.community_a).ids
        at_b = duties.filtered(lambda duty: duty.unit_id == self.community_b).ids
        return {"grid": [], "cadre": at_a, "other cadre": at_b, "head": ours, "office": ours}

    @mute_logger(*SILENT)
    def test_each_role_reads_the_duties_of_its_seats_by_every_route(self):
        duties = self.rule.duty_ids | self.late_rule.duty_ids
        for role, expected in self._expected(duties).items():
            for route, ids in self._ids(role, "safety.duty").items():
                with self.subTest(role=role, route=route):
                    self.assertEqual(ids & set(duties.ids), set(expected))
            with self.subTest(role=role, route="export"):
                names = self._export(role, "safety.duty", "unit_id/name") or []
                expected_units = self.duties.browse(expected).unit_id.mapped("name")
                self.assertEqual(set(names), set(expected_units))

    @mute_logger(*SILENT)
    def test_each_role_reads_evidence_and_decisions_of_its_seats_by_every_route(self):
        duties = self.rule.duty_ids | self.late_rule.duty_ids
        for role, expected in self._expected(duties).items():
            allowed = self.duties.browse(expected)
            for model, wanted in (
                ("safety.duty.evidence", allowed.evidence_ids),
                ("safety.duty.decision", allowed.decision_ids),
            ):
                self.assertTrue(duties.evidence_ids and duties.decision_ids)
                for route, ids in self._ids(role, model).items():
                    with self.subTest(role=role, route=route, model=model):
                        self.assertEqual(ids, set(wanted.ids))

    @mute_logger(*SILENT)
    def test_only_the_office_reads_the_runs(self):
        for role in self.roles:
            for route, ids in self._ids(role, "safety.run").items():
                with self.subTest(role=role, route=route):
                    self.assertEqual(ids, set(self.run_of_day.ids) if role == "office" else None)

    @mute_logger(*SILENT)
    def test_single_records_out_of_reach_are_refused_by_every_route(self):
        for role in ("grid", "cadre"):
            for record in (self.b, self.b.evidence_ids, self.b.decision_ids):
                with self.subTest(role=role, model=record._name):
                    self.assertFalse(self._rpc(role, record._name, "read", record.ids, ["id"])[0])
                    self.assertFalse(self._rpc(role, record._name, "export_data", record.ids, ["display_name"])[0])
                    self.assertFalse(self._json2(role, record._name, "read", record.ids, fields=["id"])[0])
                    self.assertFalse(self._rpc(role, record._name, "action_open", record.ids)[0] and
                                     record._name == "safety.duty")  # fmt: skip

    # ---- who changes -------------------------------------------------------------------------------------------------

    def _picture(self):
        """Return all that stands in the engine's tables, as the database has it."""
        self.env.flush_all()
        picture = {}
        for name in ENGINE:
            self.env.cr.execute(f"SELECT * FROM {self.env[name]._table} ORDER BY id")  # noqa: S608 – our own names
            picture[name] = self.env.cr.fetchall()
        return picture

    @mute_logger(*SILENT)
    def test_nobody_changes_the_engine_s_tables_by_any_route(self):
        """No role writes, makes or deletes duties, evidence, decisions, notices or runs – not even the office."""
        records = (self.a, self.a.evidence_ids, self.a.decision_ids, self.run_of_day)
        before = self._picture()
        for role in self.roles:
            for record in records:
                model, ids = record._name, record.ids
                field = "state" if "state" in record._fields else "date" if model == "safety.run" else "late"
                value = {"state": "waived", "date": "2020-01-01", "late": False}[field]
                for call in (
                    lambda m=model, i=ids, f=field, v=value, r=role: self._rpc(r, m, "write", i, {f: v}),
                    lambda m=model, i=ids, f=field, v=value, r=role: self._json2(r, m, "write", i, vals={f: v}),
                    lambda m=model, r=role: self._rpc(r, m, "create", [{}]),
                    lambda m=model, r=role: self._json2(r, m, "create", vals_list=[{}]),
                    lambda m=model, i=ids, r=role: self._rpc(r, m, "unlink", i),
                    lambda m=model, i=ids, r=role: self._json2(r, m, "unlink", i),
                    lambda m=model, i=ids, f=field, v=value, r=role: self._rpc(r, m, "web_save", i, {f: v}, {"id": {}}),
                    lambda m=model, f=field, v=value, r=role: self._rpc(r, m, "load", [f], [[str(v)]]),
                ):
                    answered, result = call()
                    refused = not answered or isinstance(result, dict) and not result.get("ids")
                    self.assertTrue(refused, (role, model, result))
        self.assertEqual(self._picture(), before)

    @mute_logger(*SILENT)
    def test_the_engine_s_own_methods_are_nobody_s_to_call(self):
        before = self._picture()
        for role in self.roles:
            for method in ("_decide", "_apply_decision", "_generate", "_close_due", "_swap_turns", "_withdraw"):
                self.assertFalse(self._rpc(role, "safety.duty", method, self.a.ids)[0], (role, method))
                self.assertFalse(self._json2(role, "safety.duty", method, self.a.ids)[0], (role, method))
            for method in ("_run", "_cron_nightly", "_note_step", "_step_close"):
                self.assertFalse(self._json2(role, "safety.run", method, self.run_of_day.ids)[0], (role, method))
        self.assertEqual(self._picture(), before)

    @mute_logger(*SILENT)
    def test_a_decision_needs_a_seat_that_approves_whatever_the_route(self):
        record = self.env["safety.record"].search([("unit_id", "=", self.community_a.id)], limit=1)
        self._night()
        record.action_void()
        review = self.env["safety.duty.decision"].search([("state", "=", "proposed"), ("duty_id", "=", self.a.id)])
        self.assertTrue(review, "a review was proposed")
        self.assertFalse(self._json2("office", review._name, "action_accept", review.ids)[0], "without a reason")
        answered, text = self._json2("office", review._name, "write", review.ids, vals={"reason": "Wrong photo"})
        self.assertTrue(answered, text)
        for role in ("grid", "other cadre"):
            self.assertFalse(self._rpc(role, review._name, "action_accept", review.ids)[0])
            self.assertFalse(self._json2(role, review._name, "action_accept", review.ids)[0])
        answered, text = self._json2("office", review._name, "action_accept", review.ids)
        self.assertTrue(answered, text)
        self.env.invalidate_all()
        self.assertEqual((review.state, self.a.state), ("accepted", "open"))
        self.assertFalse(self._rpc("office", review._name, "write", review.ids, {"reason": "Other"})[0], "frozen")

    # ---- late says so ------------------------------------------------------------------------------------------------

    @mute_logger(*SILENT)
    def test_what_is_recorded_after_its_window_says_so_whatever_a_route_sends(self):
        """Invariant 7: no role and no route can make a record of today look like one of the window."""
        self._freeze("2026-03-20 04:00:00")
        kind = self.env.ref("street_safety_base.record_type_meeting").id
        for number, (role, unit) in enumerate((("cadre", self.community_a), ("office", self.community_b))):
            for route in ("rpc", "json2"):
                with self.subTest(role=role, route=route):
                    rule = self._adopt(
                        name=f"{role} {route}", window_first_day=8, window_last_day=10 + number, due_kind="period_end"
                    )
                    self.duties._generate(self.company, fields.Date.to_date("2026-03-01"), self.company._safety_today())
                    self.duties._open_due(self.company)
                    values = {
                        "name": "Meeting", "type_id": kind, "unit_id": unit.id, "date": "2026-03-09", "guests": "X",
                        "create_date": "2026-03-09 01:00:00", "write_date": "2026-03-09 01:00:00",
                    }  # fmt: skip
                    if route == "rpc":
                        made = self._rpc(role, "safety.record", "create", [values])[1]
                        forged = self._rpc(role, "safety.record", "write", made, {"frozen_at": "2026-03-09 01:00:00"})
                        self.assertTrue(self._rpc(role, "safety.record", "action_done", made)[0])
                    else:
                        made = self._json2(role, "safety.record", "create", vals_list=[values])[1]
                        forged = self._json2(
                            role, "safety.record", "write", made, vals={"frozen_at": "2026-03-09 01:00:00"}
                        )
                        self.assertTrue(self._json2(role, "safety.record", "action_done", made)[0])
                    self.assertFalse(forged[0])
                    self.env.invalidate_all()
                    duty = self._at(rule, unit)
                    self.assertEqual((duty.state, duty.evidence_ids.late), ("met", True))

    # ---- secrecy -----------------------------------------------------------------------------------------------------

    @mute_logger(*SILENT)
    def test_a_drawn_unit_does_not_see_it_before_it_is_done_by_any_route(self):
        """Not the duty, its evidence, its decisions, its notices, its count, its line of the overview, My work."""
        firm = self._enterprise("A", self.grid_a1)
        linked = self.cadre_user
        linked.safety_appointment_ids.served_unit_ids = self.work_point | self.grid_a1
        rule = self._adopt(
            name="Secret check",
            kind_id=self.visit_kind.id,
            unit_type_id=self.ref("street_safety_base.unit_type_work_point"),
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            period_unit="week",
            rotation_type_id=self.ref("street_safety_base.unit_type_community"),
            is_secret=True,
            coverage="count",
            coverage_count=1,
            step_ids=[(0, 0, {"offset": -3})],
        )
        monday = fields.Date.to_date("2026-03-02")
        self._night(monday, monday + timedelta(days=6))
        duty = rule.duty_ids
        self.assertEqual((duty.hidden_unit_id, duty.state), (self.community_a, "open"))
        duty.sudo()._apply_decision(self.env["safety.duty.decision"].sudo().create(
            {"duty_id": duty.id, "unit_id": duty.unit_id.id, "type": "hand_over", "user_id": linked.id}))  # fmt: skip
        self._sees_nothing(duty, linked)
        self._visit(self.grid_a1, "2026-03-04", firm)
        self.env.invalidate_all()
        self.assertEqual((duty.state, duty.hidden_unit_id.id), ("met", False))
        for route, ids in self._ids("cadre", "safety.duty").items():
            self.assertIn(duty.id, ids, route)
        self.assertIn(duty.evidence_ids.id, self._ids("cadre", "safety.duty.evidence")["rpc"])

    def _sees_nothing(self, duty, user):
        for route, ids in self._ids("cadre", "safety.duty").items():
            self.assertNotIn(duty.id, ids, route)
        self.assertNotIn("Secret check", self._export("cadre", "safety.duty", "rule_id/name") or [])
        for model in ("safety.duty.report", "safety.duty.decision", "safety.duty.notice"):
            records = (
                self.env[model]
                .sudo()
                .search([("id", "=", duty.id)] if model == "safety.duty.report" else [("duty_id", "=", duty.id)])
            )
            self.assertTrue(records or model == "safety.duty.notice", model)
            for route, ids in self._ids("cadre", model).items():
                self.assertFalse((ids or set()) & set(records.ids), (model, route))
        _ok, groups = self._rpc(
            "cadre", "safety.duty", "formatted_read_group", [["rule_id", "=", duty.rule_id.id]], ["turn_unit_id"],
            ["__count"],
        )  # fmt: skip
        self.assertFalse(groups)
        _ok, head = self._rpc("cadre", "safety.duty", "my_work_summary")
        mine = self.duties.with_user(user).sudo(False).search_count([("is_mine", "=", True), ("state", "=", "open")])
        self.assertNotIn("Secret check", json.dumps(head))
        self.assertEqual(self.duties.with_user(user).search_count([("id", "=", duty.id)]), 0)
        self.assertGreaterEqual(mine, 0)
        notices = self.env["mail.message"].search([("notified_partner_ids", "in", user.partner_id.ids)])
        self.assertFalse([message for message in notices if "Secret check" in (message.body or "")])
        told = self.env["mail.message"].search([("notified_partner_ids", "in", self.head_user.partner_id.ids)])
        self.assertTrue([message for message in told if "Secret check" in (message.body or "")], "the head is told")
        page = self.work_point.with_user(user).sudo(False)
        self.assertNotIn(duty, page.duty_list_ids)
