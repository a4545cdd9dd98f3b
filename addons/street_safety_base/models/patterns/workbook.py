"""Reading of a clerk's workbook: merged cells apply to all their rows, and a title above the table is none of it."""

import io
from datetime import datetime

import openpyxl
from openpyxl.cell.cell import TYPE_ERROR


def read(content, sheet_name=None):
    """Return (names of the sheets, name of the one read, rows, their numbers in the file).

    :raises ValueError: (row, column, value) of a cell that holds an error such as #REF!
    """
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    name = sheet_name or book.sheetnames[0]
    sheet = book[name]
    downward, across = _merged(sheet)
    rows, numbers = [], []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        own = [_text(cell) for cell in cells]
        if not any(own) or (not rows and number in across and sum(map(bool, own)) == 1):
            continue  # a blank row, or the title of the sheet
        rows.append([value or downward.get((number, column), "") for column, value in enumerate(own, 1)])
        numbers.append(number)
    return book.sheetnames, name, rows, numbers


def _merged(sheet):
    """Return ({(row, column): value} below the first row of each cell merged downward, rows merged across)."""
    downward, across = {}, set()
    for area in sheet.merged_cells.ranges:
        if area.max_col > area.min_col:
            across.update(range(area.min_row, area.max_row + 1))
        value = _text(sheet.cell(area.min_row, area.min_col))
        for row in range(area.min_row + 1, area.max_row + 1):
            downward[row, area.min_col] = value
    return downward, across


def _text(cell):
    """Return the value of a cell as Odoo's import takes it: a text, a date or an instant."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == TYPE_ERROR:
        raise ValueError(cell.row, cell.column, value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return value.date() if midnight else value
    return value if hasattr(value, "year") else str(value).strip()
