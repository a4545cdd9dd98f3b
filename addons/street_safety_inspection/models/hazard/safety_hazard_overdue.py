from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# A message that lists more is not read; the rest is one tap away.
LISTED = 30


class SafetyHazard(models.Model):
    """Overdue: computed and searchable, and told once to the posts that the street has chosen (XT-2.2e)."""

    _inherit = "safety.hazard"

    overdue_told_on = fields.Date(string="Overdue told on", readonly=True, copy=False)

    @api.model
    def _tell_overdue(self, company):
        """Tell the posts above each newly overdue hazard of ``company``, one message per circle of people.

        The number of statements does not depend on the number of hazards. A hazard above which every seat is vacant
        stays untold, so that the next holder learns of it.
        """
        domain = Domain("company_id", "=", company.id) & Domain("overdue_told_on", "=", False)
        hazards = self.sudo().search(domain & self._overdue_domain(company))
        hazards._tell_posts(company, lambda env, count: env._("%s hazards are overdue", count))

    def _tell_failed(self):
        """Tell the posts above that a re-inspection found these hazards not fixed; those due are told with it."""
        for company, hazards in self.sudo().grouped("company_id").items():
            hazards._tell_posts(company, lambda env, count: env._("%s hazards were found not fixed", count))

    def _tell_posts(self, company, subject):
        told = self._tell_holders(company, company.sudo().safety_overdue_post_ids, subject)
        told._note_told(company)

    def _tell_holders(self, company, posts, subject):
        """Tell the holders of ``posts``, at each hazard's unit or above it; return the hazards somebody was told of.

        :param subject: function (environment in the reader's language, number of hazards) → words
        """
        circles = self._circles(company, posts)
        for (hazard_ids, lang), users in circles.items():
            env = self.with_context(lang=lang).env
            hazards = env["safety.hazard"].browse(id_ for id_ in self._ids if id_ in hazard_ids)
            env["mail.thread"].message_notify(
                partner_ids=users.partner_id.ids,
                subject=subject(env, len(hazards)),
                body=hazards._digest(),
            )
        return self.browse(set().union(*(hazard_ids for hazard_ids, _lang in circles)))

    def _note_told(self, company):
        """Note that those due have been told. By SQL: the ORM needs one statement per hundred rows."""
        self.flush_model(["deadline", "overdue_told_on"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_hazard SET overdue_told_on = %(today)s
                 WHERE id = ANY(%(ids)s) AND deadline <= %(today)s
                """,
                today=company._safety_today(),
                ids=self.ids,
            )
        )
        self.invalidate_model(["overdue_told_on"])

    def _circles(self, company, posts):
        """Return {(hazard ids, language): users}: people who are to be told of the same hazards. One statement."""
        if not self or not posts:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT seat.user_id, array_agg(DISTINCT hazard.id)
                  FROM safety_hazard hazard
                  JOIN safety_unit place ON place.id = hazard.unit_id
                  JOIN safety_unit above ON starts_with(place.parent_path, above.parent_path)
                  JOIN (%(seats)s) seat ON seat.unit_id = above.id
                 WHERE hazard.id = ANY(%(hazards)s)
                 GROUP BY seat.user_id
                """,
                seats=self._seats_sql(company, posts),
                hazards=self.ids,
            )
        )
        users = self.env["res.users"].sudo().browse(user_id for user_id, _ids in rows)
        circles = defaultdict(users.browse)
        for user, (_user_id, ids) in zip(users, rows, strict=True):
            circles[frozenset(ids), user.lang] |= user
        return circles

    def _digest(self):
        """Return the HTML list of the hazards, the longest overdue first."""
        base = self[:1].get_base_url()
        rows = Markup().join(
            Markup('<li><a href="%s/mail/view?model=safety.hazard&amp;res_id=%s">%s</a><br/>%s · %s</li>')
            % (base, hazard.id, hazard.name, hazard.enterprise_id.name, self._digest_clock(hazard))
            for hazard in self[:LISTED]
        )
        more = self.env._("… and %s more", len(self) - LISTED) if len(self) > LISTED else ""
        return Markup("<ul>%s</ul><p>%s</p>") % (rows, more)

    def _digest_clock(self, hazard):
        if hazard.is_overdue:
            return self.env._("due %(date)s, %(days)s days overdue", date=hazard.deadline, days=-hazard.days_left)
        return self.env._("due %s", hazard.deadline)
