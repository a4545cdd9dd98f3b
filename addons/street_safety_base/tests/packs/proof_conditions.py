"""Makes a record fulfil a condition, or fail it."""

from odoo.tools.safe_eval import safe_eval

from .caused import CausedCase

SAMPLES = {"char": "X", "text": "X", "html": "<p>X</p>", "date": "2026-06-10", "datetime": "2026-06-10 04:00:00"}


class ConditionCase(CausedCase):
    """Reads the conditions of rules and kinds, and writes what they ask into the table of a record."""

    def _leaves(self, domain):
        """Return the conditions of ``domain``; of alternatives the first."""
        items = safe_eval(domain) if isinstance(domain, str) else list(domain)

        def take():
            item = items.pop(0)
            if item == "|":
                first, _other = take(), take()
                return first
            return take() + take() if item == "&" else [item]

        leaves = []
        while items:
            leaves += take()
        return leaves

    def _holds(self, record, leaf):
        found = record.with_context(active_test=False).sudo()
        return bool(found.search_count([("id", "=", record.id), leaf]))

    def _fit(self, record, domain):
        """Make ``record`` fulfil ``domain``, as far as it does not yet."""
        self.env.flush_all()
        by_head = {}
        for path, operator, value in self._leaves(domain):
            head, _dot, rest = path.partition(".")
            by_head.setdefault(head, []).append((path, rest, operator, value))
        for head, leaves in by_head.items():
            if all(self._holds(record, (path, operator, value)) for path, _rest, operator, value in leaves):
                continue
            self._fit_field(record, record._fields[head], leaves)

    def _fit_field(self, record, field, leaves):
        path, rest, operator, value = leaves[0]
        if field.name == "unit_id":
            return  # what lies elsewhere is not to be moved
        if operator == "any":
            self._make_child(record, field, value)
        elif operator == "not any":
            self.env[field.comodel_name].search([(field.inverse_name, "=", record.id), *value]).unlink()
        elif rest:
            rows = self.env[field.comodel_name].with_context(active_test=False)
            row = rows.search([(rest, operator, value) for _path, rest, operator, value in leaves], limit=1)
            self.assertTrue(row, f"nothing fulfils {path} {operator} {value}")
            if field.type == "many2one":
                self._set(record, **{field.name: row.id})
            else:
                self._link(record, field.name, row.id)
        else:
            wanted = value[0] if operator == "in" else value
            if operator == "not in":
                wanted = next(code for code in field.get_values(self.env) if code not in value)
            if operator == "!=" and value is False:
                wanted = self._sample(field)
            self._put(record, field, wanted)

    def _sample(self, field):
        """Return some value for ``field``."""
        if field.type == "many2one":
            rows = self.env[field.comodel_name]
            ours = [("company_id", "in", (self.company.id, False))] if "company_id" in rows._fields else []
            return rows.search(ours, limit=1).id
        return field.get_values(self.env)[0] if field.type == "selection" else SAMPLES[field.type]

    def _put(self, record, field, value):
        """Write one value, also of a field that only reads what another one says."""
        if field.store:
            empty = value is False and field.type != "boolean"
            self._set(record, **{field.name: None if empty else value})
        else:
            getattr(self, f"_put_{field.name}")(record, value)

    def _put_supervising_unit_id(self, record, value):
        self._set(record, supervising_unit_own_id=value or None)
        if not value:
            self._set(record, industry_id=None)

    def _put_missing_type_ids(self, record, value):
        """Without anything missing: every paper that is asked for is there; with: one of them has no date."""
        if value is not False:
            record.dossier_item_ids.unlink()
            return
        for kind in record.missing_type_ids:
            self.env["safety.dossier.item"].create(
                {"enterprise_id": record.id, "type_id": kind.id, "date": "2026-01-05"}
            )

    def _make_child(self, record, field, domain):
        child = self.env[field.comodel_name].create(
            {field.inverse_name: record.id, **self._child_values(field.comodel_name, domain)}
        )
        self._fit(child, [leaf for leaf in domain if leaf[0] != "is_current"])
        self.env.flush_all()
        self.env.invalidate_all()

    def _child_values(self, model, domain):
        self.assertEqual(model, "safety.dossier.item")
        code = next(value for path, _operator, value in domain if path == "type_id.code")
        return {"type_id": self.env["safety.dossier.type"].search([("code", "=", code)]).id, "date": "2026-01-05"}

    def _spoil(self, record, domain):
        """Make ``record`` incomplete: back to its first state, or without one thing that is asked."""
        leaves = self._leaves(domain)
        states = [leaf for leaf in leaves if leaf[0] == "state"]
        if states and record._fields["state"].store:
            first = record._fields["state"].get_values(self.env)[0]
            self._set(record, state=first)
            if self._holds(record, states[0]):
                self._set(record, state="void")
        else:
            self._spoil_fact(record, leaves)
        self.assertFalse(record.search([("id", "=", record.id), *domain]), "spoiled, it still fulfils the condition")

    def _spoil_fact(self, record, leaves):
        plain = [leaf for leaf in leaves if "." not in leaf[0] and leaf[1] != "any" and leaf[0] != "is_current"]
        if not plain:
            head, _dot, rest = leaves[0][0].partition(".")
            rows = self.env[record._fields[head].comodel_name]
            values = leaves[0][2] if leaves[0][1] == "in" else [leaves[0][2]]
            self._set(record, **{head: rows.search([(rest, "not in", values)], limit=1).id})
            return
        path, operator, value = plain[0]
        field = record._fields[path]
        if operator == "not any":
            self._make_child(record, field, value)
        elif field.type == "selection" and operator != "!=":
            wrong = next(code for code in field.get_values(self.env) if not self._fits_value(code, operator, value))
            self._set(record, **{path: wrong})
        else:
            self._put(record, field, False if operator == "!=" else None)

    def _fits_value(self, code, operator, value):
        return code in value if operator == "in" else code == value
