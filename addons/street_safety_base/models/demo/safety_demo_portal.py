from odoo import models
from odoo.fields import Command
from odoo.tools import SQL

from . import pictures


class SafetyDemo(models.AbstractModel):
    """One enterprise has a portal login and proposes a correction that waits to be decided."""

    _inherit = "safety.demo"

    def _build_portal(self):
        unit = self._unit("SF112")
        firm = self.env["safety.enterprise"].search([("unit_id", "=", unit.id), ("headcount", ">=", 10)], limit=1)
        holder = self.env["safety.appointment"]._holders(self._post("grid_member"), unit, self._today())
        holder.partner_id.phone = "0000-8700112"
        contact = self.env["res.partner"].create(
            {
                "name": firm.safety_manager_name,
                "email": "enterprise@demo.example",
                "company_id": self._company().id,
                "lang": self.env.context["lang"],
                "tz": "Asia/Shanghai",
            }
        )
        firm.partner_id = contact
        login = self.env["res.users"].create(
            {
                "partner_id": contact.id,
                "login": "enterprise",
                "company_id": self._company().id,
                "company_ids": [Command.set(self._company().ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.env.flush_all()
        # The same word as everybody's: hashing it once more takes long.
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET password = (SELECT password FROM res_users WHERE login = 'grid') WHERE id = %s",
                login.id,
            )
        )
        words = self._content("tasks.json")["correction"]
        mine = self.env["safety.enterprise"].with_user(login)._portal_enterprises()
        mine._portal_propose(
            {"phone": words["phone"], "headcount": str(firm.headcount + words["headcount_more"])},
            words["note"],
            [("门头.jpg", pictures.photo("people", True, 7, str(self._today())))],
        )
