from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyCorrection(models.Model):
    """A paper that the enterprise sends for its file: accepted, it becomes a paper of the file."""

    _inherit = "safety.correction"

    paper_type_id = fields.Many2one("safety.dossier.type", string="Paper", readonly=True, ondelete="restrict")
    paper_number = fields.Char(string="Number", readonly=True)
    paper_date = fields.Date(string="Issued on", readonly=True)
    paper_date_end = fields.Date(string="Valid until", readonly=True)
    paper_item_id = fields.Many2one("safety.dossier.item", string="Paper in the file", readonly=True, copy=False)

    @api.depends("paper_type_id")
    def _compute_summary(self):
        result = super()._compute_summary()
        for correction in self.filtered("paper_type_id"):
            correction.summary = ", ".join(
                [correction.paper_type_id.name, *([correction.summary] if correction.line_ids else [])]
            )
        return result

    def _after_accept(self):
        for correction in self.filtered(lambda correction: correction.paper_type_id or correction.file_ids):
            correction._take_over_files()
        return super()._after_accept()

    def _take_over_files(self):
        """Put the files into the file of the enterprise: as a paper, or else into its chatter. The originals stay."""
        self.ensure_one()
        enterprise = self.enterprise_id
        home = {"res_model": False, "res_id": False} if self.paper_type_id else {"res_id": enterprise.id}
        home.setdefault("res_model", enterprise._name)
        files = self.env["ir.attachment"].union(*(file.copy(home).sudo(False) for file in self.sudo().file_ids))
        if not self.paper_type_id:
            words = self.env._("Files from the enterprise. %s", self.note or "")
            enterprise.message_post(body=words, attachment_ids=files.ids)
            return
        item = self.env["safety.dossier.item"].create(
            {
                "enterprise_id": enterprise.id,
                "type_id": self.paper_type_id.id,
                "number": self.paper_number,
                "date": self.paper_date,
                **({"date_end": self.paper_date_end} if self.paper_date_end else {}),
                "file_ids": files.ids,
            }
        )
        self.sudo()._workflow_write({"paper_item_id": item.id})

    @api.model
    def _paper_vals(self, enterprise, values, files):
        """Return the values of the paper in ``values`` (text from the portal); empty when no paper was chosen.

        :raises UserError: in words for the person who typed it
        """
        if not (chosen := str(values.get("paper_type") or "").strip()):
            return {}
        kind = enterprise._portal_paper_types().filtered(lambda kind: str(kind.id) == chosen)
        if not kind:
            raise UserError(self.env._("Choose the paper from the list."))
        if not files:
            raise UserError(self.env._("Add a photo or PDF of the paper “%s”.", kind.name))
        first, last = (self._paper_day(values.get(name)) for name in ("paper_date", "paper_date_end"))
        if not first:
            raise UserError(self.env._("When was the paper “%s” issued? Fill in the date.", kind.name))
        if last and last < first:
            raise UserError(self.env._("The paper cannot end before it was issued."))
        number = (values.get("paper_number") or "").strip()[:100]
        return {"paper_type_id": kind.id, "paper_number": number, "paper_date": first, "paper_date_end": last}

    @api.model
    def _paper_day(self, text):
        try:
            return fields.Date.to_date((text or "").strip() or False)
        except ValueError as error:
            raise UserError(self.env._("“%s” is no date. Write it as 2026-12-31.", text)) from error

    def _portal_values(self):
        return {**super()._portal_values(), "paper": self.paper_type_id.name or ""}
