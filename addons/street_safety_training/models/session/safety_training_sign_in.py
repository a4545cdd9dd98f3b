import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SafetyTraining(models.Model):
    """Signing in by the code on the screen: where the session takes place, and how people without a login are found."""

    _inherit = "safety.training"

    token = fields.Char(default=lambda self: secrets.token_urlsafe(16), required=True, copy=False, readonly=True)
    latitude = fields.Float(
        digits=(9, 6), aggregator=None, help="Degrees north of the place, as the phone says (WGS 84)."
    )
    longitude = fields.Float(
        digits=(9, 6), aggregator=None, help="Degrees east of the place, as the phone says (WGS 84)."
    )
    rating = fields.Float(
        string="Evaluation (1–5)", compute="_compute_rating", compute_sudo=True, digits=(3, 1), aggregator=None,
        help="Mean of what those present gave.",
    )  # fmt: skip
    rating_count = fields.Integer(string="Evaluations", compute="_compute_rating", compute_sudo=True)

    def _init_column(self, column_name):
        """Sessions older than the codes get one each."""
        if column_name != "token":
            return super()._init_column(column_name)
        return self.env.cr.execute("UPDATE safety_training SET token = gen_random_uuid() WHERE token IS NULL")

    _token_uniq = models.Constraint("UNIQUE(token)", "This code exists already.")

    @api.depends("attendee_ids.rating")
    def _compute_rating(self):
        """One grouped query for any number of sessions."""
        groups = self.env["safety.training.attendee"]._read_group(
            [("training_id", "in", self.ids), ("rating", "!=", False)], ["training_id", "rating"], ["__count"]
        )
        found = {}
        for training, rating, number in groups:
            points, people = found.get(training.id, (0, 0))
            found[training.id] = (points + int(rating) * number, people + number)
        for training in self:
            points, people = found.get(training.id, (0, 0))
            training.rating, training.rating_count = points / people if people else 0, people

    @api.constrains("latitude", "longitude")
    def _check_position(self):
        for training in self:
            if not (-90 <= training.latitude <= 90 and -180 <= training.longitude <= 180):
                raise ValidationError(
                    self.env._("The position of “%s” is none: north is −90 to 90, east −180 to 180.", training.name)
                )

    def action_screen(self):
        """Open the page with the code for signing in, to be shown on the screen."""
        self.ensure_one()
        self.check_access("write")
        return {"type": "ir.actions.act_url", "url": f"/street-safety/training/{self.id}/screen", "target": "new"}

    @api.model
    def _of_token(self, token):
        """Return the session of the code, for everybody."""
        return self.sudo().search([("token", "=", token)], limit=1)

    def _distance(self, latitude, longitude):
        """Return how many metres the position is from the place, or None when one of the two is not known."""
        if latitude is None or longitude is None or not (self.latitude or self.longitude):
            return None
        return round(self.env["safety.inspection"]._metres(latitude, longitude, self.latitude, self.longitude))

    def _check_place(self, latitude, longitude):
        """Return the distance in metres (None: not known), or refuse.

        :raises UserError: farther away than the programme allows, or no position although the programme asks for one
        """
        kind, distance = self.type_id, self._distance(latitude, longitude)
        placed = bool(self.latitude or self.longitude)
        if kind.position_required and placed and distance is None:
            raise UserError(
                self.env._(
                    "“%s” is signed in to with a position: scan the code on the screen and let the telephone say where "
                    "it is, or ask the recorder to mark you as present.",
                    self.name,
                )
            )
        if kind.sign_in_distance and distance is not None and distance > kind.sign_in_distance:
            raise UserError(
                self.env._(
                    "Your telephone is %(distance)s from the place of “%(training)s”; %(allowed)s m are allowed. If "
                    "you are there all the same, ask the recorder to mark you as present.",
                    distance=f"{distance / 1000:.1f} km" if distance >= 1000 else f"{distance} m",
                    training=self.name,
                    allowed=kind.sign_in_distance,
                )
            )
        return distance

    def _guest_line(self, name, enterprise):
        """Return the line of somebody without a login by the name they type, and the enterprise where two have it.

        :raises UserError: nobody of that name is on the list, or more than one
        """
        wanted, firm = " ".join((name or "").split()).casefold(), "".join((enterprise or "").split()).casefold()
        if not wanted:
            raise UserError(self.env._("Type your name, as it stands on the list."))
        lines = self.attendee_ids.filtered(
            lambda line: not line.user_id and " ".join((line.name or "").split()).casefold() == wanted
        )
        if firm:
            lines = lines.filtered(lambda line: firm in "".join((line.enterprise_id.name or "").split()).casefold())
        if len(lines) > 1:
            raise UserError(self.env._("There are several of this name on the list: type your enterprise too."))
        if not lines:
            raise UserError(self.env._("This name is not on the list. Ask the recorder to add you."))
        return lines
