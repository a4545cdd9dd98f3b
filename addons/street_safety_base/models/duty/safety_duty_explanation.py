from odoo import api, fields, models
from odoo.tools import format_list
from odoo.tools.safe_eval import safe_eval

# How many missing targets the screen lists; all of them are one tap further.
LISTED = 20


class SafetyDuty(models.Model):
    """Why a duty exists, since when who owes it, what is missing, what follows – and one tap to do it."""

    _inherit = "safety.duty"

    why = fields.Text(compute="_compute_why")
    since = fields.Text(string="Since when", compute="_compute_since")
    what_follows = fields.Text(string="What follows if missed", compute="_compute_what_follows")
    missing_count = fields.Integer(string="Missing", compute="_compute_missing")
    missing_text = fields.Char(string="Still needed", compute="_compute_missing")
    missing_enterprise_ids = fields.Many2many("safety.enterprise", string="Still missing", compute="_compute_missing")
    missing_unit_ids = fields.Many2many("safety.unit", string="Units still missing", compute="_compute_missing")
    missing_user_ids = fields.Many2many("res.users", string="People still missing", compute="_compute_missing")

    def _compute_why(self):
        for duty in self:
            rule = duty.rule_id
            clause = rule.clause_id
            lines = [
                f"{rule.regulation_id.display_name} · {clause.display_name}" if clause else rule.regulation_id.name
            ]
            lines += [clause.text] if clause.text else []
            lines.append(rule.summary)
            if rule.version > 1:
                lines.append(self.env._("Version %(n)s of the rule, from %(day)s.", n=rule.version, day=rule.date_from))
            duty.why = "\n".join(lines)

    def _compute_since(self):
        seats = self.env["safety.appointment"].sudo()
        found = seats.search([("unit_id", "in", self.unit_id.ids), ("post_id", "in", self.rule_id.post_ids.ids)])
        for duty in self:
            day = min(duty.company_id._safety_today(), duty.due_date)
            holders = found.filtered(
                lambda seat, duty=duty, day=day: (
                    seat.unit_id == duty.unit_id
                    and seat.post_id in duty._owing_posts()
                    and seat.date_start <= day
                    and (not seat.date_end or seat.date_end >= day)
                )
            )
            lines = [
                self.env._(
                    "%(person)s, %(post)s since %(day)s",
                    person=seat.user_id.name,
                    post=seat.post_id.name,
                    day=seat.date_start,
                )
                for seat in holders
            ]
            duty.since = "\n".join(lines) or self.env._("Nobody holds the post: the unit still owes it.")

    def _compute_what_follows(self):
        for duty in self:
            lines = []
            for step in duty.rule_id.step_ids:
                units = dict(step._fields["offset_unit"]._description_selection(self.env))
                told = format_list(self.env, step.post_ids.mapped("name")) or self.env._("whoever owes it")
                lines.append(
                    self.env._(
                        "%(n)s %(unit)s from the due date: %(who)s is told",
                        n=f"{step.offset:+d}",
                        unit=units[step.offset_unit].lower(),
                        who=told,
                    )
                )
            duty.what_follows = "\n".join([*lines, *duty._consequences()]) or False

    def _consequences(self):
        """Return sentences about what follows when it is missed. Addons append theirs."""
        return []

    @api.depends("evidence_ids", "state")
    def _compute_missing(self):
        for duty in self:
            over = duty.state in ("met", "met_late", "waived")
            missing = [] if over or duty.rule_id.coverage == "none" else duty._missing_ids()
            duty.missing_count = len(missing)
            for name in ("missing_enterprise_ids", "missing_unit_ids", "missing_user_ids"):
                model = self._fields[name].comodel_name
                listed = missing[:LISTED] if missing and duty._missing_model() == model else []
                # Only what the reader may see: a seat can serve the duty's unit in part.
                duty[name] = self.env[model].search([("id", "in", listed)]) if listed else False
            duty.missing_text = False if over else duty._missing_sentence()

    def _missing_sentence(self):
        if self.target_required:
            left = max(0, self.target_required - self.target_done)
            return self.env._("%(left)s of %(all)s targets", left=left, all=self.target_required)
        return self.env._("%s records", max(0, self.record_required - self.record_done))

    # ---- one tap to do it --------------------------------------------------------------------------------------------

    def action_do(self):
        """Open the next step: the list of missing targets, or the form that proves the duty when there is none."""
        self.ensure_one()
        if self.rule_id.coverage != "none" and self._missing_model() == "safety.enterprise" and self._missing_ids():
            return self.action_missing()
        return self._do_action()

    def _do_action(self, target=None, unit=None):
        """Return the action that opens the form of the evidence, filled with unit, causing record and ``target`` id.

        An addon whose work begins on a screen of its own extends it.

        :param target: id of the enterprise, unit or person for which the duty is to be proved
        :param unit: where the work is done; default: the unit of the duty
        """
        kind = self.kind_id.sudo()
        action = (
            self.env["ir.actions.act_window"]._for_xml_id(kind.action_id.get_external_id()[kind.action_id.id])
            if kind.action_id
            else {"type": "ir.actions.act_window", "res_model": kind.model, "name": kind.name}
        )
        context = {**safe_eval(action.get("context") or "{}", {"uid": self.env.uid})}
        context[f"default_{kind.unit_field_id.name}"] = (unit or self.unit_id).id
        if kind.code.startswith("work_record:"):
            code = kind.code.partition(":")[2]
            context["default_type_id"] = self.env["safety.record.type"].search([("code", "=", code)]).id
        if self.cause_res_id and kind.cause_field_id.relation == self.cause_model:
            context[f"default_{kind.cause_field_id.name}"] = self.cause_res_id
        if target and kind.target_field_id:
            many = kind.target_field_id.ttype == "many2many"
            context[f"default_{kind.target_field_id.name}"] = [(6, 0, [target])] if many else target
        return {**action, "context": context, "views": [(False, "form")], "view_mode": "form", "target": "current"}

    def action_missing(self):
        """Open the targets that are still missing; on an enterprise, one tap starts the work."""
        self.ensure_one()
        name = self.env._("Still missing: %s", self.display_name)
        return self._targets_action(name, self._missing_model(), self._missing_domain())

    def _targets_action(self, name, model, domain):
        """Return the action that lists targets of ``model``, each one tap from the work that proves this duty."""
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": list(domain),
            "context": {"active_test": False, "safety_duty_id": self.id},
        }
        if model == "safety.enterprise":
            rows = self.env.ref("street_safety_base.safety_enterprise_view_list_missing")
            cards = self.env.ref("street_safety_base.safety_enterprise_view_kanban_missing")
            action["views"] = [(rows.id, "list"), (cards.id, "kanban"), (False, "form")]
        return action
