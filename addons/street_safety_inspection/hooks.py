from odoo.tools import SQL


def post_init_hook(env):
    """Give the streets that exist already the default posts that are told of overdue hazards."""
    companies = env["res.company"].search([("safety_overdue_post_ids", "=", False)])
    companies.safety_overdue_post_ids = companies._default_safety_overdue_post_ids()


def uninstall_hook(env):
    """Take away the duties and rules that only this addon's records can prove; the database would refuse otherwise."""
    kinds = env["safety.duty.kind"].with_context(active_test=False)
    models = tuple(
        name for name in env.registry if name.startswith(("safety.inspection", "safety.hazard", "safety.notice"))
    )
    ids = tuple(kinds.search([("model", "in", models)]).ids)
    if ids:
        env.flush_all()
        env.cr.execute(SQL("DELETE FROM safety_duty WHERE kind_id IN %s", ids))
        env.cr.execute(SQL("DELETE FROM safety_duty_rule WHERE kind_id IN %s", ids))
        env.invalidate_all()
