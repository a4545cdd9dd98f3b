from odoo import models
from odoo.exceptions import UserError


class SafetyHazard(models.Model):
    """What each step of a hazard asks for, and what it leaves behind."""

    _inherit = "safety.hazard"

    def _safety_day(self):
        """Return the street's date on which the step is taken."""
        return (self.company_id[:1] or self.env.company)._safety_today()

    # ---- guards ------------------------------------------------------------------------------------------------------

    def _check_orderable(self):
        if unknown := self.filtered(lambda hazard: hazard.severity == "undetermined"):
            raise UserError(
                self.env._("How serious is “%s”? Ask for an assessment before its rectification.", unknown[0].name)
            )
        if missing := self.filtered(lambda hazard: not hazard.deadline):
            raise UserError(self.env._("“%s” has no deadline: by when is it to be rectified?", missing[0].name))
        self._check_people()
        self._check_major_orderable()

    def _check_fixable(self):
        if major := self.filtered(lambda hazard: hazard.severity != "general"):
            raise UserError(self.env._("“%s” is a major hazard: it cannot be settled on the spot.", major[0].name))
        self._check_after_photo()

    def _check_rectified(self):
        self._check_rectification()

    def _check_rectification(self):
        self._check_after_photo()
        self._check_major_path()

    def _check_acceptable(self):
        self._check_acceptance()

    def _check_acceptance(self):
        self._check_accepted_by()
        self._check_separate()
        self._check_major_path()
        self._check_listing_acceptance()

    def _check_recheckable(self):
        """Accepted on the spot by a re-inspection: its signed form stands for the signature."""
        self._check_acceptance()

    def _check_closable(self):
        """Refuse to close without a passed return visit where the street wants one (BF-2.2d)."""
        for hazard in self.filtered("company_id.safety_close_after_visit"):
            if not hazard.sudo().recheck_ids.filtered(lambda line: line.result == "fixed" and line.state == "done"):
                raise UserError(
                    self.env._("“%s” is closed only after a re-inspection that found it fixed.", hazard.name)
                )

    def _check_after_photo(self):
        for hazard in self:
            if hazard.company_id.safety_rectification_photo and not hazard.after_photo_ids:
                raise UserError(self.env._("“%s” needs a photo that shows what was done.", hazard.name))
        self._check_photos()

    def _check_accepted_by(self, people=None):
        """Raise UserError when one of ``people`` (users, by default the current one) has submitted a rectification.

        The person counts, not the seat nor the account: nobody accepts their own rectification.
        """
        partners = (people or self.env.user).sudo().partner_id | self.env.user.sudo().partner_id
        for hazard in self.sudo():
            if hazard.submitted_by_id.partner_id & partners:
                raise UserError(
                    self.env._(
                        "%(person)s has submitted the rectification of “%(hazard)s”: somebody else must accept it.",
                        person=hazard.submitted_by_id.name,
                        hazard=hazard.name,
                    )
                )

    def _check_voidable(self):
        listed = self.sudo().notice_line_ids.filtered(lambda line: line.notice_id.state != "void")
        if listed:
            raise UserError(
                self.env._(
                    "“%(hazard)s” is listed in %(notice)s. Take it off there first.",
                    hazard=listed[0].hazard_id.name,
                    notice=listed[0].notice_id.display_name,
                )
            )

    # ---- values ------------------------------------------------------------------------------------------------------

    def _order_values(self):
        return {"ordered_by_id": self.env.uid, "ordered_on": self._safety_day()}

    def _after_order(self):
        """Keep the deadline first ordered, and what the order of a major hazard leaves behind."""
        for deadline, hazards in self.filtered(lambda hazard: not hazard.first_deadline).grouped("deadline").items():
            hazards.sudo()._workflow_write({"first_deadline": deadline})
        self._after_major_order()

    def _fix_values(self):
        day = self._safety_day()
        return {
            "fixed_on_spot": True,
            "accepted_by_id": self.env.uid,
            "accepted_on": day,
            "closed_on": day,
        }

    def _submit_values(self):
        return {"submitted_by_id": self.env.uid, "submitted_on": self._safety_day()}

    def _accept_values(self):
        return {"accepted_by_id": self.env.uid, "accepted_on": self._safety_day()}

    def _after_accept(self):
        self._delist()

    def _close_values(self):
        return {"closed_on": self._safety_day()}

    def _fail_values(self):
        return {"last_failed_on": self._safety_day(), "submitted_by_id": False, "submitted_on": False}
