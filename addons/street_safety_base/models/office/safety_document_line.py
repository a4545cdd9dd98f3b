from odoo import api, fields, models


class SafetyDocumentLine(models.AbstractModel):
    """One addressee of a document: open until somebody of theirs has done what it asks, with who and when.

    A concrete model declares its states and ``_open_states``; :meth:`_stamp` writes who did a step, and when.
    """

    _name = "safety.document.line"
    _description = "Addressee of a document"
    _inherit = ["safety.workflow", "safety.scope.mixin"]
    _open_states = ("open",)

    document_id = fields.Many2one("safety.document", required=True, index=True, ondelete="cascade")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        documents = lines.document_id.sudo()
        documents._check_not_frozen()
        documents._flush_readers()
        return lines

    def _stamp(self, step):
        """Return the values that say who did ``step`` (read, done, delivered) when: an instant or the street's day."""
        if f"{step}_at" in self._fields:
            when = {f"{step}_at": fields.Datetime.now()}
        else:
            when = {f"{step}_on": min(line.company_id._safety_today() for line in self)}
        return {**when, f"{step}_by_id": self.env.uid}

    def _counts(self, documents):
        """Return {document id: (addressees, those still open)}. One query."""
        groups = self._read_group([("document_id", "in", documents._origin.ids)], ["document_id", "state"], ["__count"])
        counts = {}
        for document, state, count in groups:
            total, waiting = counts.get(document.id, (0, 0))
            counts[document.id] = (total + count, waiting + (count if state in self._open_states else 0))
        return counts
