import base64
from datetime import timedelta

from odoo import models
from odoo.fields import Command
from odoo.tools import SQL

from . import pictures


class SafetyDemo(models.AbstractModel):
    """Company, units, people and their appointments."""

    _inherit = "safety.demo"

    def _build_company(self):
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        self._company().write(
            {
                "name": "示范街道办事处",
                "safety_tz": "Asia/Shanghai",
                "currency_id": yuan.id,
                "country_id": self.env.ref("base.cn").id,
                "city": "示范市",
                "street": "示范街道湖滨路1号",
                "phone": "0000-8800000",
                "logo": base64.b64encode(pictures.emblem()),
            }
        )

    def _build_units(self):
        known = {}
        for row in self._content("units.csv"):
            known[row["code"]] = self.env["safety.unit"].create(
                {
                    "name": row["name"],
                    "code": row["code"],
                    "type_id": self.env.ref(f"street_safety_base.unit_type_{row['type']}").id,
                    "parent_id": known[row["parent"]].id if row["parent"] else False,
                    "company_id": self._company().id,
                }
            )

    def _build_people(self):
        """Create users and appointments. Every password is "demo": hashing it once for each would take minutes."""
        rows = self._content("people.csv")
        roles = {row["login"]: row["role_zh"].partition("（")[0] for row in self._content("logins.csv")}
        people = {row["login"]: {"name": row["name"], "function": roles.get(row["login"])} for row in rows}
        groups = {login: self.env.ref("base.group_user") for login in people}
        for row in rows:
            groups[row["login"]] |= self._post(row["post"]).group_ids
        users = self.env["res.users"].create(
            [{**vals, **self._user_vals(login, groups[login])} for login, vals in people.items()]
        )
        secret = users._crypt_context().hash("demo")
        self.env.cr.execute(SQL("UPDATE res_users SET password = %s WHERE id IN %s", secret, tuple(users.ids)))
        by_login = users.grouped("login")
        self.env["safety.appointment"].create([self._appointment_vals(row, by_login[row["login"]]) for row in rows])

    def _user_vals(self, login, groups):
        # Odoo's chat robot would cover the whole screen of a phone at the first login.
        quiet = {"odoobot_state": "disabled"} if "odoobot_state" in self.env["res.users"]._fields else {}
        return {
            **quiet,
            "login": login,
            "email": f"{login}@demo.example",
            "lang": self.env.context["lang"],
            "tz": "Asia/Shanghai",
            "notification_type": "inbox",
            "company_id": self._company().id,
            "company_ids": [Command.set(self._company().ids)],
            "group_ids": [Command.set(groups.ids)],
        }

    def _appointment_vals(self, row, user):
        today = self._today()
        return {
            "user_id": user.id,
            "post_id": self._post(row["post"]).id,
            "unit_id": self._unit(row["unit"]).id,
            "date_start": today - timedelta(days=int(row["since"])),
            "date_end": row["until"] and today - timedelta(days=int(row["until"])),
            "served_unit_ids": [Command.link(self._unit(code).id) for code in row["serves"].split(";") if code],
        }
