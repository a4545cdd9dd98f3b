import multiprocessing

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged

from ..common import drawn_signature, in_child, wait_for

CLIENTS = 8


@tagged("post_install", "-at_install")
class TestCloseInParallel(BaseCase):
    """Eight work points close the same month at once, each in a process and transactions of its own, committed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "no_reset_password": True})
            self.company = env["res.company"].create({"name": "Closing Street"})
            street = self._unit(env, "Closing Street", "street")
            points = [self._unit(env, f"Point {index}", "work_point", street) for index in range(CLIENTS)]
            self.heads = [self._person(env, f"closing_{unit.id}", "work_point_head", unit) for unit in points]
            self.office = self._person(env, f"closing_{street.id}", "safety_committee_office", street)
            env["safety.record"].create(
                [
                    {
                        "name": "Visit",
                        "type_id": env.ref("street_safety_base.record_type_other").id,
                        "unit_id": unit.id,
                        "date": "2026-03-10",
                    }
                    for unit in points
                ]
            ).action_done()
            self.company_id = self.company.id
        self.addCleanup(self._clean)

    def _unit(self, env, name, kind, parent=None):
        return env["safety.unit"].create(
            {
                "name": name,
                "type_id": env.ref(f"street_safety_base.unit_type_{kind}").id,
                "parent_id": parent and parent.id,
                "company_id": self.company.id,
            }
        )

    def _person(self, env, login, post, unit):
        user = env["res.users"].create(
            {
                "name": login,
                "login": login,
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, env.ref("base.group_user").ids)],
            }
        )
        env["safety.appointment"].create(
            {
                "user_id": user.id,
                "post_id": env.ref(f"street_safety_base.post_{post}").id,
                "unit_id": unit.id,
                "date_start": "2020-01-01",
            }
        )
        return user.id

    def _clean(self):
        with self.registry.cursor() as cr:
            for statement in (
                "DELETE FROM safety_signature WHERE company_id = %s",
                "DELETE FROM safety_package WHERE company_id = %s",
                "DELETE FROM safety_record WHERE company_id = %s",
                "UPDATE res_users SET active = FALSE WHERE company_id = %s",
                "UPDATE res_company SET active = FALSE WHERE id = %s",
            ):
                cr.execute(statement, [self.company_id])

    def _close(self, user_id, start):
        """Start a client that closes its month as the server would do its requests; return its pid."""
        signature = drawn_signature()

        def work(env):
            mine = env(user=user_id, context={"allowed_company_ids": [self.company_id]})
            office = env(user=self.office, context={"allowed_company_ids": [self.company_id]})
            start.wait(timeout=60)
            package = retrying(lambda: self._assemble(mine), mine)
            retrying(lambda: (package._sign("hand_in", signature), package._workflow_do("sign")), mine)
            retrying(package.action_submit, mine)
            retrying(package.with_env(office).action_receive, office)

        return in_child(work)

    def _assemble(self, env):
        return env["safety.package"].create(
            {
                "kind_id": env.ref("street_safety_base.package_kind_monthly_close").id,
                "unit_id": env.user._safety_default_unit().id,
                "period_start": "2026-03-01",
            }
        )

    def test_eight_at_once_without_an_error(self):
        start = multiprocessing.get_context("fork").Barrier(CLIENTS)
        children = [self._close(head, start) for head in self.heads]
        self.assertEqual([wait_for(pid) for pid in children], [0] * CLIENTS)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            packages = env["safety.package"].search([("company_id", "=", self.company_id)])
            self.assertEqual(packages.mapped("state"), ["received"] * CLIENTS)
            self.assertEqual(set(packages.mapped("row_count")), {1})
            self.assertEqual(len(set(packages.mapped("hash"))), CLIENTS)
            self.assertEqual(len(packages.signature_ids), CLIENTS)
