from odoo import api, models


class SafetyWizard(models.AbstractModel):
    """A dialog that is opened on records within reach only.

    A link tells the name of its record to whoever reads the dialog, so naming a record out of reach is refused at once.
    Its buttons still have to check what they do.
    """

    _name = "safety.wizard"
    _description = "Dialog"

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards._check_links(self._fields)
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self._check_links(vals)
        return result

    def _check_links(self, names):
        """Raise AccessError when a field among ``names`` leads to a record of the suite that the user does not see."""
        if self.env.su:
            return
        for name in names:
            field = self._fields[name]
            if field.relational and field.store and field.comodel_name.startswith("safety."):
                # A many2many leaves out by itself what is out of reach; it must not be dropped in silence.
                linked = self.sudo()[name].sudo(False) if field.type != "many2one" else self[name]
                if not linked._transient:
                    linked.with_context(active_test=False).check_access("read")
