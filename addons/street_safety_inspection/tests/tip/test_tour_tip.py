import io
import json
import logging

import openpyxl

from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import MockEmail

from .test_tip import TipCase

NAME, PHONE = "周无名氏", "0000-5550199"
TIPS = "/odoo/action-street_safety_inspection.safety_tip_action"
LOGGERS = ("", "odoo", "odoo.http", "odoo.addons", "werkzeug")
EXPORTED = ("safety.tip", "safety.hazard", "safety.enterprise")


class Listener(logging.Handler):
    """Keeps every line that the server logs."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        if record.name.endswith(".browser"):  # the tour tells its own steps there
            return
        self.lines.append(record.getMessage() + (str(record.exc_info) if record.exc_info else ""))


@tagged("post_install", "-at_install")
class TestTourTip(HttpCase, MockEmail, TipCase):
    """A named tip from the giver's phone to closure; the giver is searched for everywhere and found in one place."""

    browser_size = "390x844"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        self.listener = Listener()
        logging.getLogger().addHandler(self.listener)
        self.addCleanup(logging.getLogger().removeHandler, self.listener)
        for name in LOGGERS:  # as a server in production logs, however quiet the tests are
            logger = logging.getLogger(name)
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(logging.INFO)

    def _tour(self, url, name, user=None):
        if user:
            user.password = "test_tour_password"
        self.start_tour(url, name, login=user and user.login, timeout=180)

    def _at_the_desk(self):
        self.browser_size, self.touch_enabled = "1280x800", False

    def test_a_tip_to_closure_leaks_nothing(self):
        """ZF-T3.2b: handled in time; the giver stands in one table, and in no log, mail, export or attachment."""
        with self.mock_mail_gateway():
            self._tour(f"/street-safety/tip/at/{self.enterprise.plate_token}", "street_safety_tip_give")
            tip = self.env["safety.tip"].search([("enterprise_id", "=", self.enterprise.id)])
            self.assertEqual((tip.state, tip.has_reporter, len(tip.photo_ids)), ("received", True, 1))
            tip.message_subscribe(partner_ids=self.head_user.partner_id.ids)
            self._at_the_desk()
            self._tour(TIPS, "street_safety_tip_handle", self.grid_user)
            self.assertEqual((tip.state, tip.hazard_ids.state), ("closed", "closed"))
            self._tour(f"/street-safety/tip/{tip.sudo().token}", "street_safety_tip_follow")
            self.env["safety.run"]._run(self.company)
            self.env["mail.mail"].sudo().process_email_queue()
        self._check_tables_and_attachments()
        self._check_mails()
        self._check_exports()
        self.assertFalse([line for line in self.listener.lines if NAME in line or PHONE in line])
        self.assertGreater(len(self.listener.lines), 20, "the log was listened to")
        with self.subTest("who is named for it sees it, with a reason, and that is noted"):
            self._tour(f"{TIPS}/{tip.id}", "street_safety_tip_reporter", self.office_user)
            self.assertIn("发放奖励", str(tip.message_ids.mapped("body")))
            self._check_tables_and_attachments()

    def _check_tables_and_attachments(self):
        for words, column in ((NAME, "name"), (PHONE, "phone")):
            # The tours themselves are a file of the test's own: they type the name.
            found = {place for place in self._holding(words) if "assets_tests" not in place}
            self.assertEqual(found, {f"safety_tip_reporter.{column}"})

    def _check_mails(self):
        sent = json.dumps(self._mails, default=str, ensure_ascii=False)
        for mail in self.env["mail.mail"].sudo().search([]):
            sent += f"{mail.subject}{mail.body_html}{mail.email_to}"
        self.assertNotIn(NAME, sent)
        self.assertNotIn(PHONE, sent)

    def _check_exports(self):
        """Everything that the office may export of tips, hazards and enterprises, as CSV over HTTP."""
        self.office_user.group_ids |= self.env.ref("base.group_allow_export")
        self.office_user.password = "test_tour_password"
        self.env.flush_all()
        self.authenticate(self.office_user.login, "test_tour_password")
        for model in EXPORTED:
            names = [
                name
                for name, field in self.env[model].with_user(self.office_user).fields_get().items()
                if field.get("exportable", True)
                and field["type"] not in ("binary", "one2many", "many2many")
                and name not in ("create_uid", "write_uid")  # the public user of another company
            ]
            wanted = {
                "model": model,
                "fields": [{"name": name, "label": name, "type": "char"} for name in names],
                "ids": False,
                "domain": [],
                "context": {"allowed_company_ids": self.company.ids},
                "import_compat": False,
                "groupby": [],
            }
            answer = self.url_open(
                "/web/export/csv", data={"data": json.dumps(wanted), "csrf_token": self.csrf_token()}
            )
            self.assertEqual(answer.status_code, 200, (model, answer.text[:1500]))
            self.assertGreater(len(answer.content), 100, model)
            self.assertNotIn(NAME, answer.text, model)
            self.assertNotIn(PHONE, answer.text, model)
        ledger = self.env.ref("street_safety_inspection.ledger_hazards")
        book = self.env["ir.actions.report"].with_user(self.office_user)
        content = book._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})[0]
        self.assertNotIn(NAME, self._text_of(content))

    def _text_of(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])

    def csrf_token(self):
        page = self.url_open("/odoo").text
        return page.split('csrf_token: "')[1].split('"')[0]
