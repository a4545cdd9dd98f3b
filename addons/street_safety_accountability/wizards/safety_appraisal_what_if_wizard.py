from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

FIGURES = ("weight", "deduction_each", "deduction_cap", "target_rate")


class SafetyAppraisalWhatIfWizard(models.TransientModel):
    """What would become of totals, grades and ranks if figures of the scheme were others. Nothing is kept."""

    _name = "safety.appraisal.what.if.wizard"
    _description = "What if"
    _inherit = ["safety.wizard"]

    scheme_id = fields.Many2one("safety.appraisal.scheme", required=True, readonly=True)
    period = fields.Selection(related="scheme_id.period")
    year = fields.Integer(required=True, default=lambda self: self.env.company._safety_today().year)
    number = fields.Integer(string="Which period", required=True, default=1)
    line_ids = fields.One2many("safety.appraisal.what.if.line", "wizard_id")
    result = fields.Html(readonly=True, sanitize=False)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        scheme = self.env["safety.appraisal.scheme"].browse(values.get("scheme_id"))
        if scheme and "line_ids" in fields:
            values["line_ids"] = [
                Command.create({"indicator_id": one.id, **{name: one[name] for name in FIGURES}})
                for one in scheme.indicator_ids
            ]
        return values

    def action_try(self):
        """Compute with the changed figures, show the difference, and take everything back.

        :raises AccessError: not the office, or its seats do not reach a unit
        :raises UserError: the marks do not add up, or nothing is appraised
        """
        self.ensure_one()
        appraisals = self.env["safety.appraisal"]
        period = (self.scheme_id, self.env.company, self.year, self.number)
        self.env.flush_all()
        with self.env.cr.savepoint(flush=False) as trial:
            before = self._figures(appraisals._generate(*period))
            self._change()
            after = self._figures(appraisals._generate(*period))
            self.env.flush_all()
            trial.rollback()
        self.env.invalidate_all(flush=False)
        if not before:
            raise UserError(self.env._("Nothing is appraised by “%s” in this period.", self.scheme_id.name))
        self.result = self._differences(before, after)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _change(self):
        """Write the changed figures into the scheme, all at once so that the marks may move between indicators."""
        scheme = self.scheme_id.sudo()
        scheme.write(
            {
                "indicator_ids": [
                    Command.update(line.indicator_id.id, {name: line[name] for name in FIGURES})
                    for line in self.line_ids
                ]
            }
        )
        scheme._check_weights()

    def _figures(self, appraisals):
        return {
            one.id: (one.unit_id.name, one.sudo().user_id.name or "", one.total, one.grade_name or "", one.rank)
            for one in appraisals.sorted("rank")
        }

    def _differences(self, before, after):
        heads = (
            self.env._("Unit"),
            self.env._("Person"),
            self.env._("Total now"),
            self.env._("Grade now"),
            self.env._("Total then"),
            self.env._("Grade then"),
            self.env._("Rank"),
        )
        head = Markup().join(Markup("<th>%s</th>") % text for text in heads)
        rows = Markup()
        for key, (unit, person, total, grade, rank) in before.items():
            _unit, _person, new_total, new_grade, new_rank = after[key]
            css = "table-warning" if (grade, rank) != (new_grade, new_rank) else ""
            cells = (unit, person, f"{total:.2f}", grade, f"{new_total:.2f}", new_grade, f"{rank} → {new_rank}")
            row = Markup().join(Markup("<td>%s</td>") % cell for cell in cells)
            rows += Markup('<tr class="%s">%s</tr>') % (css, row)
        return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            head,
            rows,
        )


class SafetyAppraisalWhatIfLine(models.TransientModel):
    """The figures of one indicator, as they might be."""

    _name = "safety.appraisal.what.if.line"
    _description = "What if, an indicator"

    wizard_id = fields.Many2one("safety.appraisal.what.if.wizard", required=True, ondelete="cascade")
    indicator_id = fields.Many2one(
        "safety.appraisal.indicator", string="Indicator of the scheme", required=True, ondelete="cascade"
    )
    name = fields.Char(related="indicator_id.name")
    kind = fields.Selection(related="indicator_id.kind")
    weight = fields.Float(string="Full marks", digits=(16, 2))
    deduction_each = fields.Float(string="For each", digits=(16, 2))
    deduction_cap = fields.Float(string="At most", digits=(16, 2))
    target_rate = fields.Float(string="Full marks from (%)", digits=(5, 2))
