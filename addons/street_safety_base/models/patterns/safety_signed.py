import hashlib
import json

from odoo import fields, models
from odoo.exceptions import UserError


class SafetySigned(models.AbstractModel):
    """The signature pattern: people sign a record for a purpose, and the content they saw is hashed.

    A concrete model implements :meth:`_signature_content` and calls :meth:`_check_signatures` in the guard of the
    step that needs them. Needs the scope pattern.
    """

    _name = "safety.signed"
    _description = "Signed document"

    signature_ids = fields.One2many(
        "safety.signature",
        "res_id",
        string="Signatures",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
        bypass_search_access=True,
    )

    def _signature_content(self):
        """Return the JSON-serialisable facts that a signature vouches for."""
        raise NotImplementedError

    def _signature_hash(self):
        self.ensure_one()
        content = json.dumps(self._signature_content(), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    def _sign(self, purpose, image, signer_name=None):
        """Sign as the current user, or as an outside person ``signer_name`` (the enterprise's representative).

        :param image: base64 PNG of the drawn signature
        :raises ValidationError: the image is blank
        :raises AccessError: the user's seats cannot act on the record's unit
        """
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("act")
        user = self.env.user
        return (
            self.env["safety.signature"]
            .sudo()
            .create(
                {
                    "res_model": self._name,
                    "res_id": self.id,
                    "unit_id": self.unit_id.id,
                    "purpose": purpose,
                    "user_id": False if signer_name else user.id,
                    "signer_name": signer_name or user.name,
                    "appointment_id": False if signer_name else user._safety_seat_for(self.unit_id).id,
                    "image": image,
                    "signed_at": fields.Datetime.now(),
                    "content_hash": self._signature_hash(),
                }
            )
        )

    def _check_signatures(self, purpose):
        """Raise UserError unless the signature rules for ``purpose`` are met on each record's present content."""
        rules = self.env["safety.signature.rule"].sudo().search([("model", "=", self._name), ("purpose", "=", purpose)])
        for record in self:
            valid = record.signature_ids.sudo().filtered(
                lambda sign, record=record: sign.purpose == purpose and sign.content_hash == record._signature_hash()
            )
            for rule in rules.filtered(lambda r, record=record: r.company_id in (record.company_id, r.company_id[:0])):
                record._check_signature_rule(rule, valid)

    def _lacks_own_signature(self, purpose):
        """Tell whether a signature rule for ``purpose`` is still open and the user has not signed this content."""
        rules = (
            self.env["safety.signature.rule"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("purpose", "=", purpose),
                    ("company_id", "in", (self.company_id.id, False)),
                ],
                limit=1,
            )
        )
        content = self._signature_hash()
        return rules and not self.signature_ids.sudo().filtered(
            lambda sign: sign.purpose == purpose and sign.user_id == self.env.user and sign.content_hash == content
        )

    def _check_signature_rule(self, rule, signatures):
        if rule.post_ids:
            signatures = signatures.filtered(lambda sign: sign.appointment_id.post_id in rule.post_ids)
        missing = rule.signers - len(signatures.user_id)
        if missing > 0:
            raise UserError(
                self.env._(
                    "%(record)s still needs %(missing)s signature(s) of %(posts)s on its present content.",
                    record=self.display_name,
                    missing=missing,
                    posts=", ".join(rule.post_ids.mapped("name")) or self.env._("any post"),
                )
            )
