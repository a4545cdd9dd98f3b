"""What an addon left in the database after it was uninstalled."""

from dataclasses import dataclass

from .databases import Databases

#: Records of ``model`` that one addon alone owns; those it shares belong to the addon it extends.
_OWN = """
    SELECT DISTINCT own.res_id FROM ir_model_data own
     WHERE own.module = %(addon)s AND own.model = %(model)s
       AND NOT EXISTS (SELECT FROM ir_model_data other
                        WHERE other.model = own.model AND other.res_id = own.res_id AND other.module <> own.module)
"""
_MODELS = "SELECT model FROM ir_model WHERE id = ANY(%(ids)s) ORDER BY model"
_FIELDS = "SELECT model, name FROM ir_model_fields WHERE store AND id = ANY(%(ids)s) ORDER BY model, name"
_RELATIONS = """
    SELECT relation.name FROM ir_model_relation relation
      JOIN ir_module_module module ON module.id = relation.module WHERE module.name = %(addon)s
"""
_EXISTING_TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p') AND relname = ANY(%(names)s)"
_EXISTING_MODELS = "SELECT model FROM ir_model WHERE model = ANY(%(names)s)"
_EXISTING_COLUMNS = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
     WHERE table_name || '.' || column_name = ANY(%(names)s)
"""
_XMLIDS = "SELECT model || ' ' || name FROM ir_model_data WHERE module = %(addon)s ORDER BY 1 LIMIT 20"

#: After the last addon: everything in the catalogue or in foreign tables that carries our name.
_SWEEP = {
    "table, index or sequence": "SELECT relname FROM pg_class WHERE relname ~ '^(safety|street_safety)_'",
    "function": "SELECT proname FROM pg_proc WHERE proname ~ '^(safety|street_safety)_'",
    "column": "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE column_name ~ '^safety_'",
    "model": "SELECT model FROM ir_model WHERE model LIKE 'safety.%'",
    "field": "SELECT model || '.' || name FROM ir_model_fields WHERE name ~ '^safety_' OR relation LIKE 'safety.%'",
    "attachment": "SELECT DISTINCT res_model FROM ir_attachment WHERE res_model LIKE 'safety.%'",
    "message": "SELECT DISTINCT model FROM mail_message WHERE model LIKE 'safety.%'",
    "setting": "SELECT key FROM ir_config_parameter WHERE key ~ '^(street_safety|safety)'",
    "asset": "SELECT path FROM ir_asset WHERE path LIKE '%street\\_safety\\_%'",
    "menu": "SELECT name::text FROM ir_ui_menu WHERE web_icon LIKE 'street\\_safety\\_%'",
}


@dataclass(frozen=True)
class Property:
    """What one addon brought, noted before it goes."""

    addon: str
    models: list[str]
    tables: list[str]
    columns: list[str]


def property_of(databases: Databases, database: str, addon: str) -> Property:
    """Note what belongs to an installed addon alone."""

    def owned(statement: str, model: str) -> list[tuple]:
        ids = [row[0] for row in databases.query(database, _OWN, {"addon": addon, "model": model})]
        return databases.query(database, statement, {"ids": ids})

    models = [model for (model,) in owned(_MODELS, "ir.model")]
    relations = [name for (name,) in databases.query(database, _RELATIONS, {"addon": addon})]
    tables = [model.replace(".", "_") for model in models] + relations
    columns = [f"{model.replace('.', '_')}.{name}" for model, name in owned(_FIELDS, "ir.model.fields")]
    return Property(addon, models, tables, columns)


def left_of(databases: Databases, database: str, noted: Property) -> list[str]:
    """What is still there of an addon that was uninstalled, in words."""

    def existing(kind: str, statement: str, names: list[str] = ()) -> list[str]:
        parameters = {"addon": noted.addon, "names": list(names)}
        return [f"{noted.addon} left the {kind} {name}" for (name,) in databases.query(database, statement, parameters)]

    return [
        *existing("model", _EXISTING_MODELS, noted.models),
        *existing("table", _EXISTING_TABLES, noted.tables),
        *existing("column", _EXISTING_COLUMNS, noted.columns),
        *existing("record", _XMLIDS),
    ]


def left_of_all(databases: Databases, database: str) -> list[str]:
    """What still carries our name when none of our addons is installed."""
    return [
        f"the {kind} {name} is left"
        for kind, statement in _SWEEP.items()
        for (name,) in databases.query(database, statement)
    ]
