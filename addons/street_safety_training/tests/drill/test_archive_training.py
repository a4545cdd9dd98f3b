from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DrillCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestArchiveTraining(DrillCase):
    """Photos of drills, facilities and their checks, papers of trainings are found in the archive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.facility = cls.env["safety.facility"].create(
            {
                "type_id": cls.env.ref("street_safety_training.facility_type_workshop_sign").id,
                "enterprise_id": cls.factory.id,
                "installed_on": "2026-01-10",
            }
        )

    def _photo_vals(self, name):
        return [Command.create({"name": name, "raw": self._png(), "mimetype": "image/png"})]

    def _items(self, user, domain=()):
        items = self.env["safety.archive.item"].with_user(user)
        return items.search([("company_id", "=", self.company.id), *domain])

    def test_xt_5_3a_drills_and_facilities(self):
        """XT-5.3a: each photo is found by class, day and unit and opens its record; the neighbour sees none of it."""
        drill = self._held(enterprise_ids=[(6, 0, self.factory.ids)])
        self.facility.photo_ids = self._photo_vals("sign.png")
        check = self.env["safety.facility.check"].create(
            {
                "facility_id": self.facility.id,
                "condition": "broken",
                "date": "2026-03-02",
                "photo_ids": self._photo_vals("fallen.png"),
            }
        )
        items = self._items(self.office_user)
        found = {(item.res_model, item.res_id): item for item in items}
        self.assertEqual(
            {key: (str(item.date), item.unit_id, item.category_id.code, item.kind) for key, item in found.items()},
            {
                ("safety.drill", drill.id): ("2026-03-05", self.community_a, "training", "photo"),
                ("safety.facility", self.facility.id): ("2026-01-10", self.grid_a1, "inspection", "photo"),
                ("safety.facility.check", check.id): ("2026-03-02", self.grid_a1, "inspection", "photo"),
            },
        )
        self.assertEqual(found["safety.drill", drill.id].action_open_record()["res_id"], drill.id)
        self.assertEqual(set(self._items(self.grid_user).mapped("res_model")),
                         {"safety.facility", "safety.facility.check"})  # fmt: skip
        self.assertFalse(self._items(self.other_grid_user))
        with self.assertRaises(AccessError):
            self.env["safety.archive.item"].with_user(self.other_grid_user).browse(items[0].id).read(["name"])

    def test_papers_of_trainings(self):
        """A paper attached to a training is archived under its class; a scan of a certificate is not."""
        training = self._training()
        manager = self.env.ref("street_safety_training.certificate_type_manager")
        certificate = self.env["safety.certificate"].create(
            {"name": "Lin Wei", "enterprise_id": self.factory.id, "type_id": manager.id}
        )
        attach = self.env["ir.attachment"].create
        sheet, scan = attach(
            [
                {"name": "paper.txt", "raw": b"paper", "res_model": record._name, "res_id": record.id}
                for record in (training, certificate)
            ]
        )
        items = self.env["safety.archive.item"].search([("id", "in", (sheet | scan).ids)])
        self.assertEqual((items.ids, items.category_id.code, items.kind), (sheet.ids, "training", "paper"))
        self.assertEqual(items.unit_id, training.unit_id)

    def _training(self):
        return self.env["safety.training"].create(
            {
                "name": "Fire safety",
                "type_id": self.env["safety.training.type"].search([], limit=1).id,
                "unit_id": self.community_a.id,
                "date_start": "2026-03-05 01:00:00",
                "date_end": "2026-03-05 03:00:00",
            }
        )
