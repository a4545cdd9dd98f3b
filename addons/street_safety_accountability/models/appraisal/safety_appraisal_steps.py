from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .safety_appraisal import OPEN


class SafetyAppraisal(models.Model):
    """Steps before and after the confirmation: self-assessment, review, panel, objection and its decision."""

    _inherit = "safety.appraisal"

    @api.model
    def _visible_domains(self):
        """The sheet of a unit is read by the seats that serve it; that of a person by the person and their heads."""
        served = Domain("unit_id", "child_of", self.env.user.safety_read_unit_ids.ids)
        return [*super()._visible_domains(), served & Domain("user_id", "=", False)]

    def write(self, vals):
        """What is appraised is the office's; those appraised write their own view into the lines only."""
        if not self._frozen_writable.issuperset(vals) and set(vals) != {"line_ids"} and not self.env.su:
            self._check_officer()
        return super().write(vals)

    # ---- guards ------------------------------------------------------------------------------------------------------

    def _is_own(self):
        """Tell whether the user speaks for what is appraised: the person, or who decides in the unit itself."""
        self.ensure_one()
        if self.sudo().user_id:
            return self.sudo().user_id == self.env.user
        day = self.company_id._safety_today()
        seats = (
            self.env["safety.appointment"]
            .sudo()
            .search(
                [("user_id", "=", self.env.uid), ("unit_id", "=", self.unit_id.id), ("post_id.level", "=", "approve")]
            )
        )
        return any(seat.date_start <= day and (not seat.date_end or seat.date_end >= day) for seat in seats)

    def _check_own_view(self):
        """Raise unless the lines are still open and the user speaks for what is appraised (or is the office)."""
        for appraisal in self:
            if appraisal.state not in OPEN:
                raise UserError(self.env._("%s is decided; an objection is the way now.", appraisal.display_name))
            if not self.env.su and not appraisal._is_own():
                appraisal._check_officer()

    def _check_submit(self):
        for appraisal in self:
            if not appraisal.scheme_id.with_self:
                raise UserError(self.env._("“%s” has no self-assessment.", appraisal.scheme_id.name))
            if not self.env.su and not appraisal._is_own():
                appraisal._check_officer()

    def _steps_missing(self):
        """Return the names of the steps that the scheme asks for and that are not taken yet, the first one first."""
        scheme, names = self.scheme_id, self._step_names()
        asked_for = {"submitted": scheme.with_self, "reviewed": scheme.with_review, "panelled": scheme.with_panel}
        reached = list(names).index(self.state) + 1 if self.state in names else 0
        return [name for number, (state, name) in enumerate(names.items()) if asked_for[state] and number >= reached]

    def _step_names(self):
        return {
            "submitted": self.env._("the self-assessment"),
            "reviewed": self.env._("the review"),
            "panelled": self.env._("the panel"),
        }

    def _check_before(self, step):
        for appraisal in self:
            missing = appraisal._steps_missing()
            if missing and missing[0] != step:
                raise UserError(
                    self.env._(
                        "%(appraisal)s: first comes %(step)s.", appraisal=appraisal.display_name, step=missing[0]
                    )
                )

    def _check_review(self):
        self._check_before(self.env._("the review"))

    def _check_panel(self):
        self._check_before(self.env._("the panel"))

    def _check_objection(self):
        today = self.company_id[:1]._safety_today()
        for appraisal in self:
            if not self.env.su and not appraisal._is_own():
                appraisal._check_officer()
            if appraisal.objection_until and appraisal.objection_until < today:
                raise UserError(
                    self.env._(
                        "%(appraisal)s: objections were possible until %(day)s.",
                        appraisal=appraisal.display_name,
                        day=appraisal.objection_until,
                    )
                )

    def _check_other_officer(self):
        """An objection is decided by somebody else than who confirmed."""
        if own := self.filtered(lambda one: one.confirmed_by_id == self.env.user):
            raise AccessError(
                self.env._("You confirmed %s yourself: somebody else of the office decides.", own[0].display_name)
            )

    def _check_publishable(self):
        today = self.company_id[:1]._safety_today()
        if early := self.filtered(lambda one: one.objection_until and one.objection_until >= today):
            raise UserError(
                self.env._(
                    "%(appraisal)s: objections are possible until %(day)s. Publish it after that day.",
                    appraisal=early[0].display_name,
                    day=early[0].objection_until,
                )
            )

    # ---- values ------------------------------------------------------------------------------------------------------

    def _objected_values(self):
        return {"objected_on": self.company_id[:1]._safety_today()}

    def _kept_values(self):
        return {"objection_decided_by_id": self.env.uid}

    def _after_correct(self):
        """The objection was right: the sheet is open again, with the figures of today."""
        self._void_records()
        self.sudo()._workflow_write({"frozen_at": False, "objection_decided_by_id": self.env.uid})
        self.sudo()._compute_figures()

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Hand in the self-assessment."""
        return self._workflow_do("submit")

    def action_review(self):
        """Note that the office has reviewed the self-assessment and the figures."""
        return self._workflow_do("review")

    def action_panel(self):
        """Ask who sat on the panel and what it found, then note it."""
        return self._open_reason("panel", self.env._("Panel"))

    def action_back(self):
        """Send it back to the draft."""
        return self._workflow_do("back")

    def action_object(self):
        """Ask for the grounds, then object."""
        return self._open_reason("object", self.env._("Object"))

    def action_keep(self):
        """Ask for the reason, then keep the result against the objection."""
        return self._open_reason("keep", self.env._("Keep the result"))

    def action_correct(self):
        """Ask for the reason, then open the sheet again: it is corrected and confirmed anew."""
        return self._open_reason("correct", self.env._("Correct the sheet"))

    def action_open_history(self):
        """Open every appraisal of the same unit or person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_appraisal_action")
        domain = [("unit_id", "=", self.unit_id.id), ("user_id", "=", self.user_id.id)]
        return {**action, "domain": domain, "context": {}}

    def action_ranking(self):
        """Download the ranked summary of the periods of these appraisals (XLSX)."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.action_report_safety_appraisal_ranking").report_action(self)

    def action_pdf(self):
        """Print the appraisal sheet (PDF)."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.action_report_safety_appraisal_pdf").report_action(self)
