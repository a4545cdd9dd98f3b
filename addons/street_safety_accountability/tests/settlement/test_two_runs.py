import multiprocessing

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged

from odoo.addons.street_safety_base.tests.common import in_child, wait_for


@tagged("post_install", "-at_install")
class TestTwoRunsAtOnce(BaseCase):
    """XT-6.4b: two deduction runs at the same moment, in processes of their own, take each penalty once."""

    PENALTIES = 5

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "no_reset_password": True})
            self.company = env["res.company"].create({"name": "Street of two runs"}).id
            street = env.ref("street_safety_base.unit_type_street")
            unit = env["safety.unit"].create({"name": "Two runs", "type_id": street.id, "company_id": self.company})
            user = env["res.users"].create(
                {"name": "Two runs", "login": "two_runs", "company_id": self.company, "company_ids": [self.company]}
            )
            self.unit, self.user, self.partner = unit.id, user.id, user.partner_id.id
            facts = {"name": "Missed", "description": "Found", "unit_id": unit.id}
            for _number in range(self.PENALTIES):
                violation = env["safety.violation"].create({**facts, "date": "2026-01-31"})
                env["safety.penalty"].create(
                    {
                        "violation_id": violation.id,
                        "unit_id": unit.id,
                        "user_id": user.id,
                        "amount": 100,
                        "date": "2026-01-31",
                    }
                )
            runs = env["safety.deduction"].create(
                [{"name": f"Run {number}", "unit_id": unit.id, "date_to": "2026-02-01"} for number in range(2)]
            )
            self.runs = runs.ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for table, column, value in (
                ("safety_penalty", "unit_id", self.unit),
                ("safety_deduction_line", "unit_id", self.unit),
                ("safety_deduction", "unit_id", self.unit),
                ("safety_violation", "unit_id", self.unit),
                ("safety_access", "unit_id", self.unit),
                ("safety_unit", "id", self.unit),
                ("res_users", "id", self.user),
                ("res_partner", "id", self.partner),
            ):
                cr.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])  # noqa: S608 (fixed names)
            api.Environment(cr, SUPERUSER_ID, {})["res.company"].browse(self.company).active = False

    def _settle(self, run_id, start):
        def work(env):
            run = env["safety.deduction"].browse(run_id)
            run.mapped("name")  # the snapshot is taken before the other one commits
            start.wait(timeout=30)
            retrying(run._take_penalties, env)

        return in_child(work)

    def test_each_penalty_once(self):
        """XT-6.4b: whichever comes second finds nothing of what the first took."""
        start = multiprocessing.get_context("fork").Barrier(2)
        children = [self._settle(run, start) for run in self.runs]
        self.assertEqual([wait_for(pid) for pid in children], [0, 0])
        with self.registry.cursor() as cr:
            cr.execute("SELECT SUM(amount), SUM(count) FROM safety_deduction_line WHERE unit_id = %s", [self.unit])
            self.assertEqual(cr.fetchall(), [(100 * self.PENALTIES, self.PENALTIES)])
            cr.execute("SELECT COUNT(*) FROM safety_penalty WHERE unit_id = %s AND line_id IS NOT NULL", [self.unit])
            self.assertEqual(cr.fetchone(), (self.PENALTIES,))
