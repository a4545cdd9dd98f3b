from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

# What may be written in a rule that is in force: everything else is a new version.
EDITABLE = {
    "sequence",
    "active",
    "last_error",
    "clause_id",
    "note",
    "step_ids",
    "code",
    "date_to",
    "turn_ids",
    "roster_ids",
}


class SafetyDutyRule(models.Model):
    """Versions: a rule in force is not edited but followed by a new version from a date; old duties keep theirs."""

    _inherit = "safety.duty.rule"

    stage = fields.Selection(
        [("valid", "Valid"), ("draft", "Change being prepared")],
        default="valid",
        required=True,
        readonly=True,
        copy=False,
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "safety.duty.rule", string="Follows version", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip
    next_ids = fields.One2many("safety.duty.rule", "previous_id", string="Next version")
    is_locked = fields.Boolean(compute="_compute_is_locked")
    changes = fields.Text(string="What changes", compute="_compute_changes")

    @api.depends("regulation_state", "stage")
    def _compute_is_locked(self):
        for rule in self:
            rule.is_locked = rule.regulation_state == "in_force" and rule.stage == "valid" and bool(rule._origin.id)

    def write(self, vals):
        if not self.env.su and not EDITABLE.issuperset(vals) and (locked := self.filtered("is_locked")):
            raise UserError(
                self.env._("“%s” is in force. Prepare a change from a date instead; its duties stay.", locked[0].name)
            )
        return super().write(vals)

    def _compared_fields(self):
        skipped = {"stage", "version", "previous_id", "next_ids", "date_from", "date_to", "duty_ids", "active"}
        skipped |= {"last_error", "regulation_id", "company_id", "code", "sequence", *models.MAGIC_COLUMNS}
        for name, field in self._fields.items():
            if field.store and name not in skipped and field.type not in ("one2many",):
                yield name, field

    @api.depends("previous_id")
    def _compute_changes(self):
        for rule in self:
            old = rule.previous_id
            lines = []
            for name, field in rule._compared_fields() if old else ():
                if rule[name] != old[name]:
                    label = field._description_string(self.env)
                    lines.append(f"{label}: {old._shown(name)} → {rule._shown(name)}")
            rule.changes = "\n".join(lines) or False

    def _shown(self, name):
        value = self[name]
        if self._fields[name].relational:
            return format_list(self.env, value.sudo().mapped("display_name")) or "–"
        if self._fields[name].type == "selection":
            return dict(self._fields[name]._description_selection(self.env)).get(value) or "–"
        if self._fields[name].type == "float":
            return f"{value:g}"
        return "–" if value in (False, None, "") else str(value)

    def action_prepare_change(self):
        """Open a copy of the rule in which the change is prepared; the rule itself stays in force."""
        self.ensure_one()
        self.check_access("write")
        change = self.next_ids.filtered(lambda rule: rule.stage == "draft")[:1] or self._new_version()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": change.id,
            "view_mode": "form",
        }

    def _new_version(self):
        change = self.copy()
        change.sudo().write(
            {"name": self.name, "stage": "draft", "version": self.version + 1, "previous_id": self.id, "date_to": False}
        )
        return change

    def action_apply_change(self):
        """Ask from when the prepared change holds, and whether open duties follow it or stay."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put the change in force"),
            "res_model": "safety.duty.rule.change.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_id": self.id},
        }

    def _apply_change(self, day, follow):
        """Put this prepared version in force from ``day``; return the day from which it makes duties.

        :param follow: True: open duties of ``day`` and later are made anew by this version; False: they stay as they
            are, and this version begins when the last of their periods is over
        """
        self.ensure_one()
        self.check_access("write")
        old = self.previous_id
        if self.stage != "draft" or not old:
            raise UserError(self.env._("“%s” is no change that is being prepared.", self.name))
        if day < self.company_id._safety_today():
            raise UserError(self.env._("A change cannot begin in the past: closed duties keep their version."))
        duties = self.env["safety.duty"].sudo()
        later = duties.search(
            Domain("rule_id", "=", old.id)
            & Domain("cause_res_id", "=", 0)
            & Domain("state", "in", ("planned", "open"))
            & Domain("period_end", ">=", day)
        )
        kept = later.browse() if follow else later.filtered(lambda duty: duty.state == "open")
        start = max([day, *(duty.period_end + timedelta(days=1) for duty in kept)])
        replaced = later - kept
        edge = "full" if follow and replaced else self.edge_mode
        replaced.unlink()
        old.sudo().date_to = start - timedelta(days=1)
        self.sudo().write({"stage": "valid", "date_from": start, "edge_mode": edge})
        duties._generate(self.company_id, *duties._horizon(self.company_id))
        duties._open_due(self.company_id, self.sudo())
        duties._evaluate(self.company_id, self.sudo())
        return start
