from odoo import api, fields, models


class SafetyEnterprise(models.Model):
    """What the file of an enterprise tells about trainings."""

    _inherit = "safety.enterprise"

    training_count = fields.Integer(
        string="Trained", compute="_compute_training_count", help="How often its people were at a training."
    )

    @api.depends_context("uid")
    def _compute_training_count(self):
        """One query for any number of enterprises; who is merged into one counts for it."""
        survivors = self._safety_survivors()
        groups = self.env["safety.training.attendee"]._read_group(
            [("enterprise_id", "in", list(survivors)), ("state", "=", "present"), ("training_id.state", "=", "held")],
            ["enterprise_id"],
            ["__count"],
        )
        counts = {}
        for firm, count in groups:
            counts[survivors[firm.id]] = counts.get(survivors[firm.id], 0) + count
        for firm in self:
            firm.training_count = counts.get(firm._origin.id, 0)

    def action_open_trainings(self):
        """Open the attendances of the enterprise's people."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_training_attendee_action")
        return {**action, "domain": [("enterprise_id", "in", list(self._safety_survivors()))], "context": {}}

    def _portal_file(self):
        """Show the enterprise whom of its people the street taught, the last ones first."""
        lines = self.env["safety.training.attendee"].sudo()
        mine = lines.search(
            [("enterprise_id", "in", self.ids), ("state", "in", ("expected", "present"))], order="date desc, id desc",
            limit=10,
        )  # fmt: skip
        return {
            **super()._portal_file(),
            "trainings": [
                {
                    "name": line.training_id.name,
                    "person": line.name,
                    "date": line.date,
                    "place": line.training_id.place or "",
                    "present": line.state == "present",
                    "page": line.training_id.sign_in_open and f"/street-safety/training/{line.training_id.token}",
                }
                for line in mine
            ],
        }

    def _dossier_trainings(self):
        """Return the attendances of the enterprise's people that the file on paper lists, the latest first."""
        self.ensure_one()
        merged = self.sudo().with_context(active_test=False).search([("merged_into_id", "=", self.id)])
        return self.env["safety.training.attendee"].search(
            [("enterprise_id", "in", (self | merged).ids), ("state", "=", "present")], order="date desc, id desc"
        )
