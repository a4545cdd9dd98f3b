"""Invariant 5, generated: every model, public method, report and attachment of the suite, tried as the wrong user.

The attackers are a grid member of the demo street, who reaches one grid only, and a portal user. What lies outside of
that grid is told from the records themselves (the path to their unit), not from the record rules that are on trial.
"""

import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WrongUserCase

# Read by everybody in the street, and why. Everything else must lead to a unit.
OPEN = {
    "safety.unit.type": "names of levels",
    "safety.unit": "the tree is the public face of the street",
    "safety.post": "names of posts",
    "safety.regulation": "published to everybody it binds",
    "safety.clause": "published to everybody it binds",
    "safety.duty.rule": "published to everybody it binds",
    "safety.duty.kind": "how duties are proved",
    "safety.duty.step": "published to everybody it binds",
    "safety.duty.turn": "published to everybody it binds",
    "safety.special.day": "the public calendar",
    "safety.special.day.kind": "the public calendar",
    "safety.record.type": "names of record types",
    "safety.record.topic": "names of topics",
    "safety.record.content": "texts, cases and posters that every community uses",
    "safety.signature.rule": "who has to sign what",
    "safety.enterprise.kind": "names of kinds",
    "safety.supervision.class": "names of classes",
    "safety.supervision.rule": "what makes an enterprise key; published",
    "safety.industry": "a national standard",
    "safety.risk.factor": "names of factors",
    "safety.dossier.type": "which papers are asked for",
    "safety.dossier.level": "names of levels",
    "safety.rating.scheme": "how stars are given; published",
    "safety.rating.criterion": "how stars are given; published",
    "safety.ledger": "which records and columns; the records keep their own rules",
    "safety.ledger.column": "which columns",
    "safety.incident.grade": "figures of the grades",
    "safety.package.kind": "what is handed in and when",
    "safety.package.part": "what is handed in and when",
    "safety.meeting.type": "names of meetings and who is invited",
    "safety.document.category": "names of classes",
    "safety.incident.type": "names of types",
    "safety.checklist": "what is looked at",
    "safety.checklist.item": "what is looked at",
    "safety.inspection.kind": "names of kinds",
    "safety.notice.kind": "titles and words of documents",
    "safety.supervision.kind": "names of kinds",
    "safety.enforcement.measure": "names of measures",
    "safety.service.step": "what follows the first, second and third time; published",
    "safety.campaign.field": "names of fields",
    "safety.major.criterion": "what makes a hazard major; published",
    "safety.training.type": "names of types",
    "safety.certificate.type": "names of types",
    "safety.certificate.requirement": "who must have what; published",
    "safety.drill.type": "names of types",
    "safety.plan.type": "names of types",
    "safety.team.type": "who must have a team; published",
    "safety.facility.type": "who must have what; published",
    "safety.penalty.rule": "published to everybody it binds",
    "safety.letter.kind": "what every letter of the kind asks for",
    "safety.letter.kind.target": "what every letter of the kind asks for",
    "safety.measure.kind": "names of measures and the words of their documents",
    "safety.measure.rule": "published to everybody it binds",
    "safety.incident.point.kind": "what an accident is not let go of before",
    "safety.appraisal.scheme": "published to everybody it is about",
    "safety.appraisal.indicator": "published to everybody it is about",
    "safety.appraisal.grade": "published to everybody it is about",
}
# Seen by the own user, the office or nobody; no unit in it.
CLOSED = {
    "safety.access": "one's own rows",
    "safety.run": "the office's",
    "safety.tip.reporter": "nobody's: the named posts see it in a dialog that notes it (TestTip)",
}

# Reports of open models that show each reader only what they may see; their own tests say so.
OWN_REPORTS = {
    "safety.ledger": "TestLedger",
    "safety.post": "TestDutyList",
    "safety.checklist": "TestChecklistImport",
    "safety.incident.statistics.wizard": "TestIncidentStatistics: everybody's own choice, of accidents within reach",
}


