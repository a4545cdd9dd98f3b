from odoo.tools import SQL


def post_init_hook(env):
    """Regulations adopted before propose violations at their steps from now on."""
    env["safety.duty.step"]._take_up_proposals()
    env["safety.regulation"]._take_up_consequences()


def uninstall_hook(env):
    """Take away the violations and appraisals: they refer to duties that the other addons take along when they go too.

    Their tables are dropped a moment later.
    """
    env.flush_all()
    env.cr.execute(
        SQL(
            "TRUNCATE safety_violation, safety_penalty_rule, safety_measure, safety_deduction, safety_appraisal CASCADE"
        )
    )
    env.invalidate_all()
