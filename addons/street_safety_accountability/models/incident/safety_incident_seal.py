import hashlib

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyIncident(models.Model):
    """Sealing: the files of an accident as they are now can no longer be changed or deleted (GY-8.4.4, GY-8.4.5)."""

    _inherit = "safety.incident"

    sealed_files = fields.Json(readonly=True, copy=False)
    sealed_on = fields.Datetime(string="Files sealed on", readonly=True, copy=False)
    sealed_by_id = fields.Many2one("res.users", string="Sealed by", readonly=True, copy=False)
    sealed_count = fields.Integer(string="Files sealed", compute="_compute_sealed_count")

    def _compute_sealed_count(self):
        for incident in self:
            incident.sealed_count = len(incident.sealed_files or ())

    def _workflow_protected(self):
        return super()._workflow_protected() | {"sealed_files", "sealed_on", "sealed_by_id"}

    def _own_files(self):
        """Return every file of the accident: its photos, those of its log and points, and what was attached."""
        self.ensure_one()
        files = self.sudo()
        found = files.photo_ids | files.log_ids.attachment_ids | files.point_ids.attachment_ids
        attached = self.env["ir.attachment"].sudo()
        return found | attached.search([("res_model", "=", self._name), ("res_id", "=", self.id)])

    def action_seal(self):
        """Seal all files as they are now, each with its SHA-256; later ones can be sealed by doing it again.

        :raises AccessError: not the office
        :raises UserError: there is no file
        """
        if not self.env.su and not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Only the safety committee office seals the files of an accident."))
        self._safety_check_level("approve")
        for incident in self:
            files = incident._own_files()
            if not files:
                raise UserError(self.env._("%s has no files to seal.", incident.name))
            known = {row["id"] for row in incident.sealed_files or ()}
            rows = [incident._sealed_row(file) for file in files if file.id not in known]
            incident.sudo()._workflow_write(
                {
                    "sealed_files": [*(incident.sealed_files or ()), *rows],
                    "sealed_on": fields.Datetime.now(),
                    "sealed_by_id": self.env.uid,
                }
            )
            incident.message_post(body=self.env._("%s files sealed.", len(rows)))
        return True

    def _sealed_row(self, file):
        return {"id": file.id, "name": file.name, "sha256": hashlib.sha256(file.raw or b"").hexdigest()}
