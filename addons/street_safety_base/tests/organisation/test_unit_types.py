from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestUnitTypes(StreetCase):
    """What may lie below what is data, and so are towns, villages, member units and teams."""

    def test_zf_0_1_allowed_places_are_data(self):
        """ZF-0.1: a village lies below town, street or work point, not below a committee – until the data say so."""
        village = self.env.ref("street_safety_base.unit_type_village")
        committee = self._unit("Safety committee", "safety_committee", self.street)
        self.assertEqual(self._unit("Village", "village", self.work_point).level, 30)
        with self.assertRaisesRegex(ValidationError, "only below"), self.cr.savepoint():
            self._unit("Lost village", "village", committee)
        with Form(village) as form:
            form.parent_type_ids.add(committee.type_id)
        self.assertTrue(self._unit("Village of the committee", "village", committee))
        village.parent_type_ids = False
        self.assertTrue(self._unit("Anywhere higher", "village", self._unit("Team", "department", self.street)))

    def test_work_belongs_to_the_territory_first(self):
        """A safety officer who is a rescuer too enters records for the community, not for the rescue team."""
        team = self._unit("Rescue team", "rescue_team", self.community_a)
        officer = self._person("test_officer", "safety_officer", self.community_a)
        self._appoint(officer, "rescuer", team)
        self.assertEqual(officer._safety_default_unit(), self.community_a)
        rescuer = self._person("test_rescuer", "rescuer", team)
        self.assertEqual(rescuer._safety_default_unit(), team)
        self.assertFalse(rescuer.has_group("street_safety_base.group_street_safety_user"))
