from odoo.fields import Domain
from odoo.tools import SQL

#: Kinds of duties that work records of this addon's own types prove.
CAMPAIGN_KINDS = ("campaign_return", "campaign_work", "campaign_inspection")
#: Types of work records that come with this addon.
OWN_TYPES = ("hazard_act", "campaign_return", "campaign_work", "activity")


def post_init_hook(env):
    """Give the streets that exist already the default posts: who is told, assesses, reviews and accepts."""
    env["res.company"].search(Domain.TRUE)._safety_propose_hazard_posts()


def uninstall_hook(env):
    """Take away what the database would hold against the uninstallation: it refuses while something refers to it.

    That is the duties and rules that only this addon's records can prove, and these records themselves, which refer to
    the checklists and kinds shipped; their tables go a moment later. Work records stay, but for the acts on a hazard.
    """
    kinds = env["safety.duty.kind"].with_context(active_test=False)
    proving = ("safety.inspection", "safety.hazard", "safety.notice", "safety.draw", "safety.supervision",
               "safety.supervision.line", "safety.enforcement", "safety.enforcement.line")  # fmt: skip
    found = kinds.search([("model", "in", proving)]) | kinds.search([("code", "in", CAMPAIGN_KINDS)])
    ids = tuple(found.ids) or (0,)
    env.flush_all()
    env.cr.execute(SQL("DELETE FROM safety_duty WHERE kind_id IN %s", ids))
    env.cr.execute(SQL("DELETE FROM safety_duty_rule WHERE kind_id IN %s", ids))
    _forget_recurring_rules(env)
    _forget_acts(env)
    _empty_tables(env)
    env.invalidate_all()


def _forget_acts(env):
    """Take away the work records of this addon's own types: acts on hazards, returns of campaigns, activities."""
    names = [f"street_safety_inspection.record_type_{name}" for name in OWN_TYPES]
    kinds = [kind.id for name in names if (kind := env.ref(name, raise_if_not_found=False))]
    own = SQL("SELECT id FROM safety_record WHERE type_id = ANY(%s)", kinds)
    env.cr.execute(SQL("UPDATE safety_record SET parent_id = NULL WHERE parent_id IN (%s)", own))
    env.cr.execute(SQL("UPDATE safety_record SET basis_id = NULL WHERE basis_id IN (%s)", own))
    env.cr.execute(SQL("DELETE FROM safety_record WHERE id IN (%s)", own))


def _empty_tables(env):
    """Empty the tables of inspections, hazards and notices and what hangs on them; others lose the reference only."""
    own = {model._table for model in env.registry.values() if model._original_module == "street_safety_inspection"}
    known = {model._table for model in env.registry.values()}
    emptied, fresh = (
        set(),
        {"safety_inspection", "safety_hazard", "safety_notice", "safety_supervision", "safety_enforcement"},
    )
    while fresh:
        emptied |= fresh
        rows = env.execute_query(
            SQL(
                """
                SELECT referring.relname, attribute.attname, tie.conname
                  FROM pg_constraint tie
                  JOIN pg_class referring ON referring.oid = tie.conrelid
                  JOIN pg_class target ON target.oid = tie.confrelid AND target.relname IN %s
                  JOIN pg_attribute attribute ON attribute.attrelid = tie.conrelid AND attribute.attnum = tie.conkey[1]
                 WHERE tie.contype = 'f'
                """,
                tuple(fresh),
            )
        )
        fresh = {table for table, _column, _tie in rows if table in own or table not in known} - emptied
        for table, column, tie in rows:
            if table in known and table not in own:
                name = SQL.identifier(table)
                env.cr.execute(
                    SQL(
                        "UPDATE %(table)s SET %(column)s = NULL WHERE %(column)s IS NOT NULL",
                        table=name,
                        column=SQL.identifier(column),
                    )
                )
                env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", name, SQL.identifier(tie)))
    env.cr.execute(SQL("TRUNCATE %s", SQL(", ").join(map(SQL.identifier, sorted(emptied)))))


def _forget_recurring_rules(env):
    """Take away the supervision rules that look at hazards, and what they propose: nothing could compute them."""
    rules = env["safety.supervision.rule"].with_context(active_test=False)
    rules = rules.search([("domain", "like", "recurring_hazard_count")])
    enterprises = env["safety.enterprise"].with_context(active_test=False)
    proposed = enterprises.search([("proposed_rule_id", "in", rules.ids)])
    proposed._write_decided({"proposed_class_id": False, "proposed_rule_id": False})
    rules.unlink()
    env.flush_all()
