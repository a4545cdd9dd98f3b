from odoo import api, models
from odoo.tools import LazyTranslate

from odoo.addons.street_safety_base.models.office.safety_digest import Section

_lt = LazyTranslate(__name__)

TRAININGS = _lt("Trainings for you")
PAGE = "/odoo/action-street_safety_training.safety_training_attendee_action_mine/%s"


class SafetyDigest(models.AbstractModel):
    """The day's message names the trainings somebody is invited to, as it names meetings: no mail a session."""

    _inherit = "safety.digest"

    @api.model
    def _must_tell(self, company):
        invited = self.env["safety.training.attendee"]._claim_invitations(company)
        lines = {
            user: [
                (
                    " · ".join(
                        filter(None, (self._local_time(company, line.date_start), line.training_name, line.place))
                    ),
                    PAGE % line.id,
                )
                for line in found
            ]
            for user, found in invited.items()
        }
        return [*super()._must_tell(company), Section(TRAININGS, lines)]


class SafetyTrainingAttendee(models.Model):
    """Who was told of a session: a week ahead, of all planned in two weeks, and again when it moves."""

    _name = "safety.training.attendee"
    _inherit = ["safety.training.attendee", "safety.invited"]
    _invited_to = ("training_id", "date_start", "draft", "expected")

    @api.model
    def _claim_invitations(self, company):
        """Note the people whose invitation is due as invited; return {user id: lines}. Constant statements."""
        lines = self.sudo().browse(line for _user, line, _session in self._claim_invited(company))
        return {user.id: found.sorted("date_start") for user, found in lines.grouped("user_id").items()}


class SafetyTraining(models.Model):
    """A session that moves is announced again."""

    _inherit = "safety.training"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_start", "place"}:
            planned = self.filtered(lambda training: training.state == "draft")
            told = planned.sudo().attendee_ids.filtered("announced_on")
            told._workflow_write({"announced_on": False})
        return result
