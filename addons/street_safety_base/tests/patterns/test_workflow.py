import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestWorkflow(StreetCase):
    def test_state_cannot_be_created_or_written(self):
        record = self._work_record(self.grid_a1, "2026-03-02", done=False)
        as_user = record.with_user(self.grid_user)
        for call in (
            lambda: as_user.write({"state": "done"}),
            lambda: as_user.with_context(install_mode=True, workflow=True, safety_force=True).write({"state": "done"}),
            lambda: record.sudo().write({"state": "done"}),
            lambda: record.sudo().write({"frozen_at": "2026-03-02 00:00:00"}),
            lambda: as_user.copy({"state": "done"}),
        ):
            with self.assertRaises(UserError):
                call()
        self.assertEqual(record.state, "draft")

    def test_default_state_in_the_context_is_ignored(self):
        record = (
            self.env["safety.record"]
            .with_user(self.grid_user)
            .with_context(default_state="done", default_frozen_at="2026-03-02 00:00:00")
            .create({"name": "X", "type_id": self.ref("street_safety_base.record_type_other"), "date": "2026-03-02"})
        )
        self.assertEqual((record.state, record.frozen_at, record.unit_id), ("draft", False, self.grid_a1))

    def test_import_cannot_set_the_state(self):
        result = (
            self.env["safety.record"]
            .with_user(self.grid_user)
            .load(
                ["name", "type_id/.id", "unit_id/.id", "state"],
                [["X", str(self.ref("street_safety_base.record_type_other")), str(self.grid_a1.id), "done"]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    def test_frozen_is_frozen_by_every_route(self):
        record = self._work_record(self.grid_a1, "2026-03-02")
        self.assertTrue(record.frozen_at)
        for user in (self.grid_user, self.cadre_user, self.office_user):
            with self.assertRaises(UserError):  # AccessError is a UserError
                record.with_user(user).write({"name": "Changed"})
            with self.assertRaises(UserError):
                record.with_user(user).unlink()
        with self.assertRaises(UserError):
            record.sudo().write({"name": "Changed"})
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.grid_user).create(
                {"name": "x.txt", "raw": b"x", "res_model": record._name, "res_id": record.id}
            )
        self.assertEqual(record.name, "Meeting")

    def test_comments_still_work_on_a_frozen_record(self):
        record = self._work_record(self.grid_a1, "2026-03-02")
        message = record.with_user(self.grid_user).message_post(body=record.display_name)
        self.assertIn(message, record.message_ids)

    def test_wrong_step_says_where_it_starts(self):
        record = self._work_record(self.grid_a1, "2026-03-02")
        with self.assertRaisesRegex(UserError, "Draft"):
            record.with_user(self.grid_user).action_done()

    def test_incomplete_record_names_what_is_missing(self):
        record = self._work_record(self.grid_a1, "2026-03-02", done=False, guests=False)
        with self.assertRaisesRegex(UserError, "participants"):
            record.action_done()

    def test_clauses_of_a_repealed_regulation_are_frozen(self):
        regulation = self._regulation()
        rule = self._rule(regulation)
        clause = self.env["safety.clause"].create({"regulation_id": regulation.id, "code": "TT-1", "name": "One"})
        regulation.action_adopt()
        regulation.action_repeal()
        for call in (
            lambda: clause.write({"name": "Two"}),
            lambda: rule.write({"required_count": 2}),
            lambda: clause.copy({"code": "TT-2"}),
            lambda: rule.unlink(),
        ):
            with self.assertRaises(UserError):
                call()


@tagged("post_install", "-at_install")
class TestWorkflowOverHttp(HttpCase, StreetCase):
    """`/json/2` takes any context: it must not move a state nor touch a frozen record."""

    def _json2(self, user, method, ids, **kwargs):
        tomorrow = self.env.cr.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(user)._generate("rpc", "test", tomorrow)
        return self.url_open(
            f"/json/2/safety.record/{method}",
            data=json.dumps({"ids": ids, **kwargs}),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )

    def test_forged_context(self):
        draft = self._work_record(self.grid_a1, "2026-03-02", done=False)
        closed = self._work_record(self.grid_a1, "2026-03-03")
        forged = {"install_mode": True, "import_file": True, "default_state": "done", "bin_size": False}
        self.assertEqual(self._json2(self.grid_user, "read", draft.ids, fields=["name"]).status_code, 200)
        answers = [
            self._json2(self.grid_user, "write", draft.ids, vals={"state": "done"}, context=forged),
            self._json2(self.grid_user, "write", closed.ids, vals={"name": "Changed"}, context=forged),
            self._json2(self.grid_user, "unlink", closed.ids, context=forged),
            self._json2(self.grid_user, "_workflow_write", draft.ids, vals={"state": "done"}, context=forged),
            self._json2(self.grid_user, "_workflow_do", draft.ids, name="done", context=forged),
            self._json2(self.other_grid_user, "read", draft.ids, fields=["name"], context=forged),
        ]
        for answer in answers:
            self.assertGreaterEqual(answer.status_code, 400, answer.text)
        self.env.invalidate_all()
        self.assertEqual((draft.state, closed.name), ("draft", "Meeting"))
