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


def appoint(env, made, units, people: int) -> None:
    """Appoint that many new people, spread over ``units``, as grid members."""
    users = env["res.users"].create(
        [
            {
                "name": f"Bench person {number}",
                "login": f"bench_person_{made.id}_{number}",
                "company_id": made.id,
                "company_ids": [(6, 0, made.ids)],
            }
            for number in range(people)
        ]
    )
    env["safety.appointment"].create(
        [
            {
                "user_id": user.id,
                "post_id": env.ref("street_safety_base.post_grid_member").id,
                "unit_id": units[number % len(units)].id,
                "date_start": "2020-01-01",
            }
            for number, user in enumerate(users)
        ]
    )
    env.flush_all()


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


def enterprises(env, made, number: int) -> None:
    """Put that many enterprises on the roll, spread over the grids, with all that a search looks through."""
    env.flush_all()
    env.cr.execute(
        _ENTERPRISES,
        {
            "number": number,
            "company": made.id,
            "grid": env.ref("street_safety_base.unit_type_grid").id,
            "kind": env["safety.enterprise.kind"].search([], limit=1).id,
            "class": env.ref("street_safety_base.safety_supervision_class_general").id,
        },
    )
    env.invalidate_all()
    for code, share in _PAPERS.items():
        paper_type = env.ref(f"street_safety_base.dossier_type_{code}")
        env.cr.execute(_PAPER, {"company": made.id, "type": paper_type.id, "group": paper_type.group, "share": share})
    env.invalidate_all()
    env["safety.enterprise"]._count_missing_streets(made)


def contacts(env, made) -> None:
    """Make a stock contact of each enterprise, with what a contact can hold."""
    env.cr.execute(_CONTACTS, [made.id])
    env.invalidate_all()


def person(env, made, login: str, post: str, kind: str):
    """Make a user who holds ``post`` in the first unit of ``kind``."""
    user = env["res.users"].create(
        {
            "name": login,
            "login": login,
            "company_id": made.id,
            "company_ids": [(6, 0, made.ids)],
            "group_ids": [(6, 0, env.ref("base.group_user").ids)],
        }
    )
    unit = env["safety.unit"].search([("company_id", "=", made.id), ("type_id.code", "=", kind)], limit=1)
    post_id = env.ref(f"street_safety_base.post_{post}").id
    env["safety.appointment"].create(
        {"user_id": user.id, "post_id": post_id, "unit_id": unit.id, "date_start": "2020-01-01"}
    )
    return user


_ENTERPRISES = """
    INSERT INTO safety_enterprise (name, unit_id, company_id, kind_id, class_id, credit_code, credit_code_status,
                                   address, phone, principal_name, active, date_entered, headcount, pinyin, name_key,
                                   address_key, search_text, create_uid, create_date, write_uid, write_date)
    SELECT name, unit_id, company_id, %(kind)s, CASE WHEN n %% 3 = 0 THEN %(class)s END, code, 'valid', address, phone,
           principal, TRUE, '2020-01-01', n %% 200, pinyin, name, address,
           lower(concat_ws(E'\n', name, code, address, phone, principal, pinyin)), 1, now(), 1, now()
      FROM (
            SELECT n, unit.id AS unit_id, unit.company_id,
                   chr(19968 + n * 7919 %% 8000) || chr(19968 + n * 1009 %% 8000) || '制鞋厂' || n AS name,
                   '91350582MA' || lpad(n::text, 7, '0') || 'X' AS code, '湖东路' || n || '号' AS address,
                   '0595-' || lpad(n::text, 8, '0') AS phone, '林' || chr(19968 + n %% 4000) AS principal,
                   chr(97 + n %% 26) || chr(97 + n / 26 %% 26) || 'zxc' || n AS pinyin
              FROM generate_series(1, %(number)s) n
              JOIN (
                    SELECT id, company_id, row_number() OVER (ORDER BY id) - 1 AS rank, count(*) OVER () AS grids
                      FROM safety_unit WHERE company_id = %(company)s AND type_id = %(grid)s
                   ) unit ON unit.rank = n %% unit.grids
           ) register
"""
# {type of paper: every how many enterprises have one, some of them expired}
_PAPERS = {"safety_rules": 2, "operating_procedures": 3, "liability_insurance": 5}
_PAPER = """
    INSERT INTO safety_dossier_item (enterprise_id, unit_id, company_id, type_id, "group", name, count, active,
                                     is_current, date, date_end, create_uid, create_date, write_uid, write_date)
    SELECT id, unit_id, company_id, %(type)s, %(group)s, 'paper', 1, TRUE, TRUE, current_date - 100,
           CASE WHEN id %% 10 = 0 THEN current_date - 1 ELSE current_date + 200 END, 1, now(), 1, now()
      FROM safety_enterprise WHERE company_id = %(company)s AND headcount %% %(share)s = 0
"""
_CONTACTS = """
    INSERT INTO res_partner (name, complete_name, active, type, street, phone, ref, company_id,
                             create_uid, create_date, write_uid, write_date)
    SELECT name, name, TRUE, 'contact', address, phone, credit_code, company_id, 1, now(), 1, now()
      FROM safety_enterprise WHERE company_id = %s
"""
