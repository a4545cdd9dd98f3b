from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..patterns.safety_workflow import Transition

# What is counted; opening + new - exited = closing, whatever is typed when (safety_roll_figures.py).
FIGURES = ("opening", "entered", "moved_in", "left", "merged", "moved_out", "closing")


class SafetyRoll(models.Model):
    """The monthly roll of a unit: how many enterprises it had, which came and which went (XT-2.1a, BF-1.1.2d).

    A draft shows what is known now. Confirmed, it is evidence: what becomes known later counts in a later month.
    """

    _name = "safety.roll"
    _description = "Monthly roll"
    _inherit = ["safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "month desc, unit_id, id"

    _workflow = {
        "confirmed": Transition(("draft",), "confirmed", guard="_check_month_began", values="_confirmed_values"),
    }
    _workflow_frozen = ("confirmed",)
    _workflow_fields = (*FIGURES, "date", "confirmed_by_id", "confirmed_on")

    unit_id = fields.Many2one(domain="[('is_territory', '=', True)]")
    unit_type_id = fields.Many2one(related="unit_id.type_id", store=True, index=True)
    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self.env.company._safety_today().replace(day=1),
        help="Any day of the month will do.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date = fields.Date(string="State of", readonly=True, copy=False, help="The last day of the month that it knows.")
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    confirmed_on = fields.Date(string="Confirmed on", readonly=True, copy=False)
    opening = fields.Integer(string="At the beginning", readonly=True, copy=False)
    entered = fields.Integer(string="New", readonly=True, copy=False)
    moved_in = fields.Integer(string="Moved in", readonly=True, copy=False)
    left = fields.Integer(readonly=True, copy=False)
    merged = fields.Integer(readonly=True, copy=False)
    moved_out = fields.Integer(string="Moved out", readonly=True, copy=False)
    closing = fields.Integer(string="At the end", readonly=True, copy=False)
    late_count = fields.Integer(string="Of them known late", compute="_compute_late_count")
    note = fields.Text(string="Remarks")

    _unit_month_uniq = models.Constraint(
        "UNIQUE(unit_id, month)", "This unit already has a roll for this month. Open that one."
    )
    _month_first_day = models.Constraint("CHECK(EXTRACT(DAY FROM month) = 1)", "A roll begins on the first of a month.")
    _sums_meet = models.Constraint(
        "CHECK(state != 'confirmed' OR opening + entered + moved_in - \"left\" - merged - moved_out = closing)",
        "The figures of the roll do not add up.",
    )

    @api.depends("unit_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for roll in self:
            month = roll.month and format_date(self.env, roll.month, date_format="yyyy-MM")
            roll.display_name = " · ".join(filter(None, (roll.unit_id.name, month)))

    @api.constrains("unit_id")
    def _check_unit(self):
        for roll in self:
            if not roll.unit_id.is_territory:
                raise UserError(
                    self.env._(
                        "“%s” is no territory: a roll belongs to a grid, community, work point or street.",
                        roll.unit_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rolls = super().create([self._month_vals(vals) for vals in vals_list])
        self._forget_figures()
        return rolls

    def write(self, vals):
        result = super().write(self._month_vals(vals))
        if {"unit_id", "month"} & vals.keys():
            self._forget_figures()
        return result

    def _month_vals(self, vals):
        day = vals.get("month") and fields.Date.to_date(vals["month"])
        return dict(vals, month=day.replace(day=1)) if day else vals

    # ---- confirming --------------------------------------------------------------------------------------------------

    def _check_month_began(self):
        for roll in self:
            if roll.month > roll.company_id._safety_today():
                raise UserError(self.env._("%s has not begun: there is nothing to confirm yet.", roll.display_name))

    def _confirmed_values(self):
        """Write down the figures and close the month for the units, then return what is common to all."""
        today = self[:1].company_id._safety_today()
        self._freeze_figures(today)
        return {"confirmed_by_id": self.env.uid, "confirmed_on": today}

    def action_confirm(self):
        """Confirm the roll: its figures stay, whatever is recorded later. For who works in the unit."""
        return self._workflow_do("confirmed")

    @api.model
    def _generate(self, company, month):
        """Make the missing rolls of every territorial unit of ``company`` for ``month``. One statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_roll (unit_id, unit_type_id, company_id, month, state,
                                         create_uid, create_date, write_uid, write_date)
                SELECT id, type_id, company_id, %(month)s, 'draft', %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM safety_unit WHERE company_id = %(company)s AND is_territory AND active
                    ON CONFLICT (unit_id, month) DO NOTHING
                """,
                company=company.id,
                month=month.replace(day=1),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )

    # ---- what stands behind the figures ------------------------------------------------------------------------------

    def action_open_movements(self):
        """Open the movements that the roll counts."""
        return self._open_movements(Domain.TRUE)

    def action_open_new(self):
        """Open what came: new and moved in."""
        return self._open_movements(Domain("type", "in", ("entered", "moved")))

    def action_open_gone(self):
        """Open what went: left, merged and moved out."""
        return self._open_movements(Domain("type", "in", ("left", "merged", "moved_out")))

    def action_open_late(self):
        """Open what happened in an earlier month that was confirmed already."""
        return self._open_movements(Domain("late", "=", True))

    def _open_movements(self, domain):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_movement_action")
        return {**action, "domain": list(Domain("roll_id", "=", self.id) & domain), "display_name": self.display_name}

    def action_open_members(self):
        """Open the enterprises that the unit had at the end of the month."""
        return self._open_enterprises("roll_id")

    def action_open_opening(self):
        """Open the enterprises that the unit had at the beginning of the month."""
        return self._open_enterprises("opening_roll_id")

    def _open_enterprises(self, name):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {
            **action,
            "domain": [(name, "=", self.id)],
            "context": {"active_test": False},
            "display_name": self.display_name,
        }

    def action_open_below(self):
        """Open the rolls of the same month of the units right below: their sums are these figures."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_roll_action")
        return {
            **action,
            "domain": [("month", "=", self.month), ("unit_id.parent_id", "=", self.unit_id.id)],
            "context": {},
        }

    def action_print_xlsx(self):
        """Return the workbook of the roll: figures, units below, who came and who went."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_roll_xlsx").report_action(self)
