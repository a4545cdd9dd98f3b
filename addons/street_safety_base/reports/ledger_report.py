from odoo import models
from odoo.tools import split_every

CHUNK = 1000


class LedgerReport(models.AbstractModel):
    """A ledger as a workbook: exactly the records that the reader may see, however many, in constant memory."""

    _name = "report.street_safety_base.ledger_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Ledger (XLSX)"

    def _write_book(self, workbook, formats, records):
        for ledger in records:
            self._write_ledger(workbook, formats, ledger)

    def _write_ledger(self, workbook, formats, ledger):
        model = self.env[ledger.model]
        ids = model.search(ledger._records_domain(), order=ledger.order or None).ids
        columns = [(column._heading(), column.width) for column in ledger.column_ids]
        heads = [(self.env._("No."), 6), *columns]
        street = self.env.company.name
        subject = self.env._("%(street)s · %(count)s in all", street=street, count=len(ids))
        sheet, first = self._add_sheet(workbook, formats, ledger.name, ledger.name, subject, heads)
        number = 0
        for chunk in split_every(CHUNK, ids, model.browse):
            cells = [column._cells(chunk) for column in ledger.column_ids]
            for row in zip(*cells, strict=True):
                self._write_row(sheet, formats, first + number, (number + 1, *row))
                number += 1
            self.env.invalidate_all()  # the cache of a long ledger would not stay in memory
        sheet.autofilter(first - 1, 0, max(first + number - 1, first), len(heads) - 1)
