import re
from pathlib import Path

from odoo import api, fields, models
from odoo.fields import Domain

# The tables of codes a regulation brings along besides its types of work records.
TABLES = {
    "meeting_types": "safety.meeting.type",
    "package_kinds": "safety.package.kind",
    "topics": "safety.record.topic",
    "dossier_types": "safety.dossier.type",
    "inspection_kinds": "safety.inspection.kind",
    "training_types": "safety.training.type",
}
WRITTEN = ("code", "name", "period", "group", "uses_expiry", "validity_months", "attendee_role")
QUOTED = re.compile(r"'([a-z][a-z0-9_]*)'")


class SafetyRegulation(models.Model):
    """What a regulation brings along besides clauses and rules, and where the shipped ones lie."""

    _inherit = "safety.regulation"

    time_missing = fields.Integer(
        string="Rules without a time",
        compute="_compute_time_missing",
        help="The regulation prints no time for them: give one, or the launch does. Until then records cause no duty.",
    )

    @api.depends("rule_ids.due_missing")
    def _compute_time_missing(self):
        for regulation in self:
            regulation.time_missing = len(regulation.rule_ids.filtered("due_missing"))

    def action_open_time_missing(self):
        """Open the rules that still need a time."""
        self.ensure_one()
        action = self.action_open_rules()
        return {**action, "domain": [("regulation_id", "=", self.id), ("due_missing", "=", True)]}

    def _to_file(self):
        content = super()._to_file()
        named = self._named_in(content["rules"])
        types = self.env["safety.record.type"].search([("code", "in", list(named))]).sorted("code")
        content["record_types"] = [record_type._to_file() for record_type in types]
        for key, model in self._tables():
            rows = self.env[model].sudo().search([("code", "in", list(named))]).sorted("code")
            if rows:
                content[key] = [
                    row._to_file()
                    if hasattr(row, "_to_file")
                    else {name: row[name] for name in WRITTEN if name in row._fields and row[name]}
                    for row in rows
                ]
        units = self.rule_ids.unit_ids.filtered("code").sorted("code")
        if units:
            content["units"] = [{"code": unit.code, "name": unit.name} for unit in units]
        posts = self.clause_ids.grouped("code")
        for row in content["clauses"]:
            if found := posts[row["code"]].post_ids:
                row["posts"] = found.mapped("code")
        return content

    def _tables(self):
        return [(key, model) for key, model in TABLES.items() if model in self.env]

    def _named_in(self, rules):
        """Return the codes that ``rules`` (as in the file) use in their kinds and conditions."""
        found = set()
        for rule in rules:
            texts = [rule.get("evidence_domain")]
            texts += [(rule.get(part) or {}).get("domain") for part in ("record", "standing", "targets")]
            found.update(code for text in texts if text for code in QUOTED.findall(text))
            found.add(rule["kind"].partition(":")[2])
        return found - {""}

    @api.model
    def _from_file(self, content, unit, mapping=None, skip=False):
        self._make_tables(content)
        return super()._from_file(content, unit, mapping, skip)

    def _make_tables(self, content):
        for key, model in self._tables():
            rows = content.get(key) or []
            table = self.env[model].sudo().with_context(active_test=False)
            known = set(table.search([("code", "in", [row["code"] for row in rows])]).mapped("code"))
            table.create(
                [
                    table._from_file(row)
                    if hasattr(table, "_from_file")
                    else {name: row[name] for name in WRITTEN if name in row and name in table._fields}
                    for row in rows
                    if row["code"] not in known
                ]
            )

    def _make_clauses(self, rows):  # pylint: disable=missing-return
        super()._make_clauses(rows)
        posts = self.env["safety.post"].search(Domain.TRUE).grouped("code")
        clauses = self.clause_ids.grouped("code")
        for row in rows:
            if row.get("posts"):
                ids = [posts[code].id for code in row["posts"] if code in posts]
                clauses[row["code"]].post_ids = ids

    @api.model
    def _pack_files(self, folder):
        root = Path(folder) / "data" / "packs"
        return super()._pack_files(folder) + ([str(path) for path in root.rglob("*.json")] if root.is_dir() else [])
