"""The cases, each one thing our addons do compared with the fastest or the stock way to do it."""

from datetime import date

from stdnum.cn import uscc

from . import street
from .harness import Case

NAME, OTHER_NAME = "Bench Street", "Small Bench Street"

_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
     WHERE attrelid = 'safety_duty'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id'
"""


def _company(env, name: str = NAME):
    return env["res.company"].search([("name", "=", name)])


class Duties(Case):
    """A year of daily duties of 100 grids against one INSERT … SELECT of the very same 36 500 rows."""

    grids = 100
    year = date(2026, 1, 1), date(2026, 12, 31)

    def prepare(self, env):
        made = street.company(env, NAME, self.grids)
        street.adopt(env, made, period_unit="day")
        env["safety.duty"]._generate(made, *self.year)
        env.cr.execute(_COLUMNS)
        (self.columns,) = env.cr.fetchone()
        env.cr.execute("CREATE TABLE bench_duty AS SELECT * FROM safety_duty")
        env.cr.execute("DELETE FROM safety_duty")

    def ours(self, env):
        env["safety.duty"]._generate(_company(env), *self.year)

    def reference(self, env):
        # The columns come from the catalogue, not from anybody.
        env.cr.execute(f"INSERT INTO safety_duty ({self.columns}) SELECT {self.columns} FROM bench_duty")  # noqa: S608


class Night(Case):
    """The steps of the nightly run on a month of open duties with 20 000 records that nobody evaluated yet."""

    twin = True
    grids = 400
    records = 50
    months = 10
    reference_records = records
    reference_months = 1

    def _prepare(self, env, name, grids, records, months):
        made = street.company(env, name, grids)
        street.adopt(env, made, required_count=1000)  # never met, so the duties stay open
        street.open_month(env, made, records)
        street.closed_months(env, made, months)

    def prepare(self, env):
        self._prepare(env, NAME, self.grids, self.records, self.months)

    def prepare_reference(self, env):
        self._prepare(env, NAME, self.grids, self.reference_records, self.reference_months)

    def ours(self, env):
        self._night(env, NAME)

    def reference(self, env):
        self._night(env, NAME)

    @staticmethod
    def _night(env, name):
        run = env["safety.run"]
        for step in run._steps():
            getattr(run, step)(_company(env, name))


class NightHistory(Night):
    """The same open month with ten times the closed history."""


class NightLinear(Night):
    """Four times the open evidence."""

    records = 100
    reference_records = 25
    months = reference_months = 1


class NightStatements(Night):
    """Ten times the duties and records, counted in statements."""

    twin = False
    unit = "statements"
    rounds = 3

    def prepare(self, env):
        self._prepare(env, NAME, self.grids, self.records, 1)
        self._prepare(env, OTHER_NAME, self.grids // 10, self.records, 1)

    def reference(self, env):
        self._night(env, OTHER_NAME)


class Import(Case):
    """10 000 rows of a register through ``load()`` against the same rows into stock contacts."""

    rounds = 3
    rows = 10_000
    fields = ("name", "credit_code", "address", "phone")
    partner_fields = ("name", "ref", "street", "phone")

    def prepare(self, env):
        made = street.company(env, NAME, 10)
        groups = [env.ref("base.group_user").id, env.ref("base.group_partner_manager").id]
        user = env["res.users"].create(
            {
                "name": "Bench office",
                "login": "bench_office",
                "company_id": made.id,
                "company_ids": [(6, 0, made.ids)],
                "group_ids": [(6, 0, groups)],
            }
        )
        env["safety.appointment"].create(
            {
                "user_id": user.id,
                "post_id": env.ref("street_safety_base.post_safety_committee_office").id,
                "unit_id": env["safety.unit"].search([("company_id", "=", made.id), ("parent_id", "=", False)]).id,
                "date_start": "2020-01-01",
            }
        )

    @classmethod
    def _register(cls):
        for number in range(cls.rows):
            body = f"91350582MA{number:07d}"
            code = body + uscc.calc_check_digit(body)
            yield [f"Workshop {number}", code, f"{number} Harbour Road", f"0595-{number:08d}"]

    def _load(self, env, model, fields):
        user = env["res.users"].search([("login", "=", "bench_office")])
        target = env[model].with_user(user).with_company(user.company_id)
        result = target.with_context(import_file=True, tracking_disable=True).load(list(fields), list(self._register()))
        if not result["ids"]:
            raise RuntimeError(f"the rows were refused: {result['messages'][:3]}")

    def ours(self, env):
        self._load(env, "safety.enterprise", self.fields)

    def reference(self, env):
        self._load(env, "res.partner", self.partner_fields)


class AccessRebuild(Case):
    """The access table of 300 people at 140 units, counted in statements, against 30 people at 14 units."""

    twin = True
    unit = "statements"
    rounds = 3

    def _prepare(self, env, people, units):
        made = street.company(env, NAME, units)
        grids = env["safety.unit"].search([("company_id", "=", made.id)], order="level desc, id", limit=units)
        street.appoint(env, made, grids, people)

    def prepare(self, env):
        self._prepare(env, 300, 140)

    def prepare_reference(self, env):
        self._prepare(env, 30, 14)

    def ours(self, env):
        env.cr.execute("DELETE FROM safety_access")
        if not env["safety.access"]._rebuild():
            raise RuntimeError("nothing was rebuilt")

    reference = ours


class Planted(Case):
    """A slow method on purpose: row by row what one statement does. The harness has to call it a MISS."""

    rounds = 3
    rows = 2_000

    def prepare(self, env):
        env.cr.execute("CREATE TABLE bench_planted (n integer)")

    def ours(self, env):
        for number in range(self.rows):
            env.cr.execute("INSERT INTO bench_planted VALUES (%s)", [number])

    def reference(self, env):
        env.cr.execute("INSERT INTO bench_planted SELECT generate_series(1, %s)", [self.rows])
