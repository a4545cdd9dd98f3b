from odoo.tests import Form, tagged

from ..organisation.workbooks import OrganisationCase, street_workbook
from .common import PACKS


@tagged("post_install", "-at_install")
class TestPackAdoption(OrganisationCase):
    """Each regulation adopted by the wizard into the street of its own organisation, as its office would."""

    def _adopted(self, code):
        """Return the draft regulation that the wizard makes in the street imported from its workbook."""
        self.company, self.admin = self._new_street(code)
        self._import(street_workbook(code)[0], self.admin)
        env = self.env(user=self.admin, context={**self.env.context, "allowed_company_ids": self.company.ids})
        form = Form(env["safety.adopt.wizard"])
        form.source = "pack"
        form.pack = code.upper()
        wizard = form.save()
        wizard.action_read()
        self.assertIn("<p>", str(wizard.summary))
        self.assertEqual(wizard.gap_total, 0, [line.code for line in wizard.line_ids if not line._ours()])
        wizard.date_from = "2026-01-01"
        wizard.action_figures()
        return wizard, env["safety.regulation"].browse(wizard.action_draft()["res_id"])

    def _check(self, code):
        wizard, regulation = self._adopted(code)
        self.assertFalse(regulation.gaps)
        self.assertEqual(len(regulation.rule_ids), wizard.rule_total)
        self.assertEqual(len(regulation.clause_ids), wizard.clause_total)
        self.assertEqual(regulation.state, "draft")
        simulation = regulation.action_simulate()
        preview = self.env[simulation["res_model"]].search(simulation["domain"])
        self.assertTrue(preview, "the load is shown before it is in force")
        rule = regulation.rule_ids.filtered(lambda r: r.cause == "calendar" and r.period_unit == "month")[:1]
        rule.due_to_workday = True
        regulation.action_adopt()
        self.assertEqual(regulation.state, "in_force")

    def test_named_units_are_found_by_name(self):
        """ZF names the police station and others: the street's own are suggested, and the rule binds only them."""
        wizard, regulation = self._adopted("zf")
        line = wizard.line_ids.filtered(lambda line: line.code == "police_station")
        self.assertEqual(line.our_unit_id.code, "ZFMPC")
        rule = regulation.rule_ids.filtered(lambda rule: rule.code == "ZF-T14.5")
        self.assertEqual(rule.unit_ids.mapped("code"), ["ZFMPC"])


for _code in PACKS:

    def _test(self, code=_code):
        self._check(code)

    _test.__doc__ = f"{_code.upper()}: read, mapped without a gap, previewed, edited, put in force."
    setattr(TestPackAdoption, f"test_adopt_{_code}", _test)
