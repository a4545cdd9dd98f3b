from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workbooks import OrganisationCase, street_workbook, workbook

MODELS = (
    "safety.unit",
    "safety.appointment",
    "safety.seat",
    "safety.enterprise",
    "safety.enterprise.movement",
    "safety.record",
    "safety.duty",
)


@tagged("post_install", "-at_install")
class TestDistrict(OrganisationCase):
    """District mode: two streets with the same codes in one database, each its own world."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a, cls.admin_a = cls._new_street("district_a")
        cls.b, cls.admin_b = cls._new_street("district_b")
        content = street_workbook("gy")[0]
        for company, admin in ((cls.a, cls.admin_a), (cls.b, cls.admin_b)):
            cls._import(content, admin)
            cls._fill(company)

    @classmethod
    def _fill(cls, company):
        """Give the street an enterprise, a regulation in force, its duties and a work record."""
        grid, top = cls._unit("GYC1W1", company), cls._unit("GY", company)
        firm = cls.env["safety.enterprise"].create({"name": f"虚构厂 {company.name}", "unit_id": grid.id})
        regulation = cls.env["safety.regulation"].create(
            {"name": "Regulation", "code": "GY", "unit_id": top.id, "date_from": "2024-06-03"}
        )
        cls.env["safety.duty.rule"].create(
            {
                "name": "Visit",
                "regulation_id": regulation.id,
                "kind_id": cls.env.ref("street_safety_base.duty_kind_meeting").id,
                "unit_type_id": grid.type_id.id,
                "post_ids": [(6, 0, cls.env.ref("street_safety_base.post_grid_member").ids)],
                "period_unit": "week",
            }
        )
        regulation.action_adopt()
        today = company._safety_today()
        cls.env["safety.duty"]._generate(company, today, today.replace(day=28))
        record_type = cls.env.ref("street_safety_base.record_type_visit")
        cls.env["safety.record"].create(
            {"name": "Visit", "type_id": record_type.id, "unit_id": grid.id, "enterprise_ids": [(6, 0, firm.ids)]}
        )

    def _company_of(self, records):
        return records.mapped("company_id")

    def test_codes_repeat_and_people_do_not_mix(self):
        units = [self._unit(code, company) for company in (self.a, self.b) for code in ("GY", "GYC1W1")]
        self.assertEqual(len(set(units)), 4)
        heads = [self._holders("GY", "street_director", company) for company in (self.a, self.b)]
        self.assertEqual([head.name for head in heads], ["高娃", "高娃"])
        self.assertNotEqual(*(head.login for head in heads))
        self.assertEqual([head.company_ids for head in heads], [self.a, self.b])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_sees_the_other_street(self):
        """Administrator, main leader, office staff and grid member of A: nothing of B by search, count or read."""
        people = [
            self.admin_a,
            self._holders("GY", "street_director", self.a),
            self._holders("GYYJ", "department_head", self.a),
            self._holders("GYC1W1", "grid_member", self.a),
        ]
        for user in people:
            for name in MODELS:
                with self.subTest(user=user.name, model=name):
                    mine = self.env[name].with_user(user).with_context(active_test=False)
                    foreign = self.env[name].with_context(active_test=False).search([("company_id", "=", self.b.id)])
                    self.assertTrue(foreign)
                    self.assertFalse(mine.search([("id", "in", foreign.ids)]))
                    self.assertFalse(mine.search_count([("company_id", "=", self.b.id)]))
                    with self.assertRaises(AccessError):
                        mine.browse(foreign[:1].ids).read(["display_name"])
            self.assertEqual(self._company_of(self.env["safety.unit"].with_user(user).search([])), self.a)
            self.assertTrue(self.env["safety.enterprise"].with_user(user).search([]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_administrator_changes_nothing_there(self):
        unit, seat = self._unit("GYC1", self.b), self._unit("GYC1", self.b).appointment_ids[:1]
        firm = self.env["safety.enterprise"].search([("company_id", "=", self.b.id)], limit=1)
        planned = self._unit("GYC1", self.b).seat_ids[:1]
        for record, field in ((unit, "name"), (firm, "name"), (seat, "note"), (planned, "note")):
            attacked = record.with_user(self.admin_a)
            with self.assertRaises(UserError), self.cr.savepoint():  # AccessError is one
                attacked.unlink()
            with self.assertRaises(AccessError), self.cr.savepoint():
                attacked.write({field: "Changed from A"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["safety.unit"].with_user(self.admin_a).create(
                {"name": "X", "type_id": unit.type_id.id, "parent_id": unit.parent_id.id, "company_id": self.b.id}
            )
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["safety.unit"].with_user(self.admin_a).create(
                {"name": "X", "type_id": unit.type_id.id, "parent_id": unit.parent_id.id, "company_id": self.a.id}
            )

    def test_import_stays_in_the_own_street(self):
        """An import of A changes A alone; B's login is refused without its name, B's unit is no unit here."""
        director = self._holders("GY", "street_director", self.b)
        director.login = "director_b"
        self._only_in_b()
        before = self._state(self.b)
        self._import(workbook([("GYC1", "绿苑新社区", "community", "GY")]), self.admin_a)
        self.assertEqual(self._unit("GYC1", self.a).name, "绿苑新社区")
        file = workbook([], [("GY", "duty_leader", "", "高娃", "director_b"), ("BX", "duty_leader", "", "云飞")])
        wizard = self._wizard(file, self.admin_a)
        reasons = wizard.line_ids.filtered(lambda line: line.severity == "error").mapped("reason")
        self.assertEqual(len(reasons), 2)
        self.assertIn("taken outside of this street", reasons[0])
        self.assertNotIn(director.name, reasons[0])
        self.assertIn("no unit “BX”", reasons[1])
        self.assertNotIn(self.b.name, reasons[1])
        self.assertEqual(self._state(self.b), before)

    def _only_in_b(self):
        return self.env["safety.unit"].create(
            {
                "name": "Only in B",
                "code": "BX",
                "type_id": self._unit("GYC1", self.b).type_id.id,
                "parent_id": self._unit("GY", self.b).id,
                "company_id": self.b.id,
            }
        )

    def test_a_unit_of_another_street_is_named_where_it_may_be_seen(self):
        """Who administrates both streets reads which street the code belongs to; it stays out all the same."""
        self.admin_a.company_ids |= self.b
        only = self._only_in_b()
        both = (self.a | self.b).ids
        file = workbook([("N1", "新社区", "community", "BX")])
        wizard = self._wizard(file, self.admin_a, allowed_company_ids=both)
        self.assertEqual(wizard.company_id, self.a)
        reason = wizard.line_ids.filtered(lambda line: line.severity == "error").reason
        self.assertIn(self.b.name, reason)
        self.assertFalse(only.child_ids)

    def _state(self, company):
        """Return what the street's organisation looks like, to the letter."""
        names = {
            "safety.unit": ["name", "code", "parent_id", "type_id", "active"],
            "safety.appointment": ["user_id", "post_id", "unit_id", "date_start", "date_end"],
            "safety.seat": ["post_id", "unit_id", "planned", "active"],
            "safety.enterprise": ["name", "unit_id"],
        }
        return {
            model: self.env[model].search([("company_id", "=", company.id)], order="id").read(fields)
            for model, fields in names.items()
        }
