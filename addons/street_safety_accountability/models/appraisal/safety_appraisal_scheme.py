from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..violation.safety_penalty_rule import MONTHS, PERIODS


class SafetyAppraisalScheme(models.Model):
    """How units or people are appraised for a period: indicators with their marks, and the grades they lead to.

    Clauses GY-7.1 and GY-7.2a. Everything is data; a scheme without a street is a template to copy.
    """

    _name = "safety.appraisal.scheme"
    _description = "Appraisal scheme"
    _inherit = ["safety.template"]
    _order = "company_id, sequence, id"

    sequence = fields.Integer(default=10)
    clause_id = fields.Many2one("safety.clause", domain="[('company_id', '=', company_id)]")
    unit_type_id = fields.Many2one("safety.unit.type", string="Appraises each", required=True, ondelete="restrict")
    more_type_ids = fields.Many2many(
        "safety.unit.type",
        "safety_appraisal_scheme_more_type_rel",
        string="And each",
        help="More kinds of units appraised and ranked together in one run: offices beside communities.",
    )
    subject = fields.Selection(
        [("unit", "The units themselves"), ("person", "People of these units")],
        string="Who is appraised",
        default="unit",
        required=True,
    )
    post_ids = fields.Many2many(
        "safety.post",
        string="Holders of",
        help="People who held one of these posts in the period, each for the days they held it.",
    )
    period = fields.Selection(PERIODS, string="Appraised for each", default="year", required=True)
    with_self = fields.Boolean(
        string="Self-assessment", help="Whoever is appraised assesses the lines marked by hand first."
    )
    with_review = fields.Boolean(string="Review", help="The office reviews before it confirms.")
    with_panel = fields.Boolean(string="Panel", help="A panel looks at it before it is confirmed.")
    objection_days = fields.Integer(
        string="Days for an objection",
        help="From the confirmation; it is not published before they are over. 0: no waiting.",
    )
    tie = fields.Selection(
        [("up", "All of them get the grade"), ("down", "None of them gets the grade")],
        string="Equal totals at the last place",
        default="up",
        required=True,
        help="When a grade is limited and several have the total of its last place.",
    )
    full_marks = fields.Float(default=100, required=True, digits=(16, 2), help="What the marks must add up to.")
    indicator_ids = fields.One2many("safety.appraisal.indicator", "scheme_id", string="Indicators", copy=True)
    grade_ids = fields.One2many("safety.appraisal.grade", "scheme_id", string="Grades", copy=True)
    appraisal_ids = fields.One2many("safety.appraisal", "scheme_id", string="Appraisals")
    note = fields.Text()

    _full_marks_positive = models.Constraint("CHECK(full_marks > 0)", "The full marks must be above zero.")
    _objection_positive = models.Constraint("CHECK(objection_days >= 0)", "Days cannot be negative.")

    @api.constrains("subject", "post_ids")
    def _check_subject(self):
        for scheme in self.filtered(lambda one: one.subject == "person"):
            if not scheme.post_ids:
                raise ValidationError(
                    self.env._("“%s” appraises people: say under “Holders of” which posts they hold.", scheme.name)
                )

    def _span(self, year, number=1):
        """Return first and last day of the ``number``-th period of ``year``.

        :raises ValidationError: the year has no such period
        """
        self.ensure_one()
        months = MONTHS[self.period]
        if not 1 <= number <= 12 // months:
            raise ValidationError(
                self.env._("“%(scheme)s” has %(count)s periods a year.", scheme=self.name, count=12 // months)
            )
        first = date(year, (number - 1) * months + 1, 1)
        return first, first + relativedelta(months=months, days=-1)

    @api.constrains("indicator_ids", "full_marks")
    def _check_weights(self):
        for scheme in self.filtered("indicator_ids"):
            total = sum(scheme.indicator_ids.mapped("weight"))
            if float_compare(total, scheme.full_marks, precision_digits=2):
                raise ValidationError(
                    self.env._(
                        "The marks of “%(scheme)s” add up to %(total)s; they must add up to %(full)s.",
                        scheme=scheme.name,
                        total=f"{total:g}",
                        full=f"{scheme.full_marks:g}",
                    )
                )

    @api.constrains("grade_ids")
    def _check_grades(self):
        for scheme in self.filtered("grade_ids"):
            if min(scheme.grade_ids.mapped("minimum")) > 0:
                raise ValidationError(
                    self.env._("“%s”: one grade must begin at 0, so that every total has a grade.", scheme.name)
                )

    def _check_usable(self):
        """Raise ValidationError unless units can be appraised by the scheme."""
        for scheme in self:
            if not scheme.indicator_ids or not scheme.grade_ids:
                raise ValidationError(
                    self.env._("“%s” needs indicators and grades before anything is appraised by it.", scheme.name)
                )
        self._check_weights()
        self._check_grades()

    def action_run(self):
        """Open the dialog that appraises all units for a year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_accountability.safety_appraisal_run_wizard_action"
        )
        return {**action, "context": {"default_scheme_id": self.id}}

    def action_what_if(self):
        """Open the dialog that tries out other figures, without keeping anything."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What if …"),
            "res_model": "safety.appraisal.what.if.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_scheme_id": self.id},
        }
