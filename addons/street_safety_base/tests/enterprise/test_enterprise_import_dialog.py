import io

import openpyxl

from odoo.tests import tagged
from odoo.tools import file_open

from .common import FIELDS, EnterpriseCase, _logger, complete_code, registry_path, registry_rows

TITLES = list(FIELDS)
OPTIONS = {
    "has_headers": True,
    "advanced": True,
    "keep_matches": False,
    "encoding": "",
    "separator": "",
    "quoting": '"',
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "limit": 2000,
    "skip": 0,
    "sheet": "",
    "sheets": [],
    "fallback_values": {},
    "name_create_enabled_fields": {},
    "import_set_empty_fields": [],
    "import_skip_records": [],
}


class ImportDialogCase(EnterpriseCase):
    """Odoo's import dialog, its server side called as the client calls it."""

    def _import(self, file, name="registry.csv", mimetype="text/csv", lang="en_US", dryrun=False, user=None):
        """Send ``file`` (bytes) through preview and import; return the result, or {"error": …} of the preview."""
        env = self._as(user or self.office_user).with_context(lang=lang, tracking_disable=True).env
        dialog = env["base_import.import"].create(
            {"res_model": "safety.enterprise", "file": file, "file_name": name, "file_type": mimetype}
        )
        preview = dialog.parse_preview(dict(OPTIONS))
        if "error" in preview:
            return preview
        self.assertEqual(preview["options"]["limit"], max(preview["num_rows"], 1), "one batch")
        titles = preview["headers"]
        fields = ["/".join(preview["matches"].get(index, ())) or False for index in range(len(titles))]
        options = {**OPTIONS, **preview["options"], "limit": 2000}
        result = dialog.execute_import(fields, [title.strip().lower() for title in titles], options, dryrun=dryrun)
        self.env.flush_all()
        return {**result, "fields": fields}

    def _refused(self, file, *parts, **kwargs):
        """Assert that nothing of ``file`` gets in and the first reason holds all ``parts``."""
        before = self.Enterprise.with_context(active_test=False).search_count([])
        result = self._import(file, **kwargs)
        reason = result.get("error") or result["messages"][0]["message"]
        for part in parts:
            self.assertIn(part, reason)
        self.assertFalse(result.get("ids"))
        self.assertEqual(self.Enterprise.with_context(active_test=False).search_count([]), before)
        return result


