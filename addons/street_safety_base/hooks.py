from odoo.tools import SQL


def uninstall_hook(env):
    """Empty the suite's tables: the database refuses to delete the posts, kinds and types shipped while in use.

    Everything that builds on this addon goes with it, so every table named ``safety_…`` and every relation of our
    models is dropped a moment later. Without CASCADE, so that no table of anybody else can be emptied along.
    """
    # The calendar's entries of our meetings are ours, the other meetings in it are not.
    events = env["calendar.event"].with_context(active_test=False).search([("safety_meeting_id", "!=", False)])
    events.write({"safety_meeting_id": False})
    events.with_context(dont_notify=True, no_mail_to_attendees=True).unlink()
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
    names = [name for (name,) in rows]
    # A stock table that points to one of ours (a column of ours, gone a moment later) would forbid emptying it.
    pointing = env.execute_query(
        SQL(
            """
            SELECT source.relname, conname FROM pg_constraint
              JOIN pg_class source ON source.oid = conrelid
              JOIN pg_class target ON target.oid = confrelid
             WHERE contype = 'f' AND target.relname = ANY(%s) AND NOT source.relname = ANY(%s)
            """,
            names,
            names,
        )
    )
    for table, constraint in pointing:
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(constraint)))
    env.cr.execute(SQL("TRUNCATE %s", SQL(", ").join(SQL.identifier(name) for (name,) in rows)))
    env.invalidate_all()
