import base64
import csv
import io

from openpyxl import Workbook, load_workbook

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import file_open

UNIT_HEADS = ["单位编码", "单位名称", "单位类型", "上级单位编码", "排序", "设立日期"]
PEOPLE_HEADS = [
    "单位编码", "岗位", "编制数", "姓名", "登录名", "手机", "邮箱", "任职日期", "离任日期", "代理", "服务单位编码",
    "条线单位编码", "备注",
]  # fmt: skip
STREETS = ("xt", "xy", "bf", "zf", "gy")


def workbook(units=None, people=None, unit_heads=UNIT_HEADS, people_heads=PEOPLE_HEADS, change=None):
    """Return an XLSX file with the two sheets; ``change`` may still work on the openpyxl workbook."""
    book = Workbook()
    book.remove(book.active)
    for title, heads, rows in (("单位", unit_heads, units), ("人员", people_heads, people)):
        if rows is not None:
            sheet = book.create_sheet(title)
            for row in (heads, *rows):
                sheet.append(list(row))
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def street_workbook(code):
    """Return the workbook of one of the five organisations, and its rows as dicts (units, people)."""
    sheets = []
    for name in ("units", "people"):
        with file_open(f"street_safety_base/tests/data/organisations/{code}_{name}.csv") as file:
            sheets.append(list(csv.DictReader(file)))
    units, people = sheets
    content = workbook(
        [row.values() for row in units], [row.values() for row in people], units[0].keys(), people[0].keys()
    )
    return content, units, people


def rows_of(content):
    """Return {sheet title: rows} of an XLSX file."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


class OrganisationCase(TransactionCase):
    """Streets that have nothing yet, each with an administrator of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company, cls.admin = cls._new_street("tt")

    @classmethod
    def _new_street(cls, code):
        company = cls.env["res.company"].create({"name": f"Street {code}", "safety_tz": "Asia/Shanghai"})
        admin = new_test_user(
            cls.env,
            f"test_admin_{code}",
            groups="base.group_user,street_safety_base.group_street_safety_admin",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        return company, admin

    @classmethod
    def _wizard(cls, content, admin=None, **context):
        wizards = cls.env["safety.organisation.import.wizard"].with_user(admin or cls.admin).with_context(**context)
        wizard = wizards.create({"file": base64.b64encode(content), "filename": "组织架构.xlsx"})
        wizard.action_preview()
        return wizard

    @classmethod
    def _import(cls, content, admin=None):
        """Import a file that must be sound; return the wizard."""
        wizard = cls._wizard(content, admin)
        if not wizard.error_count:
            wizard.action_apply()
        if wizard.state != "done":
            raise AssertionError([cls._said(line) for line in wizard.line_ids])
        return wizard

    def _refused(self, content, *expected):
        """The preview lists exactly these errors: each is (row, column, word of the reason). Nothing is written."""
        before = self._counted()
        wizard = self._wizard(content)
        wizard.action_apply()
        self.assertEqual(self._counted(), before)
        self.assertEqual(wizard.state, "preview")
        errors = wizard.line_ids.filtered(lambda line: line.severity == "error")
        said = [self._said(line) for line in errors]
        self.assertEqual(len(said), len(expected), said)
        for line, (row, column, word) in zip(errors, expected, strict=True):
            self.assertEqual((line.row, line.column), (row, column), said)
            self.assertIn(word, line.reason)

    @classmethod
    def _said(cls, line):
        return f"{line.sheet} {line.row} {line.column}: {line.reason}"

    def _counted(self):
        models = ("safety.unit", "safety.appointment", "safety.seat", "res.users")
        return [self.env[model].with_context(active_test=False).search_count([]) for model in models]

    @classmethod
    def _unit(cls, code, company=None):
        return cls.env["safety.unit"].search([("code", "=", code), ("company_id", "=", (company or cls.company).id)])

    def _holders(self, code, post, company=None):
        unit = self._unit(code, company)
        return self.env["safety.appointment"]._holders(
            self.env.ref(f"street_safety_base.post_{post}"), unit, unit.company_id._safety_today()
        )

    def _said_in_preview(self, wizard, severity):
        return [self._said(line) for line in wizard.line_ids if line.severity == severity]
