import base64
import io
import os

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from .visit_common import VisitCase


@tagged("post_install", "-at_install")
class TestPhotos(VisitCase):
    """Bad photos: huge, HEIC, no photo at all. A clear answer, nothing lost."""

    def _line(self):
        return self._draft(self.grid_user, findings=1).line_ids[0]

    def _attach(self, line, name, raw):
        photo = self.env(user=self.grid_user)["ir.attachment"].create({"name": name, "raw": raw})
        line.photo_ids = [(4, photo.id)]
        return photo

    def _size(self, photo):
        return Image.open(io.BytesIO(photo.raw)).size

    def test_thirty_megabytes_are_scaled(self):
        raw = self._jpeg((4000, 2700), "BMP", noise=True)
        self.assertGreater(len(raw), 30 << 20)
        visit = self._start()
        answer = self._send(
            visit,
            {"kind": "photo", "line": visit["lines"][0]["id"], "name": "a.bmp", "data": base64.b64encode(raw).decode()},
        )
        self.assertFalse(answer["refused"])
        photo = self.visits.browse(visit["id"]).line_ids[0].photo_ids
        self.assertLess(len(photo.raw), 2 << 20)
        self.assertEqual(max(self._size(photo)), 1920)
        self.assertEqual((photo.mimetype, photo.name), ("image/jpeg", "a.jpg"))

    def test_heic_becomes_jpeg(self):
        raw = self._jpeg((800, 600), "HEIF")
        self.assertEqual(raw[4:8], b"ftyp")
        visit = self._start()
        entry = {"kind": "photo", "line": visit["lines"][0]["id"], "name": "IMG.HEIC",
                 "data": base64.b64encode(raw).decode()}  # fmt: skip
        self.assertFalse(self._send(visit, entry)["refused"])
        photo = self.visits.browse(visit["id"]).line_ids[0].photo_ids
        self.assertEqual((photo.mimetype, photo.name, self._size(photo)), ("image/jpeg", "IMG.jpg", (800, 600)))
        self.assertTrue(photo.raw.startswith(b"\xff\xd8\xff"))
        with self.subTest("uploaded in the form, too"):
            photo = self._attach(self._line(), "IMG.HEIC", raw)
            self.assertEqual((photo.mimetype, self._size(photo)), ("image/jpeg", (800, 600)))

    def test_a_script_named_jpg_is_refused_by_its_content(self):
        script = b"#!/bin/sh\nrm -rf /\n" * 100
        visit = self._start()
        for raw in (script, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"MZ" + os.urandom(500), b""):
            entry = {"kind": "photo", "line": visit["lines"][0]["id"], "name": "photo.jpg",
                     "data": base64.b64encode(raw).decode()}  # fmt: skip
            answer = self._send(visit, entry)
            self.assertIn("“photo.jpg” is no photo", next(iter(answer["refused"].values())))
        self.assertFalse(self.visits.browse(visit["id"]).line_ids.photo_ids)
        with self.assertRaisesRegex(UserError, "is no photo"):
            self._attach(self._line(), "photo.jpg", script)

    def test_half_a_photo_is_refused(self):
        broken = self._jpeg((3000, 2000), "WEBP", noise=True)[:2000]
        visit = self._start()
        line = visit["lines"][0]["id"]
        for data in (base64.b64encode(broken).decode(), "%%%not base64"):
            answer = self._send(visit, {"kind": "photo", "line": line, "name": "p.jpg", "data": data})
            self.assertTrue(answer["refused"])

    def test_upright_and_small_ones_stay_as_they_are(self):
        raw = self._jpeg()
        self.assertEqual(self._attach(self._line(), "p.jpg", raw).raw, raw)
