"""What the end of the year costs: proposing violations, appraising 1 000 units over 1 000 000 facts, their workbook."""

import tracemalloc
from datetime import date

from dateutil.relativedelta import relativedelta

from . import hazards, street
from .harness import Case

NAME = "Bench Street"
DAYS = 365


def _made(env):
    return env["res.company"].search([("name", "=", NAME)])


class Appraisal(Case):
    """Appraise 1 000 grids over 1 000 000 hazards of a year, counted in statements, against 100 over 10 000."""

    twin = True
    unit = "statements"
    rounds = 2

    def _prepare(self, env, subjects, facts, enterprises):
        made = street.company(env, NAME, subjects)
        street.enterprises(env, made, enterprises)
        env.flush_all()
        last = date(made._safety_today().year - 1, 12, 31)
        env.cr.execute(
            hazards._HAZARDS, {"number": facts, "company": made.id, "today": last, "days": DAYS, "uid": env.uid}
        )
        env.cr.execute("ANALYZE safety_hazard")
        env.invalidate_all()
        self._scheme(env, made)

    def _scheme(self, env, made):
        get = env["ir.model.fields"]._get
        records = {
            "model_id": env["ir.model"]._get("safety.hazard").id,
            "date_field_id": get("safety.hazard", "date").id,
            "unit_field_id": get("safety.hazard", "unit_id").id,
        }
        rate = {"kind": "rate", "weight": 50, "domain": "[('state', '=', 'closed')]", "target_rate": 95}
        count = {"kind": "count", "weight": 20, "domain": "[('severity', '=', 'major')]", "deduction_each": 0.1}
        funds = {"kind": "sum", "weight": 10, "value_field_id": get("safety.hazard", "funds_planned").id}
        lines = (
            {"name": "Closed", **rate, **records},
            {"name": "Major", **count, **records},
            {"name": "Funds", **funds, "deduction_each": 0.0001, **records},
            {"name": "Files", "kind": "hand", "weight": 20},
        )
        env["safety.appraisal.scheme"].create(
            {
                "name": NAME,
                "company_id": made.id,
                "unit_type_id": env.ref("street_safety_base.unit_type_grid").id,
                "indicator_ids": [(0, 0, {"section": "All", **line}) for line in lines],
                "grade_ids": [(0, 0, {"name": "Good", "minimum": 60}), (0, 0, {"name": "Bad", "minimum": 0})],
            }
        )
        env.flush_all()

    def prepare(self, env):
        self._prepare(env, 1_000, 1_000_000, 5_000)

    def prepare_reference(self, env):
        self._prepare(env, 100, 10_000, 500)

    def _appraise(self, env):
        made = _made(env)
        scheme = env["safety.appraisal.scheme"].search([("company_id", "=", made.id)])
        return env["safety.appraisal"].with_company(made)._generate(scheme, made, made._safety_today().year - 1)

    def ours(self, env):
        if not all(self._appraise(env).mapped("computed_on")):
            raise RuntimeError("not all were computed")

    reference = ours


class Workbook(Appraisal):
    """The ranked summary of 1 000 subjects: the most memory it holds at a time, against that of 100."""

    unit = "MB"
    rounds = 3

    def _prepare(self, env, subjects, facts, enterprises):
        super()._prepare(env, subjects, facts, enterprises)
        self._appraise(env)
        env.flush_all()

    def prepare(self, env):
        self._prepare(env, 1_000, 20_000, 1_000)

    def prepare_reference(self, env):
        self._prepare(env, 100, 2_000, 100)

    def ours(self, env):
        subjects = env["safety.appraisal"].search([("company_id", "=", _made(env).id)]).ids
        env.invalidate_all()
        name = "street_safety_accountability.action_report_safety_appraisal_ranking"
        tracemalloc.start()
        try:
            content, _kind = env["ir.actions.report"]._render_xlsx(name, subjects, {})
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        if len(content) < 1_000:
            raise RuntimeError("nothing was written")
        return most / 1_000_000

    reference = ours


class Proposals(Case):
    """The night that proposes what a month of missed daily duties of 300 grids calls for, against 30 grids."""

    twin = True
    unit = "statements"
    rounds = 2

    def _prepare(self, env, grids):
        made = street.company(env, NAME, grids)
        places = env["safety.unit"].search([("company_id", "=", made.id)], order="level desc, id", limit=grids)
        street.appoint(env, made, places, grids)
        rule = street.adopt(env, made, period_unit="day")
        today = made._safety_today()
        env["safety.duty"]._generate(made, today - relativedelta(days=30), today - relativedelta(days=1))
        env["safety.penalty.rule"].create(
            {
                "name": NAME,
                "regulation_id": rule.regulation_id.id,
                "duty_rule_ids": [(6, 0, rule.ids)],
                "date_from": today - relativedelta(years=1),
                "amount": 100,
                "hearing_days": 0,
            }
        )
        env.flush_all()
        env.cr.execute(
            "UPDATE safety_duty SET state = 'missed', closed_on = due_date WHERE company_id = %s AND due_date < %s",
            [made.id, today],
        )
        env.invalidate_all()

    def prepare(self, env):
        self._prepare(env, 300)

    def prepare_reference(self, env):
        self._prepare(env, 30)

    def ours(self, env):
        if not env["safety.violation"]._propose(_made(env)):
            raise RuntimeError("nothing was proposed")

    reference = ours
