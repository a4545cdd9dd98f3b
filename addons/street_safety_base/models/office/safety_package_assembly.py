import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# How many changes are told in a message; the form shows all.
TOLD = 3


class SafetyPackage(models.Model):
    """How a package is assembled: each part is read once for all packages of a kind and period."""

    _inherit = "safety.package"

    def action_assemble(self):
        """Read the records of the period anew; only of a draft."""
        self.check_access("write")
        self._safety_check_level("act")
        self._assemble()
        return True

    def _assemble(self):
        """Write down the rows of every part, as the current user may see them."""
        self._check_not_frozen()
        sections = self._sections()
        if not sections:
            return
        self.flush_recordset()
        # One statement for any number of packages: the rows are the engine's, no write() of the form ever carries them.
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_package package
                   SET section_data = made.data, write_uid = %(uid)s, write_date = %(now)s
                  FROM (SELECT unnest(%(ids)s) AS id, unnest(%(data)s)::jsonb AS data) made
                 WHERE package.id = made.id AND package.frozen_at IS NULL
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                ids=list(sections),
                data=[json.dumps(rows) for rows in sections.values()],
            )
        )
        self.invalidate_recordset()

    def _sections(self):
        """Return {package id: parts as JSON} of the records as they are now. Constant statements per kind and period.

        A part has its name, headings, rows of [record id, cells …], and files as [record id, attachment id, name,
        SHA-1, bytes]. Words are those of the street's language, so that two people assemble the same.
        """
        found = {package.id: [] for package in self}
        groups = self.grouped(lambda package: (package.company_id, package.kind_id, package.period_start))
        for (company, kind, _start), packages in groups.items():
            street = packages.with_company(company).with_context(lang=company._safety_lang())
            for part in kind.with_env(street.env).part_ids:
                rows, files = street._part_rows(part)
                for package in packages:
                    found[package.id].append(
                        {
                            "part": part.id,
                            "name": part.ledger_id.name,
                            "model": part.ledger_id.model,
                            "minimum": part.minimum,
                            "headings": [column._heading() for column in part.ledger_id.column_ids],
                            "rows": rows[package.unit_id.id],
                            "files": files[package.unit_id.id],
                        }
                    )
        return found

    def _part_rows(self, part):
        """Return ({unit id: rows}, {unit id: files}) of ``part`` for packages of one kind and period."""
        ledger = part.ledger_id
        records = self.env[ledger.model].search(self._part_domain(part), order=ledger.order or None)
        cells = [column._cells(records) for column in ledger.column_ids]
        lines = zip(*cells, strict=True) if cells else [()] * len(records)
        owners = self._owners(records, part.unit_path)
        rows, files = defaultdict(list), defaultdict(list)
        for record, line in zip(records, lines, strict=True):
            row = [record.id, *(self._cell(value) for value in line)]
            for unit_id in owners[record.id]:
                rows[unit_id].append(row)
        for record_id, *file in self._part_files(records) if part.with_files else ():
            for unit_id in owners[record_id]:
                files[unit_id].append([record_id, *file])
        return rows, files

    def _owners(self, records, unit_path="unit_id"):
        """Return {record id: ids of those of our units that lie above the record's unit, or are it}."""
        ours = set(self.unit_id.ids)
        above = {
            unit.id: ours.intersection(int(part) for part in (unit.parent_path or "").split("/") if part)
            for unit in records.sudo()[unit_path]
        }
        return {record.id: above.get(record.sudo()[unit_path].id, ()) for record in records}

    @api.model
    def _part_files(self, records):
        """Yield (record id, attachment id, name, SHA-1, bytes) of what is attached to ``records``. One query."""
        order = {record_id: number for number, record_id in enumerate(records.ids)}
        files = (
            self.env["ir.attachment"]
            .sudo()  # who sees the record sees what is attached to it
            .search([("res_model", "=", records._name), ("res_id", "in", records.ids), ("res_field", "=", False)])
        )
        for file in files.sorted(lambda file: (order[file.res_id], file.id)):
            yield file.res_id, file.id, file.name, file.checksum, file.file_size

    def _part_domain(self, part):
        """Return the Domain of the records of ``part`` that lie in our units and our common period."""
        domain = part.ledger_id._records_domain() & Domain(part.unit_path, "child_of", self.unit_id.ids)
        if part.date_path:
            package = self[:1]
            first, last = package.period_start, package.period_end
            if self.env[part.ledger_id.model]._fields[part.date_path].type == "datetime":
                first = package.company_id._safety_instant(first)
                last = package.company_id._safety_instant(last + timedelta(days=1)) - timedelta(seconds=1)
            domain &= Domain(part.date_path, ">=", first) & Domain(part.date_path, "<=", last)
        return domain

    @api.model
    def _cell(self, value):
        if hasattr(value, "hour"):
            return value.isoformat(sep=" ")
        return value.isoformat() if hasattr(value, "year") else value

    @api.depends("section_data")
    def _compute_row_count(self):
        for package in self:
            package.row_count = sum(len(section["rows"]) for section in package.section_data or ())

    def _changed_since(self):
        """Return {package: changes} of the packages whose records are no longer what was written down."""
        now = self._sections()
        found = {}
        for package in self:
            # What comes from the database went through JSON: dates are texts, tuples are lists.
            fresh = json.loads(json.dumps(now[package.id]))
            if changes := package._diff(package.section_data or [], fresh):
                found[package] = changes
        return found

    def _check_current(self):
        """Raise UserError when a record of a package changed after it was assembled: nobody signs what is outdated."""
        for package, changes in self._changed_since().items():
            raise UserError(
                self.env._(
                    "Records of %(package)s changed after it was assembled:\n%(changes)s\n"
                    "Press “Assemble anew”, look at it and sign then.",
                    package=package.display_name,
                    changes="\n".join(change["text"] for change in changes[:TOLD]),
                )
            )
