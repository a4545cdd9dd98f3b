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
        user = self.env.user
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Documents to read"),
                "street_safety_base.safety_document_circulation_action",
                Domain("state", "in", ("open", "read"))
                & Domain("unit_id", "in", user._safety_seats().unit_id.ids)
                & Domain("user_id", "in", (False, user.id)),
            ),
            self._waiting_for(
                self.env._("Minutes to write"),
                "street_safety_base.safety_meeting_action",
                Domain("state", "=", "held") & Domain("recorder_id", "=", user.id),
            ),
            self._waiting_for(
                self.env._("Resolutions to carry out"),
                "street_safety_base.safety_resolution_action",
                Domain("state", "=", "open") & Domain("user_id", "=", user.id),
            ),
            self._waiting_for(
                self.env._("Resolutions to close"),
                "street_safety_base.safety_resolution_action",
                Domain("state", "=", "done")
                & Domain("meeting_id.unit_id", "child_of", user.safety_approve_unit_ids.ids),
                group="approve",
            ),
            self._waiting_for(
                self.env._("Minutes to sign"),
                "street_safety_base.safety_meeting_action",
                Domain("state", "=", "minuted") & Domain("chair_id", "=", user.id),
                group="approve",
            ),
            self._waiting_for(
                self.env._("Meeting times to decide"),
                "street_safety_base.safety_meeting_action",
                Domain("state", "=", "planned")
                & Domain("proposed_start", "!=", False)
                & Domain("recorder_id", "=", user.id),
                group="approve",
            ),
            self._waiting_for(
                self.env._("Resolutions reported, not closed yet"),
                "street_safety_base.safety_resolution_action",
                Domain("state", "=", "done") & Domain("user_id", "=", user.id),
                group="others",
            ),
            self._waiting_for(
                self.env._("My minutes, not signed yet"),
                "street_safety_base.safety_meeting_action",
                Domain("state", "=", "minuted")
                & Domain("recorder_id", "=", user.id)
                & Domain("chair_id", "!=", user.id),
                group="others",
            ),
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
