from odoo import api, fields, models


class SafetyCoded(models.AbstractModel):
    """A table whose rows regulations name by a short stable code."""

    _name = "safety.coded"
    _description = "Table with codes"

    code = fields.Char(index=True, copy=False, help="Short stable name used by regulations.")

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken.")

    @api.model
    def _give_codes(self, prefix, others=None):
        """Give the rows that come with the suite their code: the end of their identifier after ``prefix``.

        :param others: {end of the identifier: code} where they differ
        """
        others = others or {}
        rows = self.sudo().with_context(active_test=False).search([("code", "=", False)])
        for row, name in rows._get_external_ids().items():
            ends = [full.partition(".")[2].removeprefix(prefix) for full in name if f".{prefix}" in full]
            if ends:
                self.sudo().browse(row).code = others.get(ends[0], ends[0])
