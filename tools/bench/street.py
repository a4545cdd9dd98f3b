"""A street of any size for cases: units and rules through the ORM, work in bulk through SQL."""

from dateutil.relativedelta import relativedelta

GRIDS_PER_COMMUNITY = 10


def company(env, name: str, grids: int):
    """Make a street (a company) with that many grids; return the company."""
    made = env["res.company"].create({"name": name})
    street = _unit(env, made, name, "street")
    work_point = _unit(env, made, f"{name} work point", "work_point", street)
    communities = [
        _unit(env, made, f"{name} community {number}", "community", work_point)
        for number in range(-(-grids // GRIDS_PER_COMMUNITY))
    ]
    for number in range(grids):
        _unit(env, made, f"{name} grid {number}", "grid", communities[number // GRIDS_PER_COMMUNITY])
    return made


def _unit(env, made, name: str, kind: str, parent=None):
    values = {"name": name, "type_id": env.ref(f"street_safety_base.unit_type_{kind}").id, "company_id": made.id}
    return env["safety.unit"].create({**values, "parent_id": parent.id if parent else False})


def adopt(env, made, **values):
    """Adopt a regulation of one rule: each grid's member writes up a meeting, a month; ``values`` change the rule."""
    street = env["safety.unit"].search([("company_id", "=", made.id), ("parent_id", "=", False)])
    first = made._safety_today() - relativedelta(years=2)
    regulation = env["safety.regulation"].create(
        {"name": made.name, "code": f"BENCH{made.id}", "unit_id": street.id, "date_from": first}
    )
    rule = env["safety.duty.rule"].create(
        {
            "name": "Hold the meeting",
            "regulation_id": regulation.id,
            "kind_id": env.ref("street_safety_base.duty_kind_meeting").id,
            "unit_type_id": env.ref("street_safety_base.unit_type_grid").id,
            "post_ids": [(6, 0, env.ref("street_safety_base.post_grid_member").ids)],
            "period_unit": "month",
            "edge_mode": "full",
            **values,
        }
    )
    regulation.action_adopt()
    env.flush_all()
    return rule


def open_month(env, made, records: int) -> None:
    """Open this month's duties and write up ``records`` meetings a grid that no evaluation has seen yet."""
    today = made._safety_today()
    env["safety.duty"]._generate(made, today, today)
    env["safety.duty"]._open_due(made)
    env.cr.execute(
        """
        INSERT INTO safety_record (name, type_id, date, user_id, unit_id, company_id, state,
                                   create_uid, create_date, write_uid, write_date)
        SELECT 'Meeting', %(type)s, %(today)s, %(uid)s, unit.id, unit.company_id, 'done',
               %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
          FROM safety_unit unit, generate_series(1, %(records)s)
         WHERE unit.company_id = %(company)s AND unit.type_id = %(grid)s
        """,
        {
            "type": env.ref("street_safety_base.record_type_meeting").id,
            "grid": env.ref("street_safety_base.unit_type_grid").id,
            "company": made.id,
            "records": records,
            "today": today,
            "uid": env.uid,
        },
    )
    env.invalidate_all()


def closed_months(env, made, months: int) -> None:
    """Add that many months of history: the open month's duties and records again, earlier, met and proved."""
    for back in range(1, months + 1):
        parameters = {"company": made.id, "back": f"{back} months"}
        for statement in (_OLD_RECORDS, _OLD_DUTIES, _OLD_EVIDENCE):
            env.cr.execute(statement, parameters)
    env.invalidate_all()


_OLD_RECORDS = """
    INSERT INTO safety_record (name, type_id, date, user_id, unit_id, company_id, state,
                               create_uid, create_date, write_uid, write_date)
    SELECT name, type_id, date - %(back)s::interval, user_id, unit_id, company_id, state,
           create_uid, create_date - %(back)s::interval, write_uid, write_date
      FROM safety_record
     WHERE company_id = %(company)s AND date = (SELECT max(date) FROM safety_record WHERE company_id = %(company)s)
"""
_OLD_DUTIES = """
    INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_res_id, period_start, period_end,
                             window_start, window_end, due_date, record_required, record_done, target_done, state,
                             closed_on)
    SELECT rule_id, kind_id, unit_id, post_id, company_id, 0, period_start - %(back)s::interval,
           period_start - %(back)s::interval + interval '27 days', window_start - %(back)s::interval,
           window_start - %(back)s::interval + interval '27 days', window_start - %(back)s::interval
           + interval '27 days', record_required, record_required, 0, 'met', due_date - %(back)s::interval
      FROM safety_duty WHERE company_id = %(company)s AND state = 'open'
"""
_OLD_EVIDENCE = """
    INSERT INTO safety_duty_evidence (duty_id, res_model, res_id, target_id, date, recorded_on, late)
    SELECT duty.id, 'safety.record', record.id, 0, record.date, record.create_date, false
      FROM safety_duty duty
      JOIN safety_record record ON record.unit_id = duty.unit_id
           AND date_trunc('month', record.date) = date_trunc('month', duty.period_start)
     WHERE duty.company_id = %(company)s AND duty.state = 'met'
        ON CONFLICT DO NOTHING
"""
