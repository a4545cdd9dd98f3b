from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from .safety_duty_deciding import NOT_OVER


class SafetyDutyDecision(models.Model):
    """A swap of turns is a decision about both duties."""

    _inherit = "safety.duty.decision"

    type = fields.Selection(selection_add=[("swap", "Turns swapped")], ondelete={"swap": "cascade"})


class SafetyDuty(models.Model):
    """Swap: two turns of one rotation or roster are exchanged, with the reason, by a seat that approves."""

    _inherit = "safety.duty"

    has_turn = fields.Boolean(compute="_compute_has_turn", help="Whether it is done in turn: by units or by people.")

    def _compute_has_turn(self):
        for duty in self:
            duty.has_turn = bool(duty.turn_unit_id or duty.rule_id.actor_mode == "roster" and duty.handed_to_id)

    @api.depends("window_start", "window_end", "turn_unit_id", "handed_to_id")
    @api.depends_context("safety_turns", "lang")
    def _compute_display_name(self):
        """In the dialog that swaps, the duties of one rule differ by their days and whose turn it is."""
        if not self.env.context.get("safety_turns"):
            return super()._compute_display_name()
        for duty in self:
            duty.display_name = duty._turn_text(duty)
        return None

    def _turn_text(self, holder):
        """Return the days of this duty and whose turn it would be if it were that of the duty ``holder``."""
        self.ensure_one()
        locale = babel_locale_parse(self.env.lang)
        first, last = (format_skeleton("MMMEd", day, locale=locale) for day in (self.window_start, self.window_end))
        return self.env._(
            "%(days)s: %(who)s",
            days=first if first == last else f"{first} – {last}",
            who=holder.turn_unit_id.name or holder.handed_to_id.name or "–",
        )

    def _swap(self, other, reason):
        """Exchange the turns of this duty and ``other`` and note it as a decision about each.

        :raises AccessError: the user's seats do not approve for both units
        :raises UserError: one is over, they are not of one rule, or nothing would change
        """
        self.ensure_one()
        both = self | other
        both.check_access("read")
        both._safety_check_level("approve")
        if over := both.filtered(lambda duty: duty.state not in NOT_OVER):
            raise UserError(self.env._("%s is over: its turn cannot be swapped.", over[0].display_name))
        if len(both) != 2 or len(both.rule_id) != 1:
            raise UserError(self.env._("Choose another duty of the same rule to swap with."))
        if not (self.has_turn and other.has_turn):
            raise UserError(self.env._("“%s” is not done in turn.", self.rule_id.name))
        if (self.turn_unit_id, self.handed_to_id) == (other.turn_unit_id, other.handed_to_id):
            raise UserError(self.env._("Both are done by the same: choose another duty."))
        decisions = (
            self.env["safety.duty.decision"]
            .sudo()
            .create(
                [{"duty_id": duty.id, "unit_id": duty.unit_id.id, "type": "swap", "reason": reason} for duty in both]
            )
        )
        self.env.flush_all()
        self._swap_turns(other)
        decisions.with_user(self.env.user).sudo(False).action_accept()

    def _swap_turns(self, other):
        if self.rule_id.actor_mode != "roster":
            super()._swap_turns(other)
            return
        self.env.cr.execute(
            SQL(
                "UPDATE safety_duty duty SET handed_to_id = turn.user_id"
                " FROM (VALUES (%s, %s), (%s, %s)) turn (id, user_id) WHERE duty.id = turn.id",
                self.id,
                other.handed_to_id.id,
                other.id,
                self.handed_to_id.id,
            )
        )
        self.invalidate_model()

    def _apply_decision(self, decision):  # pylint: disable=missing-return
        """A swap is done for both at once by :meth:`_swap`; each decision only says so."""
        if decision.type != "swap":
            super()._apply_decision(decision)

    def action_swap(self):
        """Ask with which duty the turn is swapped, and why."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Swap turns"),
            "res_model": "safety.duty.swap.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_duty_id": self.id},
        }
