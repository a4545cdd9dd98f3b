from odoo.tests import HttpCase, new_test_user, tagged

from ..common import StreetCase
from .workbooks import OrganisationCase, workbook

ENTERPRISES = "street_safety_base.safety_enterprise_action"


@tagged("post_install", "-at_install")
class TestTourOrganisationImport(HttpCase, OrganisationCase):
    """An administrator brings in a street in the browser, in Chinese: first a wrong file, then the mended one."""

    def test_import_in_the_browser(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.admin.write({"lang": "zh_CN", "password": self.admin.login})
        street, community = ("S", "虚构街道", "street", ""), ["C1", "虚构社区", "community", "S"]
        people = [("S", "main_leader", 1, "虚构主任"), ("C1", "safety_officer", 2, "虚构安全员")]
        self._serve("wrong", workbook([street, [*community[:3], "X"]], people))
        self._serve("street", workbook([street, community], people))
        self.start_tour(
            "/odoo/action-street_safety_base.safety_unit_action",
            "street_safety_organisation_import",
            login=self.admin.login,
        )
        self.assertEqual(self._unit("C1").parent_id.name, "虚构街道")
        self.assertEqual(self._holders("C1", "safety_officer").name, "虚构安全员")
        self.assertEqual(self._unit("C1").seat_ids.vacant, 1)

    def _serve(self, name, content):
        """Let the browser fetch the file as a person would choose it from a disk."""
        self.env["ir.attachment"].create(
            {"name": name, "type": "binary", "raw": content, "url": f"/organisation/{name}.xlsx", "public": True}
        )


@tagged("post_install", "-at_install")
class TestTourAppoint(HttpCase, StreetCase):
    """The administrator appoints a grid member, who then sees exactly the enterprises of that grid."""

    def test_appoint_a_grid_member(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._post("grid_member").with_context(lang="zh_CN").name = "网格员"
        company = {"company_id": self.company.id, "company_ids": [(6, 0, self.company.ids)], "lang": "zh_CN"}
        admin = new_test_user(
            self.env,
            "test_street_admin",
            groups="base.group_user,street_safety_base.group_street_safety_admin",
            **company,
        )
        newcomer = new_test_user(self.env, "test_newcomer", name="虚构新人", groups="base.group_user", **company)
        mine = self._enterprise("虚构甲厂", self.grid_b2) | self._enterprise("虚构乙厂", self.grid_b2)
        self._enterprise("虚构丙厂", self.grid_b1)
        self._enterprise("虚构丁厂", self.grid_a1)
        self.start_tour(
            f"/odoo/action-street_safety_base.safety_unit_action/{self.grid_b2.id}",
            "street_safety_appoint_grid_member",
            login=admin.login,
        )
        self.assertEqual(newcomer.safety_act_unit_ids, self.grid_b2)
        self.assertTrue(newcomer.has_group("street_safety_base.group_street_safety_user"))
        self.start_tour(f"/odoo/action-{ENTERPRISES}", "street_safety_grid_member_sees", login=newcomer.login)
        self.assertEqual(self.env["safety.enterprise"].with_user(newcomer).search([]), mine)
