from odoo.fields import Domain
from odoo.tools import SQL


def post_init_hook(env):
    """Give the streets that exist already the default posts: who is told, assesses, reviews and accepts."""
    env["res.company"].search(Domain.TRUE)._safety_propose_hazard_posts()


def uninstall_hook(env):
    """Take away what the database would hold against the uninstallation: it refuses while something refers to it.

    That is the duties and rules that only this addon's records can prove, and these records themselves, which refer to
    the checklists and kinds shipped; their tables go a moment later.
    """
    kinds = env["safety.duty.kind"].with_context(active_test=False)
    proving = ("safety.inspection", "safety.hazard", "safety.notice", "safety.draw")
    ids = tuple(kinds.search([("model", "in", proving)]).ids) or (0,)
    env.flush_all()
    env.cr.execute(SQL("DELETE FROM safety_duty WHERE kind_id IN %s", ids))
    env.cr.execute(SQL("DELETE FROM safety_duty_rule WHERE kind_id IN %s", ids))
    _forget_recurring_rules(env)
    env.cr.execute(SQL("TRUNCATE safety_inspection, safety_hazard, safety_notice CASCADE"))
    env.invalidate_all()


def _forget_recurring_rules(env):
    """Take away the supervision rules that look at hazards, and what they propose: nothing could compute them."""
    rules = env["safety.supervision.rule"].with_context(active_test=False)
    rules = rules.search([("domain", "like", "recurring_hazard_count")])
    enterprises = env["safety.enterprise"].with_context(active_test=False)
    proposed = enterprises.search([("proposed_rule_id", "in", rules.ids)])
    proposed._write_decided({"proposed_class_id": False, "proposed_rule_id": False})
    rules.unlink()
    env.flush_all()
