import json

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .package_common import PackageCase


@tagged("post_install", "-at_install")
class TestPackageClose(PackageCase):
    """The month from both sides: what the unit needs, what the office sees, and what happens meanwhile."""

    def _points(self, number):
        return self.env["safety.unit"].union(
            *(self._unit(f"Point {index}", "work_point", self.street) for index in range(number))
        )

    def _assembling_costs(self, units):
        """Return the statements that making the packages of ``units`` costs."""
        for unit in units:
            self._work_record(unit, "2026-03-10", name=f"Work of {unit.name}")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        packages = self.env["safety.package"].create(
            [{"kind_id": self.kind.id, "unit_id": unit.id, "period_start": "2026-03-01"} for unit in units]
        )
        packages.mapped("gap_count")
        self.env.flush_all()
        statements = self.cr.sql_log_count - before
        for package in packages:
            names = [row[3] for section in package.section_data for row in section["rows"]]
            self.assertEqual(names, [f"Work of {package.unit_id.name}"])
        return statements

    def test_statements_do_not_depend_on_the_number_of_units(self):
        self._assembling_costs(self._points(1))
        few = self._assembling_costs(self._points(3))
        many = self._assembling_costs(self._points(30))
        self.assertLessEqual(many, few)
        self.assertLess(many, 60)

    def test_a_package_within_another(self):
        """A community's package and that of the work point above it hold the same record."""
        packages = self.env["safety.package"].create(
            [
                {"kind_id": self.kind.id, "unit_id": unit.id, "period_start": "2026-03-01"}
                for unit in (self.work_point, self.community_a, self.community_b)
            ]
        )
        self.assertEqual(packages.mapped("row_count"), [2, 2, 0])

    def test_record_changed_while_the_month_closes(self):
        """What changes after assembling is told before signing, and nothing is lost: assembled anew it is in."""
        package = self._package()
        late = self._work_record(self.community_b, "2026-03-20", name="Entered meanwhile")
        package._sign("hand_in", self.signature)
        with self.assertRaisesRegex(UserError, "added .*Entered meanwhile"):
            package._workflow_do("sign")
        self.assertEqual(package.state, "draft")
        package.action_assemble()
        with self.assertRaisesRegex(UserError, "signature"):
            package._workflow_do("sign")  # the signature was for the other content
        self._sign(package)
        self.assertIn(late.id, [row[0] for section in package.section_data for row in section["rows"]])
        self.assertEqual(package.state, "signed")

    def test_handed_in_twice(self):
        package = self._signed()
        package.action_submit()
        with self.assertRaisesRegex(UserError, "Handed in"):
            package.action_submit()
        package.action_new_version()
        second = package.next_ids
        with self.assertRaisesRegex(UserError, "already corrected"):
            package.action_new_version()
        self._sign(second)
        with self.assertRaisesRegex(UserError, "waits for the office"):
            second.action_submit()
        package.with_user(self.office_user)._do_because("return", "A better one is there")
        second.action_submit()
        self.assertEqual((package.state, second.state), ("returned", "submitted"))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._package()
            self.env.flush_all()

    def test_the_office_sees_who_is_late(self):
        """Units in rows: not yet due, late, to receive, returned, received; only the last version counts."""
        other = self._unit("Second Work Point", "work_point", self.street)
        third = self._unit("Third Work Point", "work_point", self.street)
        self.env["safety.package"]._generate(self.company)
        mine = self.env["safety.package"].search([("unit_id", "=", self.work_point.id)]).with_user(self.head_user)
        self._sign(mine)
        mine.action_submit()
        mine.with_user(self.office_user)._do_because("return", "Photos are missing")
        office = self.env["safety.package"].with_user(self.office_user)
        action = self.env.ref("street_safety_base.safety_package_action_close")
        domain = [("is_latest", "=", True), ("company_id", "=", self.company.id)]
        self.assertEqual(action.domain, "[('is_latest', '=', True)]")
        standing = {package.unit_id: package.standing for package in office.search(domain)}
        self.assertEqual(standing, {self.work_point: "returned", other: "open", third: "open"})
        mine.action_new_version()
        self._freeze("2026-04-06 17:00:00")  # the 7th in the street
        self.env.invalidate_all()
        self._sign(mine.next_ids)
        mine.next_ids.action_submit()
        mine.next_ids.with_user(self.office_user).action_receive()
        rows = {package.unit_id: package for package in office.search(domain)}
        self.assertEqual(
            {unit: (package.standing, package.days_late, package.version) for unit, package in rows.items()},
            {self.work_point: ("received", 2, 2), other: ("late", 2, 1), third: ("late", 2, 1)},
        )
        late = office.search([*domain, ("is_late", "=", True), ("state", "in", ("draft", "signed"))])
        self.assertEqual(late.unit_id, other | third)

    def test_gy_4_2_9_form_calendar(self):
        """GY-4.2.9: the calendar shows by which day which unit owes which form."""
        action = self.env.ref("street_safety_base.safety_package_action_close")
        view = self.env.ref("street_safety_base.safety_package_view_calendar")
        self.assertIn(view, action.view_ids.view_id)
        arch = self.env["safety.package"].with_user(self.office_user).get_view(view.id, "calendar")["arch"]
        self.assertIn('date_start="due"', arch)
        self.env["safety.package"]._generate(self.company)
        found = self.env["safety.package"].with_user(self.office_user).search([("due", "=", "2026-04-05")])
        self.assertIn((self.kind, self.work_point), [(package.kind_id, package.unit_id) for package in found])

    def test_readable_diff(self):
        """What came, what went and what is another now, with heading, old and new; files too."""
        package = self._signed()
        package.action_submit()
        package.with_user(self.office_user)._do_because("return", "The subject is wrong")
        self.env.cr.execute("UPDATE safety_record SET name = 'Renamed' WHERE id = %s", self.records[1].ids)
        self.records[2].with_user(self.cadre_user).action_void()
        self._work_record(self.community_a, "2026-03-30", name="Forgotten")
        self.env["ir.attachment"].create(
            {"name": "site.jpg", "raw": b"photo", "res_model": "safety.record", "res_id": self.records[1].id}
        )
        self.env.invalidate_all()
        package.with_user(self.head_user).action_new_version()
        second = package.next_ids
        changes = package._diff(package.section_data, second.section_data)
        street = self.env(context={"lang": self.company._safety_lang()})
        held = self.records[1].with_env(street).type_id.name
        subject = self.records[1].with_env(street)._fields["name"]._description_string(street)
        self.assertEqual(
            sorted((change["how"], change["row"]) for change in changes),
            [
                ("added", f"2026-03-30 · {held} · Forgotten · Community A"),
                ("added", "file “site.jpg”"),
                ("changed", f"2026-03-01 · {held} · Renamed · Community A"),
                ("dropped", f"2026-03-31 · {held} · Visit of 2026-03-31 · Community A"),
            ],
        )
        (changed,) = (change for change in changes if change["how"] == "changed")
        self.assertEqual(changed["details"], [(subject, "Visit of 2026-03-01", "Renamed")])
        self.assertIn("<s>Visit of 2026-03-01</s> → <b>Renamed</b>", second.changes)
        self.assertIn(f"/odoo/safety.record/{self.records[1].id}", second.changes)

    def test_drafts_only_where_a_regulation_asks(self):
        """BF-2.3a, base: a list that only one regulation knows is not asked of the other streets."""
        kind = self.env.ref("street_safety_base.package_kind_problem_list")
        kind.part_ids = [
            (0, 0, {"ledger_id": self.env.ref("street_safety_base.ledger_work_records").id, "date_path": "date"})
        ]
        mine = [("kind_id", "=", kind.id), ("company_id", "=", self.company.id)]
        self.env["safety.package"]._generate(self.company)
        self.assertFalse(self.env["safety.package"].search(mine))
        regulation = self._regulation()
        self._rule(
            regulation,
            kind_id=self.env.ref("street_safety_base.duty_kind_package_handed_in").id,
            evidence_domain="[('kind_id.code', '=', 'problem_list')]",
        )
        regulation.action_adopt()
        self.env["safety.package"]._generate(self.company)
        self.assertEqual(self.env["safety.package"].search(mine).unit_id, self.community_a | self.community_b)

    def test_words_are_those_of_the_street(self):
        """Whoever assembles, in whatever language: the same rows, so the same hash."""
        self.env["res.lang"]._activate_lang("zh_CN")
        package = self._package()
        english = json.dumps(package.section_data, sort_keys=True)
        package.with_context(lang="zh_CN").action_assemble()
        self.assertEqual(json.dumps(package.section_data, sort_keys=True), english)