@tagged("post_install", "-at_install")
class TestEnterpriseImportDialog(ImportDialogCase):
    """Files of comma-separated values, and what is wrong with them."""

    def _csv(self, *rows, titles=TITLES, encoding="utf-8"):
        lines = [",".join(f'"{cell}"' for cell in row) for row in (titles, *rows)]
        return "\r\n".join(lines).encode(encoding)

    def _row(self, name="甲厂", code="", day="1993-01-01", scope="制造", address="湖东路1号"):
        return [name, code, day, "N/A", scope, "福建", "泉州", address]

    # ---- the real file -----------------------------------------------------------------------------------------------

    def test_registry_twice(self):
        """The whole registry in one go, then again, by English and Chinese users.

        Reads the real file of 2 096 rows where it lies beside the checkout, else the fictional sample of the addon.
        """
        path = registry_path()
        rows = registry_rows(path)[1]
        _logger.info("the registry imported here is %s: %s rows", path.name, len(rows))
        tried = self._import(path.read_bytes(), dryrun=True)
        self.assertFalse(tried["messages"])
        self.assertEqual(self.Enterprise.search_count([]), 1, "a trial leaves nothing")
        first = self._import(path.read_bytes())
        self.assertEqual(first["fields"], list(FIELDS.values()))
        self.assertEqual((first["messages"], first["warnings"], first["nextrow"]), ([], [], 0))
        self.assertEqual(len(set(first["ids"])), len(rows))
        again = self._import(path.read_bytes(), lang="zh_CN")
        self.assertEqual(again["ids"], first["ids"])
        self.assertEqual(self.Enterprise.search_count([]), len(rows) + 1)
        self.assertEqual(self.env["safety.enterprise.movement"].search_count([]), len(rows) + 1)
        enterprises = self.Enterprise.browse(first["ids"])
        self.assertEqual(set(enterprises.mapped("credit_code_status")), {"valid"})
        self.assertEqual(enterprises.unit_id, self.street)
        self.assertEqual(enterprises.mapped("name"), [row[0] for row in rows])
        self.assertNotIn("N/A", enterprises.mapped("legal_form"))
        self.assertFalse(enterprises.message_ids)

    def test_chinese_labels_are_the_titles(self):
        """Without the shipped mapping the Chinese labels do it, for a Chinese user."""
        self.env["base_import.mapping"].search([("res_model", "=", "safety.enterprise")]).unlink()
        titles = [title for title in TITLES if title != "注册地址"]
        labels = self.Enterprise.with_context(lang="zh_CN").fields_get(attributes=["string"])
        self.assertEqual([labels[FIELDS[title]]["string"] for title in titles], titles)

    # ---- what a clerk's file looks like ------------------------------------------------------------------------------

    def test_wrong_codes_warn_and_come_in(self):
        right = complete_code("91350582MA0000001")
        wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
        result = self._import(self._csv(self._row("甲", right), self._row("乙", wrong), self._row("丙", right[:-1])))
        self.assertEqual(len(result["ids"]), 3)
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["warnings"]), 2)
        for warning, parts in zip(result["warnings"], (("Row 3 · 乙", right[-1]), ("Row 4 · 丙", "17")), strict=True):
            for part in (*parts, "统一社会信用代码"):
                self.assertIn(part, warning)
        statuses = self.Enterprise.browse(result["ids"]).mapped("credit_code_status")
        self.assertEqual(statuses, ["valid", "check_digit", "malformed"])

    def test_gbk_and_other_encodings(self):
        """GBK with a character that GB2312 lacks, UTF-8 with a mark, UTF-16."""
        for encoding in ("gbk", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                result = self._import(self._csv(self._row(f"朱镕喆石材厂 {encoding}"), encoding=encoding))
                self.assertEqual(self.Enterprise.browse(result["ids"]).name, f"朱镕喆石材厂 {encoding}")

    def test_workbook_named_csv(self):
        book = openpyxl.Workbook()
        for row in (TITLES, self._row("表格厂", complete_code("91350582MA0000002"))):
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        result = self._import(file.getvalue())
        self.assertEqual(self.Enterprise.browse(result["ids"]).name, "表格厂")

    def test_template_imports_itself(self):
        with file_open("street_safety_base/static/xlsx/safety_enterprise.xlsx", "rb") as file:
            result = self._import(file.read(), name="template.xlsx", mimetype="")
        self.assertFalse(result["messages"] + result["warnings"])
        self.assertNotIn(False, result["fields"])
        self.assertEqual(len(result["ids"]), 2)

    # ---- bad input ---------------------------------------------------------------------------------------------------

    def test_missing_name(self):
        result = self._refused(self._csv(self._row("甲"), self._row("")), "Row 3", "企业名称", "missing")
        self.assertEqual(len(result["messages"]), 1)

    def test_reasons_are_in_the_language_of_the_clerk(self):
        self._refused(self._csv(self._row("甲"), self._row("")), "第 3 行 · 企业名称：", "必填", lang="zh_CN")
        self._refused(b"", "空", lang="zh_CN")

    def test_scope_too_long(self):
        fits = self._import(self._csv(self._row("长", scope="制" * 10_000)))
        self.assertEqual(len(self.Enterprise.browse(fits["ids"]).business_scope), 10_000)
        file = self._csv(self._row(), self._row("过长", scope="制" * 10_001))
        self._refused(file, "Row 3", "经营范围", "10001", "10000")

    def test_control_characters(self):
        for character, name in (("\x00", "U+0000"), ("\x07", "U+0007"), ("\x1f", "U+001F")):
            with self.subTest(name):
                self._refused(self._csv(self._row(f"甲{character}厂")), "Row 2", "企业名称", name)

    def test_duplicate_in_the_file(self):
        code = complete_code("91350582MA0000003")
        file = self._csv(self._row("甲", code), self._row("乙"), self._row("丙", f"{code[:9]} {code[9:].lower()}"))
        self._refused(file, "Row 4 · 丙", "统一社会信用代码", "row 2")
        self._refused(self._csv(self._row(), self._row()), "Row 3", "企业名称", "row 2")

    def test_unreadable_dates_are_all_named(self):
        file = self._csv(self._row("甲"), self._row("乙", day="1993-02-30"), self._row("丙", day="去年"))
        result = self._refused(file, "Row 3")
        self.assertIn("Row 4 · 丙 · 注册日期", result["messages"][1]["message"])

    def test_unknown_kind_names_the_row(self):
        file = self._csv(["甲", "没有的类"], titles=["企业名称", "对象类别"])
        self._refused(file, "Row 2 · 甲 · 对象类别", "没有的类")

    def test_empty_files(self):
        self._refused(b"", "empty")
        self._refused(self._csv(), "no data")
        self._refused(b"\r\n\r\n", "no data")

    def test_torn_rows(self):
        self._refused(self._csv(self._row()) + "\r\n乙厂,91,1993".encode(), "Row 3", "3", "8")
        self._refused(b"\xff\xfe\xfd\x81", "")

    def test_many_wrong_rows_are_all_named_at_once(self):
        result = self._refused(self._csv(*(self._row("", address=f"路{n}") for n in range(50))), "Row 2")
        self.assertEqual(len(result["messages"]), 50)
