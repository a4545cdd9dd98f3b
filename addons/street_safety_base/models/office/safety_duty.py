from datetime import timedelta

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse, get_lang


class SafetyDuty(models.Model):
    """What the office's papers and meetings leave waiting on the start page."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        meetings = "street_safety_base.safety_meeting_action"
        resolutions = "street_safety_base.safety_resolution_action"
        return [
            *super()._waiting(),
            *(self._waiting_for(*line) for line in self._waiting_to_do(meetings, resolutions)),
            *(self._waiting_for(*line, group="approve") for line in self._waiting_to_approve(meetings, resolutions)),
            *(self._waiting_for(*line, group="others") for line in self._waiting_for_others(meetings, resolutions)),
        ]

    @api.model
    def _waiting_to_do(self, meetings, resolutions):
        user = self.env.user
        documents = (
            Domain("state", "in", ("open", "read"))
            & Domain("unit_id", "in", user._safety_seats().unit_id.ids)
            & Domain("user_id", "in", (False, user.id))
        )
        minutes = Domain("state", "=", "held") & Domain("recorder_id", "=", user.id)
        owed = Domain("state", "=", "open") & Domain("user_id", "=", user.id)
        return [
            (self.env._("Documents to read"), "street_safety_base.safety_document_circulation_action", documents),
            (self.env._("Minutes to write"), meetings, minutes),
            (self.env._("Resolutions to carry out"), resolutions, owed),
        ]

    @api.model
    def _waiting_to_approve(self, meetings, resolutions):
        user = self.env.user
        reported = Domain("state", "=", "done")
        reported &= Domain("meeting_id.unit_id", "child_of", user.safety_approve_unit_ids.ids)
        minutes = Domain("state", "=", "minuted") & Domain("chair_id", "=", user.id)
        moved = Domain("state", "=", "planned") & Domain("proposed_start", "!=", False)
        return [
            (self.env._("Resolutions to close"), resolutions, reported),
            (self.env._("Minutes to sign"), meetings, minutes),
            (self.env._("Meeting times to decide"), meetings, moved & Domain("recorder_id", "=", user.id)),
        ]

    @api.model
    def _waiting_for_others(self, meetings, resolutions):
        user = self.env.user
        reported = Domain("state", "=", "done") & Domain("user_id", "=", user.id)
        unsigned = Domain("state", "=", "minuted") & Domain("recorder_id", "=", user.id)
        return [
            (self.env._("Resolutions reported, not closed yet"), resolutions, reported),
            (self.env._("My minutes, not signed yet"), meetings, unsigned & Domain("chair_id", "!=", user.id)),
        ]

    @api.model
    def _my_meetings(self, today):
        """Return the next meetings of the current user: dicts of id, name, when, where, sign_in. One query.

        A week ahead, the nearest five; ``sign_in`` says that the doors are open and the user is not signed in yet.
        """
        now = fields.Datetime.now()
        company = self.env.company
        guests = (
            self.env["safety.meeting.attendee"]
            .sudo()
            .search(
                Domain("user_id", "=", self.env.uid)
                & Domain("meeting_id.state", "=", "planned")
                & Domain("meeting_id.stop", ">", now)
                & Domain("meeting_id.start", "<", company._safety_instant(today + timedelta(days=8))),
            )
        )
        lines = []
        for guest in guests.sorted(lambda line: line.meeting_id.start)[:5]:
            meeting = guest.meeting_id
            open_doors = meeting.start - timedelta(hours=1) <= now
            lines.append(
                {
                    "id": meeting.id,
                    "name": meeting.name,
                    "when": self._local_moment(meeting.start, today),
                    "where": meeting.place or "",
                    "sign_in": open_doors and guest.state == "invited",
                    "signed_in": guest.state in ("present", "late"),
                }
            )
        return lines

    def _local_moment(self, instant, today):
        """Return "today 09:00" or "Thu, Nov 27 09:00" in the user's words."""
        moment = fields.Datetime.context_timestamp(self.with_context(tz=self.env.company.safety_tz), instant)
        day = moment.date()
        locale = babel_locale_parse(get_lang(self.env).code)
        text = self.env._("Today") if day == today else format_skeleton("MMMEd", day, locale=locale)
        return f"{text} {moment:%H:%M}"

    @api.model
    def my_work_summary(self):
        summary = super().my_work_summary()
        summary["meetings"] = self._my_meetings(self.env.company._safety_today())
        return summary
