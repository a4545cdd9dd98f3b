import base64
import json
from pathlib import Path

from odoo import api, models, modules
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import file_open

FORMAT = "street-safety-regulation"
FORMAT_VERSION = 1
HEAD = ("code", "name", "document_number", "issuer", "date_issued", "version", "note")


class SafetyRegulation(models.Model):
    """A regulation as one file: clauses, rules, and the codes they use, so that streets exchange them."""

    _inherit = "safety.regulation"

    # ---- out ---------------------------------------------------------------------------------------------------------

    def _to_file(self):
        """Return the whole regulation as JSON-serialisable content; equal content gives equal text."""
        self.ensure_one()
        rules = self.rule_ids.filtered(lambda rule: rule.stage == "valid")
        types = rules.unit_type_id | rules.other_unit_type_ids | rules.rotation_type_id | rules.step_ids.unit_type_id
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "regulation": {name: self._fields[name].convert_to_export(self[name], self) or None for name in HEAD},
            "unit_types": [{"code": kind.code, "name": kind.name} for kind in types.sorted("code")],
            "posts": [
                {"code": post.code, "name": post.name}
                for post in (rules.post_ids | rules.step_ids.post_ids).sorted("code")
            ],
            "record_types": [record_type._to_file() for record_type in self._file_record_types(rules)],
            "clauses": [
                {
                    "code": clause.code,
                    "parent": clause.parent_id.code or None,
                    "reference": clause.reference or None,
                    "name": clause.name,
                    "text": clause.text or None,
                }
                for clause in self.clause_ids.sorted(lambda clause: (clause.sequence, clause.id))
            ],
            "rules": [rule._to_file() for rule in rules.sorted(lambda rule: (rule.sequence, rule.id))],
        }

    def _file_record_types(self, rules):
        codes = [code.partition(":")[2] for code in rules.sudo().kind_id.mapped("code") if ":" in code]
        return self.env["safety.record.type"].search([("code", "in", codes)]).sorted("code")

    def action_export(self):
        """Download the regulation as one file for another street."""
        self.ensure_one()
        self.check_access("read")
        text = json.dumps(self._to_file(), ensure_ascii=False, indent=2, default=str)
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.code}-{self.version}.json",
                "datas": base64.b64encode(text.encode()),
                "mimetype": "application/json",
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}

    # ---- in ----------------------------------------------------------------------------------------------------------

    @api.model
    def _read_file(self, text):
        """Return the content of an exchange file.

        :raises UserError: it is none, or of a newer format
        """
        try:
            content = json.loads(text)
        except (ValueError, UnicodeDecodeError) as error:
            raise UserError(self.env._("This is not a regulation file: %s", error)) from error
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise UserError(self.env._("This is not a regulation file of this suite."))
        if content.get("format_version", 0) > FORMAT_VERSION:
            raise UserError(self.env._("The file was written by a newer version of this suite. Update first."))
        return content

    @api.model
    def _from_file(self, content, unit, mapping=None, skip=False):
        """Create a draft regulation of ``unit`` from the content of an exchange file.

        :param mapping: {"unit_types": {code: record}, "posts": {code: record}}
        :param skip: leave out the rules that cannot be made here, instead of refusing the file
        :return: (regulation, [(rule name, what is missing)])
        """
        head = content["regulation"]
        regulation = self.create(
            {
                **{name: head[name] for name in HEAD if head.get(name)},
                "version": self._free_version(head["code"], head.get("version") or "1", unit),
                "unit_id": unit.id,
            }
        )
        self._make_record_types(content.get("record_types") or [])
        regulation._make_clauses(content.get("clauses") or [])
        gaps = self._make_rules(content.get("rules") or [], regulation, mapping or {})
        if gaps and not skip:
            raise UserError("\n".join(f"{name}: {problem}" for name, problem in gaps))
        return regulation, gaps

    def _make_rules(self, rows, regulation, mapping):
        """Make the rules of a file, all at once; when one does not fit, one by one; return those that do not."""
        rules = self.env["safety.duty.rule"]
        gaps, values = [], []
        for row in rows:
            try:
                with self.env.cr.savepoint():
                    values.append((row, rules._from_file(row, regulation, mapping)))
            except Exception as error:  # noqa: BLE001 – every rule that does not fit is named
                gaps.append(self._gap(row, error))
        try:
            with self.env.cr.savepoint():
                rules.create([vals for _row, vals in values]).flush_recordset()
            return gaps
        except Exception:  # noqa: BLE001 – which one it was is found out below
            self.env.invalidate_all(flush=False)
        for row, vals in values:
            try:
                with self.env.cr.savepoint():
                    rules.create(vals).flush_recordset()
            except Exception as error:  # noqa: BLE001 – as above
                gaps.append(self._gap(row, error))
        return gaps

    def _gap(self, row, error):
        return row.get("name") or "?", str(error.args[0] if error.args else error).split("\n")[0]

    def _free_version(self, code, version, unit):
        taken = set(
            self.search([("company_id", "=", unit.company_id.id), ("code", "=", code)])
            .with_context(active_test=False)
            .mapped("version")
        )
        number, candidate = 2, version
        while candidate in taken:
            candidate, number = f"{version}-{number}", number + 1
        return candidate

    def _make_clauses(self, rows):
        """Make the clauses of a file, one level of the tree after the other."""
        codes, known = {row["code"] for row in rows}, {}
        waiting = list(enumerate(rows, start=1))
        while waiting:
            level = [(n, row) for n, row in waiting if row.get("parent") not in codes or row["parent"] in known]
            level = level or waiting  # each lies below another one: the file is wrong, but nothing is lost
            made = self.env["safety.clause"].create(
                [
                    {
                        "regulation_id": self.id,
                        "parent_id": known[row["parent"]].id if row.get("parent") in known else False,
                        "sequence": sequence,
                        **{name: row.get(name) for name in ("code", "reference", "name", "text")},
                    }
                    for sequence, row in level
                ]
            )
            known |= {row["code"]: clause for (_n, row), clause in zip(level, made, strict=True)}
            numbers = {n for n, _row in level}
            waiting = [item for item in waiting if item[0] not in numbers]

    def _make_record_types(self, rows):
        types = self.env["safety.record.type"].sudo()
        known = set(types.with_context(active_test=False).search(Domain.TRUE).mapped("code"))
        names = {"code", "name", "note", "needs_photo", "needs_participants", "needs_targets", "has_topics"}
        types.create(
            [{name: value for name, value in row.items() if name in names} for row in rows if row["code"] not in known]
        )

    # ---- what is shipped ---------------------------------------------------------------------------------------------

    @api.model
    def _packs(self):
        """Return {code: content} of the regulations shipped in ``packs/`` of the installed addons.

        Files of one code belong together: an addon adds the rules whose evidence it brings.
        """
        packs = {}
        for addon in self.env["ir.module.module"].sudo().search([("state", "=", "installed")]).mapped("name"):
            if not addon.startswith("street_safety"):
                continue
            folder = modules.get_module_path(addon, display_warning=False)
            for path in sorted(self._pack_files(folder)):
                with file_open(path, "rb") as stream:
                    self._merge_pack(packs, self._read_file(stream.read()))
        return packs

    @api.model
    def _pack_files(self, folder):
        root = Path(folder) / "packs"
        return [str(path) for path in root.rglob("*.json")] if root.is_dir() else []

    @api.model
    def _merge_pack(self, packs, content):
        known = packs.setdefault(content["regulation"]["code"], {})
        for key, value in content.items():
            if isinstance(value, list):
                codes = {row.get("code") for row in known.get(key, ())} if key != "rules" else ()
                known[key] = known.get(key, []) + [row for row in value if row.get("code") not in codes]
            else:
                known.setdefault(key, value)
