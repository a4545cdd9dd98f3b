import os
import signal
import time

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL

from ..common import in_child, wait_for


@tagged("post_install", "-at_install")
class TestRunKilled(BaseCase):
    """Invariant 1, for real: processes of their own, kill -9 inside each step, two at once; committed transactions.

    Three equal streets: one runs undisturbed, one is killed in every step and resumed, one is run by two workers at
    once. All must end in the same records.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        self.companies = [
            self._make_street(f"{name} {self._testMethodName}") for name in ("Undisturbed", "Killed", "Twice at once")
        ]

    def _make_street(self, name):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"tracking_disable": True})
            company = env["res.company"].create({"name": f"Run test {name}"})
            kinds = {code: env.ref(f"street_safety_base.unit_type_{code}").id for code in ("street", "community")}
            unit = {"company_id": company.id}
            street = env["safety.unit"].create({**unit, "name": "S", "type_id": kinds["street"]})
            communities = env["safety.unit"].create(
                [{**unit, "name": f"C{n}", "type_id": kinds["community"], "parent_id": street.id} for n in range(5)]
            )
            today = company._safety_today()
            regulation = env["safety.regulation"].create(
                {"name": "R", "code": "R", "unit_id": street.id, "date_from": today.replace(month=1, day=1)}
            )
            for period in ("day", "week", "month"):
                env["safety.duty.rule"].create(
                    {
                        "name": period,
                        "regulation_id": regulation.id,
                        "kind_id": env.ref("street_safety_base.duty_kind_meeting").id,
                        "unit_type_id": kinds["community"],
                        "post_ids": [(6, 0, env.ref("street_safety_base.post_stationed_cadre").ids)],
                        "period_unit": period,
                    }
                )
            regulation.action_adopt()
            record = env["safety.record"].create(
                {
                    "name": "M",
                    "type_id": env.ref("street_safety_base.record_type_meeting").id,
                    "unit_id": communities[0].id,
                    "date": today,
                    "guests": "X",
                }
            )
            record.action_done()
            return company.id

    def _clean(self):
        with self.registry.cursor() as cr:
            companies = SQL("(SELECT id FROM res_company WHERE name LIKE 'Run test %%')")
            for statement in (
                "DELETE FROM safety_duty WHERE company_id IN %s",
                "DELETE FROM safety_run WHERE company_id IN %s",
                "DELETE FROM safety_record WHERE company_id IN %s",
                "DELETE FROM safety_roll WHERE company_id IN %s",
                "DELETE FROM safety_package WHERE company_id IN %s",
                "DELETE FROM safety_regulation WHERE company_id IN %s",
                "DELETE FROM safety_access WHERE unit_id IN (SELECT id FROM safety_unit WHERE company_id IN %s)",
                "UPDATE safety_unit SET parent_id = NULL WHERE company_id IN %s",
                "DELETE FROM safety_unit WHERE company_id IN %s",
            ):
                cr.execute(SQL(statement, companies))
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env["res.company"].search([("name", "=like", "Run test %")]).active = False

    def _night(self, company_id, kill_in=None):
        """Run the night of a street in a process of its own; with ``kill_in``, die inside that step, uncommitted."""

        def work(env):
            runs = env["safety.run"]
            if kill_in:
                step = getattr(type(runs), kill_in)

                def die(model, company):
                    step(model, company)
                    model.env.flush_all()
                    os.kill(os.getpid(), signal.SIGKILL)

                setattr(type(runs), kill_in, die)
            runs._run(env["res.company"].browse(company_id), commit=True)

        return in_child(work)

    def _steps(self):
        with self.registry.cursor() as cr:
            return api.Environment(cr, api.SUPERUSER_ID, {})["safety.run"]._steps()

    def _wait_released(self, company_id):
        """Wait until the database has noticed that the process which held the run is dead, and let go of its row."""
        for _round in range(200):
            with self.registry.cursor() as cr:
                cr.execute("SELECT 1 FROM safety_run WHERE company_id = %s FOR UPDATE SKIP LOCKED", [company_id])
                if cr.fetchone():
                    return
            time.sleep(0.05)
        self.fail("the dead worker's lock was not released in ten seconds")

    def _records(self, company_id):
        with self.registry.cursor() as cr:
            cr.execute(
                """
                SELECT unit.name, rule.name, duty.period_start, duty.window_end, duty.state, duty.record_done,
                       COUNT(proof.id)
                  FROM safety_duty duty
                  JOIN safety_unit unit ON unit.id = duty.unit_id
                  JOIN safety_duty_rule rule ON rule.id = duty.rule_id
             LEFT JOIN safety_duty_evidence proof ON proof.duty_id = duty.id
                 WHERE duty.company_id = %s
              GROUP BY unit.name, rule.name, duty.id ORDER BY 1, 2, 3
                """,
                [company_id],
            )
            duties = cr.fetchall()
            cr.execute("SELECT steps_done, finished_at IS NOT NULL FROM safety_run WHERE company_id = %s", [company_id])
            return duties, cr.fetchall()

    def test_killed_and_concurrent_runs_end_as_an_undisturbed_one(self):
        undisturbed, killed, twice = self.companies
        self.assertEqual(wait_for(self._night(undisturbed)), 0)
        expected = self._records(undisturbed)
        self.assertGreater(len(expected[0]), 5 * 35)
        self.assertIn("met", {row[4] for row in expected[0]})
        self.assertTrue(expected[1][0][1], "the undisturbed run finished")

        for step in self._steps():
            self.assertEqual(wait_for(self._night(killed, kill_in=step)), -signal.SIGKILL, step)
            self._wait_released(killed)
        self.assertEqual(wait_for(self._night(killed)), 0)
        self.assertEqual(self._records(killed), expected)

        codes = [wait_for(pid) for pid in [self._night(twice), self._night(twice)]]
        self.assertIn(0, codes)
        self.assertEqual(wait_for(self._night(twice)), 0)  # the hourly call that follows
        self.assertEqual(self._records(twice), expected)

    def test_one_streets_trouble_does_not_keep_the_others_waiting(self):
        """A step that breaks in one street is named there and resumed later; the other streets have their night."""
        broken, sound, _third = self.companies

        def work(env):
            runs = env["safety.run"]
            step = type(runs)._step_generate

            def fail(model, company):
                if company.id == broken:
                    raise ValueError("the disk is full")
                return step(model, company)

            type(runs)._step_generate = fail
            runs._cron_nightly()

        self.assertEqual(wait_for(in_child(work)), 0)
        self.assertTrue(self._records(sound)[1][0][1], "the other street's run finished")
        with self.registry.cursor() as cr:
            cr.execute("SELECT finished_at, problem FROM safety_run WHERE company_id = %s", [broken])
            ((finished, problem),) = cr.fetchall()
        self.assertFalse(finished)
        self.assertEqual(problem, "_step_generate: the disk is full")
        self.assertEqual(wait_for(self._night(broken)), 0)
        self.assertEqual(self._records(broken), self._records(sound))
