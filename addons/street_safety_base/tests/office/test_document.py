from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestDocument(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Document = cls.env["safety.document"].with_user(cls.office_user)
        cls.category = cls.env.ref("street_safety_base.document_category_circular")

    def _document(self, **vals):
        values = {"name": "Hot weather circular", "unit_id": self.street.id, "category_id": self.category.id}
        document = self.Document.create(values | vals)
        document.action_register()
        return document

    def _line(self, document, unit, **vals):
        return self.env["safety.document.circulation"].create({"document_id": document.id, "unit_id": unit.id, **vals})

    def test_xt_5_2a_running_number_by_direction_and_year(self):
        """XT-5.2a: every document gets a running number of its direction, from 1 again each year."""
        with freeze_time("2026-12-31 10:00:00"):
            first, other = self._document(), self._document(direction="out")
            second = self._document()
        with freeze_time("2026-12-31 17:00:00"):  # 1 January in the street
            next_year = self._document()
        numbers = [document.number_id.number for document in (first, second, other, next_year)]
        self.assertEqual(numbers, [1, 2, 1, 1])
        self.assertEqual(next_year.number_id.year, 2027)
        draft = Form(self.Document)
        draft.name = "Draft"
        self.assertFalse(draft.save().number, "a draft has no number")
        years = dict(self.Document._read_group([("number", "!=", False)], ["date:year"], ["__count"]))
        self.assertEqual(sorted(years.values()), [1, 3])

    def test_receipt_per_community(self):
        """XY-3.3b: a directive shows per community whether it was read, by whom and when."""
        document = self._document()
        line_a, line_b = self._line(document, self.community_a), self._line(document, self.community_b)
        self.assertEqual((document.circulation_total, document.circulation_open), (2, 2))
        line_a.with_user(self.cadre_user).action_read()
        self.assertEqual((line_a.state, line_a.read_by_id, line_b.state), ("done", self.cadre_user, "open"))
        self.assertTrue(line_a.read_at)
        document.invalidate_recordset()
        self.assertEqual((document.circulation_total, document.circulation_open), (2, 1))
        with self.assertRaises(AccessError):
            line_b.with_user(self.cadre_user).action_read()

    def test_readers_see_it_and_nobody_else(self):
        document = self._document()
        mine = document.with_user(self.cadre_user)
        self.assertFalse(mine.search([("id", "=", document.id)]))
        self._line(document, self.community_a)
        self.assertTrue(mine.search([("id", "=", document.id)]))
        self.assertFalse(document.with_user(self.other_grid_user).search([("id", "=", document.id)]))
        with self.assertRaises(AccessError):
            mine.write({"name": "Changed by a reader"})

    def test_handling_needs_an_account(self):
        line = self._line(self._document(), self.community_a, purpose="handle").with_user(self.cadre_user)
        line.action_read()
        self.assertEqual(line.state, "read")
        with self.assertRaisesRegex(UserError, "What was done"):
            line.action_done()
        line.reply = "Told all grids"
        line.action_done()
        self.assertEqual(line.state, "done")
        with self.assertRaises(UserError):
            line.reply = "Changed afterwards"

    def test_passed_on_to_the_grids(self):
        document = self._document()
        line = self._line(document, self.community_a)
        line.with_user(self.cadre_user).action_pass_on()
        self.assertEqual(document.circulation_ids.unit_id, self.community_a | self.grid_a1 | self.grid_a2)
        line.with_user(self.cadre_user).action_pass_on()
        self.assertEqual(len(document.circulation_ids), 3, "nobody gets it twice")
        self.assertTrue(document.with_user(self.grid_user).search([("id", "=", document.id)]))

    def test_delivered_or_open_per_enterprise(self):
        """BF-1.1.5c: a circular shows per enterprise whether it was delivered, with receiver and day."""
        for number in range(3):
            self._enterprise(f"Workshop {number}", self.grid_a1)
        self._enterprise("Elsewhere", self.grid_b1)
        document = self._document()
        wizard = Form(
            self.env["safety.document.deliver.wizard"]
            .with_user(self.office_user)
            .with_context(default_document_id=document.id)
        )
        wizard.unit_ids.add(self.community_a)
        self.assertEqual(wizard.count, 3)
        wizard.save().action_confirm()
        self.assertEqual((document.delivery_total, document.delivery_open), (3, 3))
        delivery = document.delivery_ids[0].with_user(self.grid_user)
        with self.assertRaisesRegex(UserError, "who received"):
            delivery.action_deliver()
        delivery.receiver = "Li Si"
        delivery.action_deliver()
        document.invalidate_recordset()
        self.assertEqual((document.delivery_total, document.delivery_open), (3, 2))
        self.assertEqual((delivery.state, delivery.delivered_by_id), ("delivered", self.grid_user))
        with self.assertRaisesRegex(UserError, "no enterprise to add"):
            wizard.save().action_confirm()

    def test_answer_clock(self):
        with freeze_time("2026-03-10 02:00:00"):
            document = self._document(answer_due="2026-03-11")
            self.assertEqual(document.answer_state, "open")
        with freeze_time("2026-03-11 17:00:00"):  # the 12th in the street
            document.invalidate_recordset()
            self.assertEqual(document.answer_state, "late")
            self.assertIn(document, self.Document.search([("answer_state", "=", "late")]))
            answer = self.Document.with_context(**document.action_answer()["context"]).create(
                {"unit_id": self.street.id}
            )
            self.assertEqual((answer.direction, answer.answer_to_id), ("out", document))
            self.assertEqual(document.answer_state, "late", "a draft is no answer")
            with self.assertRaisesRegex(UserError, "waits for an answer until 2026-03-11"):
                document.action_file()  # filed, nobody would be told of the answer any more
            answer.action_register()
            self.assertEqual(document.answer_state, "answered")
            self.assertNotIn(document, self.Document.search([("answer_state", "=", "late")]))
            document.action_file()

    def test_filed_when_all_is_done_and_kept_as_its_class_says(self):
        with freeze_time("2026-03-10 02:00:00"):
            document = self._document()
            line = self._line(document, self.community_a)
            with self.assertRaisesRegex(UserError, "1 reader"):
                document.action_file()
            line.with_user(self.cadre_user).action_read()
            document.invalidate_recordset()
            document.action_file()
        self.assertEqual(str(document.retained_until), "2031-03-10")
        for call in (
            lambda: document.write({"name": "Changed"}),
            lambda: self._line(document, self.community_b),
            lambda: document.unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()

    def test_counts_cost_one_query_each(self):
        documents = self.Document.union(*(self._document() for _number in range(5)))
        for document in documents:
            self._line(document, self.community_a)
        self.env.flush_all()
        documents.invalidate_recordset()
        with self.assertQueryCount(3):  # the documents' own row, and one per kind of line
            documents.mapped("circulation_open")
