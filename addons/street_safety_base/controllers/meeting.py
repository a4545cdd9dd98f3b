import vobject

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.http import request


def code_screen(title, when, place, url, hint=None):
    """Show a large code, to be scanned by the phones in the room.

    :param title: what it is for
    :param when: its time on the street's clock, as text
    :param hint: what happens on scanning, when that is not signing in
    """
    values = {"title": title, "when": when, "place": place, "url": url, "hint": hint}
    return request.render("street_safety_base.code_screen_page", values)


def on_the_clock(street, instant):
    """Return ``instant`` on the clock of ``street`` (company), as text."""
    moment = fields.Datetime.context_timestamp(street.with_context(tz=street.safety_tz), instant)
    return moment.strftime("%Y-%m-%d %H:%M")


class SafetyMeeting(http.Controller):
    """Signing in to a meeting by the QR code on the screen, and its calendar file."""

    @http.route("/street-safety/meeting/<string:token>", type="http", auth="user", sitemap=False)
    def sign_in(self, token):
        """Sign the current user in to the meeting of ``token``; the page says whether it worked, and why not."""
        meeting = request.env["safety.meeting"].sudo().search([("token", "=", token)], limit=1)
        problem = None
        try:
            if meeting:
                meeting.with_user(request.env.user).action_sign_in()
        except AccessError:
            meeting = meeting.browse()  # not a guest: nothing is told about it
        except UserError as error:
            problem = str(error)
        guest = meeting.attendee_ids.filtered(lambda line: line.user_id == request.env.user)
        return request.render(
            "street_safety_base.meeting_sign_in_page",
            {"meeting": meeting, "guest": guest, "problem": problem, "local": self._local},
        )

    def _local(self, meeting, instant):
        """Return ``instant`` on the clock of the meeting's street."""
        return on_the_clock(meeting.company_id, instant)

    @http.route("/street-safety/meeting/<int:meeting_id>/screen", type="http", auth="user", sitemap=False)
    def screen(self, meeting_id):
        """Show the QR code for signing in, large, to those who work in the meeting's unit."""
        meeting = request.env["safety.meeting"].browse(meeting_id).exists()
        meeting.check_access("write")
        if not meeting:
            return request.not_found()
        url = f"{meeting.get_base_url()}/street-safety/meeting/{meeting.token}"
        return code_screen(meeting.name, self._local(meeting, meeting.start), meeting.place, url)

    @http.route("/street-safety/meeting/<int:meeting_id>/calendar.ics", type="http", auth="user", sitemap=False)
    def calendar(self, meeting_id):
        """Return the meeting as an iCalendar file for those who see it."""
        meeting = request.env["safety.meeting"].browse(meeting_id).exists()
        meeting.check_access("read")
        event = meeting.sudo().event_ids[:1]
        if not event:
            return request.not_found()
        content = event.with_context(mail_notrack=True)._get_ics_file()[event.id]
        # The calendar's own entry has a neutral title; who may read the meeting gets its name.
        file = vobject.readOne(content.decode())
        file.vevent.summary.value = meeting.name
        content = file.serialize()
        headers = [("Content-Type", "text/calendar"), ("Content-Disposition", 'attachment; filename="meeting.ics"')]
        return request.make_response(content, headers)
