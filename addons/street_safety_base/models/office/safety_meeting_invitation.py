from odoo import api, models


class SafetyMeeting(models.Model):
    """One invitation a person and week, in the digest; a new time is told again, a cancelled meeting at once."""

    _inherit = "safety.meeting"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"start", "place"}:
            told = self.sudo().attendee_ids.filtered("announced_on")
            told.filtered(lambda line: line.meeting_id.state == "planned").write({"announced_on": False})
        return result

    def _after_cancel(self):
        result = super()._after_cancel()
        for meeting in self:
            told = meeting.sudo().attendee_ids.filtered("announced_on").user_id.partner_id
            if told:
                meeting.message_notify(
                    partner_ids=told.ids,
                    subject=self.env._("Cancelled: %s", meeting.name),
                    body=meeting.cancel_reason,
                )
        return result

    @api.model
    def _claim_invitations(self, company):
        """Note the guests whose invitation is due as invited, and return {user id: [meeting]}. Three statements."""
        rows = self.env["safety.meeting.attendee"]._claim_invited(company)
        meetings = self.sudo().browse({meeting for _user, _guest, meeting in rows})
        meetings.fetch(["name", "start", "place"])
        invited = {}
        for user, _guest, meeting in rows:
            invited.setdefault(user, []).append(self.sudo().browse(meeting))
        return {
            user: self.sudo().browse().concat(*found).with_prefetch(meetings._prefetch_ids).sorted("start")
            for user, found in invited.items()
        }
