from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval


class SafetyCondition(models.AbstractModel):
    """A condition that is data: a domain in a text field, checked when it is written, not when the night uses it.

    A concrete model names its fields in ``_conditions``: {field: model the domain is about}.
    """

    _name = "safety.condition"
    _description = "Conditions as data"
    _conditions: dict[str, str] = {}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_conditions(self._conditions)
        return records

    def write(self, vals):
        result = super().write(vals)
        self._check_conditions(self._conditions.keys() & vals.keys())
        return result

    def _check_conditions(self, names):
        for name in names:
            label = self._fields[name]._description_string(self.env)
            for record in self.filtered(name):
                try:
                    record._condition(name).validate(self.env[self._conditions[name]].sudo())
                except Exception as error:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” of “%(record)s” cannot be used: %(error)s",
                            field=label,
                            record=record.display_name,
                            error=error,
                        )
                    ) from error

    def _condition(self, name):
        """Return the Domain written in field ``name`` of one record; an empty text is TRUE."""
        return Domain(safe_eval(self[name] or "[]"))

    # ---- what the conditions look at ---------------------------------------------------------------------------------

    def _fields_looked_at(self, *names):
        """Return {model: its fields} that decide the conditions in ``names``: named, led through, or computed from.

        What a field without declared dependencies finds out by a search of its own is not known here.
        """
        found = {}
        for record in self:
            for name in names:
                self._note_domain(found, self._conditions[name], record._condition(name))
        return {model: frozenset(known) for model, known in found.items()}

    def _note_domain(self, found, model, domain):
        for condition in domain.iter_conditions():
            field = self._note_path(found, model, condition.field_expr)
            if condition.operator in ("child_of", "parent_of"):
                tree = field.comodel_name if field and field.relational else model
                self._note_path(found, tree, self.env[tree]._parent_name)
            elif "any" in condition.operator and isinstance(condition.value, (Domain, list, tuple)):
                self._note_domain(found, field.comodel_name, Domain(condition.value))

    def _note_path(self, found, model, path):
        """Note every field of a dotted ``path`` and what they are computed from; return the last of them."""
        field = None
        for name in path.split("."):
            field = self.env[model]._fields.get(name) if model else None
            if field is None:
                return None
            known = found.setdefault(model, set())
            if name not in known:
                known.add(name)
                for source in self.pool.field_depends.get(field, ()):
                    self._note_path(found, model, source)
            model = field.comodel_name
        return field

    # ---- who meets them ----------------------------------------------------------------------------------------------

    @api.model
    def _meeting(self, model, domains):
        """Return (key, id) of every record of ``model`` that meets the Domain of a key (an integer).

        One statement for any number of conditions; the rights are those of ``model``'s user.
        """
        found = self._meeting_sql(model, domains)
        return self.env.execute_query(found) if found else []

    @api.model
    def _meeting_sql(self, model, domains):
        """Return the SQL of :meth:`_meeting`, None where no condition can hold."""
        queries = {key: model._search(domain) for key, domain in domains.items()}
        parts = [
            SQL("(%s)", query.select(SQL("%s::int", key), SQL.identifier(query.table, "id")))
            for key, query in queries.items()
            if not query.is_empty()
        ]
        return SQL(" UNION ALL ").join(parts) if parts else None

    @api.model
    def _counts(self, model, domains):
        """Return {key: how many records of ``model`` meet its Domain}, in one statement."""
        queries = {key: model._search(domain) for key, domain in domains.items()}
        parts = [
            SQL("(%s)", query.select(SQL("%s::int", key), SQL("COUNT(*)")))
            for key, query in queries.items()
            if not query.is_empty()
        ]
        return dict(self.env.execute_query(SQL(" UNION ALL ").join(parts))) if parts else {}
