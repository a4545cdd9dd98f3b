import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestFacility(StreetCase):
    """Where boards, signs and stations are, in which condition, what is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.factory = cls._enterprise("Factory", cls.grid_a1)
        cls.workshop = cls._enterprise("Workshop", cls.grid_b1)

    def _kind(self, code):
        return self.env.ref(f"street_safety_training.facility_type_{code}")

    def _facility(self, code="workshop_sign", firm=None, **vals):
        vals = {"enterprise_id": firm.id, **vals} if firm else {"unit_id": self.community_a.id, **vals}
        return self.env["safety.facility"].create(
            {"type_id": self._kind(code).id, "installed_on": "2026-01-10", **vals}
        )

    def _check(self, facility, condition="good", user=None, **vals):
        checks = self.env["safety.facility.check"].with_user(user or self.env.user)
        if condition in ("broken", "gone"):
            photo = {"name": "sign.png", "raw": base64.b64decode(self.signature), "mimetype": "image/png"}
            vals.setdefault("photo_ids", [Command.create(photo)])
        return checks.create({"facility_id": facility.id, "condition": condition, **vals})

    def _missing(self, code, user=None):
        self.env.invalidate_all()
        gaps = self.env["safety.facility.gap"].with_user(user or self.env.user)
        return gaps.search([("type_id.code", "=", code), ("missing", "=", 1), ("company_id", "=", self.company.id)])

    def test_check_changes_the_condition_and_nothing_else_does(self):
        facility = self._facility(firm=self.factory)
        self.assertEqual((str(facility.next_check_date), facility.condition), ("2026-07-10", "good"))
        facility.condition = "gone"
        self.assertEqual(facility.condition, "good")
        with self.assertRaisesRegex(UserError, "photo"), self.cr.savepoint():
            self._check(facility, "broken", photo_ids=False)
        check = self._check(facility, "broken", self.grid_user, note="Fallen down", date="2026-03-01")
        self.assertEqual((facility.condition, str(facility.last_check_date)), ("broken", "2026-03-01"))
        self.assertEqual((str(facility.next_check_date), check.user_id), ("2026-09-01", self.grid_user))
        self._check(facility, "good", date="2026-02-01")
        self.assertEqual(facility.condition, "broken", "an older check entered later changes nothing")
        self._check(facility, "good", date="2026-03-09")
        self.assertEqual(facility.condition, "good")
        for change in (lambda: check.with_user(self.grid_user).write({"condition": "good"}),
                       lambda: check.with_user(self.grid_user).unlink()):  # fmt: skip
            with self.assertRaises(AccessError):
                change()
        with self.assertRaisesRegex(UserError, "removed"):
            facility.unlink()

    def test_bad_days(self):
        facility = self._facility(firm=self.factory)
        for day in ("2026-01-09", "2026-03-11"):
            with self.assertRaisesRegex(ValidationError, "before it was there"), self.cr.savepoint():
                self._check(facility, date=day)
        with self.assertRaisesRegex(ValidationError, "future"):
            self._facility(firm=self.factory, installed_on="2026-03-11")

    def test_checks_due(self):
        facility = self._facility(firm=self.factory)
        bottle = self._facility("emergency_material", expires_on="2026-03-09")
        due = self.env["safety.facility"].search([("is_check_due", "=", True), ("company_id", "=", self.company.id)])
        self.assertEqual(due, bottle)
        with freeze_time("2026-07-11 04:00:00"):
            self.env.invalidate_all()
            self.assertTrue(facility.is_check_due)
            self.assertIn(facility, self.env["safety.facility"].search([("is_check_due", "=", True)]))

    def test_missing_list(self):
        """Who must have one and has none usable is listed; a broken, removed or other enterprise's one is none."""
        everyone = self.env["safety.enterprise"].search([("company_id", "=", self.company.id)])
        self.assertEqual(self._missing("workshop_sign").enterprise_id, everyone)
        sign = self._facility(firm=self.factory)
        self.assertEqual(self._missing("workshop_sign").enterprise_id, everyone - self.factory)
        self._check(sign, "broken")
        self.assertEqual(self._missing("workshop_sign").enterprise_id, everyone)
        self._check(sign, "worn")
        sign.removed_on = "2026-03-10"
        self.assertIn(self.factory, self._missing("workshop_sign").enterprise_id)
        self.assertEqual(self._missing("workshop_sign", self.grid_user).enterprise_id, self.factory, "own reach")
        action = self._missing("workshop_sign")[:1].action_open()
        self.assertEqual(action["context"]["default_type_id"], self._kind("workshop_sign").id)

    def test_station_of_each_community_and_its_equipment(self):
        units = self.community_a | self.community_b
        self.assertEqual(self._missing("micro_station").unit_id, units)
        station = self._facility("micro_station")
        hose = self._facility("rescue_equipment", station_id=station.id, unit_id=False, quantity=6)
        self.assertEqual((hose.unit_id, station.part_count), (self.community_a, 1))
        self.assertEqual(self._missing("micro_station").unit_id, self.community_b)
        self._check(hose, "broken")
        station.invalidate_recordset()
        self.assertEqual(station.part_broken_count, 1)
        with self.assertRaisesRegex(ValidationError, "micro fire station"):
            self._facility("rescue_equipment", station_id=hose.id)

    def test_goes_where_the_enterprise_goes(self):
        with Form(self.env["safety.facility"].with_user(self.grid_user)) as form:
            form.type_id = self._kind("workshop_sign")
            form.enterprise_id = self.factory
        facility = form.save()
        self.assertEqual(facility.unit_id, self.grid_a1)
        self.factory.unit_id = self.grid_b1
        self.env.flush_all()
        self.assertEqual(facility.unit_id, self.grid_b1)
        self.assertFalse(facility.with_user(self.grid_user).has_access("read"))

    def test_bf_1_1_4d_technical_protection_is_registered(self):
        """BF-1.1.4d: measures such as detectors are registered for each enterprise and listed as such."""
        detector = self._facility("detector", self.factory)
        self._facility("workshop_sign", self.factory)
        technical = self.env["safety.facility"].with_user(self.grid_user).search([("group", "=", "technical")])
        self.assertEqual(technical, detector)
        self.env.invalidate_all()
        self.assertEqual((self.factory.facility_count, self.workshop.facility_count), (2, 0))
        opened = self.env["safety.facility"].search(self.factory.action_open_facilities()["domain"])
        self.assertIn(detector, opened)

    def test_bf_1_3_6b_enterprises_with_smart_electricity_are_counted(self):
        """BF-1.3.6b: the enterprises with smart electricity monitoring are counted, the broken ones are not."""
        self._facility("smart_electricity", self.factory)
        broken = self._facility("smart_electricity", self.workshop)
        self._check(broken, "broken")
        facilities = self.env["safety.facility"].with_user(self.office_user)
        usable = facilities._usable_domain() & Domain("type_id.code", "=", "smart_electricity")
        groups = facilities._read_group(usable, [], ["enterprise_id:count_distinct"])
        self.assertEqual(groups[0][0], 1)
        self.assertEqual(facilities.search(usable).enterprise_id, self.factory, "the number opens what it counts")

    def test_zf_t13_3_public_places_show_safety_elements(self):
        """ZF-T13.3: parks, squares and service places show their safety elements, apart from enterprises."""
        park = self._facility("public_safety_element", name="Experience corner", place="People's park")
        self._facility("workshop_sign", self.factory)
        public = self.env["safety.facility"].with_user(self.cadre_user).search([("group", "=", "public")])
        self.assertEqual((public, public.enterprise_id.ids, public.place), (park, [], "People's park"))

    def test_xt_4_3b_standing_duty_by_the_register(self):
        """XT-4.3b: met while every enterprise of the community has a usable sign; another type or place is none."""
        regulation = self._regulation()
        field = self.env["ir.model.fields"]._get
        rule = self._rule(
            regulation, name="Signs", kind_id=self.env.ref("street_safety_training.duty_kind_facility").id,
            cause="standing", period_unit="month", coverage="all", target_kind="kind", target_domain="[]",
            standing_domain="[('type_id.code', '=', 'workshop_sign'), ('condition', 'in', ('good', 'worn'))]",
            standing_from_field_id=field("safety.facility", "installed_on").id,
            standing_to_field_id=field("safety.facility", "removed_on").id,
        )  # fmt: skip
        regulation.action_adopt()
        self.env["safety.run"]._run(self.company)
        duty = self.env["safety.duty"].search(
            [("rule_id", "=", rule.id), ("unit_id", "=", self.community_a.id), ("period_start", "=", "2026-03-01")]
        )
        self._facility("hazard_board", self.factory)
        self._facility("workshop_sign", self.workshop)
        self.env["safety.duty"]._evaluate(self.company)
        self.assertEqual((duty.state, duty.target_done), ("open", 0))
        sign = self._facility("workshop_sign", self.factory)
        self.env["safety.duty"]._evaluate(self.company)
        self.assertEqual(duty.target_done, 1)
        self._check(sign, "broken")
        self.env["safety.duty"]._evaluate(self.company)
        self.assertEqual((duty.state, duty.target_done), ("open", 0), "a sign that is broken is no sign")
        self._check(sign, "good")
        with freeze_time("2026-04-01 01:00:00"):
            self.env["safety.run"]._run(self.company)
        self.assertEqual((duty.state, duty.target_done), ("met", 1))

    def _patrolled(self, words):
        """Patrol the factory with the list of signs and boards; the item with ``words`` is found wanting, alone."""
        checklist = self.env.ref("street_safety_training.checklist_signs")
        self.assertEqual(checklist.state, "published", "a draft is offered to nobody")
        inspection = self.env["safety.inspection"].with_user(self.grid_user).create(
            {"enterprise_id": self.factory.id, "checklist_id": checklist.id}
        )  # fmt: skip
        wanting = inspection.line_ids.filtered(lambda line: words in line.name)
        self.assertEqual(len(wanting), 1, words)
        inspection.line_ids.result = "conform"
        photo = {"name": "seen.png", "raw": base64.b64decode(self.signature), "mimetype": "image/png"}
        wanting.write({"result": "not", "photo_ids": [Command.create(photo)]})
        inspection.action_done()
        self.assertEqual(inspection.hazard_ids.line_id, wanting)
        self.assertEqual((inspection.hazard_ids.enterprise_id, inspection.hazard_ids.state), (self.factory, "reported"))

    def test_signs_and_boards_are_on_the_patrol_checklist(self):
        """XT-4.3b, XT-4.3c, XT-4.3d, ZF-T3.2a: the patrol asks for each, and “no” makes a finding."""
        for words in ("车间出入口", "危险有害因素告知栏", "较大危险因素的场所", "12350"):
            with self.subTest(words):
                self._patrolled(words)
