from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import split_every

CHUNK = 1000


class LedgerReport(models.AbstractModel):
    """A ledger as a workbook: exactly the records that the reader may see, however many, in constant memory."""

    _name = "report.street_safety_base.ledger_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Ledger (XLSX)"

    def _write_book(self, workbook, formats, records):
        # “today” in the condition of a ledger is the street's day, whatever the clock of who prints it.
        here = self.with_context(tz=self.env.company.safety_tz)
        for ledger in records:
            model = here.env[ledger.model]
            domain = ledger._records_domain()
            ids = model.search(domain, order=ledger.order or None).ids
            for unit, own in here._split(ledger, domain, ids) if ledger.split_type_id else [(None, ids)]:
                title = f"{ledger.name} {unit.name}" if unit else ledger.name
                here._write_ledger(workbook, formats, ledger, title, own, unit)

    def _split(self, ledger, domain, ids):
        """Yield (unit, ids in their order) of each unit of the ledger's type, then (None, ids) of what lies in none.

        Those that the reader serves have a sheet even when it is empty; the others only with records that the reader
        sees. Two queries.
        """
        places = self.env[ledger.model]._read_group(domain, ["unit_id"], ["id:array_agg"])
        above = {
            place.id: {int(part) for part in (place.sudo().parent_path or "").split("/") if part}
            for place, _ids in places
        }
        served = Domain("id", "child_of", self.env.user.safety_read_unit_ids.ids)
        units = self.env["safety.unit"].search(
            Domain("type_id", "=", ledger.split_type_id.id)
            & (served | Domain("id", "in", list(set().union(*above.values()))))
        )
        owners, rest = defaultdict(set), set(ids)
        for place, found in places:
            for unit_id in above[place.id].intersection(units.ids):
                owners[unit_id].update(found)
                rest.difference_update(found)
        for unit in units:
            yield unit, [record_id for record_id in ids if record_id in owners[unit.id]]
        if rest or not units:
            yield None, [record_id for record_id in ids if record_id in rest]

    def _write_ledger(self, workbook, formats, ledger, title, ids, unit=None):
        model = self.env[ledger.model]
        columns = [(column._heading(), column.width) for column in ledger.column_ids]
        heads = [(self.env._("No."), 6), *columns]
        place = unit.path_name if unit else self.env.company.name
        subject = self.env._("%(street)s · %(count)s in all", street=place, count=len(ids))
        name = f"{len(workbook.worksheets()) + 1} {unit.name}" if unit else ledger.name
        sheet, first = self._add_sheet(workbook, formats, name, title, subject, heads)
        number = 0
        for chunk in split_every(CHUNK, ids, model.browse):
            cells = [column._cells(chunk) for column in ledger.column_ids]
            for row in zip(*cells, strict=True):
                self._write_row(sheet, formats, first + number, (number + 1, *row))
                number += 1
            self.env.invalidate_all()  # the cache of a long ledger would not stay in memory
        sheet.autofilter(first - 1, 0, max(first + number - 1, first), len(heads) - 1)
