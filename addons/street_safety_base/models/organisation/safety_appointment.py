from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_list


class SafetyAppointment(models.Model):
    """A person holds a post at a unit between two dates: a *seat* (post × unit) and its holder.

    Duties hang on the seat, so a hand-over in mid-period makes no second duty and a vacant seat still owes.
    """

    _name = "safety.appointment"
    _description = "Appointment"
    _inherit = ["mail.thread", "safety.scope.mixin"]
    _order = "unit_id, post_id, date_start desc"

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict", tracking=True
    )
    post_id = fields.Many2one("safety.post", required=True, index=True, ondelete="restrict", tracking=True)
    unit_id = fields.Many2one(tracking=True)
    date_start = fields.Date(
        string="From", required=True, tracking=True, default=lambda self: self.env.company._safety_today()
    )
    date_end = fields.Date(string="Until", tracking=True, help="Last day in the post. Empty: open.")
    is_acting = fields.Boolean(string="Acting", help="Stands in for the holder (deputy or acting appointment).")
    served_unit_ids = fields.Many2many(
        "safety.unit",
        string="Serves",
        domain="[('company_id', '=', company_id)]",
        help="Units the seat serves besides what lies below. Empty: its own unit. "
        "A linked leader or a special committee may serve several or the whole street.",
    )
    sector_id = fields.Many2one(
        "safety.unit",
        string="Field",
        domain="[('is_territory', '=', False), ('company_id', '=', company_id)]",
        help="The line of work (special committee, department) the seat stands for.",
    )
    is_current = fields.Boolean(string="In office", compute="_compute_is_current", search="_search_is_current")
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "An appointment cannot end before it begins.",
    )
    _holder_dates = models.Index("(post_id, unit_id, date_start, date_end)")

    @api.depends("user_id", "post_id", "unit_id")
    def _compute_display_name(self):
        for seat in self:
            seat.display_name = f"{seat.unit_id.name} {seat.post_id.name} {seat.user_id.name}"

    @api.depends("date_start", "date_end")
    def _compute_is_current(self):
        today = self.env.company._safety_today()
        for seat in self:
            seat.is_current = bool(
                seat.date_start and seat.date_start <= today and (not seat.date_end or seat.date_end >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._in_office(self.env.company._safety_today())
        return current if True in value else ~current

    @api.constrains("user_id", "post_id", "unit_id", "date_start", "date_end", "is_acting")
    def _check_overlap(self):
        # One query for everything that shares a seat with the checked appointments.
        others = self.sudo().search([("post_id", "in", self.post_id.ids), ("unit_id", "in", self.unit_id.ids)])
        sharing = others.grouped(lambda other: (other.post_id, other.unit_id))
        for seat in self:
            same_seat = sharing.get((seat.post_id, seat.unit_id), self.browse())
            same_time = same_seat.filtered(lambda other, seat=seat: other != seat and seat._overlaps(other))
            if seat.user_id in same_time.user_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s already holds %(post)s of %(unit)s in these days. End that appointment first.",
                        person=seat.user_id.name,
                        post=seat.post_id.name,
                        unit=seat.unit_id.name,
                    )
                )
            limit = seat.post_id.max_holders
            if limit and not seat.is_acting and len(same_time.filtered(lambda s: not s.is_acting)) >= limit:
                raise ValidationError(
                    self.env._(
                        "%(post)s of %(unit)s is held by %(person)s in these days. "
                        "End that appointment first, or mark the new one as acting.",
                        person=format_list(self.env, same_time.user_id.mapped("name")),
                        post=seat.post_id.name,
                        unit=seat.unit_id.name,
                    )
                )

    def _overlaps(self, other):
        return (
            self.post_id == other.post_id
            and self.unit_id == other.unit_id
            and (not self.date_end or other.date_start <= self.date_end)
            and (not other.date_end or self.date_start <= other.date_end)
        )

    @api.constrains("post_id", "unit_id")
    def _check_post_place(self):
        for seat in self:
            if seat.unit_id.type_id not in seat.post_id.unit_type_ids:
                raise ValidationError(
                    self.env._(
                        "The post %(post)s does not exist at a unit of type %(type)s. "
                        "Choose another unit, or add the type to the post.",
                        post=seat.post_id.name,
                        type=seat.unit_id.type_id.name,
                    )
                )

    @api.constrains("unit_id", "served_unit_ids", "sector_id")
    def _check_street(self):
        for seat in self:
            if (seat.served_unit_ids | seat.sector_id).company_id - seat.unit_id.company_id:
                raise ValidationError(self.env._("A seat serves units of its own street only."))

    @api.model_create_multi
    def create(self, vals_list):
        seats = super().create(vals_list)
        self.env["safety.seat"]._open_for(seats)
        seats._scope_changed(seats.user_id)
        return seats

    def write(self, vals):
        before = self.user_id
        result = super().write(vals)
        if {"post_id", "unit_id"} & vals.keys():
            self.env["safety.seat"]._open_for(self)
        self._scope_changed(before | self.user_id)
        return result

    def unlink(self):
        users = self.user_id
        result = super().unlink()
        self._scope_changed(users)
        return result

    def _scope_changed(self, users):
        self.env["safety.access"]._rebuild()
        users.sudo()._safety_sync_groups()

    @api.model
    def _in_office(self, day):
        """Return the Domain of appointments in force on ``day``."""
        return Domain("date_start", "<=", day) & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))

    @api.model
    def _holders(self, post, unit, day):
        """Return the users who held ``post`` at ``unit`` on ``day``; empty when the seat was vacant."""
        domain = Domain("post_id", "in", post.ids) & Domain("unit_id", "in", unit.ids) & self._in_office(day)
        return self.sudo().search(domain).user_id

    def action_end_today(self):
        """End the appointments with yesterday as last day, so that rights and duties pass on today."""
        last = {company: fields.Date.subtract(company._safety_today(), days=1) for company in self.company_id}
        # One write a day: each brings the whole access table in line.
        for day, seats in self.grouped(lambda seat: max(seat.date_start, last[seat.company_id])).items():
            seats.write({"date_end": day})
        return True
