import csv
import json
import random
from datetime import time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, file_open

from . import pictures
from .roster import Roster

#: Two builds on one day are equal.
SEED = 20
#: Whole months of history before the present one.
MONTHS = 6


class SafetyDemo(models.AbstractModel):
    """The demonstration street: fictional people, enterprises and months of history that end today.

    Content stands in ``demo/`` of each addon; each extends this model with its own part and calls it from its demo
    file. Only the demo data and tests call it. Unlike everything else it writes states and dates of the past directly
    (:meth:`_rewrite`), because hundreds of steps lie in days that are over.
    """

    _name = "safety.demo"
    _description = "Demonstration street"

    @api.model
    def _build_base(self):
        """Build the street, its enterprises, its regulation and the work records of its history. Does nothing twice."""
        demo = self._prepared()
        if demo._street():
            return
        demo._learn("street_safety_base")
        demo._build_company()
        demo._build_units()
        demo._build_people()
        demo._build_enterprises()
        demo._build_dossiers()
        demo._build_regulation()
        demo._build_records()
        demo._build_tasks()
        demo._build_portal()
        demo._build_rolls()
        demo._build_incidents()
        demo._build_documents()
        demo._build_meetings()
        demo._build_packages()
        demo._build_runs()
        demo._finish()
        demo._build_engine()
        demo._build_consultations()

    # ---- where and when ----------------------------------------------------------------------------------------------

    def _prepared(self):
        """Return the model in the company of the street, silent, in Chinese where that is installed."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        return (
            self.sudo()
            .with_company(self.env.ref("base.main_company"))
            .with_context(
                lang="zh_CN" if "zh_CN" in languages else "en_US",
                active_test=True,
                tracking_disable=True,
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                mail_auto_subscribe_no_notify=True,
                no_reset_password=True,
            )
        )

    def _learn(self, addon):
        """Load the translations of ``addon`` now: Odoo does so after the demonstration data, which write words down."""
        self.env["ir.module.module"]._load_module_terms([addon], [self.env.context["lang"]])

    def _company(self):
        return self.env.company

    def _street(self):
        """Return the unit of the demonstration street; empty before it is built."""
        return self._unit("SF")

    def _unit(self, code):
        return self.env["safety.unit"].search([("code", "=", code), ("company_id", "=", self._company().id)])

    def _units(self, type_code):
        """Return the units of a type, in the order of the tree."""
        units = self.env["safety.unit"].search(
            [("type_id.code", "=", type_code), ("company_id", "=", self._company().id), ("code", "=like", "SF%")]
        )
        return units.sorted("code")

    def _regulation(self):
        return self.env["safety.regulation"].search([("code", "=", "SF"), ("company_id", "=", self._company().id)])

    def _rule(self, code):
        return self._regulation().rule_ids.filtered(lambda rule: rule.code == code)

    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def _today(self):
        return self._company()._safety_today()

    def _first_day(self):
        """Return the first day of the history."""
        return self._today().replace(day=1) - relativedelta(months=MONTHS)

    def _random(self):
        return random.Random(SEED)

    def _days(self, first, last):
        """Return the working days (Monday to Friday) of first … last not after today; all days if there is none."""
        last = min(last, self._today())
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [day for day in days if day.isoweekday() <= 5] or days

    def _instant(self, day, rng, hours=(9, 17)):
        """Return a UTC instant on ``day`` within the local ``hours``, never after now."""
        at = time(rng.randint(hours[0], hours[1] - 1), rng.randint(0, 59))
        return min(self._company()._safety_instant(day, at), fields.Datetime.now())

    def _post(self, code):
        return self.env.ref(f"street_safety_base.post_{code}")

    def _roster(self):
        return Roster(self.env, self._company())

    # ---- content -----------------------------------------------------------------------------------------------------

    def _content(self, name, addon="street_safety_base"):
        """Return what a file of the addon's ``demo/`` holds: rows (dicts) of a .csv, the value of a .json."""
        with file_open(f"{addon}/demo/{name}") as stream:
            return list(csv.DictReader(stream)) if name.endswith(".csv") else json.load(stream)

    def _photo_vals(self, scene, fixed, seed, record, day):
        """Return the values of an attachment with a drawn photo that belongs to ``record``."""
        return {
            "name": f"{scene}-{seed}.jpg",
            "raw": pictures.photo(scene, fixed, seed, fields.Date.to_string(day)),
            "res_model": record._name,
            "res_id": record.id,
        }

    # ---- the past ----------------------------------------------------------------------------------------------------

    def _rewrite(self, model, rows):
        """Set columns of many records in one statement; ``rows`` are {"id": …, column: value} with equal columns.

        The only way to give a record the dates of its day; transitions would write today's.
        """
        if not rows:
            return
        self.env.flush_all()
        model_fields = self.env[model]._fields
        types = {name: SQL.identifier(model_fields[name].column_type[0]) for name in rows[0]}
        names = [name for name in types if name != "id"]

        def cell(name, value):
            return SQL("%s::%s", value if value or model_fields[name].type == "boolean" else None, types[name])

        table = SQL.identifier(self.env[model]._table)
        changes = SQL(", ").join(SQL("%s = given.%s", SQL.identifier(name), SQL.identifier(name)) for name in names)
        values = SQL(", ").join(SQL("(%s)", SQL(", ").join(cell(name, row[name]) for name in types)) for row in rows)
        columns = SQL(", ").join(map(SQL.identifier, types))
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s FROM (VALUES %s) given (%s) WHERE given.id = %s.id",
                table,
                changes,
                values,
                columns,
                table,
            )
        )
        self.env.invalidate_all()

    def _stamps(self, moment):
        """Return the columns that say when a record was made and closed."""
        return {"frozen_at": moment, "create_date": moment, "write_date": moment}

    def _finish(self):
        """Do what the nights of the history would have done: make the duties, find their evidence, close them."""
        company = self._company()
        duties = self.env["safety.duty"]
        duties._generate(company, self._first_day(), duties._horizon(company)[1])
        self._count_rows()
        runs = self.env["safety.run"]
        for step in runs._steps():
            getattr(runs, step)(company)
        self._date_closings()

    def _count_rows(self):
        """Let the database count its rows: it took the tables for empty, and would plan its queries accordingly."""
        self.env.flush_all()
        tables = {model._table for name, model in self.env.items() if name.startswith("safety.") and model._auto}
        names = SQL(", ").join(map(SQL.identifier, sorted(tables)))
        self.env.cr.execute(SQL("ANALYZE %s", names))

    def _date_closings(self):
        """Give closed duties the day they would have been closed on."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty duty
                   SET closed_on = CASE WHEN state = 'missed' THEN due_date + 1 ELSE COALESCE((
                           SELECT MAX(GREATEST(proof.date, proof.recorded_on::date))
                             FROM safety_duty_evidence proof WHERE proof.duty_id = duty.id), due_date) END
                 WHERE company_id = %s AND state IN ('met', 'met_late', 'missed')
                """,
                self._company().id,
            )
        )
        self.env.invalidate_all()
