from odoo import api, models
from odoo.exceptions import UserError


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
        self._check_photos()

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
