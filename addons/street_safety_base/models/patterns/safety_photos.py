from odoo import api, models
from odoo.exceptions import UserError

from . import photo_file


class SafetyPhotos(models.AbstractModel):
    """Photos that can be taken before the first save and become part of the record, and of its freeze.

    A photo uploaded on an unsaved form belongs to nobody yet: only its author would see it, and could still delete it
    once the record is closed. Here it is made the record's own; a photo of another record is refused.
    """

    _name = "safety.photos"
    _description = "Record with photos"
    _photo_fields: tuple[str, ...] = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if any(vals.get(name) for vals in vals_list for name in self._photo_fields):
            records._adopt_photos()
        return records

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in self._photo_fields):
            self._adopt_photos()
        return result

    def _photos(self):
        """Return every photo of the records, whoever asks."""
        records = self.sudo()
        return records.env["ir.attachment"].union(*(records[name] for name in self._photo_fields))

    def _adopt_photos(self):
        for record in self:
            photos = record._photos()
            orphans = photos.filtered(
                lambda photo: not photo.res_id and (self.env.su or photo.create_uid == self.env.user)
            )
            orphans.write({"res_model": record._name, "res_id": record.id})
            self._convert_photos(photos)
        self._check_photos()

    @api.model
    def _photo_values(self, name, data):
        """Return the values of the attachment that keeps the photo ``data`` (bytes): scaled, upright, shown everywhere.

        :raises UserError: it is no picture, whatever its name says
        """
        try:
            raw, kind = photo_file.ready(data)
        except photo_file.NoPhoto as error:
            raise UserError(
                self.env._("“%s” is no photo: its content is something else. Take a photo instead.", name)
            ) from error
        stem = (name or "").replace("\\", "/").rpartition("/")[2].rpartition(".")[0][:80] or "photo"
        return {"name": f"{stem}.{kind.rpartition('/')[2].replace('jpeg', 'jpg')}", "raw": raw, "mimetype": kind}

    def _convert_photos(self, photos):
        """Bring uploaded files into the form that is kept; what is no picture is refused by its content."""
        for photo in photos:
            data = photo.raw or b""
            if photo_file.looks_like(data) not in ("image/jpeg", "image/png") or len(data) > photo_file.LARGEST:
                values = self._photo_values(photo.name, data)
                if values["raw"] != data:
                    photo.write(values)

    def _check_photos(self):
        """Raise UserError when a photo does not belong to its record: whoever owns it could take it away later."""
        for record in self:
            owners = record._photo_owners()
            for photo in record._photos():
                if (photo.res_model, photo.res_id) not in owners:
                    raise UserError(
                        self.env._(
                            "The photo “%(photo)s” belongs to another record. Take or upload it here.", photo=photo.name
                        )
                    )

    def _photo_owners(self):
        """Return the (model, id) pairs that photos of one record may belong to."""
        return {(self._name, self.id)}
