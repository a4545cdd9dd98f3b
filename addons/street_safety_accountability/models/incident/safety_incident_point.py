from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyIncidentPoint(models.Model):
    """A point of one accident: done when its proof is written or attached, by whom and when. Clause XY-3.8e."""

    _name = "safety.incident.point"
    _description = "Point of an accident, looked after"
    _inherit = ["safety.frozen.line", "safety.photos"]
    _frozen_parent = "incident_id"
    _photo_fields = ("attachment_ids",)
    _order = "incident_id, sequence, id"
    _rec_name = "kind_id"

    incident_id = fields.Many2one("safety.incident", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="incident_id.unit_id", store=True, index=True)
    company_id = fields.Many2one(related="incident_id.company_id", store=True, index=True)
    kind_id = fields.Many2one("safety.incident.point.kind", string="Point", required=True, ondelete="restrict")
    sequence = fields.Integer(related="kind_id.sequence", store=True)
    required = fields.Boolean(related="kind_id.required")
    proof = fields.Text(help="What was found, decided or done, and where it is written.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    done = fields.Boolean(readonly=True)
    done_on = fields.Date(string="Done on", readonly=True)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True)

    _kind_uniq = models.Constraint("UNIQUE(incident_id, kind_id)", "The accident has this point already.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.keys() & {"done", "done_on", "done_by_id"} for vals in vals_list):
            raise UserError(self.env._("A point is ticked with its button, when its proof is there."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & {"done", "done_on", "done_by_id"}:
            raise UserError(self.env._("A point is ticked with its button, when its proof is there."))
        return super().write(vals)

    def action_done(self):
        """Tick the points as done today.

        :raises UserError: one has neither words nor files that prove it
        """
        self.check_access("write")
        for point in self:
            if not point._has_proof():
                raise UserError(
                    self.env._("“%s” needs its proof first: write it down or attach the file.", point.kind_id.name)
                )
            point.incident_id._safety_check_level("act")
        today = self.company_id[:1]._safety_today()
        self.sudo().write({"done": True, "done_on": today, "done_by_id": self.env.uid})
        return True

    def _has_proof(self):
        """Tell whether something proves the point: words, a file, or a record that follows from it."""
        self.ensure_one()
        return bool((self.proof or "").strip() or self.attachment_ids)

    def action_undo(self):
        """Take the tick back as long as the accident is not closed."""
        self.check_access("write")
        self.incident_id._safety_check_level("act")
        self.sudo().write({"done": False, "done_on": False, "done_by_id": False})
        return True
