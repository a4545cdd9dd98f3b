from odoo import api, fields, models
from odoo.fields import Command


class ResUsers(models.Model):
    """The person's seats, and what follows from them: units served per level, and groups."""

    _inherit = "res.users"

    safety_appointment_ids = fields.One2many("safety.appointment", "user_id", string="Appointments")
    safety_access_ids = fields.One2many("safety.access", "user_id", string="Access")
    safety_read_unit_ids = fields.Many2many(
        "safety.unit", string="Units seen", compute="_compute_safety_units", compute_sudo=True
    )
    safety_act_unit_ids = fields.Many2many(
        "safety.unit", string="Units worked in", compute="_compute_safety_units", compute_sudo=True
    )
    safety_approve_unit_ids = fields.Many2many(
        "safety.unit", string="Units approved for", compute="_compute_safety_units", compute_sudo=True
    )
    safety_within_unit_ids = fields.Many2many(
        "safety.unit",
        string="Units belonged to",
        compute="_compute_safety_within_unit_ids",
        compute_sudo=True,
        help="The units seen and all above them: what is kept from one of these is kept from the person.",
    )

    @api.depends("safety_access_ids.level", "safety_access_ids.unit_id")
    def _compute_safety_units(self):
        for user in self:
            rows = user.safety_access_ids
            user.safety_read_unit_ids = rows.unit_id
            user.safety_act_unit_ids = rows.filtered(lambda row: row.level != "read").unit_id
            user.safety_approve_unit_ids = rows.filtered(lambda row: row.level == "approve").unit_id

    @api.depends("safety_access_ids.unit_id.parent_path")
    def _compute_safety_within_unit_ids(self):
        for user in self:
            paths = user.safety_access_ids.unit_id.mapped("parent_path")
            user.safety_within_unit_ids = [
                Command.set(sorted({int(part) for path in paths for part in path.split("/") if part}))
            ]

    def write(self, vals):
        result = super().write(vals)
        if {"company_ids", "active"} & vals.keys() or "group_ids" in vals and self._safety_touches_admins():
            self.env["safety.access"]._rebuild()
        return result

    def _safety_touches_admins(self):
        """Tell whether somebody here is, or is still materialised as, one who serves every street of theirs."""
        admins = self.env["safety.access"]._admins()
        tops = self.sudo().safety_access_ids.unit_id.filtered(lambda unit: not unit.parent_id)
        return bool(self & admins) or bool(tops)

    def _safety_seats(self):
        """Return the user's appointments in force today, the highest unit first."""
        self.ensure_one()
        seats = self.sudo().safety_appointment_ids
        in_office = seats._in_office(self.env.company._safety_today())
        # Filtering forgets who else is being read: with it, what their seats serve comes in one query for everybody.
        today = seats.filtered_domain(in_office).with_prefetch(seats._prefetch_ids)
        return today.sorted(lambda seat: seat.unit_id.level)

    def _safety_seat_for(self, unit):
        """Return the seat in which the user acts on ``unit``: the nearest one whose served units hold it."""
        return self._safety_seats_for(unit)[:1]

    def _safety_seats_for(self, unit):
        """Return the user's seats of today whose served units hold ``unit``, the nearest one first."""
        above = [int(part) for part in unit.sudo().parent_path.split("/") if part]
        seats = self._safety_seats().filtered(lambda seat: set((seat.served_unit_ids or seat.unit_id).ids) & set(above))
        return seats.sorted(lambda seat: -seat.unit_id.level)

    def _safety_print_duty_list(self):
        """Return the action that prints the person's duty list."""
        report = self.env.ref("street_safety_base.report_duty_list_person_action").sudo()
        return report.report_action(self, config=False)

    def _safety_default_unit(self):
        """Return the unit a new record of this user belongs to: the lowest seat's, else the street itself.

        A seat in the territory comes before one in a team or committee: a safety officer who is also a rescuer works
        for the community.
        """
        seats = self._safety_seats()
        if seats:
            return (seats.filtered("unit_id.is_territory") or seats)[-1].unit_id
        return self.env["safety.unit"].search(
            [("company_id", "=", self.env.company.id), ("parent_id", "=", False)], limit=1
        )

    def _safety_sync_groups(self):
        """Give and take the groups of the posts held today.

        Touches only groups that some post grants; never other groups, the administrator's or the base group's.
        """
        posts = self.env["safety.post"].sudo().with_context(active_test=False)
        grantable = posts.search([("group_ids", "!=", False)]).group_ids
        users = (self - self.env.ref("base.user_root") - self.env.ref("base.user_admin")).sudo()
        seats = self.env["safety.appointment"].sudo()
        held = seats.search([("user_id", "in", users.ids), *seats._in_office(self.env.company._safety_today())])
        posts_of = {user: group.post_id.filtered("active") for user, group in held.grouped("user_id").items()}
        changes = {}
        for user in users.filtered(lambda u: u._is_internal()):
            wanted = posts_of.get(user, self.env["safety.post"]).group_ids
            have = user.group_ids & grantable
            if wanted != have:
                changes.setdefault((wanted - have, have - wanted), []).append(user.id)
        # One write for all whose groups change alike: a few sets of groups, whatever the number of people.
        for (given, taken), user_ids in changes.items():
            commands = [Command.link(group.id) for group in given] + [Command.unlink(group.id) for group in taken]
            users.browse(user_ids).write({"group_ids": commands})
