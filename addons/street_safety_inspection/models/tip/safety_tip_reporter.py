from odoo import fields, models


class SafetyTipReporter(models.Model):
    """Who gave a tip. Nobody has rights on it: only the dialog of the named posts reads it, and notes that it did.

    It is no field of the tip, so that no list, message, export, search or report of tips can carry it.
    """

    _name = "safety.tip.reporter"
    _description = "Who gave a tip"
    _log_access = False

    tip_id = fields.Many2one("safety.tip", required=True, index=True, ondelete="restrict")
    name = fields.Char()
    phone = fields.Char()

    _tip_uniq = models.UniqueIndex("(tip_id)")