@tagged("post_install", "-at_install")
class TestWrongUser(WrongUserCase):
    open_models, closed_models = OPEN, CLOSED

    def test_every_model_has_rules(self):
        """Each stored model has an access list and, unless it has no content, a record rule."""
        for name in self.models:
            with self.subTest(model=name):
                model_id = self.env["ir.model"]._get_id(name)
                self.assertTrue(self.env["ir.model.access"].search_count([("model_id", "=", model_id)]))
                group_wide = self.env["ir.model.access"].search_count(
                    [("model_id", "=", model_id), ("group_id", "=", False)]
                )
                self.assertFalse(group_wide, "an access line without a group opens the model to the public")
                if name not in OPEN:
                    self.assertTrue(self.env["ir.rule"].search_count([("model_id", "=", model_id)]))
                    rules = self.env["ir.rule"].search([("model_id", "=", model_id)])
                    self.assertFalse([rule.name for rule in rules if "'|'" in (rule.domain_force or "")])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_read_routes(self):
        for name, foreign in self._each_foreign():
            with self.subTest(model=name):
                mine = self.env[name].with_user(self.grid_member).with_context(active_test=False)
                if not mine.has_access("read"):
                    self.assertIn(name, CLOSED)
                    continue
                self.assertFalse(set(mine.search([]).ids) & set(foreign.ids))
                self.assertFalse(mine.search_count([("id", "in", foreign.ids)]))
                self.assertFalse(mine.search_read([("id", "in", foreign.ids)], ["id"]))
                self.assertFalse(mine.web_search_read([("id", "in", foreign.ids)], {"id": {}})["records"])
                self.assertFalse(mine.formatted_read_group([("id", "in", foreign.ids)], [], ["__count"])[0]["__count"])
                self.assertFalse(set(dict(mine.name_search("", limit=None))) & set(foreign.ids))
                record = mine.browse(foreign[:1].id)
                for call in (
                    lambda record=record: record.read(["display_name"]),
                    lambda record=record: record.export_data(["id", "display_name"]),
                    lambda record=record: record.web_read({"display_name": {}}),
                ):
                    with self.assertRaises(AccessError):
                        call()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_write_routes(self):
        for name, foreign in self._each_foreign():
            with self.subTest(model=name):
                record = self.env[name].with_user(self.grid_member).browse(foreign[:1].id)
                field = next(
                    (
                        key
                        for key, field in record._fields.items()
                        if field.type == "char" and field.store and not field.readonly
                    ),
                    "unit_id" if "unit_id" in record._fields else None,
                )
                value = self.roots[:1].id if field == "unit_id" else "Changed by the wrong user"
                for call in (
                    lambda record=record, field=field, value=value: record.write({field: value} if field else {}),
                    lambda record=record: record.unlink(),
                    lambda record=record: record.copy(),
                ):
                    with self.assertRaises(UserError), self.cr.savepoint():  # AccessError is one
                        call()
                if hasattr(record, "message_post"):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        record.message_post(body=name)
                self.assertEqual(foreign.exists(), foreign)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
    def test_public_methods(self):
        tried = 0
        for name, foreign in self._each_foreign():
            with self.subTest(model=name):
                record = foreign[:1]
                stored = [key for key, field in record._fields.items() if field.store and field.type != "binary"]
                before = record.read(stored)
                for method, function in self._public_methods(name):
                    if method in ("create", "write", "unlink", "copy", "copy_data", "load", "read", "search"):
                        continue
                    tried += 1
                    for user in (self.grid_member, self.portal):
                        attacked = self.env[name].with_user(user).browse(record.id)
                        try:
                            self.env.invalidate_all()  # what another user has read must not be in the cache
                            with self.cr.savepoint():
                                answer = getattr(attacked, method)(*self._dummies(function))
                                self.env.flush_all()
                        except Exception as error:  # noqa: BLE001 – only what it says and changes matters
                            answer = error if isinstance(error, TypeError | AttributeError) else None
                        self.assertNotIn(record.display_name, repr(answer), f"{name}.{method} as {user.login}")
                        self.env.invalidate_all()
                        self.assertEqual(record.read(stored), before, f"{name}.{method} as {user.login}")
        self.assertGreater(tried, 20)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
    def test_what_everybody_reads_is_not_theirs_to_change(self):
        """Regulations, rules, posts and the like: a grid member and the portal write none and move none."""
        for name in sorted(OPEN.keys() & set(self.models)):
            with self.subTest(model=name):
                record = self.env[name].sudo().with_context(active_test=False).search([], limit=1)
                self.assertTrue(record, "no example in the demo street")
                stored = [key for key, field in record._fields.items() if field.store and field.type != "binary"]
                before = record.read(stored)
                methods = [(method, self._dummies(function)) for method, function in self._public_methods(name)]
                skipped = ("create", "write", "unlink", "copy", "copy_data", "load", "read", "search")
                for user in (self.grid_member, self.portal):
                    attacked = self.env[name].with_user(user).browse(record.id)
                    for call in (
                        lambda attacked=attacked: attacked.write({}) or attacked.check_access("write"),
                        lambda attacked=attacked: attacked.unlink(),
                        lambda attacked=attacked: attacked.copy(),
                    ):
                        with self.assertRaises(UserError), self.cr.savepoint():  # AccessError is one
                            call()
                    for method, dummies in methods:
                        if method in skipped:
                            continue
                        self.env.invalidate_all()
                        try:
                            with self.cr.savepoint():
                                getattr(attacked, method)(*dummies)
                                self.env.flush_all()
                        except Exception:  # noqa: BLE001, S110 – only what it changes matters
                            pass
                        self.env.invalidate_all()
                        self.assertEqual(record.read(stored), before, f"{name}.{method} as {user.login}")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_attachments(self):
        for name, foreign in self._each_foreign():
            with self.subTest(model=name):
                record = foreign[:1]
                secret = self.env["ir.attachment"].create(
                    {"name": "secret.txt", "raw": b"secret", "res_model": name, "res_id": record.id}
                )
                attacked = secret.with_user(self.grid_member)
                self.assertFalse(attacked.search([("id", "=", secret.id)]))
                for call in (
                    lambda attacked=attacked: attacked.read(["raw"]),
                    lambda attacked=attacked: attacked.write({"raw": b"forged"}),
                    lambda attacked=attacked: attacked.unlink(),
                    lambda attacked=attacked, name=name, record=record: attacked.create(
                        {"name": "x", "raw": b"x", "res_model": name, "res_id": record.id}
                    ),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        call()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.http")
    def test_reports(self):
        reports = self.env["ir.actions.report"].search([("model", "=like", "safety.%")])
        self.assertTrue(reports)
        for report in reports.filtered(lambda one: one.model not in OWN_REPORTS):
            record = self._foreign(report.model)[:1]
            for user in (self.grid_member, self.portal):
                with self.subTest(report=report.report_name, user=user.login):
                    engine = self.env["ir.actions.report"].with_user(user)
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        if report.report_type == "xlsx":
                            engine._render_xlsx(report.report_name, record.ids, {})
                        else:
                            engine._render_qweb_html(report.report_name, record.ids)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.http")
    def test_http_routes(self):
        """/json/2 with a key, /web/content and /report over HTTP."""
        tomorrow = self.env.cr.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(self.grid_member)._generate("rpc", "wrong", tomorrow)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        for name, foreign in self._each_foreign():
            with self.subTest(model=name):
                body = json.dumps(
                    {"ids": foreign[:1].ids, "fields": ["display_name"], "context": {"active_test": False}}
                )
                answer = self.url_open(f"/json/2/{name}/read", data=body, headers=headers)
                self.assertGreaterEqual(answer.status_code, 400, answer.text[:200])
        self.authenticate("grid", "demo")
        reports = self.env["ir.actions.report"].search([("model", "=like", "safety.%")])
        for report in reports.filtered(lambda one: one.model not in OWN_REPORTS):
            record = self._foreign(report.model)[:1]
            kind = "xlsx" if report.report_type == "xlsx" else "html"
            answer = self.url_open(f"/report/{kind}/{report.report_name}/{record.id}")
            if report.model not in OPEN:
                self.assertNotIn(record.display_name, answer.text)
            self.assertTrue(answer.status_code >= 400 or "error" in answer.text.lower(), report.report_name)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_portal_and_public_see_nothing(self):
        public = self.env.ref("base.public_user")
        for name in self.models:
            for user in (self.portal, public):
                with self.subTest(model=name, user=user.login):
                    with self.assertRaises(AccessError):
                        self.env[name].with_user(user).search([])
                    with self.assertRaises(AccessError):
                        self.env[name].with_user(user).search_read([], ["id"], limit=1)
