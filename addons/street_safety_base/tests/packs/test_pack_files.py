import json
from collections import Counter

from odoo.tests import tagged

from .common import MEMBERS, PACKS, PackCase, catalogue

RULED = ("record", "scheduled", "standing")


@tagged("post_install", "-at_install")
class TestPackFiles(PackCase):
    """The five regulations as files: complete against the catalogue, loaded twice alike, written as read."""

    def setUp(self):
        super().setUp()
        self.rows = catalogue()

    def _named_units(self, content):
        """A street in which every unit that the regulation names exists under the code it uses."""
        self.street = self._unit("Street", "street", None)
        self.env.cr.execute("UPDATE safety_unit SET code = NULL WHERE company_id = %s", [self.company.id])
        self.env.invalidate_all()
        codes = {unit for rule in content["rules"] for unit in rule.get("units") or []}
        for code in sorted(codes | set(MEMBERS)):
            self._unit(code, "department", self.street, code=code)

    def test_every_catalogue_id_is_one_clause(self):
        if not self.rows:
            self.skipTest("the clause catalogue is part of the repository, not of the addon")
        seen = Counter()
        for code in PACKS:
            content = self.packs[code.upper()]
            clauses = Counter(row["code"] for row in content["clauses"])
            ids = {row["id"] for row in self.rows if row["id"].startswith(f"{code.upper()}-")}
            self.assertEqual({i: clauses[i] for i in ids}, dict.fromkeys(ids, 1))
            seen.update(ids)
            for row in content["clauses"]:
                if row["code"] in ids:
                    self.assertTrue(row["text"] and row["name"], row["code"])
        self.assertEqual(len(seen), 432)

    def test_every_row_that_asks_for_a_duty_has_a_rule(self):
        if not self.rows:
            self.skipTest("the clause catalogue is part of the repository, not of the addon")
        proved = {}
        for code in PACKS:
            for rule in self.packs[code.upper()]["rules"]:
                for clause in (rule["clause"], *rule.get("also", ())):
                    proved.setdefault(clause, []).append(rule["code"])
        asked = {row["id"] for row in self.rows if row["scheduled"] == "yes" or row["kind"] in RULED}
        self.assertFalse(sorted(asked - proved.keys()))
        known = {row["id"] for row in self.rows}
        self.assertFalse(sorted(proved.keys() - known))

    def test_loaded_twice_without_change_and_written_as_read(self):
        for code in PACKS:
            with self.subTest(code):
                content = self.packs[code.upper()]
                self._named_units(content)
                first, gaps = self._load(code)
                self.assertFalse(gaps)
                tables = self._tables()
                again, gaps = self._load(code)
                self.assertFalse(gaps)
                self.assertEqual(self._tables(), tables)
                written = [regulation._to_file() for regulation in (first, again)]
                self.assertEqual(*(json.dumps(one["rules"], ensure_ascii=False) for one in written))
                shipped = {rule["code"]: rule for rule in content["rules"]}
                self.assertEqual(len(written[0]["rules"]), len(content["rules"]))
                for rule in written[0]["rules"]:
                    self.assertEqual(rule, shipped[rule["code"]])
                self.assertEqual(written[0]["clauses"], [self._whole(row) for row in content["clauses"]])
                head = {**content["regulation"], "document_number": content["regulation"].get("document_number")}
                self.assertEqual(
                    {key: str(value) if value else None for key, value in written[0]["regulation"].items()}, head
                )

    def _whole(self, row):
        return {key: row.get(key) for key in ("code", "parent", "reference", "name", "text")} | (
            {"posts": row["posts"]} if row.get("posts") else {}
        )

    def _tables(self):
        models = ("safety.record.type", "safety.meeting.type", "safety.package.kind", "safety.dossier.type",
                  "safety.record.topic", "safety.duty.kind")  # fmt: skip
        return [self.env[model].with_context(active_test=False).search_count([]) for model in models]

    def test_files_take_little_to_read_and_load(self):
        """A pack is made in some 30 statements a rule, however many clauses it has."""
        content = self.packs["XT"]
        self._named_units(content)
        self._load("xt")
        before = self.env.cr.sql_log_count
        self._load("xt")
        self.assertLess(self.env.cr.sql_log_count - before, 30 * len(content["rules"]))
