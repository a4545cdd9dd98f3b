from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EnterpriseCase, complete_code


@tagged("post_install", "-at_install")
class TestEnterprise(EnterpriseCase):
    """The file of one enterprise."""

    def test_code_is_checked_and_never_blocks(self):
        with Form(self._as(self.grid_user)) as form:
            form.name = "东湖汽修店"
            form.credit_code = "91350582ma2xn5y4"
            self.assertIn("16", form.credit_code_warning)
            form.credit_code = self.code[:-1] + ("0" if self.code[-1] != "0" else "1")
            self.assertIn(self.code[-1], form.credit_code_warning)
            form.credit_code = "9135058２MA2XN5Y4IS"
            self.assertIn("“IS”", form.credit_code_warning)
        enterprise = form.record
        self.assertRecordValues(
            enterprise,
            [{"credit_code": "91350582MA2XN5Y4IS", "credit_code_status": "malformed", "unit_id": self.grid.id}],
        )
        enterprise.credit_code = "　" + complete_code("91350582MA2XN5Y4U").lower()
        self.assertEqual(enterprise.credit_code_status, "valid")
        self.assertFalse(enterprise.credit_code_warning)
        enterprise.credit_code = " "
        self.assertEqual(enterprise.credit_code_status, "none")
        self.assertFalse(enterprise.credit_code)

    def test_what_is_computed_is_not_taken_from_outside(self):
        forged = {"credit_code": "1", "credit_code_status": "valid", "company_id": self.env.ref("base.main_company").id}
        enterprise = self.Enterprise.create({"name": "乙店", "unit_id": self.grid.id, **forged})
        self.env.flush_all()
        enterprise.invalidate_recordset()
        self.assertEqual((enterprise.credit_code_status, enterprise.company_id), ("malformed", self.company))

    def test_code_is_unique_per_street_and_site(self):
        same = {"name": "晨光制鞋厂二车间", "unit_id": self.grid.id, "credit_code": self.code.lower()}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.Enterprise.create(same)
        second = self.Enterprise.create({**same, "site_no": "2"})
        self.assertEqual(second.display_name, "晨光制鞋厂二车间 (2)")
        without = {"name": "无照作坊", "unit_id": self.grid.id}
        self.Enterprise.create([without, without])
        elsewhere = self.env["res.company"].create({"name": "Another Street"})
        street = self._unit("Another Street", "street", None, company_id=elsewhere.id)
        self.Enterprise.create({**same, "unit_id": street.id})

    def test_message_of_a_taken_code(self):
        """What the client shows is a sentence, not a constraint's name."""
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught, self.cr.savepoint():
            self.Enterprise.create({"name": "另一家", "unit_id": self.grid.id, "credit_code": self.code})
        self.assertIn("already on the roll", self.Enterprise._sql_error_to_message(caught.exception))

    def test_copy_is_another_enterprise(self):
        copy = self.enterprise.copy()
        self.assertRecordValues(copy, [{"credit_code": False, "unit_id": self.grid.id, "date_entered": self.today}])
        self.assertNotEqual(copy.name, self.enterprise.name)
        self.assertEqual(self.enterprise.copy({"name": "二店"}).name, "二店")

    def test_long_texts_are_refused_by_the_database(self):
        self.enterprise.business_scope = "制" * 10_000
        self.env.flush_all()
        for name, length in (("business_scope", 10_001), ("name", 201), ("credit_code", 51)):
            with self.subTest(name), mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.enterprise.write({name: "9" * length})
                self.env.flush_all()

    def test_class_needs_a_reason_in_the_form(self):
        with self.assertRaisesRegex(AssertionError, "class_reason"), Form(self.enterprise) as form:
            form.class_id = self.env.ref("street_safety_base.safety_supervision_class_key")

    def test_class_of_another_street_is_refused(self):
        elsewhere = self.env["res.company"].create({"name": "Another Street"})
        foreign = self.env["safety.supervision.class"].create({"name": "Red", "company_id": elsewhere.id})
        with self.assertRaises(UserError):
            self.enterprise.class_id = foreign

    def test_search_by_name_and_code(self):
        self.assertEqual(self.Enterprise.name_search("制鞋")[0][0], self.enterprise.id)
        self.assertEqual(self.Enterprise.name_search(self.code[4:12])[0][0], self.enterprise.id)

    def test_important_changes_are_tracked(self):
        enterprise = self.enterprise.with_context(tracking_disable=False)
        self.flush_tracking()
        enterprise.write({"principal_name": "林师傅", "headcount": 12})
        self.flush_tracking()
        self.assertEqual(enterprise.message_ids.tracking_value_ids.field_id.mapped("name"), ["principal_name"])

    def flush_tracking(self):
        """Write the tracking messages that wait for the end of the transaction."""
        self.env.flush_all()
        self.cr.flush()
