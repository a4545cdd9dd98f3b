import codecs
import contextlib

from odoo import models

from odoo.addons.base_import.models.base_import import ImportValidationError

from . import workbook


class BaseImport(models.TransientModel):
    """Odoo's import dialog for models of ``safety.import.mixin``: the whole file or nothing, with plain reasons."""

    _inherit = "base_import.import"

    def _safety_is_whole(self):
        return hasattr(self.env.get(self.res_model), "_import_keys")

    def parse_preview(self, options, count=10):
        """Preview as Odoo does, but announce one batch: the dialog commits each batch by itself."""
        result = super().parse_preview(options, count)
        if self._safety_is_whole() and "error" not in result:
            result.update(batch=False)
            result["options"]["limit"] = max(result["num_rows"], 1)
        return result

    def execute_import(self, fields, columns, options, dryrun=False):
        """Import the whole file whatever batch size was sent; warnings are handed back apart, they stop nothing."""
        if not self._safety_is_whole():
            return super().execute_import(fields, columns, options, dryrun=dryrun)
        located = self.with_context(
            import_first_row=(options.get("skip") or 0) + (2 if options.get("has_headers") else 1),
            import_row_numbers=[],  # filled when the file is read: blank rows and titles count in the sheet
            import_columns=dict(zip(fields, columns, strict=False)),
        )
        result = super(BaseImport, located).execute_import(fields, columns, dict(options, limit=None), dryrun=dryrun)
        errors = [message for message in result["messages"] if message["type"] == "error"]
        warnings = [] if errors else [message["message"] for message in result["messages"]]
        return {**result, "messages": errors, "warnings": warnings}

    def _read_file(self, options):
        if not self._safety_is_whole():
            return super()._read_file(options)
        if not self.file:
            raise ImportValidationError(self.env._("The file is empty."))
        length, rows = super()._read_file(options)
        if len(rows) < (2 if options.get("has_headers") else 1):
            raise ImportValidationError(self.env._("The file holds no data below its title row."))
        for number, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                raise ImportValidationError(
                    self.env._(
                        "Row %(row)s has %(cells)s cells, the title row has %(title)s. "
                        "Put a text that holds a comma or a line break into quotation marks.",
                        row=number,
                        cells=len(row),
                        title=len(rows[0]),
                    )
                )
        return length, rows

    def _read_xlsx(self, options):
        if not self._safety_is_whole():
            return super()._read_xlsx(options)
        try:
            sheets, name, rows, numbers = workbook.read(self.file or b"", options.get("sheet"))
        except ValueError as error:
            if len(error.args) != 3:
                raise
            row, column, value = error.args
            raise ImportValidationError(
                self.env._(
                    "Row %(row)s, column %(column)s: the cell holds the error %(value)s. Correct it in the sheet.",
                    row=row,
                    column=column,
                    value=value,
                )
            ) from error
        options.update(sheets=sheets, sheet=name)
        self.env.context.get("import_row_numbers", [])[:] = numbers
        return len(rows), rows

    def _read_csv(self, options):
        if self._safety_is_whole() and not options.get("encoding"):
            options["encoding"] = self._safety_encoding()
        return super()._read_csv(options)

    def _safety_encoding(self):
        """Return the encoding of the file: UTF-8 where it decodes, else what Chinese Excel writes.

        Odoo's guess takes seconds on a long file and says GB2312 for GBK, which lacks characters of names (镕, 喆).
        """
        if self.file.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if self.file.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        for encoding in ("utf-8", "gb18030"):
            with contextlib.suppress(UnicodeDecodeError):
                self.file.decode(encoding)
                return encoding
        return None

    def _parse_date_from_data(self, data, index, name, field_type, options):
        if not self._safety_is_whole():
            return super()._parse_date_from_data(data, index, name, field_type, options)
        for line in data:  # what it cannot read stays for load(), which names every such row and not only the first
            with contextlib.suppress(ImportValidationError):
                super()._parse_date_from_data([line], index, name, field_type, options)
        return None
