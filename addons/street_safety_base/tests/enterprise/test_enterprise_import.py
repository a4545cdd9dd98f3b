from odoo.tests import tagged

from .common import FIELDS, EnterpriseCase, _logger, complete_code, measure_import, registry_path, registry_rows


@tagged("post_install", "-at_install")
class TestEnterpriseImport(EnterpriseCase):
    """``load()``: natural keys, rights, cost."""

    def _load(self, fields, *rows, user=None):
        result = self._as(user or self.office_user).load(fields, [list(row) for row in rows])
        self.env.flush_all()
        return result

    def _messages(self, result):
        return [message["message"] for message in result["messages"]]

    def test_again_updates_and_empty_cells_erase_nothing(self):
        fields = ["name", "credit_code", "phone", "headcount", "registration_date"]
        code = complete_code("91350582MA0000001")
        rows = ["甲厂", code.lower(), "0595-1", "12", "2001年3月5日"], ["乙店", "无", "0595-2", "", "N/A"]
        first = self._load(fields, *rows)
        again = self._load(fields, ["新甲厂", code, "N/A", "0", "2001/3/5"], ["乙店", "", "0595-3", "", ""])
        self.assertEqual(first["ids"], again["ids"])
        self.assertRecordValues(
            self.Enterprise.browse(first["ids"]),
            [
                {"name": "新甲厂", "credit_code": code, "phone": "0595-1", "headcount": 0},
                {"name": "乙店", "credit_code": False, "phone": "0595-3", "headcount": 0},
            ],
        )
        self.assertEqual(str(self.Enterprise.browse(first["ids"][0]).registration_date), "2001-03-05")

    def test_same_again_leaves_no_trace(self):
        titles, rows = registry_rows()
        fields = [FIELDS[title] for title in titles]
        self._load(fields, *rows)
        before = self.Enterprise.search([]).mapped("write_date")
        self.env.cr.execute("UPDATE safety_enterprise SET write_date = write_date - interval '1 day'")
        self.env.invalidate_all()
        self._load(fields, *rows)
        self.env.invalidate_all()
        self.assertTrue(all(date < min(before) for date in self.Enterprise.search([]).mapped("write_date")))

    def test_a_licence_arrives(self):
        """A workshop known by name and address gets its code; another code at the same door is another enterprise."""
        fields = ["name", "address", "credit_code"]
        code, other = complete_code("91350582MA0000002"), complete_code("91350582MA0000003")
        workshop = self._load(fields, ["丙作坊", "湖东路 1 号", ""])["ids"]
        self.assertEqual(self._load(fields, ["丙作坊", "湖东路 1 号", code])["ids"], workshop)
        self.assertNotEqual(self._load(fields, ["丙作坊", "湖东路 1 号", other])["ids"], workshop)
        result = self._load(fields, ["丙作坊", "湖东路 1 号", ""])
        self.assertIn("Several records match", self._messages(result)[0])

    def test_sites_of_one_code(self):
        fields = ["name", "credit_code", "site_no"]
        code = complete_code("91350582MA0000004")
        result = self._load(fields, ["丁厂", code, ""], ["丁厂", code, "2"], ["丁厂", code, "3"])
        self.assertEqual(len(set(result["ids"])), 3)
        self.assertEqual(self._load(fields, ["丁厂二车间", code, "2"])["ids"], result["ids"][1:2])

    def test_left_and_merged(self):
        self.enterprise._leave(self.today, "搬迁")
        result = self._load(["name", "credit_code"], ["晨光新名", self.code])
        self.assertEqual(result["ids"], self.enterprise.ids, "who left is updated and stays off the roll")
        self.assertFalse(self.enterprise.active)
        twin = self.Enterprise.create({"name": "晨光鞋业", "address": "x", "unit_id": self.grid.id})
        twin._merge_into(self.Enterprise.create({"name": "晨光", "unit_id": self.grid.id}))
        result = self._load(["name", "address"], ["晨光鞋业", "x"], ["新厂", "y"])
        self.assertEqual(len(result["ids"]), 1)
        self.assertIn("Row 1", self._messages(result)[0])
        self.assertIn("merged", self._messages(result)[0])

    def test_unit_column_and_default_unit(self):
        result = self._load(["name", "unit_id"], ["a", "Grid A2"], ["b", ""], user=self.cadre_user)
        units = self.Enterprise.browse(result["ids"]).unit_id
        self.assertEqual(units, self.other_grid | self.community_a)

    def test_cost_does_not_grow_with_the_rows(self):
        """Statements: only the inserts (100 rows each) grow; a second import costs the same for 20 and 2 000 rows."""
        fields = ["name", "credit_code", "address"]
        rows = [[f"厂{n}", complete_code(f"91350582MB{n:07}"), f"路{n}"] for n in range(400)]
        self._load(fields, *rows[:20])

        def count(some):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._load(fields, *some)
            return self.cr.sql_log_count - before

        count(rows[:20])
        few, new = count(rows[:20]), count(rows)
        many = count(rows)
        _logger.info("import: %s statements again for 20 rows, %s for 400; %s for 380 new ones", few, many, new)
        self.assertEqual(few, many)
        self.assertLess(new, few + 60)
        self.assertLess(few, 60)

    def test_speed_against_stock_contacts(self):
        """The budget of design.md: an import is not slower than stock contacts of the same rows."""
        path = registry_path()
        rows = registry_rows(path)[1][:1000]
        self.office_user.group_ids += self.env.ref("base.group_partner_manager")
        first, again, contacts = measure_import(self._as(self.office_user).env, rows)
        _logger.info(
            "import of %s rows of %s: %.2f s, again %.2f s, contacts %.2f s: ratio %.2f",
            len(rows),
            path.name,
            first,
            again,
            contacts,
            contacts / first,
        )
        self.assertGreaterEqual(contacts / first, 1.0)
