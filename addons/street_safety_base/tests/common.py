import base64
import io
import os
import traceback

from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo import SUPERUSER_ID, api, sql_db
from odoo.tests import TransactionCase, get_db_name, new_test_user


def in_child(work):
    """Call ``work(env)`` in a process of its own, with a connection and transactions of its own; return its pid.

    What it does is committed at the end; an exception makes the exit code 1.
    """
    database = get_db_name()
    if pid := os.fork():
        return pid
    code = 1
    try:
        sql_db._Pool = None  # the parent's connections stay the parent's
        with sql_db.db_connect(database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env.registry._db = env.registry._db_readonly = sql_db.db_connect(database)
            work(env)
        code = 0
    except Exception:  # noqa: BLE001 – a child must never return into its parent's test
        traceback.print_exc()
    os._exit(code)


def wait_for(pid):
    """Return the exit code of a child, or minus the signal that killed it."""
    status = os.waitpid(pid, 0)[1]
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


def drawn_signature():
    """Return a base64 PNG with a stroke on it, as the signature pad sends it."""
    picture = Image.new("RGBA", (200, 60), (255, 255, 255, 0))
    ImageDraw.Draw(picture).line([(10, 50), (60, 10), (120, 50), (190, 15)], fill=(0, 0, 60, 255), width=4)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


class StreetCase(TransactionCase):
    """A small fictional street with people in their seats, apart from any demo data (a company of its own)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company = cls.env["res.company"].create({"name": "Test Street", "safety_tz": "Asia/Shanghai"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.company_id = cls.company
        cls._make_units()
        cls._make_people()
        cls.signature = drawn_signature()

    def _freeze(self, moment):
        """Stop the clock at ``moment`` (UTC) until the end of the test."""
        clock = freeze_time(moment)
        clock.start()
        self.addCleanup(clock.stop)

    @classmethod
    def _make_units(cls):
        cls.street = cls._unit("Test Street", "street", None)
        cls.work_point = cls._unit("First Work Point", "work_point", cls.street)
        cls.community_a = cls._unit("Community A", "community", cls.work_point)
        cls.community_b = cls._unit("Community B", "community", cls.work_point)
        cls.grid_a1 = cls._unit("Grid A1", "grid", cls.community_a)
        cls.grid_a2 = cls._unit("Grid A2", "grid", cls.community_a)
        cls.grid_b1 = cls._unit("Grid B1", "grid", cls.community_b)
        cls.grid_b2 = cls._unit("Grid B2", "grid", cls.community_b)

    @classmethod
    def _make_people(cls):
        cls.grid_user = cls._person("test_grid", "grid_member", cls.grid_a1)
        cls.other_grid_user = cls._person("test_other_grid", "grid_member", cls.grid_b1)
        cls.cadre_user = cls._person("test_cadre", "stationed_cadre", cls.community_a)
        cls.other_cadre_user = cls._person("test_other_cadre", "stationed_cadre", cls.community_b)
        cls.head_user = cls._person("test_head", "work_point_head", cls.work_point)
        cls.office_user = cls._person("test_office", "safety_committee_office", cls.street)

    @classmethod
    def _unit(cls, name, type_code, parent, **vals):
        return cls.env["safety.unit"].create(
            {
                "name": name,
                "type_id": cls.env.ref(f"street_safety_base.unit_type_{type_code}").id,
                "parent_id": parent and parent.id,
                "company_id": cls.company.id,
                **vals,
            }
        )

    @classmethod
    def _person(cls, login, post_code, unit, date_start="2020-01-01", **vals):
        user = new_test_user(
            cls.env, login, groups="base.group_user", company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )
        cls._appoint(user, post_code, unit, date_start, **vals)
        return user

    @classmethod
    def _appoint(cls, user, post_code, unit, date_start="2020-01-01", **vals):
        return cls.env["safety.appointment"].create(
            {
                "user_id": user.id,
                "post_id": cls._post(post_code).id,
                "unit_id": unit.id,
                "date_start": date_start,
                **vals,
            }
        )

    @classmethod
    def _post(cls, code):
        return cls.env.ref(f"street_safety_base.post_{code}")

    @classmethod
    def _enterprise(cls, name, unit, **vals):
        return cls.env["safety.enterprise"].create(
            {"name": name, "unit_id": unit.id, "date_entered": "2020-01-01", **vals}
        )

    @classmethod
    def _regulation(cls, **vals):
        return cls.env["safety.regulation"].create(
            {
                "name": "Test regulation",
                "code": "TT",
                "unit_id": cls.street.id,
                "date_from": "2026-01-01",
                **vals,
            }
        )

    @classmethod
    def _rule(cls, regulation, **vals):
        """Return a rule: by default each community's stationed cadre records one meeting a month."""
        return cls.env["safety.duty.rule"].create(
            {
                "name": "Hold the monthly meeting",
                "regulation_id": regulation.id,
                "kind_id": cls.env.ref("street_safety_base.duty_kind_meeting").id,
                "unit_type_id": cls.env.ref("street_safety_base.unit_type_community").id,
                "post_ids": [(6, 0, cls._post("stationed_cadre").ids)],
                "period_unit": "month",
                **vals,
            }
        )

    @classmethod
    def _work_record(cls, unit, date, type_code="meeting", done=True, **vals):
        record = cls.env["safety.record"].create(
            {
                "name": "Meeting",
                "type_id": cls.env.ref(f"street_safety_base.record_type_{type_code}").id,
                "unit_id": unit.id,
                "date": date,
                "guests": "Zhang San",
                **vals,
            }
        )
        if done:
            record.action_done()
        return record
