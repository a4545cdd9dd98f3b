from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..enterprise.common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestIndustry(EnterpriseCase):
    """Industries of the standard, and which unit supervises whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.industries = cls.env["safety.industry"]
        cls.shoes = cls.env.ref("street_safety_base.safety_industry_19")
        cls.making = cls.env.ref("street_safety_base.safety_industry_C")
        cls.bureau = cls._unit("Market office", "special_committee", cls.street)

    def _industry(self, text):
        return self.industries.browse(self.industries._industry_of(text)).code

    def test_standard_is_complete(self):
        shipped = self.industries.search([("edition", "=", "GB/T 4754-2017")])
        self.assertEqual(len(shipped.filtered("parent_id")), 97)
        self.assertEqual(len(shipped - shipped.filtered("parent_id")), 20)
        self.assertEqual(self.shoes.parent_id, self.making)

    def test_reading_what_is_stated(self):
        read = {
            "C195 制鞋业": "19", "C1952": "19", "19": "19", "c": False, "C": "C", "制造业": "C", "C 制造业": "C",
            " 房屋建筑业 ": "47", "K704 房地产租赁经营": "70", "修鞋": False, "": False, None: False, "Cafe": False,
        }  # fmt: skip
        self.assertEqual({text: self._industry(text) for text in read}, read)

    def test_industry_as_stated_gives_the_industry(self):
        self.assertFalse(self.enterprise.industry_id)
        with Form(self.enterprise) as form:
            form.industry = "B06 煤炭开采"
            self.assertEqual(form.industry_id.code, "06")
            self.assertTrue(form.high_hazard)
        self.enterprise.write({"industry": "C195 制鞋业"})
        self.assertEqual(self.enterprise.industry_id, self.shoes)
        self.enterprise.write({"industry": "说不清", "industry_id": self.making.id})
        self.assertEqual(self.enterprise.industry_id, self.making)

    def test_import_matches_code_or_name(self):
        fields = ["name", "industry_id", "industry"]
        rows = [
            ["一厂", "19", ""],
            ["二厂", "皮革、毛皮、羽毛及其制品和制鞋业", ""],
            ["三厂", "", "C195 制鞋业"],
            ["四厂", "B", ""],
        ]
        enterprises = self.Enterprise.browse(self.Enterprise.load(fields, rows)["ids"])
        self.assertEqual(enterprises.mapped("industry_id.code"), ["19", "B"])
        self.assertEqual(enterprises[:3].industry_id, self.shoes)
        self.assertEqual(enterprises.mapped("high_hazard"), [False, False, False, True])
        result = self.Enterprise.load(fields, [["五厂", "月球", ""]])
        self.assertFalse(result["ids"])
        self.assertIn("月球", result["messages"][0]["message"])

    def test_import_of_industries_costs_no_query_a_row(self):
        def count(number):
            rows = [[f"厂{number}-{index}", f"{index % 97 + 1:02}"] for index in range(number)]
            before = self.cr.sql_log_count
            self.assertTrue(self.Enterprise.load(["name", "industry_id"], rows)["ids"])
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(100)
        self.assertLess(count(400) - count(100), 30)

    def test_zf_2_2c_supervising_unit_of_an_industry(self):
        """ZF-2.2c: an industry or kind in use without supervising unit is flagged until one is assigned."""
        kinds = self.env["safety.enterprise.kind"]
        self.assertFalse(self.industries.search([("unassigned_count", ">", 0)]))
        novel = self.industries.create({"code": "C-N", "name": "直播带货仓", "parent_id": self.making.id})
        self.enterprise.industry_id = novel
        self.assertEqual(self.industries.search([("unassigned_count", ">", 0)]), novel)
        self.assertEqual(novel.unassigned_count, 1)
        self.assertIn(self.enterprise.kind_id, kinds.search([("unassigned_count", ">", 0)]))
        action = novel.action_open_unassigned()
        self.assertEqual(self.Enterprise.search(action["domain"]), self.enterprise)
        self.making.supervising_unit_id = self.bureau
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.supervising_unit_id, self.bureau, "the section answers for its divisions")
        self.assertFalse(self.industries.search([("unassigned_count", ">", 0)]))
        self.assertFalse(kinds.search([("unassigned_count", ">", 0)]))

    def test_zf_t11_1_supervising_unit_of_every_enterprise(self):
        """ZF-T11.1: by hand, else by industry, else by kind; nobody is without once all are assigned."""
        without = [("supervising_unit_id", "=", False)]
        self.assertEqual(self.Enterprise.search(without), self.enterprise)
        self.enterprise.kind_id.supervising_unit_id = self.street
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.supervising_unit_id, self.street)
        self.enterprise.industry_id = self.shoes
        self.shoes.supervising_unit_id = self.bureau
        self.env.invalidate_all()
        self.assertEqual(self.enterprise.supervising_unit_id, self.bureau)
        with Form(self.enterprise) as form:
            form.supervising_unit_id = self.work_point
        self.assertEqual(self.enterprise.supervising_unit_own_id, self.work_point)
        for unit, found in ((self.work_point, True), (self.bureau, False), (self.street, False)):
            self.assertEqual(bool(self.Enterprise.search([("supervising_unit_id", "=", unit.id)])), found)
        self.assertTrue(self.Enterprise.search([("supervising_unit_id.name", "ilike", "work point")]))
        with Form(self.enterprise) as form:
            form.supervising_unit_id = self.bureau
        self.assertFalse(self.enterprise.supervising_unit_own_id, "what follows anyway is not kept by hand")
        self.assertFalse(self.Enterprise.search(without))
        self.assertTrue(self.Enterprise.search([("supervising_unit_id", "!=", False)]))

    def test_zf_t11_1_from_patrol_to_enforcement(self):
        """ZF-T11.1: who patrols hands an enterprise over; the supervising unit has a task with its deadline."""
        mine = self.enterprise.with_user(self.grid_user)
        with self.assertRaisesRegex(UserError, "No unit supervises"):
            mine.action_hand_over()
        self.enterprise.kind_id.supervising_unit_id = self.bureau
        self.env.invalidate_all()
        action = mine.action_hand_over()
        form = Form(self.env[action["res_model"]].with_user(self.grid_user).with_context(**action["context"]))
        form.date_due = self.today
        form.order = "Blocked exit, third reminder"
        form.save().action_give()
        task = self.env["safety.record"].search([("enterprise_ids", "in", self.enterprise.ids)])
        self.assertEqual((task.unit_id, task.given_by_id, task.state), (self.bureau, self.grid_user, "draft"))
        self.assertIn(self.bureau.name, self.enterprise.message_ids[0].body)
        with self.assertRaises(AccessError):
            self.enterprise.with_user(self.other_grid_user).action_hand_over()
        wrong = Form(self.env[action["res_model"]].with_user(self.grid_user).with_context(**action["context"]))
        wrong.date_due = self.today
        wrong.unit_ids.add(self.community_b)
        with self.assertRaisesRegex(UserError, "does not supervise"):
            wrong.save().action_give()

    def test_supervising_units_are_those_of_the_own_street(self):
        elsewhere = self.env["res.company"].create({"name": "Another Street"})
        foreign = self._unit("Another Street", "street", None, company_id=elsewhere.id)
        self.shoes.with_company(elsewhere).supervising_unit_id = foreign
        self.enterprise.industry_id = self.shoes
        self.assertFalse(self.enterprise.supervising_unit_id)
        with self.assertRaises(ValidationError):
            self.enterprise.supervising_unit_id = foreign

    def test_supervising_units_in_constant_statements(self):
        """A page of 80 or of 4 enterprises: the same statements (at most 6)."""
        enterprises = self.Enterprise.create([{"name": f"厂{n}", "unit_id": self.grid.id} for n in range(80)])

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.mapped("supervising_unit_id")
            return self.cr.sql_log_count - before

        count(enterprises)
        self.assertEqual(count(enterprises), count(enterprises[:4]))
        self.assertLessEqual(count(enterprises), 5)

    def test_who_may_assign(self):
        with self.assertRaises(AccessError):
            self.shoes.with_user(self.cadre_user).supervising_unit_id = self.bureau
        self.shoes.with_user(self.office_user).supervising_unit_id = self.bureau
