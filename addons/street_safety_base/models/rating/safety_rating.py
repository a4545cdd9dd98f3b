from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..patterns.safety_workflow import Transition

STARS = [("1", "★"), ("2", "★★"), ("3", "★★★"), ("4", "★★★★"), ("5", "★★★★★")]


class SafetyRating(models.Model):
    """A star rating of one enterprise on one day; confirmed, it is frozen and shown on the enterprise (BF-3.3)."""

    _name = "safety.rating"
    _description = "Star rating"
    _inherit = ["safety.workflow", "safety.scope.mixin", "safety.photos", "safety.reasoned", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "enterprise_id"
    _workflow = {
        "confirm": Transition(("draft",), "confirmed", "approve", guard="_check_complete", after="_after_change"),
        "void": Transition(("confirmed",), "void", "approve", after="_after_change"),
    }
    _workflow_frozen = ("confirmed", "void")
    _workflow_fields = ("void_reason",)
    _reason_fields = {"void": "void_reason"}
    _photo_fields = ("photo_ids",)

    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="restrict", tracking=True)
    # The unit of the day: it does not follow the enterprise later.
    unit_id = fields.Many2one(compute="_compute_unit_id", store=True, precompute=True, readonly=True, default=None)
    scheme_id = fields.Many2one(
        "safety.rating.scheme",
        required=True,
        ondelete="restrict",
        compute="_compute_scheme_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    date = fields.Date(required=True, index=True, default=lambda self: self.env.company._safety_today())
    user_id = fields.Many2one("res.users", string="Rated by", required=True, default=lambda self: self.env.user)
    line_ids = fields.One2many(
        "safety.rating.line", "rating_id", string="Points", compute="_compute_line_ids", store=True, readonly=False
    )
    total = fields.Integer(string="Points in all", compute="_compute_total", store=True, aggregator="avg")
    stars = fields.Selection(STARS, compute="_compute_total", store=True)
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    note = fields.Text()
    void_reason = fields.Text(string="Why void", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    @api.depends("enterprise_id")
    def _compute_unit_id(self):
        for rating in self:
            rating.unit_id = rating.enterprise_id.unit_id

    @api.depends("enterprise_id")
    def _compute_scheme_id(self):
        schemes = self.env["safety.rating.scheme"]._of_enterprises(self.enterprise_id)
        for rating in self.filtered("enterprise_id"):
            rating.scheme_id = schemes[rating.enterprise_id]

    @api.depends("scheme_id")
    def _compute_line_ids(self):
        for rating in self:
            if rating.line_ids.criterion_id != rating.scheme_id.criterion_ids:
                rating.line_ids = [
                    Command.clear(),
                    *(
                        Command.create({"criterion_id": criterion.id, "max_points": criterion.max_points})
                        for criterion in rating.scheme_id.criterion_ids
                    ),
                ]

    @api.depends("line_ids.points")
    def _compute_total(self):
        for rating in self:
            rating.total = sum(rating.line_ids.mapped("points"))
            rating.stars = rating.scheme_id._stars(rating.total) if rating.scheme_id else False

    def _check_complete(self):
        for rating in self:
            if not rating.line_ids:
                raise UserError(self.env._("The scheme “%s” has no criteria to rate.", rating.scheme_id.name))
            if unrated := rating.line_ids.filtered(lambda line: not line.rated):
                raise UserError(self.env._("“%s” is not rated yet.", unrated[0].criterion_id.name))
            if rating.date > rating.company_id._safety_today():
                raise UserError(self.env._("The rating of “%s” lies in the future.", rating.enterprise_id.name))

    def _after_change(self):
        self.enterprise_id._show_stars()

    def action_confirm(self):
        """Confirm the rating: it is closed to changes, and the enterprise shows its stars."""
        return self._workflow_do("confirm")

    def action_void(self):
        """Ask why a confirmed rating was mistaken, then void it; the enterprise shows the one before."""
        return self._open_reason("void", self.env._("Void the rating"))
