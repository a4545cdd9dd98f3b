from odoo import api, models


class SafetyFrozenLine(models.AbstractModel):
    """A line that freezes with the record it belongs to (``_frozen_parent`` names the Many2one to it).

    Every concrete model adds a global record rule for write and unlink: ``[('<parent>.frozen_at', '=', False)]``.
    """

    _name = "safety.frozen.line"
    _description = "Line of a freezing record"
    _frozen_parent: str

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines[self._frozen_parent].sudo()._check_not_frozen()
        return lines

    def write(self, vals):
        self[self._frozen_parent].sudo()._check_not_frozen()
        result = super().write(vals)
        if self._frozen_parent in vals:
            self[self._frozen_parent].sudo()._check_not_frozen()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self[self._frozen_parent].sudo()._check_not_frozen()
