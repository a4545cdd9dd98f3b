from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.street_safety_base.tests.common import StreetCase


class TrainingCase(StreetCase):
    """A street that trains its community staff; sessions last from 09:00 to 11:00 of the street's day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls.env.ref("street_safety_training.training_type_community_staff")
        cls.leads = cls.env.ref("street_safety_training.training_type_enterprise_leads")
        cls.photo = cls.env["ir.attachment"].create({"name": "photo.png", "raw": b"photo"})

    @classmethod
    def _training(cls, begin="2026-03-10 01:00:00", unit=None, **vals):
        return cls.env["safety.training"].create(
            {
                "name": "Safe use of gas",
                "type_id": cls.staff.id,
                "unit_id": (unit or cls.street).id,
                "date_start": begin,
                "date_end": fields.Datetime.to_datetime(begin) + timedelta(hours=2),
                "material_ids": [Command.set(cls.photo.ids)],
                **vals,
            }
        )

    @classmethod
    def _held(cls, *args, **vals):
        """Return a completed session at which everybody invited was present."""
        training = cls._training(*args, **vals)
        training.action_fill_audience()
        training.action_mark_all_present()
        training.action_hold()
        return training
