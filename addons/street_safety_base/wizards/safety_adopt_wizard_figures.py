from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyAdoptWizard(models.TransientModel):
    """The third and fourth step: what the regulation will ask, its figures, and from when."""

    _inherit = "safety.adopt.wizard"

    draft_id = fields.Many2one("safety.regulation", readonly=True, ondelete="set null")
    mapping_used = fields.Json(readonly=True)
    figure_ids = fields.One2many("safety.adopt.figure", "wizard_id", string="Figures of the rules")
    load = fields.Json(readonly=True, help="Duties of the next twelve months by post.")
    problems = fields.Text(readonly=True)
    waiting_total = fields.Integer(string="Rules that wait for a time", compute="_compute_totals")
    duty_total = fields.Integer(string="Duties in twelve months", compute="_compute_totals")
    gaps = fields.Text(string="Look at this", compute="_compute_gaps")

    @api.depends("figure_ids.due_missing", "load")
    def _compute_totals(self):
        for wizard in self:
            wizard.waiting_total = len(wizard.figure_ids.filtered("due_missing"))
            wizard.duty_total = (wizard.load or {}).get("total", 0)

    @api.depends("line_ids", "draft_id", "figure_ids.due_missing", "problems")
    def _compute_gaps(self):
        for wizard in self:
            found = [f"{line.name}: {line.gap}" for line in wizard.line_ids if line.gap]
            found += (wizard.draft_id.gaps or "").splitlines() + (wizard.problems or "").splitlines()
            if wizard.waiting_total:
                found.append(
                    self.env._("%s rules wait for a time: they make no duty until it is given.", wizard.waiting_total)
                )
            wizard.gaps = "\n".join(found) or False

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_figures(self):
        """Make the draft with the mapping and show its load and its figures."""
        self.ensure_one()
        used = [[line.type, line.code, line._ours().id] for line in self.line_ids]
        if not self.draft_id or self.mapping_used != [self.unit_id.id, used]:
            self._make_draft()
            self.mapping_used = [self.unit_id.id, used]
        self.step = "figures"
        return self.action_load()

    def action_load(self):
        """Work out the load again, with the figures as they are now."""
        self.ensure_one()
        self.draft_id.check_access("write")
        rules = self.draft_id.rule_ids.sudo()
        rows, problems = self.env["safety.duty"].sudo()._try_out(self.draft_id.company_id, rules, "load")
        self.write({"load": self._load_of(rows), "problems": "\n".join(problems) or False})
        by_rule = {}
        for rule, _post, _month, duties, *_rest in rows:
            by_rule[rule] = by_rule.get(rule, 0) + duties
        for line in self.figure_ids:
            line.load = by_rule.get(line.rule_id.id, 0)
        return self._reopen()

    def action_confirm(self):
        """Go to the last step."""
        self.ensure_one()
        self.step = "confirm"
        return self._reopen()

    def action_adopt(self):
        """Put the draft in force from the chosen day; it can be undone until its first duty is met or missed."""
        self.ensure_one()
        if not self.draft_id:
            raise UserError(self.env._("Look at the load and the figures first."))
        self.draft_id.date_from = self.date_from
        self.draft_id.action_adopt()
        return self._open_draft()

    def action_draft(self):
        """Leave the draft as it is and open it: it binds nobody yet."""
        self.ensure_one()
        self.draft_id.date_from = self.date_from
        return self._open_draft()

    def action_discard(self):
        """Take the draft away again and close the dialog."""
        self.ensure_one()
        self._drop_draft()
        return {"type": "ir.actions.act_window_close"}

    # ---- the draft ---------------------------------------------------------------------------------------------------

    def _make_draft(self):
        self._drop_draft()
        regulations = self.env["safety.regulation"]
        regulations.check_access("create")
        mapping = {
            key: {line.code: line._ours() for line in self.line_ids if line.type == key and line._ours()}
            for key in ("unit_types", "posts", "units")
        }
        draft, gaps = regulations._from_file(self.content, self.unit_id, mapping, skip=True)
        draft.write(
            {
                "date_from": self.date_from,
                "gaps": "\n".join(f"{name}: {problem}" for name, problem in gaps) or False,
            }
        )
        self.draft_id = draft
        # What still needs a figure comes first, then what the file calls a default of ours.
        rules = draft.rule_ids.sorted(
            lambda rule: (not rule.due_missing, not rule.configurable, rule.sequence, rule.id)
        )
        figures = self.env["safety.adopt.figure"]
        self.figure_ids = [
            (0, 0, {"rule_id": rule.id, "sequence": number, **figures._figures_of(rule)})
            for number, rule in enumerate(rules)
        ]

    def _drop_draft(self):
        if self.draft_id.state == "draft":
            self.figure_ids.unlink()
            self.draft_id.unlink()

    def _open_draft(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.regulation",
            "res_id": self.draft_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    def _load_of(self, rows):
        """Return the simulation's rows as the chart reads them: months, and per post the duties of each month."""
        months = sorted({row[2] for row in rows})
        counts, units = {}, {}
        for _rule, post, month, duties, _met, _late, _missed, seats in rows:
            counts.setdefault(post, dict.fromkeys(months, 0))[month] += duties
            units[post] = max(units.get(post, 0), seats)
        posts = self.env["safety.post"].browse(sorted(counts, key=lambda post: -sum(counts[post].values())))
        return {
            "months": [str(month)[:7] for month in months],
            "total": sum(row[3] for row in rows),
            "posts": [
                {
                    "name": post.name,
                    "units": units[post.id],
                    "counts": list(counts[post.id].values()),
                    "each": round(sum(counts[post.id].values()) / units[post.id] / len(months), 1),
                }
                for post in posts
            ],
        }
