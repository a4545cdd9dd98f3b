import re
import unicodedata
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

# What other systems write into a cell that has no value.
EMPTY_CELLS = {"n/a", "#n/a", "null", "none", "-", "--", "—", "/", "无"}
MAX_LENGTH = {"char": 500, "text": 10_000}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CHINESE_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class SafetyImportMixin(models.AbstractModel):
    """Import whole files: cells are checked first, rows find their record by natural key, nothing goes in by halves.

    Driven by class attributes; works on models with a ``company_id`` that follows their ``unit_id``. The number of
    statements does not depend on the number of rows, apart from the inserts and updates themselves.
    """

    _name = "safety.import.mixin"
    _description = "Import of whole files"

    #: Natural keys, strongest first, each a tuple of plain fields. A key counts where its first field is set.
    _import_keys = ()
    #: Longest text per field; the others take what MAX_LENGTH says for their type.
    _import_limits = {}
    #: Texts of digits and letters that input methods write full-width: codes, numbers, phones.
    _import_halfwidth = ()

    @api.model
    def load(self, fields, data):
        """Load rows as Odoo does; each message names row, column and reason.

        A row whose natural key is known updates that record, and an empty cell then erases nothing.
        """
        silent = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "tracking_disable": True}
        silent_self = self.with_context(**{**silent, **self.env.context})  # imported records are no news
        result = super(SafetyImportMixin, silent_self).load(fields, data)
        names = fields.index(self._rec_name) if self._rec_name in fields else None
        result["messages"].sort(key=lambda message: message.get("rows", {}).get("from", -1))
        for message in result["messages"]:
            if "rows" in message:
                name = names is not None and data[message["rows"]["from"]][names]
                message["message"] = self._import_locate(message, name)
                message["located"] = True
        return result

    def _import_locate(self, message, name):
        field = message.get("field")
        label = field in self._fields and self._fields[field]._description_string(self.env)
        where = [
            self.env._("Row %s", self._import_row_number(message["rows"]["from"])),
            str(name or "")[:40],
            self.env.context.get("import_columns", {}).get(field) or label,
        ]
        return self.env._("%(place)s: %(reason)s", place=" · ".join(filter(None, where)), reason=message["message"])

    def _import_row_number(self, position):
        """Return the number that the file's own program shows beside the row at ``position`` of the data."""
        number = position + self.env.context.get("import_first_row", 1)
        numbers = self.env.context.get("import_row_numbers") or []
        return numbers[number - 1] if number <= len(numbers) else number

    @api.model
    def _convert_records(self, records, **options):
        log, errors = options.get("log", bool), []

        def report(message):
            if message["type"] == "error":
                errors.append(message)
            log(message)

        cleaned = ((self._import_clean(record, info, report), info) for record, info in records)
        rows = list(super()._convert_records(cleaned, **options | {"log": report}))
        for position, (dbid, xid, values, info) in enumerate(rows):
            kept = {name: value for name, value in values.items() if not self._import_is_blank(name, value)}
            self._import_check(kept, info, report)
            rows[position] = [dbid, xid, kept, info]
        rows = self._import_match(rows, report)
        if not errors:  # one wrong row: nothing is written at all
            yield from rows

    def _import_clean(self, record, info, report):
        """Return the raw cells of one row trimmed, with “no value” words emptied and Chinese dates in ISO form."""
        return {name: self._import_clean_cell(name, value, info, report) for name, value in record.items()}

    def _import_clean_cell(self, name, value, info, report):
        if isinstance(value, list):  # a relational column: dicts of sub-fields
            subs = (sub.items() for sub in value)
            subs = [{key: self._import_clean_cell(name, cell, info, report) for key, cell in sub} for sub in subs]
            return [sub for sub in subs if any(sub.values())]
        if not isinstance(value, str):
            return value
        if control := _CONTROL.search(value):
            reason = self.env._(
                "The text holds the control character U+%(code)s at position %(position)s. Retype the cell.",
                code=f"{ord(control[0]):04X}",
                position=control.start() + 1,
            )
            report(dict(info, type="error", field=name, message=reason))
        value = _CONTROL.sub("", value).strip()
        if value.casefold() in EMPTY_CELLS:
            return ""
        kind = name in self._fields and self._fields[name].type
        if name in self._import_halfwidth or kind in ("date", "datetime", "integer", "float", "monetary"):
            value = unicodedata.normalize("NFKC", value).strip()
        if kind == "integer":
            return value.replace(",", "")
        if kind == "char":
            return " ".join(value.split())
        if kind == "date" and (match := _CHINESE_DATE.fullmatch(value)):
            return "{}-{:0>2}-{:0>2}".format(*match.groups())
        return value

    def _import_is_blank(self, name, value):
        """Tell an empty cell from a value: 0 is one, and so is an unticked box."""
        is_box = name in self._fields and self._fields[name].type == "boolean"
        return value is None or value == "" or (value is False and not is_box)

    def _import_check(self, values, info, report):
        """Report what is wrong with the converted ``values`` of one row. Extend it per model."""
        for name, value in values.items():
            kind = name in self._fields and self._fields[name].type
            limit = self._import_limits.get(name) or MAX_LENGTH.get(kind)
            if limit and isinstance(value, str) and len(value) > limit:
                reason = self.env._(
                    "The text has %(length)s characters, at most %(limit)s fit. Shorten it.",
                    length=len(value),
                    limit=limit,
                )
                report(dict(info, type="error", field=name, message=reason))

    # ---- natural keys ------------------------------------------------------------------------------------------------

    def _import_match(self, rows, report):
        """Give each row the id of the record it is about, and new rows their defaults; return the rows to write."""
        defaults = self.default_get(list(self._fields))  # once, not once per row
        companies = self._import_companies(rows, defaults.get("unit_id"))
        found = [self._import_find(key, rows, companies) for key in self._import_keys]
        taken, result = {}, []
        for row, company in zip(rows, companies, strict=True):
            dbid, xid, values, info = row
            keys = [self._import_key(key, company, values) for key in self._import_keys]
            target = self.browse(dbid) if dbid or xid else self._import_pick(keys, found, info, report)
            if target is None:
                continue
            identity = target.id or next(filter(None, keys), None)
            if identity in taken:
                self._import_report_twice(keys, info, taken[identity], report)
                continue
            if identity:
                taken[identity] = info
            if target:
                row[0] = target.id
            elif not xid:
                row[2] = values = {**defaults, **values}
                self._import_check_required(values, info, report)
            result.append(row)
        self._import_check_rights(result, report)
        return result

    def _import_companies(self, rows, default_unit):
        """Return the company of each row: that of its unit, else of the user's own."""
        units = [values.get("unit_id") or default_unit for _dbid, _xid, values, _info in rows]
        known = self.env["safety.unit"].sudo().browse(set(filter(None, units)))
        company = {unit.id: unit.company_id.id for unit in known}
        return [company.get(unit) for unit in units]

    def _import_key(self, key, company, values):
        """Return the value of natural key ``key`` in ``values`` (dict or record), or None where it does not count."""
        texts = [name in values and values[name] or "" for name in key]
        return (company, *texts) if texts[0] else None

    def _import_find(self, key, rows, companies):
        """Return {key value: records} of what is stored for natural key ``key``. One query."""
        wanted = {values[key[0]] for _dbid, _xid, values, _info in rows if key[0] in values}
        domain = Domain("company_id", "in", set(companies)) & Domain(key[0], "in", wanted)
        found = defaultdict(self.browse)
        for record in self.sudo().with_context(active_test=False).search_fetch(domain):
            found[self._import_key(key, record.company_id.id, record)] |= record
        return found

    def _import_pick(self, keys, found, info, report):
        """Return the record that ``keys`` name (empty: a new one), or None where the row is not to be written.

        A weaker key is trusted only where it contradicts no stronger one: two codes are two enterprises.
        """
        for index, key in enumerate(keys):
            records = found[index].get(key)
            if not records:
                continue
            stronger = self._import_keys[:index]
            plain = records.filtered(lambda record, names=stronger: not any(record[name[0]] for name in names))
            if any(keys[:index]) or plain:
                records = plain
            targets = records._import_target()
            if len(targets) > 1:
                reason = self.env._("Several records match this row. Give the code and the site number.")
                report(dict(info, type="error", field=self._import_keys[index][0], message=reason))
                return None
            if targets and targets not in records:
                reason = self.env._("This one was merged into another before: the row was passed over.")
                report(dict(info, type="warning", field=self._import_keys[index][0], message=reason))
                return None
            if targets:
                return targets
        return self.browse()

    def _import_target(self):
        """Return the records that rows about ``self`` are written to."""
        return self

    def _import_report_twice(self, keys, info, first, report):
        index = next(index for index, key in enumerate(keys) if key)
        number = self._import_row_number(first["rows"]["from"])
        reason = self.env._("The file already has this one in row %s. Keep one of the two rows.", number)
        report(dict(info, type="error", field=self._import_keys[index][0], message=reason))

    def _import_check_required(self, values, info, report):
        for name, field in self._fields.items():
            if field.required and not field.compute and self._import_is_blank(name, values.get(name)):
                report(dict(info, type="error", field=name, message=self.env._("The value is missing.")))

    def _import_check_rights(self, rows, report):
        """Report rows beyond the user's seats, so that the clerk learns which; the record rules refuse them anyway."""
        known = self.browse(row[0] for row in rows if row[0])
        refused = set((known - known._filtered_access("write"))._ids)
        units = self.env["safety.unit"].sudo().with_context(active_test=False)
        wanted = units.browse({row[2]["unit_id"] for row in rows if row[2].get("unit_id")})
        reach = Domain("id", "in", wanted.ids) & Domain("id", "child_of", self.env.user.safety_act_unit_ids.ids)
        beyond = units.browse() if self.env.su else wanted - units.search(reach)
        for dbid, _xid, values, info in rows:
            if dbid in refused:
                reason = self.env._("It is already on the roll of a unit that your posts do not reach.")
                report(dict(info, type="error", field=self._rec_name, message=reason))
            elif values.get("unit_id") in beyond._ids:
                unit = units.browse(values["unit_id"]).name
                reason = self.env._("Your posts do not let you register anything for “%s”.", unit)
                report(dict(info, type="error", field="unit_id", message=reason))

    def _load_records_write(self, values):
        """Write only what differs: importing the same file again leaves no trace."""
        self.ensure_one()
        changed = {name: value for name, value in values.items() if name != "id" and self._import_differs(name, value)}
        return super()._load_records_write(changed) if changed else None

    def _import_differs(self, name, value):
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return True
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)
