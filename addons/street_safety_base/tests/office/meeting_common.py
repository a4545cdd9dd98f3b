from datetime import timedelta

from ..common import StreetCase


class MeetingCase(StreetCase):
    """A street that adopted a rule whose duty is proved by a meeting."""

    @classmethod
    def _meeting_rule(cls, regulation, code, unit_type, post, **vals):
        """Return a rule: a meeting of the type ``code``, held at units of a type, owed by a post."""
        return cls._rule(
            regulation,
            **{
                "name": f"Meeting {code}",
                "kind_id": cls.env.ref("street_safety_base.duty_kind_meeting_held").id,
                "evidence_domain": f"[('type_id.code', '=', '{code}')]",
                "unit_type_id": cls.env.ref(f"street_safety_base.unit_type_{unit_type}").id,
                "post_ids": [(6, 0, cls._post(post).ids)],
                **vals,
            },
        )

    @classmethod
    def _meeting_type(cls, code, **vals):
        guests = vals.pop("guests", "")
        chair = vals.pop("chair", "")
        return cls.env["safety.meeting.type"].create(
            {
                "name": f"Type {code}",
                "code": code,
                "guest_post_ids": [(6, 0, [cls._post(post).id for post in guests.split()])],
                "chair_post_ids": [(6, 0, [cls._post(post).id for post in chair.split()])],
                **vals,
            }
        )

    def _night(self, days=35, company=None):
        """Generate, open and plan as the nightly run does."""
        company = company or self.company
        today = company._safety_today()
        duties = self.env["safety.duty"]
        duties._generate(company, today, today + timedelta(days=days))
        duties._open_due(company)
        return self.env["safety.meeting"]._plan(company)

    def _messages(self, user=None):
        """Return the messages to ``user``, or to anybody."""
        domain = [("message_type", "=", "user_notification")]
        if user:
            domain.append(("notification_ids.res_partner_id", "=", user.partner_id.id))
        return self.env["mail.message"].search(domain)
