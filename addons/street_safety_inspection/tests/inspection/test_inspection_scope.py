from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionScope(InspectionCase):
    def test_another_community_sees_nothing(self):
        notice = self._notice()
        records = [
            notice,
            notice.line_ids,
            notice.inspection_id,
            notice.inspection_id.line_ids,
            notice.line_ids.hazard_id,
            self._reinspect(notice, "fixed").recheck_ids,
        ]
        for stranger in (self.other_grid_user, self.other_cadre_user):
            for record in records:
                theirs = record.with_user(stranger)
                self.assertFalse(theirs.search([("id", "in", record.ids)]), record._name)
                for operation in ("read", "write", "unlink"):
                    with self.assertRaises(AccessError):
                        theirs.check_access(operation)

    def test_the_unit_is_stamped_never_chosen(self):
        inspection = self._draft(unit_id=self.community_b.id)
        self.assertEqual(inspection.unit_id, self.grid_a1)
        inspection.write({"unit_id": self.grid_b1.id})
        self.assertEqual(inspection.unit_id, self.grid_a1)
        with self.assertRaises(AccessError):
            self._draft(self.other_grid_user, unit_id=self.grid_b1.id)
        elsewhere = self._enterprise("Far Ltd", self.grid_b1)
        with self.assertRaises(AccessError):
            inspection.write({"enterprise_id": elsewhere.id})
        with self.assertRaises(AccessError):
            self._hazard(self.other_grid_user, unit_id=self.grid_b1.id)

    def test_figures_cannot_be_forged(self):
        inspection = self._draft(finding_count=7)
        inspection.write({"finding_count": 9})
        self.assertEqual(inspection.finding_count, 0)
        notice = self._notice(issue=False)
        notice.write({"deadline": "2030-01-01"})
        self.assertEqual(str(notice.deadline), "2026-03-17")

    def test_days_truth(self):
        """An enterprise that moves later changes nothing; one that moved earlier counts where it lay on the day."""
        inspection = self._inspection(findings=1)
        self.enterprise.unit_id = self.grid_b1
        self.assertEqual(inspection.unit_id, self.grid_a1)
        self.assertEqual(inspection.hazard_ids.unit_id, self.grid_a1)
        backdated = self._draft(self.office_user, date="2026-03-09")
        self.assertEqual(backdated.unit_id, self.grid_a1)
        today = self._draft(self.office_user)
        self.assertEqual(today.unit_id, self.grid_b1)
        today.date = "2026-03-09"
        self.assertEqual(today.unit_id, self.grid_a1)

    def test_an_officer_elsewhere_is_no_officer_here(self):
        """The cadre of B who is a grid member in A has no officer's rights in A."""
        notice = self._notice(issue=False)
        self._appoint(self.other_cadre_user, "grid_member", self.grid_a1, "2026-01-01")
        theirs = notice.with_user(self.other_cadre_user)
        theirs._sign("issue", self.signature)
        with self.assertRaises(AccessError):
            theirs._workflow_do("issue")
        with self.assertRaises(AccessError):
            theirs.action_issue()

    def test_batch_creation_asks_once_per_day(self):
        enterprises = self.env["safety.enterprise"].create(
            [{"name": f"E{n}", "unit_id": self.grid_a1.id, "date_entered": "2020-01-01"} for n in range(20)]
        )
        self.env.flush_all()
        wanted = [(enterprise.id, enterprise.date_entered) for enterprise in enterprises]
        with self.assertQueryCount(1):
            units = self.env["safety.enterprise"]._safety_units_on(wanted)
        self.assertEqual(set(units.values()), {self.grid_a1.id})

    def test_reason_wizard_takes_only_its_steps(self):
        wizard = self.env["safety.reason.wizard"].with_user(self.cadre_user)
        forged = wizard.create(
            {"res_model": "safety.hazard", "res_ids": self._hazard().ids, "step": "close", "reason": "x"}
        )
        with self.assertRaises(UserError):
            forged.action_confirm()
