import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import file_open

#: The tables of tasks that come with the suite, by code.
TABLES = {"zf": "street_safety_inspection/data/campaign/zf_table.json"}


class SafetyCampaign(models.Model):
    """Tables of tasks that come with the suite: taken over, with the responsible units of this street."""

    _inherit = "safety.campaign"

    @api.model
    def _tables(self):
        """Return {code: content} of the tables of tasks that are shipped."""
        found = {}
        for code, path in TABLES.items():
            with file_open(path) as stream:
                found[code] = json.load(stream)
        return found

    def action_take_table(self):
        """Ask which table of tasks to take over."""
        self.ensure_one()
        self._safety_check_level("act")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take over a table of tasks"),
            "res_model": "safety.campaign.table.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_campaign_id": self.id},
        }

    def _take_table(self, table):
        """Add the tasks of ``table`` (content of a table file) to this draft, with the units found here; note the gaps.

        A table is taken over once: tasks whose clause stands in the campaign already are left out.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("“%s” has begun: add the tasks one by one.", self.name))
        units, gaps = self._units_of(table)
        areas = self.env["safety.campaign.field"].search([("active", "=", True)])
        known = set(self.task_ids.mapped("clause_code"))
        values = []
        for number, row in enumerate(table["tasks"], start=1):
            if row["clause"] not in known:
                values.append({**self._task_vals(row, units, areas), "sequence": number})
        self.write(
            {
                "task_ids": [Command.create(vals) for vals in values],
                "field_ids": [Command.link(area.id) for area in areas if area.code in table.get("fields", ())],
                "theme": self.theme or table.get("theme"),
                "document_number": self.document_number or table.get("document_number"),
                "gaps": gaps or False,
            }
        )

    def _task_vals(self, row, units, areas):
        responsible = self.env["safety.unit"].union(*(units[key] for key in row["responsible"]))
        return {
            "theme": row["theme"],
            "group": row["group"],
            "name": row["name"],
            "text": row["text"],
            "clause_code": row["clause"],
            "role": row["role"],
            "asks": row.get("asks", "once"),
            "field_id": areas.filtered(lambda area: area.code == row.get("field")).id,
            "unit_ids": [Command.set(responsible.ids)],
        }

    def _units_of(self, table):
        """Return ({name of the table: our units}, words on what was not found), by kind, code or name. One query."""
        found = self.env["safety.unit"].search([("id", "child_of", self.unit_id.id)])
        units, gaps = {}, []
        for key, one in table["responsible"].items():
            units[key] = found.filtered(
                lambda unit, one=one: (
                    unit.type_id.code in one.get("types", ())
                    or unit.code == one.get("code")
                    or unit.name == one["name"]
                )
            )
            if not units[key]:
                gaps.append(one["name"])
        missing = self.env._("Not found here: %s. Choose who is responsible in their tasks.", "、".join(gaps))
        return units, gaps and missing
