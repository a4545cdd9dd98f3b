import io
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.modules.registry import Registry

from ..models.office import zip_stream


class SafetyArchiveWizard(models.TransientModel):
    """Choose a part of the archive – unit, period, class, photos or papers, or chosen files – and get it as one ZIP."""

    _name = "safety.archive.wizard"
    _description = "Archive as ZIP"
    _inherit = ["safety.wizard"]

    unit_id = fields.Many2one("safety.unit", help="With all units below. Empty: all that you see.")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")
    category_ids = fields.Many2many("safety.document.category", string="Categories", help="Empty: all.")
    kind = fields.Selection([("photo", "Photos"), ("paper", "Written papers")], string="Only", help="Empty: both.")
    item_ids = fields.Json(string="Chosen files", readonly=True)
    count = fields.Integer(string="Number of files", compute="_compute_size")
    size = fields.Float(string="Size (MB)", compute="_compute_size", digits=(16, 1))

    @api.model
    def _open_for(self, items):
        """Return the action that opens the dialog on ``items`` of the archive."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Files as ZIP"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_item_ids": items.ids},
        }

    def _domain(self):
        self.ensure_one()
        chosen = Domain("id", "in", self.item_ids) if self.item_ids else Domain.TRUE
        for name, operator, value in (
            ("unit_id", "child_of", self.unit_id.id),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
            ("category_id", "in", self.category_ids.ids),
            ("kind", "=", self.kind),
        ):
            if value:
                chosen &= Domain(name, operator, value)
        return chosen

    @api.depends("unit_id", "date_from", "date_to", "category_ids", "kind", "item_ids")
    def _compute_size(self):
        for wizard in self:
            ((wizard.count, size),) = self.env["safety.archive.item"]._read_group(
                wizard._domain(), aggregates=["__count", "file_size:sum"]
            )
            wizard.size = (size or 0) / 1e6

    def action_download(self):
        """Hand over the ZIP."""
        self.ensure_one()
        if not self.count:
            raise UserError(self.env._("There is no file in this choice. Take another unit, period or class."))
        return {"type": "ir.actions.act_url", "url": f"/street-safety/archive/{self.id}", "target": "download"}

    def _stream(self):
        """Yield the ZIP; access to each file is checked now, as the current user, before the first byte."""
        items = self.env["safety.archive.item"].search(self._domain(), order="unit_id, category_id, date, id")
        readable = set(self.env["ir.attachment"].browse(items.ids)._filtered_access("read").ids)
        entries = [self._entry(item) for item in items if item.id in readable]
        fields_ = items._fields
        facts = ("unit_id", "category_id", "date", "source", "record_name")
        headings = [self.env._("Path"), fields_["file_size"]._description_string(self.env), "SHA-256"]
        headings += [fields_[name]._description_string(self.env) for name in facts]
        return zip_stream.stream(entries, headings)

    def _entry(self, item):
        day = fields.Date.to_string(item.date) or ""
        kinds = dict(item._fields["source"]._description_selection(self.env))
        file = self.env["ir.attachment"].sudo().browse(item.id)
        facts = (item.unit_id.path_name, item.category_id.name or "", day, kinds[item.source], item.record_name or "")
        return zip_stream.Entry(
            folders=(item.unit_id.name, item.category_id.name or self.env._("Other papers"), day[:7]),
            name=f"{day} {item.name}",
            mimetype=item.mimetype or "",
            open=self._opener(file),
            facts=facts,
        )

    def _opener(self, file):
        """Return the function that opens the content of ``file`` when its turn comes, after the request is over."""
        if file.store_fname:
            path = Path(file._full_path(file.store_fname))
            return lambda: path.open("rb")
        database, file_id = self.env.cr.dbname, file.id

        def read():
            with Registry(database).cursor() as cr:
                cr.execute("SELECT db_datas FROM ir_attachment WHERE id = %s", [file_id])
                return io.BytesIO(bytes(cr.fetchone()[0] or b""))

        return read
