from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...models.portal import uploads
from .common import PDF, RED_DOT, PortalCase


@tagged("post_install", "-at_install")
class TestPortalLogin(PortalCase):
    """Officers invite the people of an enterprise and revoke what they gave."""

    def _own(self, user):
        return self.env["safety.enterprise"].with_user(user)._portal_enterprises()

    def test_invited_person_sees_the_own_file_only(self):
        self.assertTrue(self.manager._is_portal())
        self.assertEqual(self.manager.name, "王小明")
        self.assertEqual(self._own(self.manager), self.enterprise)
        self.assertEqual(self.enterprise.portal_user_ids, self.manager)
        self.assertFalse(self.other.with_user(self.manager).has_access("read"))
        self.assertFalse(self.enterprise.with_user(self.manager).has_access("read"), "no access but by the portal")

    def test_several_sites_of_one_person(self):
        site = self._enterprise("晨光制鞋厂", self.grid_a2, site_no="2")
        self.assertEqual(self._invite(site, "WANG@example.com "), self.manager)
        self.assertEqual(self._own(self.manager), self.enterprise | site)
        site.with_user(self.office_user).action_portal_revoke()
        self.assertEqual(self._own(self.manager), self.enterprise)
        self.assertTrue(self.manager.active, "the other site still needs the login")
        self.enterprise.with_user(self.office_user).action_portal_revoke()
        self.assertFalse(self._own(self.manager))
        self.assertFalse(self.manager.active)

    def test_invited_again_after_a_revocation(self):
        self.enterprise.with_user(self.office_user).action_portal_revoke()
        self.assertEqual(self._invite(self.enterprise, "wang@example.com"), self.manager)
        self.assertTrue(self.manager.active and self.manager._is_portal())
        self.assertEqual(self._own(self.manager), self.enterprise)

    def test_several_people_of_one_company(self):
        company = self.env["res.partner"].create(
            {"name": "晨光", "is_company": True, "company_id": self.company.id, "email": "office@example.com"}
        )
        site = self._enterprise("晨光仓库", self.grid_a1, partner_id=company.id)
        first, second = self._invite(site, "one@example.com"), self._invite(site, "two@example.com")
        self.assertEqual(site.portal_user_ids, first | second)
        self.assertEqual(self._own(first), site)
        self.assertEqual(self._own(second), site)
        with self.assertRaisesRegex(UserError, "belongs to"):
            other = self.env["res.partner"].create({"name": "B", "is_company": True, "company_id": self.company.id})
            self._invite(self._enterprise("B", self.grid_a1, partner_id=other.id), "one@example.com")

    def test_clear_errors(self):
        fresh = self._enterprise("新厂", self.grid_a1)
        self.office_user.login = "staff@example.com"
        for email, words in (
            ("", "complete address"),
            ("wang", "complete address"),
            ("staff@example.com", "login of the staff"),
        ):
            with self.subTest(email=email), self.assertRaisesRegex(UserError, words):
                self._invite(fresh, email)
        with self.assertRaisesRegex(UserError, "has the login of this enterprise"):
            self._invite(self.enterprise, "new@example.com")
        fresh._leave(self.today, "Closed")
        with self.assertRaisesRegex(UserError, "off the roll"):
            self._invite(fresh, "new@example.com")

    def test_only_officers_of_the_unit_invite_and_revoke(self):
        for user in (self.grid_user, self.other_cadre_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._invite(self.enterprise, "x@example.com", user=user)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.enterprise.with_user(user).action_portal_revoke()
        self.assertTrue(self.manager.active)

    def test_the_link_is_for_people_who_never_logged_in(self):
        fresh = self._enterprise("新厂", self.grid_a1)
        wizard = self.env["safety.enterprise.invite.wizard"].with_user(self.office_user)
        first = wizard.create({"enterprise_id": fresh.id, "name": "N", "email": "new@example.com"})
        first.action_invite()
        self.assertIn("/web/signup", first.link)
        login = self.env["res.users"].search([("login", "=", "new@example.com")])
        self.env["res.users.log"].with_user(login).sudo().create({})
        login.invalidate_recordset()
        site = self._enterprise("新厂二号", self.grid_a1)
        second = wizard.create({"enterprise_id": site.id, "name": "N", "email": "new@example.com"})
        second.action_invite()
        self.assertFalse(second.link, "it would let an officer take over the login")

    def test_merged_and_left_are_not_shown(self):
        survivor = self._enterprise("晨光", self.grid_a1)
        self.enterprise._merge_into(survivor)
        self.assertEqual(self._own(self.manager), survivor, "the survivor had nobody and takes the contact over")
        survivor._leave(self.today, "Closed")
        self.assertFalse(self._own(self.manager))

    def test_nobody_else_owns_anything(self):
        public = self.env.ref("base.public_user")
        for user in (self.grid_user, self.office_user, public):
            self.assertFalse(self._own(user))


@tagged("post_install", "-at_install")
class TestCorrection(PortalCase):
    """Proposed by the enterprise, accepted or rejected by the staff; the file changes by acceptance only."""

    def test_accepted(self):
        correction = self._propose({"phone": "0000-8800001", "headcount": "31", "address": ""}, note="我们搬家了")
        self.assertEqual((correction.unit_id, correction.state), (self.grid_a1, "proposed"))
        self.assertEqual(
            correction.line_ids.mapped(lambda line: (line.field, line.old_value, line.new_value)),
            [("phone", "0000-8812345", "0000-8800001"), ("headcount", "24", "31")],
        )
        self.assertEqual(self.enterprise.phone, "0000-8812345", "nothing changes before somebody decides")
        self.assertEqual(self.enterprise.with_user(self.grid_user).correction_count, 1)
        correction.with_user(self.grid_user).action_accept()
        self.assertEqual((self.enterprise.phone, self.enterprise.headcount), ("0000-8800001", 31))
        self.assertEqual((correction.state, correction.decided_by_id), ("accepted", self.grid_user))
        told = correction.message_ids.filtered(lambda message: self.manager.partner_id in message.partner_ids)
        self.assertIn("taken over", told.body)

    def test_rejected_with_a_reason(self):
        correction = self._propose({"phone": "1"})
        action = correction.with_user(self.grid_user).action_reject()
        form = Form(self.env[action["res_model"]].with_user(self.grid_user).with_context(**action["context"]))
        form.reason = "  "
        with self.assertRaisesRegex(UserError, "reason"):
            form.save().action_confirm()
        form.reason = "This is not a phone number"
        form.save().action_confirm()
        self.assertEqual((correction.state, correction.reject_reason), ("rejected", "This is not a phone number"))
        self.assertEqual(self.enterprise.phone, "0000-8812345")
        told = correction.message_ids.filtered(lambda message: self.manager.partner_id in message.partner_ids)
        self.assertIn("not a phone number", told.body)

    def test_only_the_ticked_changes(self):
        correction = self._propose({"phone": "0000-8800001", "headcount": "3000"})
        with Form(correction.with_user(self.grid_user)) as form, form.line_ids.edit(1) as line:
            line.apply = False
        correction.with_user(self.grid_user).action_accept()
        self.assertEqual((self.enterprise.phone, self.enterprise.headcount), ("0000-8800001", 24))
        correction = self._propose({"headcount": "3000"})
        correction.line_ids.with_user(self.grid_user).apply = False
        with self.assertRaisesRegex(UserError, "Nothing is ticked"):
            correction.with_user(self.grid_user).action_accept()

    def test_the_file_moved_on(self):
        correction = self._propose({"phone": "0000-8800001"})
        self.enterprise.phone = "0000-8877777"
        correction.invalidate_recordset()
        self.assertTrue(correction.has_stale)
        self.assertEqual(correction.line_ids.current_value, "0000-8877777")
        with self.assertRaisesRegex(UserError, "0000-8877777"):
            correction.with_user(self.grid_user).action_accept()
        correction.with_user(self.grid_user).action_accept_stale()
        self.assertEqual(self.enterprise.phone, "0000-8800001")

    def test_staff_does_not_rewrite_the_proposal(self):
        correction = self._propose({"phone": "0000-8800001"}, note="x")
        mine = correction.with_user(self.grid_user)
        for change in (
            lambda: mine.write({"note": "y"}),
            lambda: mine.write({"enterprise_id": self.other.id}),
            lambda: mine.line_ids.write({"new_value": "1"}),
            lambda: mine.write({"state": "accepted"}),
            lambda: mine.write({"proposed_by_id": self.grid_user.id}),
            lambda: mine.copy(),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        mine.action_accept()
        with self.assertRaises(UserError):
            correction.line_ids.with_user(self.grid_user).apply = False

    def test_who_decides(self):
        correction = self._propose({"phone": "0000-8800001"})
        for user in (self.other_grid_user, self.manager, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                correction.with_user(user).action_accept()
        self.assertFalse(self.env["safety.correction"].with_user(self.other_grid_user).search([]))

    def test_an_enterprise_off_the_roll(self):
        correction = self._propose({"phone": "0000-8800001"})
        self.enterprise._leave(self.today, "Closed")
        with self.assertRaisesRegex(UserError, "off the roll"):
            correction.with_user(self.grid_user).action_accept()

    def test_what_cannot_be_proposed(self):
        before = self.enterprise.read(["name", "class_id", "unit_id", "partner_id"])
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self._propose({"name": "x", "class_id": "1", "unit_id": "1", "partner_id": "1", "state": "accepted"})
        self.assertEqual(self.enterprise.read(["name", "class_id", "unit_id", "partner_id"]), before)
        for values, words in (
            ({"headcount": "many"}, "number"),
            ({"headcount": "-3"}, "number"),
            ({"phone": "1" * 101}, "too long"),
            ({"address": "x" * 501}, "too long"),
        ):
            with self.subTest(values=str(values)[:40]), self.assertRaisesRegex(UserError, words):
                self._propose(values)
        with self.assertRaisesRegex(UserError, "too long"):
            self._propose({}, note="x" * 2001)

    def test_files_are_what_their_bytes_say(self):
        correction = self._propose({}, files=[("C:\\evil\\x.html", RED_DOT), ("p.pdf", PDF)])
        self.assertEqual(correction.file_ids.mapped("name"), ["x.png", "p.pdf"])
        self.assertEqual(correction.file_ids.mapped("mimetype"), ["image/png", "application/pdf"])
        self.assertEqual(set(correction.file_ids.mapped("res_model")), {"safety.correction"})
        for name, data in (
            ("photo.png", b"<html><script>alert(1)</script></html>"),
            ("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("run.exe", b"MZ\x90\x00"),
            ("empty.png", b""),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "no photo and no PDF"):
                self._propose({}, files=[(name, data)])
        self.company.safety_upload_mb = 1
        with self.assertRaisesRegex(UserError, "larger than 1 MB"):
            self._propose({}, files=[("big.png", RED_DOT + b"\0" * 1024 * 1024)])
        with self.assertRaisesRegex(UserError, "At most"):
            self._propose({}, files=[("x.png", RED_DOT)] * 7)

    def test_content_types(self):
        heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"
        self.assertEqual(uploads.content_type(heic), "image/heic")
        self.assertEqual(uploads.content_type(b"\xff\xd8\xff\xe0"), "image/jpeg")
        self.assertIsNone(uploads.content_type(b"\x00\x00\x00\x18ftypmp42"))
        self.assertEqual(uploads.safe_name("../../etc/passwd", "image/png"), "file.png")

    def test_files_go_into_the_chatter_of_the_file(self):
        correction = self._propose({}, note="门头照片", files=[("x.png", RED_DOT)])
        correction.with_user(self.grid_user).action_accept()
        copied = self.enterprise.message_ids.attachment_ids
        self.assertEqual((copied.name, copied.res_model), ("x.png", "safety.enterprise"))
        self.assertNotEqual(copied, correction.file_ids)
        with self.assertRaises(AccessError):
            correction.file_ids.with_user(self.grid_user).unlink()

    def test_a_paper_becomes_a_paper_of_the_file(self):
        kind = self.env.ref("street_safety_base.dossier_type_liability_insurance")
        paper = {"paper_type": str(kind.id), "paper_date": "2026-01-01", "paper_date_end": "2026-12-31"}
        for values, files, words in (
            (paper, [], "photo or PDF"),
            ({**paper, "paper_date": ""}, [("p.pdf", PDF)], "issued"),
            ({**paper, "paper_date": "yesterday"}, [("p.pdf", PDF)], "no date"),
            ({**paper, "paper_date_end": "2025-01-01"}, [("p.pdf", PDF)], "cannot end"),
            ({**paper, "paper_type": "999999"}, [("p.pdf", PDF)], "from the list"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._propose(values, files=files)
        correction = self._propose({**paper, "paper_number": "PDAA2026"}, files=[("p.pdf", PDF)])
        self.assertIn(kind.name, correction.summary)
        correction.with_user(self.grid_user).action_accept()
        item = self.enterprise.dossier_item_ids
        self.assertEqual((item.type_id, item.number, str(item.date_end)), (kind, "PDAA2026", "2026-12-31"))
        self.assertEqual(item.file_ids.raw, PDF)
        self.assertEqual((item.file_ids.res_model, item.file_ids.res_id), (item._name, item.id))
        self.assertEqual(correction.paper_item_id, item)

    def test_no_more_than_the_limit(self):
        self.company.safety_correction_limit = 2
        first = self._propose({"phone": "1"})
        self._propose({"phone": "2"})
        with self.assertRaisesRegex(UserError, "waiting to be decided"):
            self._propose({"phone": "3"})
        first._workflow_do("withdraw")
        self._propose({"phone": "3"})

    def test_the_page_costs_the_same_with_many_papers_and_proposals(self):
        kind = self.env.ref("street_safety_base.dossier_type_dangerous_work_agreement")
        enterprise = self.env["safety.enterprise"].with_user(self.manager)._portal_enterprises()

        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            enterprise._portal_file()
            return self.cr.sql_log_count - before

        def add():
            self.env["safety.dossier.item"].create(
                {"enterprise_id": self.enterprise.id, "type_id": kind.id, "date": "2026-01-01"}
            )
            with patch.object(type(self.company), "safety_correction_limit", 100):
                self._propose({"phone": str(self.cr.sql_log_count)})

        add()
        statements()
        few = statements()
        for _number in range(3):
            add()
        self.assertLessEqual(statements(), few)
