from odoo.tools import SQL


def uninstall_hook(env):
    """Empty the suite's tables: the database refuses to delete the posts, kinds and types shipped while in use.

    Everything that builds on this addon goes with it, so every table named ``safety_…`` and every relation of our
    models is dropped a moment later. Without CASCADE, so that no table of anybody else can be emptied along.
    """
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """
            SELECT relname FROM pg_class
             WHERE relkind = 'r' AND relnamespace = current_schema::regnamespace
               AND (relname LIKE 'safety\\_%%' OR relname IN (
                    SELECT relation.name FROM ir_model_relation relation
                      JOIN ir_module_module module ON module.id = relation.module
                     WHERE module.name LIKE 'street\\_safety\\_%%'))
            """
        )
    )
    env.cr.execute(SQL("TRUNCATE %s", SQL(", ").join(SQL.identifier(name) for (name,) in rows)))
    env.invalidate_all()
