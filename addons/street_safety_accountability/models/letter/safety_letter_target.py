from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What is entered after the letter is signed.
RESULT = {"actual", "is_reported", "note", "line_id"}


class SafetyLetterTarget(models.Model):
    """One target of a letter, and what was reached; it has date and unit, so that an indicator can count it."""

    _name = "safety.letter.target"
    _description = "Target of a responsibility letter"
    _inherit = ["safety.letter.goal", "safety.frozen.line"]
    _frozen_parent = "letter_id"

    letter_id = fields.Many2one("safety.letter", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="letter_id.unit_id", store=True, index=True)
    company_id = fields.Many2one(related="letter_id.company_id", store=True)
    date_end = fields.Date(related="letter_id.date_end", store=True, index=True)
    letter_state = fields.Selection(related="letter_id.state", string="Status of the letter")
    actual = fields.Float(string="Reached", digits=(16, 2), copy=False, help="1 for what was to be done, once done.")
    is_reported = fields.Boolean(string="Entered", copy=False, help="Also a zero is entered: tick it.")
    note = fields.Char(string="Evidence and remarks", copy=False)
    line_id = fields.Many2one(
        "safety.appraisal.line", string="Line of the appraisal", readonly=True, copy=False, ondelete="set null"
    )
    reached = fields.Float(string="Done (%)", compute="_compute_reached", store=True, digits=(5, 1), aggregator="avg")
    is_met = fields.Boolean(string="Reached in full", compute="_compute_reached", store=True)

    _actual_positive = models.Constraint("CHECK(actual >= 0)", "What was reached is not negative.")

    @api.depends("actual", "goal", "direction", "is_reported")
    def _compute_reached(self):
        for target in self:
            if not target.is_reported:
                share = 0
            elif target.direction == "at_most":
                share = 100 if target.actual <= target.goal else 0
            else:
                goal = 1 if target.direction == "done" else target.goal
                share = min(100, target.actual * 100 / goal) if goal else 100
            target.reached = share
            target.is_met = share >= 100

    @api.onchange("actual")
    def _onchange_actual(self):
        self.is_reported = True

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets.letter_id.sudo()._check_unsigned()
        return targets

    def write(self, vals):
        if set(vals) - RESULT:
            self.letter_id.sudo()._check_unsigned()
        if "actual" in vals:
            vals = {"is_reported": True, **vals}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.letter_id.sudo()._check_unsigned()

    def _take_figures(self):
        """Write the figures of the appraisal's indicators of the same unit and year. Constant statements."""
        lines = self.env["safety.appraisal.line"].search(
            Domain("indicator_id", "in", self.sudo().indicator_id.ids)
            & Domain("appraisal_id.unit_id", "in", self.unit_id.ids)
            & Domain("appraisal_id.state", "!=", "void")
        )
        found = {(line.indicator_id, line.appraisal_id.unit_id, line.appraisal_id.year): line for line in lines}
        # Asked once for all: then every figure is set in memory, and one statement writes them together.
        self.check_access("write")
        self.letter_id.sudo()._check_not_frozen()
        for target in self.sudo():
            line = found.get((target.indicator_id, target.unit_id, target.letter_id.year))
            if line:
                target.write({"actual": line._figure(), "line_id": line.id})

    def action_open(self):
        """Open the records behind the figure."""
        self.ensure_one()
        self.check_access("read")
        if not self.line_id:
            raise UserError(self.env._("“%s” was entered by hand; the remarks say from what.", self.name))
        return self.line_id.action_open_counted()

    def _in_words(self):
        """Return the target and what was reached as a line of a list."""
        self.ensure_one()
        reached = self.env._("reached %(figure)s%(unit)s", figure=f"{self.actual:g}", unit=self.measure or "")
        return Markup("<li>%s：%s，%s。%s</li>") % (self.name, self.goal_text, reached, self.note or "")
