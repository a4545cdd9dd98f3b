import hashlib
import hmac
import secrets

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.patterns import photo_file

LONGEST_TEXT = 2000
MOST_PHOTOS = 4


class TooManyTips(UserError):
    """One address has given as many tips as are taken in an hour."""


class SafetyTip(models.Model):
    """Tips from the public page: checked by content, limited by address, with no trace of who wrote them."""

    _inherit = "safety.tip"

    @api.model
    def _receive(self, place_record, values, files, address):
        """Keep a tip given on the public page; return it (as superuser).

        :param place_record: the enterprise or unit that the code stands for
        :param values: text, place, latitude, longitude, name, phone, employee, as typed
        :param files: [(name, bytes)], told by their content; names and hidden data of photos are dropped
        :param address: network address, kept for a day as a keyed hash that leads to nobody
        :raises TooManyTips: the address has given too many in an hour
        :raises UserError: in words for the person who typed it
        """
        company = place_record.company_id
        text = (values.get("text") or "").strip()
        if len(text) < 4:
            raise UserError(self.env._("Please write what you saw."))
        if len(text) > LONGEST_TEXT:
            raise UserError(self.env._("The text is too long: %s characters at most.", LONGEST_TEXT))
        photos = self._received_photos(company, files)
        origin = self._limited_origin(company, address)
        is_enterprise = place_record._name == "safety.enterprise"
        tip = self.sudo().create(
            {
                "unit_id": (place_record.unit_id if is_enterprise else place_record).id,
                "enterprise_id": place_record.id if is_enterprise else False,
                "channel": "page",
                "reporter_kind": "employee" if values.get("employee") else "public",
                "text": text,
                "place": (values.get("place") or "").strip()[:200],
                "received_on": company._safety_today(),
                "photo_ids": [Command.create(photo) for photo in photos],
                "origin": origin,
                "token": secrets.token_urlsafe(24),
                **self._received_position(values),
            }
        )
        tip._workflow_write({"by_page": True})
        if (values.get("name") or "").strip() or (values.get("phone") or "").strip():
            tip._keep_reporter(values.get("name"), values.get("phone"))
        return tip

    @api.model
    def _received_photos(self, company, files):
        if len(files) > MOST_PHOTOS:
            raise UserError(self.env._("At most %s photos at a time.", MOST_PHOTOS))
        photos = []
        for _name, data in files:
            if len(data) > company.safety_upload_mb * 1024 * 1024:
                raise UserError(self.env._("A photo is larger than %s MB.", company.safety_upload_mb))
            try:
                raw, kind = photo_file.anonymous(data)
            except photo_file.NoPhoto as error:
                raise UserError(self.env._("A file is no photo: its content is something else.")) from error
            photos.append({"name": "photo.jpg", "raw": raw, "mimetype": kind})
        return photos

    @api.model
    def _received_position(self, values):
        try:
            latitude, longitude = float(values.get("latitude") or 0), float(values.get("longitude") or 0)
        except ValueError:
            return {}
        on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
        return {"latitude": latitude, "longitude": longitude} if on_earth else {}

    @api.model
    def _limited_origin(self, company, address):
        """Return the keyed hash of an address; raise TooManyTips when it has given too many in an hour."""
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        key = f"{secret} {company._safety_today()}".encode()
        origin = hmac.new(key, (address or "").encode(), hashlib.sha256).hexdigest()
        # One address at a time, so that many at once do not slip through together.
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f"safety.tip {origin}"))
        since = fields.Datetime.now() - relativedelta(hours=1)
        recent = self.sudo().search_count([("origin", "=", origin), ("create_date", ">", since)])
        if company.safety_tip_hourly and recent >= company.safety_tip_hourly:
            raise TooManyTips(
                self.env._(
                    "Many tips came from your network within the hour. Please wait a little, or call %s.",
                    company.safety_hotline or "12350",
                )
            )
        return origin

    @api.model
    def _forget_origins(self, company):
        """Forget where tips came from when the day is over: it only served to hold back floods."""
        yesterday = fields.Datetime.now() - relativedelta(days=1)
        self.env.cr.execute(
            SQL(
                "UPDATE safety_tip SET origin = NULL WHERE company_id = %s AND origin IS NOT NULL AND create_date < %s",
                company.id,
                yesterday,
            )
        )
        self.invalidate_model(["origin"], flush=False)

    @api.model
    def _of_token(self, token):
        """Return the tip (as superuser) that the token follows; empty for any other."""
        return self.sudo().search([("token", "=", token)], limit=1) if token else self.sudo()

    def _public_values(self):
        """Return what the giver reads, as plain values: the template gets no record."""
        shown = self
        while shown.duplicate_of_id:
            shown = shown.duplicate_of_id
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "number": self.number,
            "street": self.company_id.name,
            "received_on": self.received_on,
            "deadline": shown.deadline,
            "state": shown.state,
            "state_label": states[shown.state],
            "reply": shown.reply if shown.state == "closed" else "",
            "reason": shown.reject_reason if shown.state == "rejected" else "",
            "hotline": self.company_id.safety_hotline or "",
            "reward": self.reward if shown.state == "closed" else 0,
        }
