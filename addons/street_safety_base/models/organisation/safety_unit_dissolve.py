from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list


class SafetyUnit(models.Model):
    """The end of a unit: its people leave their posts, its seats close, and what was closed before stays as it is."""

    _inherit = "safety.unit"

    def write(self, vals):
        """Write as Odoo does; a unit in which somebody or something still lies is dissolved, not archived."""
        if vals.get("active") is False:
            for unit in self.filtered("active"):
                if left := unit._still_inside():
                    raise UserError(
                        self.env._(
                            "%(unit)s still has %(what)s. Use “Dissolve”, which ends and moves what lies in it.",
                            unit=unit.name,
                            what=format_list(self.env, left[:5]),
                        )
                    )
        return super().write(vals)

    def _still_inside(self):
        """Return the names of units below, people in office and whatever other rooms know to lie in the unit."""
        people = self.sudo().appointment_ids.filtered("is_current").user_id
        return [*self.child_ids.filtered("active").mapped("name"), *people.mapped("name")]

    def action_dissolve(self):
        """Ask for the day and the successor, then dissolve the unit."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dissolve %s", self.name),
            "res_model": "safety.unit.dissolve.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    def _dissolve(self, day, successor):
        """Dissolve one unit with ``day`` as its last; ``successor`` (a unit, may be empty) takes over what lies in it.

        Rooms that keep more in a unit extend this. Records of the past keep the unit.

        :raises UserError: units below are still there, the day lies ahead, or the successor does not fit
        """
        self.ensure_one()
        self.check_access("write")
        self._check_dissolvable(day, successor)
        later = self.sudo().appointment_ids.filtered(lambda seat: seat.date_start > day)
        if later:
            raise UserError(
                self.env._(
                    "%(person)s begins at %(unit)s on %(date)s, after it is dissolved. Delete or end that appointment.",
                    person=later[0].user_id.name,
                    unit=self.name,
                    date=fields.Date.to_string(later[0].date_start),
                )
            )
        self.appointment_ids.filtered(lambda seat: not seat.date_end or seat.date_end > day).write({"date_end": day})
        self.with_context(active_test=False).seat_ids.write({"active": False})
        self.write({"date_end": day, "active": day >= self.company_id._safety_today()})
        self.message_post(
            body=self.env._("Dissolved on %(day)s. Successor: %(successor)s", day=day, successor=successor.name)
            if successor
            else self.env._("Dissolved on %s.", day)
        )

    def _check_dissolvable(self, day, successor):
        if not self.parent_id:
            raise UserError(self.env._("%s is the street itself and cannot be dissolved.", self.name))
        if self.date_end:
            raise UserError(self.env._("%s is dissolved already.", self.name))
        if day > self.company_id._safety_today():
            raise UserError(self.env._("The last day of %s cannot lie ahead.", self.name))
        below = self.child_ids.filtered(lambda unit: unit.active and not unit.date_end)
        if below:
            raise UserError(
                self.env._(
                    "Move or dissolve the units below %(unit)s first: %(children)s.",
                    unit=self.name,
                    children=format_list(self.env, below.mapped("name")),
                )
            )
        if successor == self or successor.date_end or successor.company_id - self.company_id:
            raise UserError(self.env._("Choose another unit of the same street as successor, one that still exists."))

    @api.model
    def _archive_dissolved(self, company):
        """Archive the units of ``company`` whose last day is over; one that is still in use is left alone."""
        over = Domain("company_id", "=", company.id) & Domain("date_end", "<", company._safety_today())
        self.search(over).filtered(lambda unit: not unit._still_inside()).write({"active": False})
