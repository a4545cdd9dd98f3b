from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.duty.safety_duty_targets import ancestors_sql


class SafetyCertificate(models.Model):
    """What follows from the calendar: reminders before a certificate lapses, a hazard proposed when it has."""

    _inherit = "safety.certificate"

    @api.model
    def _claim_reminders(self, company):
        """Return {user id: certificates} of reminders due today, and note that they were given.

        Each threshold of the type (90, 30, 7 days …) once; a street that missed a night is told of the nearest only.
        Told are the people who answer for the enterprise: seats of its unit, and officers of the units above it.
        Two statements, whatever the number.
        """
        self.env.flush_all()
        due = self.env.execute_query(
            SQL(
                """
                UPDATE safety_certificate SET told_days = due.days
                  FROM (SELECT one.id, MIN(threshold.days) AS days
                          FROM safety_certificate one
                          JOIN (%(thresholds)s) threshold (type_id, days) ON threshold.type_id = one.type_id
                         WHERE one.company_id = %(company)s AND one.is_current AND one.working AND one.active
                           AND one.number IS NOT NULL AND one.valid_until >= %(today)s
                           AND one.valid_until - %(today)s <= threshold.days
                         GROUP BY one.id) due
                 WHERE safety_certificate.id = due.id
                   AND (COALESCE(told_days, 0) = 0 OR due.days < told_days)
             RETURNING safety_certificate.id
                """,
                thresholds=self._thresholds_sql(),
                company=company.id,
                today=company._safety_today(),
            )
        )
        self.invalidate_model(["told_days"])
        return self._people_to_tell(company, [id_ for (id_,) in due]) if due else {}

    @api.model
    def _thresholds_sql(self):
        kinds = self.env["safety.certificate.type"].sudo().search(Domain.TRUE)
        rows = [SQL("(%s, %s)", kind.id, days) for kind in kinds for days in kind._reminders()]
        return SQL("VALUES %s", SQL(", ").join(rows)) if rows else SQL("SELECT NULL::int, NULL::int WHERE FALSE")

    @api.model
    def _people_to_tell(self, company, ids):
        """Return {user id: certificates}: whose seat is at the unit of the enterprise, and who approves above it."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT seat.user_id, one.id, one.valid_until
                  FROM safety_certificate one
                  JOIN (%(ancestors)s) tree ON tree.unit_id = one.unit_id
                  JOIN safety_appointment seat ON seat.unit_id = tree.ancestor_id
                  JOIN safety_post post ON post.id = seat.post_id
                  JOIN safety_unit unit ON unit.id = seat.unit_id
                 WHERE one.id = ANY(%(ids)s) AND seat.date_start <= %(today)s
                   AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
                   AND (tree.ancestor_id = one.unit_id AND post.level IN ('act', 'approve')
                        OR post.level = 'approve' AND unit.parent_id IS NOT NULL)
                 ORDER BY one.valid_until, one.id
                """,
                ancestors=ancestors_sql(company),
                ids=ids,
                today=company._safety_today(),
            )
        )
        found = {}
        for user, certificate, _day in rows:
            found.setdefault(user, []).append(certificate)
        return {user: self.browse(certificates) for user, certificates in found.items()}

    @api.model
    def _propose_hazards(self, company):
        """Report a hazard for everybody who still works with a lapsed certificate; once for each. Return the hazards.

        It is a proposal: “reported”, and an officer orders the rectification or voids it.
        """
        domain = [
            ("company_id", "=", company.id),
            ("state", "=", "expired"),
            ("type_id.hazard_when_lapsed", "=", True),
            ("enterprise_id.active", "=", True),
            ("hazard_ids", "=", False),
        ]
        lapsed = self.sudo().with_company(company).search_fetch(domain)
        if not lapsed:
            return self.env["safety.hazard"]
        here = lapsed.with_context(lang=company._safety_lang(), tracking_disable=True, mail_create_nolog=True)
        return here.env["safety.hazard"].create([one._hazard_vals(company) for one in here])

    def _hazard_vals(self, company):
        self.ensure_one()
        return {
            "name": self.env._(
                "%(name)s works with a lapsed certificate: %(type)s",
                name=self.name,
                type=" ".join(filter(None, (self.type_id.name, self.operation))),
            ),
            "enterprise_id": self.enterprise_id.id,
            "date": company._safety_today(),
            "source": "certificate",
            "certificate_id": self.id,
            "measure": self.env._("Take the person off this work until the certificate is renewed; show the new one."),
            "deadline": company._safety_today() + timedelta(days=company.safety_deadline_days),
        }
