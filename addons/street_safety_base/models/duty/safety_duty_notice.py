from odoo import fields, models


class SafetyDutyNotice(models.Model):
    """One step of one duty, done once: the database says so, whatever runs twice."""

    _name = "safety.duty.notice"
    _description = "Step done"
    _log_access = False
    _order = "done_at desc, id desc"
    _rec_name = "step_id"

    duty_id = fields.Many2one("safety.duty", required=True, readonly=True, index=True, ondelete="cascade")
    step_id = fields.Many2one("safety.duty.step", required=True, readonly=True, ondelete="cascade")
    unit_id = fields.Many2one(related="duty_id.unit_id", string="Unit")
    done_at = fields.Datetime(required=True, readonly=True)
    to_tell = fields.Boolean(string="Waits for the digest", readonly=True)

    _to_tell_idx = models.Index("(duty_id) WHERE to_tell")
    _once = models.Constraint("UNIQUE(duty_id, step_id)", "A step of a duty is done once.")
