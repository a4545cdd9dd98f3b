import io
from datetime import date

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import SQL, mute_logger

from ...models.tip.safety_tip_received import TooManyTips
from ..common import InspectionCase

NAME, PHONE = "Zhou Unheard-of", "0000-5550199"


def photo_with_secrets():
    """Return a JPEG in which the phone has hidden its owner, the place and a comment."""
    picture = Image.new("RGB", (60, 40), "seagreen")
    exif = picture.getexif()
    exif[0x013B] = NAME  # artist
    exif[0x010F] = "Phone of Zhou"
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif, comment=NAME.encode())
    return stream.getvalue()


class TipCase(InspectionCase):
    """A tip about the enterprise in grid A1, given on the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise.sudo()._ensure_plates()

    @classmethod
    def _tip(cls, where=None, files=(), address="192.0.2.7", **values):
        values = {"text": "The exit is locked.", **values}
        return cls.env["safety.tip"]._receive(where or cls.enterprise, values, files, address)

    def _holding(self, words):
        """Return {table.column} of the whole database, and attachments, in which ``words`` stand."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                   AND c.data_type IN ('character varying', 'text', 'jsonb', 'bytea', 'character')
                """
            )
        )
        found = set()
        for table, column in columns:
            query = SQL(
                "SELECT 1 FROM %s WHERE position(%s in %s::text) > 0 LIMIT 1",
                SQL.identifier(table),
                words,
                SQL.identifier(column),
            )
            if self.env.execute_query(query):
                found.add(f"{table}.{column}")
        for file in self.env["ir.attachment"].sudo().search([("res_field", "in", [False, "datas"])]):
            if words.encode() in (file.raw or b""):
                found.add(f"attachment {file.name}")
        return found


class TestTip(TipCase):
    """From receipt to reply; who gave it; what is refused."""

    def test_from_an_anonymous_tip_to_a_hazard_to_the_reply(self):
        """ZF-2.1a: given anonymously by an employee, turned into a hazard, closed with a result."""
        tip = self._tip(employee="1", files=[("a.jpg", photo_with_secrets())])
        self.assertEqual((tip.unit_id, tip.reporter_kind, tip.has_reporter), (self.grid_a1, "employee", False))
        self.assertTrue(tip.number)
        mine = tip.with_user(self.cadre_user)
        hazard = self.env["safety.hazard"].browse(mine.action_hazard()["res_id"])
        self.assertEqual((hazard.source, hazard.tip_id, hazard.enterprise_id), ("tip", tip, self.enterprise))
        self.assertEqual(
            (hazard.name, len(hazard.before_photo_ids), mine.state), ("The exit is locked.", 1, "handling")
        )
        with self.assertRaisesRegex(UserError, "Reply"):
            mine.action_answer()
        mine.reply = "The lock is gone."
        mine.action_answer()
        self.assertEqual((tip.state, tip._public_values()["reply"]), ("closed", "The lock is gone."))
        with self.assertRaises(UserError):
            tip.sudo().write({"reply": "Another"})

    def test_it_turns_late(self):
        """ZF-T3.2b: the tip has a deadline of its own street, turns late and closes with a reply."""
        self.company.safety_tip_days = 10
        tip = self._tip()
        self.assertEqual((tip.deadline, tip.days_left, tip.is_overdue), (date(2026, 3, 20), 10, False))
        self._freeze("2026-03-21 02:00:00")
        tip.invalidate_recordset()
        self.assertEqual((tip.days_left, tip.is_overdue), (-1, True))
        self.assertIn(tip, self.env["safety.tip"].search([("is_overdue", "=", True)]))
        mine = tip.with_user(self.cadre_user)
        mine.action_take()
        mine.reply = "Done."
        mine.action_answer()
        self.assertFalse(tip.is_overdue)
        self.assertNotIn(tip, self.env["safety.tip"].search([("is_overdue", "=", True)]))

    def test_written_down_at_the_telephone(self):
        form = Form(self.env["safety.tip"].with_user(self.cadre_user))
        form.text = "Sparks at the door"
        form.enterprise_id = self.enterprise
        form.reporter_name, form.reporter_phone = NAME, PHONE
        tip = form.save()
        self.assertEqual((tip.unit_id, tip.has_reporter, tip.reporter_name), (self.grid_a1, True, False))
        self.assertEqual(self._holding(PHONE), {"safety_tip_reporter.phone"})

    # ---- who gave it -------------------------------------------------------------------------------------------------

    def test_who_gave_it_stands_in_one_place_only(self):
        """Searched for in every table and attachment: found where it may be, and nowhere else."""
        tip = self._tip(name=NAME, phone=PHONE, files=[(f"{NAME}.jpg", photo_with_secrets())])
        tip.with_user(self.cadre_user).action_hazard()
        dialog = self.env["safety.tip.reporter.wizard"].with_user(self.office_user)
        dialog = dialog.create({"tip_id": tip.id, "reason": "reward"})
        dialog.action_show()
        self.assertEqual((dialog.name, dialog.phone), (NAME, PHONE))
        self.env["safety.run"]._run(self.company)
        self.assertEqual(self._holding(NAME), {"safety_tip_reporter.name"})
        self.assertEqual(self._holding(PHONE), {"safety_tip_reporter.phone"})
        fields_of_tip = self.env["safety.tip"].fields_get()
        exported = tip.export_data([*fields_of_tip])["datas"]
        self.assertNotIn(NAME, str(exported))

    def test_only_the_named_posts_look_and_it_is_noted(self):
        tip = self._tip(name=NAME)
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        for user in (self.cadre_user, self.head_user, admin):
            with self.subTest(user.login), mute_logger("odoo.addons.base.models.ir_model"):
                with self.assertRaises(AccessError):
                    tip.with_user(user).action_reporter()
                with self.assertRaises(AccessError):
                    self.env["safety.tip.reporter"].with_user(user).search([])
                dialog = self.env["safety.tip.reporter.wizard"].with_user(user)
                dialog = dialog.create({"tip_id": tip.id, "reason": "curious", "is_shown": True})
                self.assertFalse(dialog.name)
                with self.assertRaises(UserError):
                    dialog.write({"is_shown": True})
                with self.assertRaises(AccessError):
                    dialog.action_show()
        dialog = self.env["safety.tip.reporter.wizard"].with_user(self.office_user).create({"tip_id": tip.id})
        with self.assertRaisesRegex(UserError, "noted"):
            dialog.action_show()
        dialog.reason = "to pay the reward"
        dialog.action_show()
        self.assertEqual(dialog.name, NAME)
        notes = tip.message_ids.mapped("body")
        self.assertTrue([note for note in notes if "to pay the reward" in note])
        self.assertFalse([note for note in notes if NAME in note])

    def test_another_street_names_other_posts(self):
        self.company.safety_tip_reader_post_ids = self._post("stationed_cadre")
        tip = self._tip(name=NAME)
        self.assertTrue(tip.with_user(self.cadre_user).action_reporter())
        with self.assertRaises(AccessError):
            tip.with_user(self.office_user).action_reporter()

    # ---- bad input and abuse -----------------------------------------------------------------------------------------

    def test_bad_input_is_answered(self):
        script = b"<script>alert(1)</script>" * 400
        large = b"\xff\xd8\xff" + b"0" * (self.company.safety_upload_mb * 1024 * 1024)
        for words, values in (
            ("what you saw", {"text": " "}),
            ("too long", {"text": script.decode()}),
            ("no photo", {"files": [("a.jpg", b"#!/bin/sh\nrm -rf /")]}),
            ("no photo", {"files": [("a.pdf", b"%PDF-1.4 named")]}),
            ("larger than", {"files": [("a.jpg", large)]}),
            ("At most", {"files": [("a.jpg", photo_with_secrets())] * 5}),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._tip(**values)
        self.assertFalse(self.env["safety.tip"].search([("company_id", "=", self.company.id)]))
        odd = self._tip(latitude="north", longitude="9e999", place="x" * 900)
        self.assertEqual((odd.latitude, len(odd.place)), (0, 200))

    def test_a_flood_from_one_address_is_held_back(self):
        for number in range(self.company.safety_tip_hourly):
            self._tip(text=f"Tip {number}")
        with self.assertRaises(TooManyTips):
            self._tip()
        self._tip(address="192.0.2.8")
        self._freeze("2026-03-10 03:30:00")
        self.env.cr.execute("UPDATE safety_tip SET create_date = '2026-03-10 02:00:00' WHERE origin IS NOT NULL")
        self.assertTrue(self._tip(text="An hour later"))

    def test_the_address_is_forgotten(self):
        tip = self._tip()
        self.assertNotIn("192.0.2", tip.origin)
        self.env.cr.execute(
            "UPDATE safety_tip SET create_date = %s", [fields.Datetime.to_datetime("2026-03-08 02:00:00")]
        )
        self.env["safety.tip"]._forget_origins(self.company)
        self.assertFalse(tip.origin)
        with self.assertRaises(AccessError):
            tip.with_user(self.office_user).read(["token"])

    def test_what_was_reported_stays(self):
        tip = self._tip().with_user(self.office_user)
        for values in ({"text": "Nothing"}, {"photo_ids": False}, {"received_on": "2026-01-01"}, {"by_page": False}):
            with self.subTest(values), self.assertRaises(UserError):
                tip.write(values)
        with self.assertRaises(UserError):
            tip.unlink()

    # ---- doubles, reward, rejection ----------------------------------------------------------------------------------

    def test_doubles_within_fifty_metres(self):
        here = {"latitude": "23.129000", "longitude": "113.264000"}
        first = self._tip(where=self.community_a, **here)
        near = self._tip(where=self.community_a, latitude="23.129300", longitude="113.264000")  # 33 m north
        self._tip(where=self.community_a, latitude="23.129000", longitude="113.264700")  # 72 m east
        self.assertEqual(near.with_user(self.cadre_user).similar_ids, first)
        near.with_user(self.cadre_user).action_join()
        self.assertEqual((near.state, near.duplicate_of_id), ("joined", first))
        mine = first.with_user(self.cadre_user)
        mine.action_take()
        mine.reply = "Both are right."
        mine.action_answer()
        self.assertEqual(near._public_values()["reply"], "Both are right.")

    def test_a_tip_that_is_not_pursued(self):
        tip = self._tip()
        tip.with_user(self.cadre_user)._do_because("reject", "This is another street's.")
        self.assertEqual((tip.state, tip._public_values()["reason"]), ("rejected", "This is another street's."))

    def test_a_reward_is_paid_once(self):
        tip = self._tip().with_user(self.office_user)
        tip.action_take()
        tip.write({"reply": "Right.", "reward": 300})
        with self.assertRaisesRegex(UserError, "no reward is due"):
            tip.action_reward_paid()
        tip.action_answer()
        with self.assertRaises(AccessError):
            tip.with_user(self.cadre_user).action_reward_paid()
        tip.action_reward_paid()
        self.assertEqual(tip.reward_paid_on, date(2026, 3, 10))
        with self.assertRaisesRegex(UserError, "no reward is due"):
            tip.action_reward_paid()

    def test_it_waits_on_the_start_page(self):
        tip = self._tip()
        mine = self.env["safety.duty"].with_user(self.cadre_user)
        waiting = {one["label"]: one["count"] for one in mine._counted(mine._waiting())}
        self.assertEqual(waiting.get("Tips to take on"), 1)
        tip.with_user(self.cadre_user).user_id = self.cadre_user
        tip.with_user(self.cadre_user).action_take()
        waiting = {one["label"]: one["count"] for one in mine._counted(mine._waiting())}
        self.assertEqual((waiting.get("Tips to take on"), waiting.get("Tips to answer")), (None, 1))
        others = self.env["safety.duty"].with_user(self.other_cadre_user)
        self.assertFalse([one for one in others._counted(others._waiting()) if "Tips" in one["label"]])


@tagged("post_install", "-at_install")
class TestTipPage(HttpCase, TipCase):
    """The code, the form and the page that follows, for somebody without a login."""

    def _give(self, token, **data):
        page = self.url_open(f"/street-safety/tip/at/{token}")
        self.assertEqual(page.status_code, 200)
        csrf = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        files = data.pop("files", None)
        return self.url_open(f"/street-safety/tip/at/{token}", data={"csrf_token": csrf, **data}, files=files)

    def test_from_the_plate_to_the_reply(self):
        """ZF-T3.2b: by the code on the plate to the own page with deadline and reply."""
        token = self.enterprise.plate_token
        self.assertIn(f"/street-safety/tip/at/{token}", self.url_open(f"/street-safety/plate/{token}").text)
        text = "<b>Locked</b> exit"
        page = self._give(token, text=text, name=NAME, files={"photos": ("a.jpg", photo_with_secrets(), "image/jpeg")})
        self.assertIn("o_safety_sent", page.text)
        tip = self.env["safety.tip"].search([("enterprise_id", "=", self.enterprise.id)])
        self.assertEqual((tip.text, len(tip.photo_ids), tip.has_reporter), (text, 1, True))
        self.assertNotIn(NAME, page.text)
        mine = tip.with_user(self.cadre_user)
        mine.action_take()
        mine.reply = "Opened <again>."
        mine.action_answer()
        self.env.flush_all()
        after = self.url_open(f"/street-safety/tip/{tip.sudo().token}").text
        self.assertIn("Opened &lt;again&gt;.", after)

    def test_under_the_code_of_a_community(self):
        token = self.community_a._tip_url().rpartition("/")[2]
        self.env.flush_all()
        self.assertIn("o_safety_sent", self._give(token, text="Bare wires in the lane").text)
        self.assertEqual(
            self.env["safety.tip"].search([("unit_id", "=", self.community_a.id)]).text, "Bare wires in the lane"
        )

    def test_guessing_and_floods(self):
        token = self.enterprise.plate_token
        for path in ("/street-safety/tip/guess", "/street-safety/tip/at/guess", "/street-safety/tip/1"):
            self.assertEqual(self.url_open(path).status_code, 404)
        bad = self._give(token, text="x" * 10_000, name="Kept")
        self.assertIn("o_safety_error", bad.text)
        self.assertIn("x" * 10_000, bad.text, "nothing typed is lost")
        trapped = self._give(token, text="Buy this", website="http://spam.example")
        self.assertEqual(trapped.status_code, 200)
        self.assertFalse(self.env["safety.tip"].search([("enterprise_id", "=", self.enterprise.id)]))
        self.company.safety_tip_hourly = 2
        self.env.flush_all()
        codes = [self._give(token, text=f"Tip {n} of many").status_code for n in range(4)]
        self.assertEqual(codes, [200, 200, 429, 429])
