import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.street_safety_base.wizards.organisation_import import cells
from odoo.addons.street_safety_base.wizards.organisation_import.workbook import MAX_ROWS, open_workbook

TEMPLATE = "/street_safety_inspection/static/xlsx/safety_checklist.xlsx"
#: The head of the table stands within the first rows; a title may stand above it.
HEAD_ROWS = 5
#: Field → headings that mean it, spaces and case apart. The first is the template's.
HEADINGS = {
    "section": ("检查类别", "类别", "分类", "项目", "section"),
    "name": ("检查内容", "检查要点", "内容", "检查项", "whattocheck", "item"),
    "legal_basis": ("检查依据", "依据", "法律依据", "legalbasis"),
    "edition": ("依据版本", "版本", "edition"),
    "severity": ("隐患等级", "等级", "严重程度", "severity"),
    "measure": ("整改建议", "整改措施", "建议", "measure"),
}
SEVERITIES = {"": "general", "一般": "general", "一般隐患": "general", "general": "general",
              "重大": "major", "重大隐患": "major", "major": "major"}  # fmt: skip
LONGEST = 500


class SafetyChecklistImportWizard(models.TransientModel):
    """Read the items of a checklist from a workbook: errors are listed by row and column, nothing is half done."""

    _name = "safety.checklist.import.wizard"
    _description = "Import checklist"
    _inherit = ["safety.wizard"]

    checklist_id = fields.Many2one("safety.checklist", readonly=True, help="Empty: the file becomes a new checklist.")
    name = fields.Char(string="Name of the new checklist")
    file = fields.Binary(string="Workbook (.xlsx)", attachment=False)
    filename = fields.Char()
    line_ids = fields.One2many("safety.checklist.import.line", "wizard_id", string="To be mended", readonly=True)
    item_count = fields.Integer(string="Items found", readonly=True)

    def action_template(self):
        """Download the empty workbook with an example."""
        return {"type": "ir.actions.act_url", "url": TEMPLATE, "target": "download"}

    def action_import(self):
        """Read the file; with errors list them and change nothing, else fill a draft and open it.

        :raises UserError: no file, no workbook, or no table of items in it
        """
        self.ensure_one()
        items, errors = self._read()
        if errors:
            self.write(
                {"item_count": len(items), "line_ids": [Command.clear(), *(Command.create(vals) for vals in errors)]}
            )
            return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
                    "view_mode": "form", "target": "new", "name": self.env._("Import checklist")}  # fmt: skip
        checklist = self._draft()
        checklist.write({"item_ids": [Command.clear(), *(Command.create(vals) for vals in items)]})
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.checklist",
            "res_id": checklist.id,
            "view_mode": "form",
        }

    def _draft(self):
        """Return the draft that takes the items: the chosen one, its next version, or a new one."""
        if not self.checklist_id:
            name = (self.name or (self.filename or "").rpartition(".")[0]).strip()
            if not name:
                raise UserError(self.env._("Fill in “Name of the new checklist”."))
            return self.env["safety.checklist"].create({"name": name, "company_id": self.env.company.id})
        if self.checklist_id.state == "draft":
            return self.checklist_id
        draft = self.checklist_id.browse(self.checklist_id.action_new_version()["res_id"])
        if draft.state != "draft":
            raise UserError(
                self.env._("“%s” has been replaced. Import into its latest version.", self.checklist_id.name)
            )
        return draft

    # ---- reading -----------------------------------------------------------------------------------------------------

    def _read(self):
        """Return (values of the items, values of the error lines) of the workbook."""
        if not self.file:
            raise UserError(self.env._("Choose a workbook first."))
        book = open_workbook(self.env, base64.b64decode(self.file))
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = enumerate(sheet.iter_rows(values_only=True, max_row=MAX_ROWS), start=1)
            if columns := self._find_head(rows):
                return self._read_rows(rows, columns)
        raise UserError(
            self.env._("No sheet has the columns “检查类别” and “检查内容” in its first rows. Start from the template.")
        )

    def _find_head(self, rows):
        """Return {field: (position, heading)} of the first row that holds the headings."""
        known = {cells.key(text): name for name, texts in HEADINGS.items() for text in texts}
        for number, row in rows:
            found = {}
            for position, text in enumerate(row):
                if name := known.get(cells.key(text)):
                    found.setdefault(name, (position, str(text).strip()))
            if {"section", "name"} <= found.keys():
                return found
            if number >= HEAD_ROWS:
                return None
        return None

    def _read_rows(self, rows, columns):
        items, errors, seen, section = [], [], {}, ""
        for number, row in rows:
            texts = {
                name: cells.words(row[position]) if position < len(row) else ""
                for name, (position, _heading) in columns.items()
            }
            if not any(texts.values()):
                continue
            # A merged cell says its word once: the rows below belong to the same section.
            section = texts["section"] = texts["section"] or section
            problems = self._problems(texts, seen, number)
            errors += [
                {"row": number, "column": columns[name][1], "reason": reason} for name, reason in problems.items()
            ]
            seen.setdefault(texts["name"], number)
            severity = SEVERITIES.get(cells.key(texts.get("severity", "")), "general")
            items.append({**texts, "severity": severity, "sequence": 10 * (len(items) + 1)})
        if not items:
            raise UserError(self.env._("The table is empty: there is no row below the headings."))
        return items, errors

    def _problems(self, texts, seen, number):
        """Return {field: what is wrong and the way out} of one row."""
        problems = {}
        if not texts["section"]:
            problems["section"] = self.env._("Empty. Write the section that this item stands under.")
        if not texts["name"]:
            problems["name"] = self.env._("Empty. Write what has to be looked at, or delete the row.")
        elif texts["name"] in seen:
            problems["name"] = self.env._("The same as row %s. Delete one of them.", seen[texts["name"]])
        if cells.key(texts.get("severity", "")) not in SEVERITIES:
            problems["severity"] = self.env._(
                "“%s” is not known. Write 一般 or 重大, or leave it empty.", texts["severity"]
            )
        for name, text in texts.items():
            if len(text) > LONGEST:
                problems[name] = self.env._("Longer than %s characters. Make two items of it.", LONGEST)
        return problems
