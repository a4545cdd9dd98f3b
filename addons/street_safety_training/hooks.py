from odoo.tools import SQL

#: What proves duties here; a later addon's records are not among them.
OWN = ("safety.training", "safety.certificate")


def uninstall_hook(env):
    """Take away what the database would hold against the uninstallation: it refuses while something refers to it.

    That is the duties and rules that only this addon's records can prove, and these records themselves.
    """
    kinds = env["safety.duty.kind"].with_context(active_test=False)
    ids = tuple(kinds.search([("model", "in", OWN)]).ids) or (0,)
    env.flush_all()
    env.cr.execute(SQL("DELETE FROM safety_duty WHERE kind_id IN %s", ids))
    env.cr.execute(SQL("DELETE FROM safety_duty_rule WHERE kind_id IN %s", ids))
    env.cr.execute(
        SQL("UPDATE safety_hazard SET source = 'patrol', certificate_id = NULL WHERE source = 'certificate'")
    )
    env.cr.execute(SQL("TRUNCATE safety_training CASCADE"))
    env.invalidate_all()
