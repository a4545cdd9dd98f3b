from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_date

# So many lines of a section are written out; the page has them all.
LINES = 8
# Read in mail programs, which know inline styles only, and with a thumb: room between the lines, a button to tap.
PART = '<h3 style="margin: 16px 0 4px">%s (%s)</h3><ul style="margin: 0; padding-left: 20px">%s</ul>'
ITEM = '<li style="padding: 6px 0"><a href="%s">%s</a></li>'
BUTTON = (
    '<p style="margin: 20px 0"><a href="%s" style="background-color: #1f5f99; color: #ffffff; padding: 10px 24px;'
    ' border-radius: 4px; text-decoration: none">%s</a></p>'
)


class Section(NamedTuple):
    """A part of the digest: its heading, and the lines (text, address) of each user id."""

    title: str
    lines: dict[int, list[tuple[str, str]]]


class SafetyDigest(models.AbstractModel):
    """One message a person and day: what is overdue, due and waiting, what was escalated, what they are invited to.

    By mail or in the application, as the person set it in Odoo; who has nothing gets nothing. Written in bulk: the
    statements do not grow with the people. What was told is noted in the same transaction, so that a run that is
    killed tells it later and one that is repeated does not tell it twice.
    """

    _name = "safety.digest"
    _description = "Daily digest"

    @api.model
    def _send(self, company):
        """Send today's digest to the people of ``company``; return the ids of those who got one."""
        routine, told = self.sudo()._routine(company), self.sudo()._must_tell(company)
        wanted = self._claim({user for section in routine for user in section.lines}, company._safety_today())
        contents = {}
        for sections, everybody in ((told, True), (routine, False)):
            for section in sections:
                for user, lines in section.lines.items():
                    if everybody or user in wanted:
                        contents.setdefault(user, []).append((section.title, lines))
        self.sudo()._deliver(company, contents)
        return sorted(contents)

    def _claim(self, users, today):
        """Return those of ``users`` who want a digest and had none today, and note that they have it now."""
        if not users:
            return set()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE res_users SET safety_digest_on = %(today)s
                 WHERE id = ANY(%(users)s) AND active AND safety_digest IS NOT FALSE
                   AND (safety_digest_on IS NULL OR safety_digest_on < %(today)s)
             RETURNING id
                """,
                today=today,
                users=sorted(users),
            )
        )
        self.env["res.users"].invalidate_model(["safety_digest_on"])
        return {id_ for (id_,) in rows}

    @api.model
    def _routine(self, company):
        """Return the sections that only who wants a digest gets. Addons append theirs, one query each."""
        return []

    @api.model
    def _must_tell(self, company):
        """Return the sections that everybody concerned gets; they note themselves what was told."""
        return []

    # ---- delivery ----------------------------------------------------------------------------------------------------

    def _deliver(self, company, contents):
        """Write the messages of ``contents`` {user id: [(title, lines)]} and queue the mails. Constant statements."""
        users = self.env["res.users"].browse(contents)
        users.fetch(["lang", "partner_id", "notification_type"])
        users.partner_id.fetch(["email"])
        author, note = self.env.ref("base.partner_root").id, self.env.ref("mail.mt_note").id
        messages = self.env["mail.message"].create(
            [
                {
                    "message_type": "user_notification",
                    "subtype_id": note,
                    "author_id": author,
                    "email_from": company.email_formatted or self.env.user.email_formatted,
                    "subject": self._subject(user, company),
                    "body": self._body(user, contents[user.id]),
                    "partner_ids": [(6, 0, user.partner_id.ids)],
                }
                for user in users
            ]
        )
        pairs = list(zip(users, messages, strict=True))
        mail_of = self._queue_mails(pairs)
        self.env["mail.notification"].create(
            [
                {
                    "author_id": author,
                    "mail_message_id": message.id,
                    "res_partner_id": user.partner_id.id,
                    "notification_type": "email" if message.id in mail_of else "inbox",
                    "notification_status": "ready" if message.id in mail_of else "sent",
                    "mail_mail_id": mail_of.get(message.id),
                }
                for user, message in pairs
            ]
        )

    def _queue_mails(self, pairs):
        """Queue a mail for each (user, message) whose user reads by mail; return {message id: mail id}."""
        mails = self.env["mail.mail"].create(
            [
                {
                    "mail_message_id": message.id,
                    "body_html": message.body,
                    "recipient_ids": [(6, 0, user.partner_id.ids)],
                    "auto_delete": True,
                    "state": "outgoing",
                }
                for user, message in pairs
                if user.notification_type == "email" and user.email
            ]
        )
        return {mail.mail_message_id.id: mail.id for mail in mails}

    def _in_words_of(self, user):
        return self.with_context(lang=user.lang or self.env.lang).env

    def _subject(self, user, company):
        env = self._in_words_of(user)
        return env._("Street Safety: your work on %s", format_date(env, company._safety_today()))

    def _body(self, user, sections):
        """Return the message of ``user``: a heading and a list with links for each section."""
        env, base = self._in_words_of(user), self.get_base_url()
        parts = []
        for title, lines in sections:
            items = [Markup(ITEM) % (base + address, text) for text, address in lines[:LINES]]
            if len(lines) > LINES:
                items.append(Markup("<li>%s</li>") % env._("and %s more", len(lines) - LINES))
            heading = title._translate(env.lang)  # a constant of this or of another addon, in its own translation
            parts.append(Markup(PART) % (heading, len(lines), Markup("").join(items)))
        link = f"{base}/odoo/action-street_safety_base.safety_duty_action_my_work"
        parts.append(Markup(BUTTON) % (link, env._("Open My work")))
        hint = env._("Sent once a day. To stop it, switch off “Daily work digest” in your preferences.")
        parts.append(Markup('<p style="color: #6c757d; font-size: 12px">%s</p>') % hint)
        return Markup("").join(parts)

    def _local_time(self, company, instant):
        """Return ``instant`` on the street's clock, as text."""
        moment = fields.Datetime.context_timestamp(self.with_context(tz=company.safety_tz), instant)
        return moment.strftime("%m-%d %H:%M")
