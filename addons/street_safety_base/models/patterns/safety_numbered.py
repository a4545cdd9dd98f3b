from odoo import fields, models


class SafetyNumbered(models.AbstractModel):
    """The number pattern: a document gets its number when it is issued, never as a draft.

    ``_number_code`` is the code of the stock sequence that holds the format. Needs the scope and workflow patterns;
    a transition calls :meth:`_issue_number` from its ``after`` method, so that it is the last thing done.
    """

    _name = "safety.numbered"
    _description = "Numbered document"
    _number_code: str

    number_id = fields.Many2one("safety.number", string="Number entry", readonly=True, copy=False, ondelete="restrict")
    number = fields.Char(related="number_id.name", string="Number", store=True, index=True, copy=False)

    def _issue_number(self):
        """Number the records that have none, in the year of the street's date. Constant statements per record."""
        for record in self.filtered(lambda rec: not rec.number_id):
            day = record.company_id._safety_today()
            number = self.env["safety.number"].sudo()._issue(record.sudo(), record._number_code, day)
            record.sudo()._workflow_write({"number_id": number.id})

    def _void_number(self, reason):
        """Mark the numbers as void; they stay in the register."""
        self.number_id.sudo().write({"void_reason": reason})

    def _workflow_protected(self):
        return super()._workflow_protected() | {"number_id", "number"}
