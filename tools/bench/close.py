"""The 5th of the month: clients that close packages at the same time, each in a process with its own connection."""

import base64
import functools
import io
import multiprocessing
import os
import traceback

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from . import street
from .harness import Case

NAME = "Bench Street"
UNITS = 32
RECORDS = 40
MONTHS = 12


def _signature() -> bytes:
    """A drawn stroke, as the signature pad sends it."""
    picture = Image.new("RGBA", (200, 60), (255, 255, 255, 0))
    ImageDraw.Draw(picture).line([(10, 50), (60, 10), (120, 50), (190, 15)], fill=(0, 0, 60, 255), width=4)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


class Client:
    """One client in its own process: every request is a transaction, retried as the server does, then committed."""

    def __init__(self, database: str, repeated):
        sql_db._Pool = None  # the parent's connections stay the parent's
        self.connection = sql_db.db_connect(database)
        registry = Registry(database)
        registry._db = registry._db_readonly = self.connection
        self.repeated = repeated
        self.signature = _signature()

    def request(self, login: str, work) -> int:
        """Do ``work(env)`` as the user of ``login``; return what it returns. No error is caught: none may be seen."""
        with self.connection.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].search([("login", "=", login)])
            tries = []

            def once():
                tries.append(1)
                mine = env(user=user.id, context={"allowed_company_ids": user.company_id.ids, "tz": "Asia/Shanghai"})
                return work(mine)

            result = retrying(once, env)
            with self.repeated.get_lock():
                self.repeated.value += len(tries) - 1
            return result

    def close(self, number: int, start) -> None:
        """Close the month of one work point: assemble, sign, hand in; the office receives it."""
        head = f"bench_head_{number}"

        def assemble(env):
            kind = env.ref("street_safety_base.package_kind_monthly_close")
            values = {"kind_id": kind.id, "unit_id": env.user._safety_default_unit().id, "period_start": start}
            package = env["safety.package"].create(values)
            package.read(["contents", "gaps", "gap_count"])
            return package.id

        package_id = self.request(head, assemble)
        self.request(head, functools.partial(self._sign, package_id))
        self.request(head, lambda env: env["safety.package"].browse(package_id).action_submit())
        self.request("bench_office", lambda env: env["safety.package"].browse(package_id).action_receive())

    def _sign(self, package_id, env):
        wizard = env["safety.sign.wizard"].create(
            {
                "res_model": "safety.package",
                "res_id": package_id,
                "purpose": "hand_in",
                "step": "sign",
                "image": self.signature,
            }
        )
        wizard.action_sign()


class Close(Case):
    """32 work points close a month: eight clients at once against one client alone, everything committed."""

    rounds = 3
    clients = 8

    def __init__(self):
        self.month = 0
        self.repeated = multiprocessing.Value("i", 0)

    def prepare(self, env):
        made = street.company(env, NAME, 1)
        root = env["safety.unit"].search([("company_id", "=", made.id), ("parent_id", "=", False)])
        point = env.ref("street_safety_base.unit_type_work_point").id
        units = env["safety.unit"].create(
            [
                {"name": f"Work point {number}", "type_id": point, "parent_id": root.id, "company_id": made.id}
                for number in range(UNITS)
            ]
        )
        logins = [f"bench_head_{number}" for number in range(UNITS)] + ["bench_office"]
        posts = ["work_point_head"] * UNITS + ["safety_committee_office"]
        users = env["res.users"].create(
            [
                {"name": login, "login": login, "company_id": made.id, "company_ids": [(6, 0, made.ids)]}
                for login in logins
            ]
        )
        env["safety.appointment"].create(
            [
                {
                    "user_id": user.id,
                    "post_id": env.ref(f"street_safety_base.post_{post}").id,
                    "unit_id": unit.id,
                    "date_start": "2020-01-01",
                }
                for user, post, unit in zip(users, posts, [*units, root], strict=True)
            ]
        )
        env.flush_all()
        env.cr.execute(
            _RECORDS,
            {
                "type": env.ref("street_safety_base.record_type_visit").id,
                "units": units.ids,
                "records": RECORDS,
                "months": MONTHS,
                "first": made._safety_today().replace(day=1),
            },
        )

    def ours(self, env):
        self._run(env, self.clients)

    def reference(self, env):
        self._run(env, 1)

    def _run(self, env, clients):
        """Close the next month before, with that many clients; each round has a month of its own."""
        company = env["res.company"].search([("name", "=", NAME)])
        self.month += 1
        start = company._safety_today().replace(day=1) - relativedelta(months=self.month)
        database = env.cr.dbname
        children = [_child(database, self.repeated, range(number, UNITS, clients), start) for number in range(clients)]
        failed = [pid for pid in children if os.waitpid(pid, 0)[1]]
        if failed:
            raise RuntimeError(f"{len(failed)} of {clients} clients saw an error")
        with env.registry.cursor() as cr:  # ours began before the clients committed
            packages = api.Environment(cr, SUPERUSER_ID, {})["safety.package"]
            if packages.search_count([("period_start", "=", start), ("state", "=", "received")]) != UNITS:
                raise RuntimeError("not every package was received")


def _child(database, repeated, numbers, start) -> int:
    """Start a client that closes the work points ``numbers``; return its pid."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        client = Client(database, repeated)
        for number in numbers:
            client.close(number, start)
        code = 0
    except Exception:  # noqa: BLE001 – a child must never return into its parent's work
        traceback.print_exc()
    os._exit(code)


_RECORDS = """
    INSERT INTO safety_record (name, type_id, date, user_id, unit_id, company_id, state, done_on, frozen_at,
                               create_uid, create_date, write_uid, write_date)
    SELECT 'Visit ' || n, %(type)s, day, 1, unit.id, unit.company_id, 'done', day, day,
           1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
      FROM safety_unit unit
     CROSS JOIN generate_series(1, %(records)s) n
     CROSS JOIN generate_series(1, %(months)s) back
     CROSS JOIN LATERAL (SELECT (%(first)s::date - make_interval(months => back))::date + n %% 28 AS day) dated
     WHERE unit.id = ANY(%(units)s)
"""
