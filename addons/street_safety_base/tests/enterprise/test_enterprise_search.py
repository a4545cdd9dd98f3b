from odoo import Command
from odoo.tests import BaseCase, Form, tagged

from ...models.enterprise import search_keys
from .common import EnterpriseCase, complete_code


@tagged("post_install", "-at_install")
class TestSearchKeys(BaseCase):
    """Initials and normalised keys."""

    def test_initials(self):
        for name, expected in (
            ("晨光制鞋厂", "cgzxc"),
            ("厦门ABC（重庆）长乐店 12", "xmabccqcld12"),
            ("中国银行", "zgyh"),
            ("行知学校", "xzxx"),
            ("", ""),
        ):
            self.assertEqual(search_keys.initials(name), expected, name)

    def test_keys(self):
        self.assertEqual(search_keys.plain_key("湖心巷３号（后门） A座"), search_keys.plain_key("湖心巷3号(后门)a座"))
        self.assertEqual(search_keys.name_key("晨光 制鞋有限公司"), search_keys.name_key("晨光制鞋"))
        self.assertEqual(search_keys.name_key("有限公司"), "有限公司")
        self.assertFalse(search_keys.plain_key("（-）"))


@tagged("post_install", "-at_install")
class TestEnterpriseSearch(EnterpriseCase):
    """Finding an enterprise, and those that are there twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise.write(
            {"address": "湖心巷3号", "phone": "0595-8812", "safety_manager_name": "何守安", "site_no": False}
        )

    def test_one_box(self):
        view = self.env.ref("street_safety_base.safety_enterprise_view_search")
        self.assertIn('name="find"', view.arch)
        for typed in (
            "制鞋",
            self.code[3:9],
            "CGZX",
            "gzx",
            "湖心巷",
            "8812",
            "守安",
            "湖心 制鞋厂",
            "９１３５",
            "  cgzx  守安 ",
        ):
            with self.subTest(typed):
                self.assertEqual(self._as(self.grid_user).search([("find", "ilike", typed)]), self.enterprise)
                self.assertFalse(self._as(self.other_grid_user).search([("find", "ilike", typed)]))

    def test_what_is_typed_is_no_pattern(self):
        for typed in ("湖心%厂", "晨_制鞋厂", "晨光\\制", "晨光 无此"):
            with self.subTest(typed):
                self.assertFalse(self.Enterprise.search([("find", "ilike", typed)]))
        self.enterprise.address = "湖心巷100%_号"
        self.assertTrue(self.Enterprise.search([("find", "ilike", "100%_")]))

    def test_by_initials(self):
        self.assertEqual([row[0] for row in self.Enterprise.name_search("cgzx")], self.enterprise.ids)
        self.enterprise.name = "厦门银楼"
        self.assertEqual(self.enterprise.pinyin, "xmyl")
        self.assertEqual([row[0] for row in self.Enterprise.name_search("XMYL")], self.enterprise.ids)
        self.assertTrue(self.Enterprise.search([("find", "ilike", "xmyl")]))

    def test_keys_of_what_was_there_before(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE safety_enterprise SET search_text = NULL, pinyin = NULL, name_key = NULL")
        self.Enterprise.init()
        self.enterprise.invalidate_recordset()
        self.assertEqual((self.enterprise.pinyin, self.enterprise.name_key), ("cgzxc", "晨光制鞋厂"))
        self.assertTrue(self.Enterprise.search([("find", "ilike", "制鞋厂")]))

    def test_keys_are_not_taken_from_outside(self):
        made = self.Enterprise.create(
            {"name": "乙店", "unit_id": self.grid.id, "name_key": "forged", "search_text": "forged", "pinyin": "forged"}
        )
        self.env.flush_all()
        made.invalidate_recordset()
        self.assertEqual((made.name_key, made.pinyin, made.search_text), ("乙店", "yd", "乙店\nyd"))

    def test_form_tells_of_doubles(self):
        with Form(self._as(self.grid_user)) as form:
            form.name = "晨光 制鞋厂（有限公司）"
            self.assertEqual(form.double_count, 1)
            form.name = "别家"
            self.assertEqual(form.double_count, 0)
            form.address = "湖心巷３号"
            self.assertEqual(form.double_count, 1, "no code, same address")
            form.credit_code = complete_code("91350582MA2XN5Y4U")
            self.assertEqual(form.double_count, 0, "a neighbour with a code of its own")
            form.credit_code = self.code.lower()
            self.assertEqual(form.double_count, 1)
            form.site_no = "2"
            self.assertEqual(form.double_count, 0, "a second workshop of one company")
        self.assertFalse(form.record.double_count)

    def _twins(self):
        twin, plain = self.Enterprise.create(
            [
                {"name": "晨光制鞋厂（有限公司）", "unit_id": self.other_grid.id},
                {"name": "无证作坊", "unit_id": self.grid.id, "address": "湖心巷 3 号"},
            ]
        )
        site = self.Enterprise.create(
            {"name": "晨光制鞋厂二车间", "unit_id": self.grid.id, "credit_code": self.code, "site_no": "2"}
        )
        other = self.Enterprise.create({"name": "无关", "unit_id": self.grid.id})
        return twin, plain, site, other

    def test_list_of_doubles_in_one_query(self):
        twin, plain, site, other = self._twins()
        found = self.Enterprise.search([("is_double", "=", True)])
        self.assertEqual(found, self.enterprise | twin | plain)
        self.assertEqual(self.Enterprise.search([("is_double", "=", False)]), site | other)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Enterprise.search_fetch([("is_double", "=", True)], ["name"])
        action = self._as(self.cadre_user).browse(self.enterprise.id).action_open_doubles()
        self.assertEqual(self.Enterprise.search(action["domain"]), self.enterprise | twin | plain)
        self.assertFalse(self._as(self.other_cadre_user).search([("is_double", "=", True)]))

    def test_merging_from_the_list(self):
        twin = self._twins()[0]
        action = (self.enterprise | twin).with_user(self.cadre_user).action_merge()
        wizard = self.env[action["res_model"]].with_user(self.cadre_user).with_context(**action["context"])
        wizard.create(
            {"enterprise_ids": [Command.set((self.enterprise | twin).ids)], "survivor_id": self.enterprise.id}
        ).action_confirm()
        self.assertEqual(twin.merged_into_id, self.enterprise)
        self.assertNotIn(twin, self.Enterprise.search([("is_double", "=", True)]))

    def test_counting_for_many_costs_as_for_one(self):
        self._twins()
        everyone = self.Enterprise.search([])

        def statements(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("double_count")
            return self.env.cr.sql_log_count - before

        statements(everyone)
        self.assertEqual(statements(everyone), statements(everyone[:1]))
