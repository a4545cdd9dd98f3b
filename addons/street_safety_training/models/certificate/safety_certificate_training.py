from odoo import fields, models


class SafetyCertificate(models.Model):
    """A certificate that the exam of a training gave."""

    _inherit = "safety.certificate"

    training_attendee_id = fields.Many2one(
        "safety.training.attendee", string="Given by training", index="btree_not_null", ondelete="set null",
        readonly=True, copy=False,
    )  # fmt: skip


class SafetyTrainingAttendee(models.Model):
    """What a certificate takes from the line of who passed."""

    _inherit = "safety.training.attendee"

    def _certificate_values(self):
        """Return the values of the certificate; its number names day and line, so that it is nobody else's."""
        training = self.training_id
        return {
            "name": self.name,
            "enterprise_id": self.enterprise_id.id,
            "type_id": training.certificate_type_id.id,
            "number": f"PX{training.date:%Y%m%d}{self.id}",
            "issuer": training.trainer_organisation or training.company_id.name,
            "date_issue": training.date,
            "training_attendee_id": self.id,
        }
