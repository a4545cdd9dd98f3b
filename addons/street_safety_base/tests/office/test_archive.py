import csv
import hashlib
import io
import tracemalloc
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ...models.office import zip_stream
from ..common import StreetCase

MEGABYTE = 1 << 20


class _Pieces:
    """A ZIP that is read while it is made: its bytes are counted and thrown away, or kept in a file."""

    def __init__(self, pieces, keep=None):
        self.size = 0
        for piece in pieces:
            self.size += len(piece)
            if keep:
                keep.write(piece)


@tagged("post_install", "-at_install")
class TestArchive(HttpCase, StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env.ref("street_safety_base.document_category_superior")
        cls.document = cls.env["safety.document"].create(
            {
                "name": "Hot weather circular",
                "unit_id": cls.street.id,
                "category_id": cls.category.id,
                "date": "2026-03-05",
            }
        )
        cls.mine = cls._work_record(cls.grid_a1, "2026-03-10", name="Visit", done=False)
        cls.theirs = cls._work_record(cls.grid_b1, "2026-04-10", name="Visit elsewhere", done=False)
        cls.paper = cls._file("notice.txt", b"notice", cls.document)
        cls.photo = cls._file("site.png", b"\x89PNG\r\n\x1a\n photo", cls.mine, mimetype="image/png")
        cls.other = cls._file("site.png", b"\x89PNG\r\n\x1a\n another", cls.mine, mimetype="image/png")
        cls.foreign = cls._file("elsewhere.txt", b"elsewhere", cls.theirs)
        cls.Item = cls.env["safety.archive.item"]

    @classmethod
    def _file(cls, name, raw, record, **vals):
        values = {"name": name, "raw": raw, "res_model": record._name, "res_id": record.id}
        return cls.env["ir.attachment"].create(values | vals)

    def _items(self, user, domain=()):
        return self.Item.with_user(user).search([("company_id", "=", self.company.id), *domain])

    def _zip(self, user, **vals):
        wizard = self.env["safety.archive.wizard"].with_user(user).create(vals)
        content = io.BytesIO(b"".join(wizard._stream()))
        book = zipfile.ZipFile(content)
        self.assertIsNone(book.testzip())
        return book

    def test_xt_5_3a_by_class_period_and_unit_with_photos(self):
        """XT-5.3a: papers and photos are found by class, period and unit, and each opens its record."""
        office = self._items(self.office_user)
        self.assertEqual(set(office.ids), {self.paper.id, self.photo.id, self.other.id, self.foreign.id})
        self.assertEqual(self._items(self.office_user, [("category_id", "=", self.category.id)]).ids, self.paper.ids)
        self.assertEqual(
            set(self._items(self.office_user, [("kind", "=", "photo")]).ids), {self.photo.id, self.other.id}
        )
        april = [("date", ">=", "2026-04-01"), ("date", "<=", "2026-04-30")]
        self.assertEqual(self._items(self.office_user, april).ids, self.foreign.ids)
        self.assertEqual(
            set(self._items(self.office_user, [("unit_id", "child_of", self.community_a.id)]).ids),
            {self.photo.id, self.other.id},
        )
        groups = self.Item.with_user(self.office_user)._read_group(
            [("company_id", "=", self.company.id)], ["unit_id"], ["__count"]
        )
        self.assertEqual(dict(groups), {self.street: 1, self.grid_a1: 2, self.grid_b1: 1})
        item = office.filtered(lambda one: one.id == self.photo.id)
        self.assertEqual((item.record_name, item.action_open_record()["res_id"]), ("Visit", self.mine.id))

    def test_seen_in_scope_only(self):
        self.assertEqual(set(self._items(self.grid_user).ids), {self.photo.id, self.other.id})
        with self.assertRaises(AccessError):
            self._items(self.grid_user).write({"name": "forged"})
        with self.assertRaises(AccessError):
            self.Item.with_user(self.grid_user).browse(self.foreign.id).read(["name"])

    def test_kept_as_its_class_says(self):
        item = self.Item.search([("id", "=", self.paper.id)])
        self.assertEqual(str(item.retained_until), "2036-03-05")

    def test_zip_with_an_index(self):
        """Folders by unit, class and month; two files of one name; an index that names the SHA-256 of every file."""
        book = self._zip(self.office_user, unit_id=self.street.id)
        names = [name for name in book.namelist() if name != zip_stream.INDEX]
        self.assertEqual(len(names), 4)
        self.assertEqual(len(set(names)), 4)
        self.assertTrue(all(name.count("/") == 3 for name in names), names)
        self.assertTrue(any(name.startswith("Grid A1/") and "/2026-03/" in name for name in names), names)
        rows = list(csv.reader(io.StringIO(book.read(zip_stream.INDEX).decode("utf-8-sig"))))
        self.assertEqual(len(rows), 5)
        for path, size, digest, *facts in rows[1:]:
            content = book.read(path)
            self.assertEqual((len(content), hashlib.sha256(content).hexdigest()), (int(size), digest))
            self.assertIn("Test Street", facts[0])

    def test_access_is_checked_for_each_file(self):
        """Ids of foreign files handed in by hand bring nothing; what became unreadable is left out."""
        ids = [self.photo.id, self.foreign.id]
        book = self._zip(self.grid_user, item_ids=ids)
        self.assertEqual(len(book.namelist()), 2, "one file and the index")
        self.assertNotIn(b"elsewhere", b"".join(book.read(name) for name in book.namelist()))
        wizard = self.env["safety.archive.wizard"].with_user(self.grid_user).create({"item_ids": self.foreign.ids})
        with self.assertRaisesRegex(UserError, "no file in this choice"):
            wizard.action_download()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.http")
    def test_over_http_and_only_for_who_asked(self):
        wizard = self.env["safety.archive.wizard"].with_user(self.grid_user).create({"item_ids": self.photo.ids})
        url = wizard.action_download()["url"]
        self.authenticate("test_grid", "test_grid")
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/zip"))
        self.assertIn(".zip", answer.headers["Content-Disposition"])
        self.assertEqual(len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()), 2)
        self.authenticate("test_other_grid", "test_other_grid")
        self.assertGreaterEqual(self.url_open(url).status_code, 400)

    def test_two_hundred_megabytes_in_little_memory(self):
        """200 MB of photos: the ZIP is whole, and memory holds only pieces of it."""
        content = bytes(range(256)) * (25 * MEGABYTE // 256)
        for number in range(8):
            self._file(f"big {number}.png", content, self.mine, mimetype="image/png")
        self.env.flush_all()
        self.env.invalidate_all()
        wizard = self.env["safety.archive.wizard"].with_user(self.grid_user).create({"unit_id": self.grid_a1.id})
        self.assertGreater(wizard.size, 200)
        del content
        pieces = wizard._stream()
        tracemalloc.start()
        try:
            size = _Pieces(pieces).size
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        self.assertGreater(size, 200 * MEGABYTE)
        self.assertLess(peak, 8 * MEGABYTE)

    def test_names_that_no_file_system_takes(self):
        self._file('a/b:c*?"<>|.txt', b"odd", self.document)
        names = self._zip(self.office_user, category_ids=[(6, 0, self.category.ids)]).namelist()
        self.assertTrue(any("a b c .txt" in name for name in names), names)

    def test_document_and_list_open_the_dialog(self):
        action = self.document.with_user(self.office_user).action_zip()
        self.assertEqual(action["context"]["default_item_ids"], self.paper.ids)
        form = Form(self.env["safety.archive.wizard"].with_user(self.office_user).with_context(**action["context"]))
        self.assertEqual(form.count, 1)
