from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


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
        papers = self.filtered("paper_type_id")
        papers._take_over_papers()
        (self - papers).filtered("file_ids")._take_over_files()
        return super()._after_accept()

    def _take_over_files(self):
        """Put files that are no paper into the chatter of the enterprise. The originals stay."""
        files = self._copied_files()
        self._log_files(
            [
                (one.enterprise_id, self.env._("Files from the enterprise. %s", one.note or ""), files[one])
                for one in self
            ]
        )

    def _take_over_papers(self):
        """Make the papers of the file, all in one creation. The originals of the files stay."""
        files = self._copied_files()
        items = self.env["safety.dossier.item"].create(
            [
                {
                    "enterprise_id": correction.enterprise_id.id,
                    "type_id": correction.paper_type_id.id,
                    "number": correction.paper_number,
                    "date": correction.paper_date,
                    **({"date_end": correction.paper_date_end} if correction.paper_date_end else {}),
                    "file_ids": files[correction].ids,
                }
                for correction in self
            ]
        )
        for correction, item in zip(self.sudo(), items, strict=True):
            correction._workflow_write({"paper_item_id": item.id})

    def _copied_files(self):
        """Return {correction: copies of its files, which belong to nothing yet}, all made in one creation."""
        originals, home = self.sudo().file_ids, {"res_model": False, "res_id": False}
        copies = dict(zip(originals, originals.copy(home), strict=True))
        nothing = self.env["ir.attachment"]
        return {one: nothing.union(*(copies[original].sudo(False) for original in one.sudo().file_ids)) for one in self}

    @api.model
    def _log_files(self, notes):
        """Write a note with its files to each record, all in one creation; the files belong to the record from then on.

        :param notes: [(record, words, files)], all of one model; a record may get several notes
        :raises AccessError: the user may not read a record
        """
        if not notes:
            return
        records = notes[0][0].union(*(record for record, _words, _files in notes))
        records.check_access("read")
        author, mail = records._message_compute_author()
        shared = {
            "author_id": author,
            "email_from": mail,
            "reply_to": records._notify_get_reply_to(default=mail, author_id=author)[records[:1].id],
            "model": records._name,
            "message_type": "notification",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "is_internal": True,
        }
        self.env["mail.message"].sudo().create(
            [
                {**shared, "res_id": record.id, "body": escape(words), "attachment_ids": [Command.set(files.ids)]}
                for record, words, files in notes
            ]
        )
        for record, _words, files in notes:
            files.sudo().write({"res_model": record._name, "res_id": record.id})

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
