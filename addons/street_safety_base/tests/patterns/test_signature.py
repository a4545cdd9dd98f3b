import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestSignature(StreetCase):
    """On the signature model itself; the documents that are signed test their own steps."""

    def _signature(self, user=None, **vals):
        return self.env["safety.signature"].create(
            {
                "res_model": "safety.unit",
                "res_id": self.grid_a1.id,
                "unit_id": self.grid_a1.id,
                "purpose": "issue",
                "user_id": (user or self.grid_user).id,
                "signer_name": (user or self.grid_user).name,
                "image": self.signature,
                "signed_at": "2026-03-02 08:00:00",
                "content_hash": "0" * 64,
                **vals,
            }
        )

    def test_blank_and_broken_pictures_are_refused(self):
        stream = io.BytesIO()
        Image.new("RGBA", (200, 60), (255, 255, 255, 0)).save(stream, "PNG")
        for image in (base64.b64encode(stream.getvalue()), base64.b64encode(b"#!/bin/sh"), b"no base64"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._signature(image=image)

    def test_nobody_changes_or_deletes_a_signature(self):
        signature = self._signature()
        with self.assertRaises(UserError):
            signature.sudo().write({"signer_name": "Somebody else"})
        with self.assertRaises(UserError):
            signature.sudo().unlink()
        with self.assertRaises(AccessError):
            signature.with_user(self.office_user).unlink()
        with self.assertRaises(AccessError):
            signature.with_user(self.grid_user).create({"signer_name": "forged"})

    def test_signature_is_seen_in_scope_only(self):
        signature = self._signature()
        self.assertTrue(signature.with_user(self.cadre_user).has_access("read"))
        self.assertFalse(signature.with_user(self.other_grid_user).has_access("read"))

    def test_dialog_signs_signed_documents_only(self):
        wizard = (
            self.env["safety.sign.wizard"]
            .with_user(self.grid_user)
            .create({"res_model": "res.users", "res_id": self.grid_user.id, "purpose": "x", "image": self.signature})
        )
        with self.assertRaises(UserError):
            wizard.action_sign()
