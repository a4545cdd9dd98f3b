from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, LazyTranslate

from odoo.addons.street_safety_base.models.office.safety_digest import Section
from odoo.addons.street_safety_base.models.office.safety_meeting_invitation import AHEAD, REACH

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

    _inherit = "safety.training.attendee"

    announced_on = fields.Date(string="Invitation sent on", readonly=True, copy=False)

    @api.model
    def _claim_invitations(self, company):
        """Note the people whose invitation is due as invited; return {user id: lines}. Constant statements."""
        today = company._safety_today()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH waiting AS (
                    SELECT line.id, line.user_id, session.date_start
                      FROM safety_training_attendee line
                      JOIN safety_training session ON session.id = line.training_id
                      JOIN res_users person ON person.id = line.user_id AND person.active
                     WHERE session.company_id = %(company)s AND session.state = 'draft'
                       AND line.announced_on IS NULL AND line.state = 'expected'
                       AND session.date_start > %(now)s AND session.date_start < %(reach)s)
                UPDATE safety_training_attendee line SET announced_on = %(today)s
                  FROM waiting
                 WHERE line.id = waiting.id
                   AND waiting.user_id IN (SELECT user_id FROM waiting WHERE date_start < %(ahead)s)
             RETURNING line.user_id, line.id
                """,
                company=company.id,
                today=today,
                now=fields.Datetime.now(),
                ahead=company._safety_instant(today + timedelta(days=AHEAD + 1)),
                reach=company._safety_instant(today + timedelta(days=REACH + 1)),
            )
        )
        self.invalidate_model(["announced_on"])
        lines = self.sudo().browse(id_ for _user, id_ in rows)
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
