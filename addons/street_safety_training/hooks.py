from odoo.tools import SQL

#: What proves duties here; a later addon's records are not among them.
OWN = (
    "safety.training", "safety.certificate", "safety.drill", "safety.plan", "safety.roster", "safety.facility",
    "safety.facility.check",
)  # fmt: skip


def uninstall_hook(env):
    """Take away what the database would hold against the uninstallation: it refuses while something refers to it.

    That is the duties and rules that only this addon's records can prove, and these records themselves.
    """
    kinds = env["safety.duty.kind"].with_context(active_test=False)
    ids = tuple(kinds.search([("model", "in", OWN)]).ids) or (0,)
    # The calendar's entries of our sessions are ours, the others in it are not.
    events = env["calendar.event"].with_context(active_test=False).search([("safety_training_id", "!=", False)])
    events.write({"safety_training_id": False})
    events.with_context(dont_notify=True, no_mail_to_attendees=True).unlink()
    env.flush_all()
    env.cr.execute(SQL("DELETE FROM safety_duty WHERE kind_id IN %s", ids))
    env.cr.execute(SQL("DELETE FROM safety_duty_rule WHERE kind_id IN %s", ids))
    env.cr.execute(
        SQL("UPDATE safety_hazard SET source = 'patrol', certificate_id = NULL WHERE source = 'certificate'")
    )
    env.cr.execute(SQL("UPDATE safety_record SET drill_id = NULL WHERE drill_id IS NOT NULL"))
    # Not truncated: other tables point here (answer sheets, certificates), and would be emptied along.
    env.cr.execute(SQL("DELETE FROM safety_training"))
    env.cr.execute(SQL("DELETE FROM safety_drill"))
    env.cr.execute(SQL("DELETE FROM safety_plan"))
    env.cr.execute(SQL("DELETE FROM safety_team"))
    env.cr.execute(SQL("DELETE FROM safety_facility WHERE station_id IS NOT NULL"))
    env.cr.execute(SQL("DELETE FROM safety_facility"))
    env.cr.execute(SQL("DELETE FROM safety_certificate"))
    env.invalidate_all()
