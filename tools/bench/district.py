"""A district at the size of the design: twenty streets with all five regulations, a register and ten months of work."""

import time
from datetime import date

from dateutil.relativedelta import relativedelta

from . import street
from .harness import Case

PACKS = ("XT", "XY", "BF", "ZF", "GY")
LOWEST = {"ZF": "village"}  # what a community is there
TOP = {"ZF": "town"}


class Size:
    """How large a district is. The default is the design's."""

    def __init__(self, streets=20, communities=12, grids=10, enterprises=100_000, months=10, visited=40):
        self.streets, self.communities, self.grids = streets, communities, grids
        self.enterprises, self.months, self.visited = enterprises, months, visited


def build(env, size: Size) -> None:
    """Make the district: each street with the regulation of its turn, its history closed, this month's work not seen.

    The month before is closed by the engine; older ones are that month again, in bulk.

    :param size: ``visited`` per cent of the enterprises are inspected in each month
    """
    packs = env["safety.regulation"]._packs()
    this_month = env.company._safety_today().replace(day=1)
    first = this_month - relativedelta(months=1)
    for number in range(size.streets):
        code = PACKS[number % len(PACKS)]
        made = _street(env, number, code, packs[code], size)
        _register(env, made, code, size.enterprises // size.streets)
        _adopt(env, made, code, packs[code], first)
        for back in range(size.months, 0, -1):
            _visit(env, made, this_month - relativedelta(months=back), size.visited)
        if size.months:
            env["safety.duty"]._generate(made, first, made._safety_today())
            env.flush_all()
            env.cr.execute("ANALYZE")
            night(env, made)
            _visit(env, made, this_month, size.visited)
        env.invalidate_all()
    for back in range(1, size.months):
        for statement in (_OLD_DUTIES, _OLD_EVIDENCE):
            env.cr.execute(statement, {"days": 400 * back, "ids": 10_000_000 * back, "today": this_month})
    env.invalidate_all()


def streets(env):
    """The streets of the district."""
    return env["res.company"].search([("name", "=like", "District %")], order="id")


def night(env, made) -> None:
    """Every step of the nightly run of one street."""
    runs = env["safety.run"]
    for step in runs._steps():
        getattr(runs, step)(made)


def _street(env, number, code, pack, size):
    made = env["res.company"].create({"name": f"District {number} {code}"})
    kinds = {kind.code: kind.id for kind in env["safety.unit.type"].search([])}

    def units(kind, parents, each, **vals):
        rows = [
            {"name": f"{made.name} {kind} {n}", "type_id": kinds[kind], "company_id": made.id, "parent_id": parent.id}
            for parent in parents
            for n in range(each)
        ]
        return env["safety.unit"].create([{**row, **vals} for row in rows])

    top = TOP.get(code, "street")
    root = env["safety.unit"].create({"name": made.name, "type_id": kinds[top], "company_id": made.id})
    above = units("work_point", root, 4) if code == "XT" else root
    communities = units(LOWEST.get(code, "community"), above, size.communities // len(above))
    units("grid", communities, size.grids)
    committee = units("safety_committee", root, 1)
    if code == "XT":
        units("special_committee", committee, 4)
    if code == "XY":
        units("rescue_team", root, 1)
    for row in pack.get("units") or ():
        kind = "department" if code == "GY" else "member_unit"
        units(kind, root if code == "GY" else committee, 1, code=row["code"])
    env.flush_all()
    env.cr.execute("UPDATE safety_unit SET date_start = '2020-01-01' WHERE company_id = %s", [made.id])
    _people(env, made)
    return made


def _people(env, made):
    """Somebody in one seat of each unit: the first post that exists at its type."""
    env.cr.execute(_PEOPLE, {"company": made.id})
    env.cr.execute(_SEATS, {"company": made.id})
    env.invalidate_all()


def _register(env, made, code, number):
    street.enterprises(env, made, number)
    classes = {row.code: row.id for row in env["safety.supervision.class"].search([])}
    env.cr.execute(
        """
        UPDATE safety_enterprise SET above_scale = id %% 20 = 0, class_id =
               CASE WHEN id %% 50 = 0 THEN %(high)s WHEN id %% 10 = 0 THEN %(key)s ELSE %(general)s END
         WHERE company_id = %(company)s
        """,
        {"company": made.id, "high": classes["high_risk"], "key": classes["key"], "general": classes["general"]},
    )
    env.cr.execute(_ROLL, {"company": made.id})
    if code == "ZF":
        env.cr.execute(_SUPERVISED, {"company": made.id, "kind": "member_unit"})
    env.invalidate_all()


def _adopt(env, made, code, pack, first):
    root = env["safety.unit"].search([("company_id", "=", made.id), ("parent_id", "=", False)])
    regulation, gaps = env["safety.regulation"]._from_file(pack, root, {}, skip=True)
    if gaps:
        raise RuntimeError(f"{code}: {gaps[:3]}")
    regulation.date_from = first
    regulation.action_adopt()
    env.flush_all()


def _visit(env, made, month: date, visited: int):
    """Inspect ``visited`` per cent of the enterprises in ``month``, on the days of it that are over."""
    days = min(28, (made._safety_today() - month).days + 1)
    env.cr.execute(
        _VISITS,
        {
            "company": made.id,
            "month": month,
            "days": days,
            "visited": visited,
            "turn": month.month,
            "kind": env.ref("street_safety_inspection.inspection_kind_routine").id,
            "uid": env.uid,
        },
    )
    env.invalidate_all()


class Creation(Case):
    """A year of duties of the whole district against one INSERT … SELECT of the very same rows."""

    rounds = 3
    size = Size(enterprises=2_000, months=0, visited=0)

    def prepare(self, env):
        build(env, self.size)
        env.cr.execute("DELETE FROM safety_duty")
        self._generate(env)
        env.cr.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
            " WHERE attrelid = 'safety_duty'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id'"
        )
        (self.columns,) = env.cr.fetchone()
        env.cr.execute("CREATE TABLE bench_duty AS SELECT * FROM safety_duty")
        env.cr.execute("SELECT COUNT(*) FROM bench_duty")
        (duties,) = env.cr.fetchone()
        env.cr.execute("DELETE FROM safety_duty")
        self.note = f"{duties} duties"

    def _generate(self, env):
        for made in streets(env):
            today = made._safety_today()
            env["safety.duty"]._generate(made, today, today + relativedelta(years=1, days=-1))

    def ours(self, env):
        self._generate(env)

    def reference(self, env):
        # The columns come from the catalogue, not from anybody.
        env.cr.execute(f"INSERT INTO safety_duty ({self.columns}) SELECT {self.columns} FROM bench_duty")  # noqa: S608


class Night(Case):
    """A full night of the district against one raw grouped query over the same duties and their evidence."""

    rounds = 3
    size = Size()

    def prepare(self, env):
        build(env, self.size)
        env.cr.execute(
            "SELECT (SELECT COUNT(*) FROM safety_duty), (SELECT COUNT(*) FROM safety_duty WHERE state = 'open'),"
            " (SELECT COUNT(*) FROM safety_duty_evidence), (SELECT COUNT(*) FROM safety_inspection)"
        )
        self.duties, opened, evidence, visits = env.cr.fetchone()
        self.note = f"{self.duties} duties, {opened} of them open; {evidence} evidence rows; {visits} inspections"

    def ours(self, env):
        self._steps(env)

    def _steps(self, env):
        self.taken = {}
        runs = env["safety.run"]
        for made in streets(env):
            for step in runs._steps():
                began = time.perf_counter()
                getattr(runs, step)(made)
                env.flush_all()
                self.taken[step] = self.taken.get(step, 0) + time.perf_counter() - began

    def reference(self, env):
        env.cr.execute(
            """
            SELECT duty.unit_id, duty.rule_id, date_trunc('month', duty.period_start), COUNT(DISTINCT duty.id),
                   COUNT(DISTINCT proof.target_id), COUNT(DISTINCT duty.id) FILTER (WHERE duty.state = 'missed')
              FROM safety_duty duty
         LEFT JOIN safety_duty_evidence proof ON proof.duty_id = duty.id
          GROUP BY 1, 2, 3
            """
        )
        env.cr.fetchall()

    def remark(self, seconds: float) -> str:
        """Seconds per 100 000 duties, and where they go."""
        steps = ", ".join(f"{name[6:]} {spent:.1f}" for name, spent in self.taken.items() if spent >= 0.05)
        return f"{seconds / self.duties * 100_000:.1f} s per 100 000 duties; {self.note}; seconds by step: {steps}"


class NightHistory(Night):
    """The same district with a tenth of the history behind it."""

    twin = True

    def prepare_reference(self, env):
        build(env, Size(months=1))

    def reference(self, env):
        for made in streets(env):
            night(env, made)


class NightStatements(Case):
    """A night of one street of each regulation at full size, counted in statements, against small ones."""

    twin = True
    unit = "statements"
    rounds = 2

    def prepare(self, env):
        build(env, Size(streets=5, enterprises=25_000, months=1))

    def prepare_reference(self, env):
        build(env, Size(streets=5, communities=4, grids=2, enterprises=500, months=1))

    def ours(self, env):
        for made in streets(env):
            night(env, made)

    reference = ours


# Shifted by so many days that no period meets another; a record that caused a duty is another one each time.
_OLD_DUTIES = """
    INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_model, cause_res_id, period_start,
                             period_end, window_start, window_end, due_date, record_required, record_done,
                             target_count, target_required, target_done, state, closed_on)
    SELECT rule_id, kind_id, unit_id, post_id, company_id, cause_model,
           CASE WHEN cause_res_id <> 0 THEN cause_res_id + %(ids)s ELSE 0 END, period_start - %(days)s,
           period_end - %(days)s, window_start - %(days)s, window_end - %(days)s, due_date - %(days)s,
           record_required, record_done, target_count, target_required, target_done, state, closed_on - %(days)s
      FROM safety_duty
     WHERE state IN ('met', 'met_late', 'missed') AND due_date BETWEEN %(today)s - 70 AND %(today)s - 1
"""
_OLD_EVIDENCE = """
    INSERT INTO safety_duty_evidence (duty_id, res_model, res_id, target_id, date, recorded_on, in_time, late)
    SELECT old.id, proof.res_model, proof.res_id, proof.target_id, proof.date - %(days)s, proof.recorded_on,
           proof.in_time, proof.late
      FROM safety_duty_evidence proof
      JOIN safety_duty duty ON duty.id = proof.duty_id AND duty.due_date BETWEEN %(today)s - 70 AND %(today)s - 1
      JOIN safety_duty old ON old.rule_id = duty.rule_id AND old.unit_id = duty.unit_id
           AND old.post_id = duty.post_id AND old.period_start = duty.period_start - %(days)s
           AND old.cause_res_id = CASE WHEN duty.cause_res_id <> 0 THEN duty.cause_res_id + %(ids)s ELSE 0 END
"""
_PEOPLE = """
    WITH named AS (
        INSERT INTO res_partner (name, complete_name, active, type, company_id, create_uid, create_date)
        SELECT 'Holder ' || unit.id, 'Holder ' || unit.id, TRUE, 'contact', unit.company_id, 1, now()
          FROM safety_unit unit WHERE unit.company_id = %(company)s
        RETURNING id, name
    ), made AS (
        INSERT INTO res_users (login, partner_id, company_id, active, share, notification_type, create_uid, create_date)
        SELECT 'bench ' || name, id, %(company)s, TRUE, FALSE, 'email', 1, now() FROM named
        RETURNING id
    )
    INSERT INTO res_company_users_rel (cid, user_id) SELECT %(company)s, id FROM made
"""
_SEATS = """
    INSERT INTO safety_appointment (user_id, post_id, unit_id, company_id, date_start, create_uid, create_date)
    SELECT person.id, post.id, unit.id, unit.company_id, '2020-01-01', 1, now()
      FROM safety_unit unit
      JOIN res_users person ON person.login = 'bench Holder ' || unit.id
      JOIN LATERAL (
            SELECT post.id FROM safety_post post
              JOIN safety_post_safety_unit_type_rel rel ON rel.safety_post_id = post.id
             WHERE rel.safety_unit_type_id = unit.type_id AND post.active ORDER BY post.sequence, post.id LIMIT 1
           ) post ON TRUE
     WHERE unit.company_id = %(company)s
"""
_ROLL = """
    INSERT INTO safety_enterprise_movement (enterprise_id, enterprise_name, date, booked_on, type, to_unit_id, unit_id,
                                            company_id, to_path, create_uid, create_date)
    SELECT firm.id, firm.name, '2020-01-01', '2020-01-01', 'entered', firm.unit_id, firm.unit_id, firm.company_id,
           unit.parent_path, 1, now()
      FROM safety_enterprise firm JOIN safety_unit unit ON unit.id = firm.unit_id
     WHERE firm.company_id = %(company)s
"""
_SUPERVISED = """
    UPDATE safety_enterprise firm SET supervising_unit_own_id = member.id
      FROM (SELECT unit.id, row_number() OVER (ORDER BY unit.id) - 1 AS rank, COUNT(*) OVER () AS units
              FROM safety_unit unit JOIN safety_unit_type type ON type.id = unit.type_id
             WHERE unit.company_id = %(company)s AND type.code = %(kind)s) member
     WHERE firm.company_id = %(company)s AND member.rank = firm.id %% member.units
"""
_VISITS = """
    INSERT INTO safety_inspection (enterprise_id, unit_id, company_id, kind_id, date, state, finding_count, frozen_at,
                                   create_uid, create_date, write_uid, write_date)
    SELECT firm.id, firm.unit_id, firm.company_id, %(kind)s, day.date, 'done', 0, day.date + interval '8 hours',
           %(uid)s, day.date + interval '8 hours', %(uid)s, day.date + interval '8 hours'
      FROM safety_enterprise firm
      JOIN LATERAL (SELECT %(month)s::date + (firm.id %% %(days)s)::int AS date) day ON TRUE
     WHERE firm.company_id = %(company)s AND (firm.id + 7 * %(turn)s) %% 100 < %(visited)s
"""
