from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import hmac

STARS = [("1", "Poor"), ("2", "Weak"), ("3", "Fair"), ("4", "Rather good"), ("5", "Very good")]


class SafetyTrainingAttendee(models.Model):
    """Signing in by telephone, with the distance from the place, and what the person thinks of the session."""

    _inherit = "safety.training.attendee"

    signed_distance = fields.Integer(
        string="Signed in from (metres)", readonly=True, copy=False, aggregator=None,
        help="How far the telephone was from the place. The position itself is not kept.",
    )  # fmt: skip
    rating = fields.Selection(STARS, string="Evaluation", readonly=True, copy=False)
    rating_note = fields.Char(string="Remark on the session", readonly=True, copy=False)

    @api.constrains("user_id", "enterprise_id", "name", "training_id")
    def _check_one_name(self):
        """One person has one name and one line: a second one would be counted and examined twice."""
        for line in self:
            if line.user_id and line.name != line.user_id.name:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is registered as “%(user)s”: one person has one name. Correct it with the user.",
                        name=line.name,
                        user=line.user_id.name,
                    )
                )
        nameless = self.filtered(lambda line: not line.user_id and not line.enterprise_id)
        found = nameless and self.sudo().search(
            [
                ("training_id", "in", nameless.training_id.ids),
                ("user_id", "!=", False),
                ("name", "in", nameless.mapped("name")),
            ]
        )
        taken = {(other.training_id.id, other.name) for other in found}
        for line in nameless:
            if (line.training_id.id, line.name) in taken:
                raise ValidationError(
                    self.env._("“%s” is invited with a login already: mark that line instead.", line.name)
                )

    def _check_guest(self):
        for line in self:
            if line.user_id:
                raise UserError(self.env._("%s signs in with the own login.", line.name))
        self._check_sign_in_open()

    def action_sign_in(self, latitude=None, longitude=None):
        """Sign in for oneself, around the session.

        :param latitude: degrees (WGS 84) where the telephone is, when it says so; likewise ``longitude``
        :raises UserError: outside of the sign-in time, or too far from the place
        """
        return self._sign_in("sign_in", latitude, longitude)

    def _sign_in(self, step, latitude, longitude):
        for line in self:
            distance = line.sudo().training_id._check_place(latitude, longitude)
            line._workflow_do(step)
            if distance is not None:
                line.sudo()._workflow_write({"signed_distance": distance})
        return True

    # ---- evaluation --------------------------------------------------------------------------------------------------

    def _page_key(self):
        """Return what somebody without a login shows to be the person of this line on the session's page."""
        self.ensure_one()
        return hmac(self.env(su=True), "street-safety-training-line", (self.id, self.training_id.token))

    def _rate(self, rating, note):
        """Note what the person thinks of the session: as long as it is open, of who was there.

        :param rating: "1" to "5"
        :raises UserError: not there, closed, or no such number of stars
        """
        self.ensure_one()
        if rating not in dict(STARS):
            raise UserError(self.env._("Choose one to five stars."))
        if self.state != "present" or self.training_id.state != "draft":
            raise UserError(self.env._("Who is present evaluates the session, until it is completed."))
        self.sudo()._workflow_write({"rating": rating, "rating_note": (note or "").strip()[:500] or False})

    def action_page(self):
        """Open the page of the session on the telephone: signing in with the position, exam, evaluation."""
        self.ensure_one()
        self.check_access("read")
        url = f"/street-safety/training/{self.sudo().training_id.token}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}
