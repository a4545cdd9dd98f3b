from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyExtendable(models.AbstractModel):
    """A deadline that is extended with approval: asked for with a reason, granted or refused by somebody else.

    What a listing has set is asked for in time, counted in working days as the street's settings say.
    """

    _name = "safety.extendable"
    _description = "Extension of a deadline"

    extension_until = fields.Date(string="Extension asked until", readonly=True, copy=False, tracking=True)
    extension_reason = fields.Text(string="Reason of the extension", readonly=True, copy=False)
    extension_asked_on = fields.Date(string="Extension asked on", readonly=True, copy=False)
    extension_asked_by_id = fields.Many2one("res.users", string="Extension asked by", readonly=True, copy=False)
    extension_refused = fields.Char(string="Extension refused because", readonly=True, copy=False)
    extended_on = fields.Date(string="Extended on", readonly=True, copy=False, tracking=True)

    def _workflow_protected(self):
        names = (
            "extension_until", "extension_reason", "extension_asked_on", "extension_asked_by_id", "extension_refused",
            "extended_on",
        )  # fmt: skip
        return super()._workflow_protected() | set(names)

    def action_extend(self):
        """Open the dialog that asks for another deadline."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for an extension"),
            "res_model": "safety.extension.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _ask_extension(self, until, reason):
        """Note that another deadline is asked for.

        :raises UserError: nothing runs, another request waits, no reason, not later, or asked too late
        """
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("act")
        self._check_extendable()
        if self.extension_until:
            raise UserError(self.env._("An extension of “%s” is asked for already: it is decided first.", self.name))
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the deadline cannot be kept."))
        if not self.deadline or until <= self.deadline:
            raise UserError(self.env._("The new deadline lies after the present one."))
        today = self.company_id._safety_today()
        self.sudo()._workflow_write(
            {
                "extension_until": until,
                "extension_reason": reason,
                "extension_asked_on": today,
                "extension_asked_by_id": self.env.uid,
                "extension_refused": False,
            }
        )

    def action_grant(self):
        """Grant the extension that is asked for: the deadline moves."""
        for record in self:
            record._check_decision()
            until = record.extension_until
            record.message_post(
                body=self.env._(
                    "Extended from %(old)s to %(new)s: %(reason)s",
                    old=format_date(self.env, record.deadline),
                    new=format_date(self.env, until),
                    reason=record.extension_reason,
                )
            )
            record.sudo()._extend_to(until)
        return True

    def action_refuse(self):
        """Ask why, then refuse the extension."""
        return self._open_reason("extension", self.env._("Refuse the extension"))

    def _check_extension(self):
        """Allow the reasoned step “extension”: the refusal, which clears the request."""
        for record in self:
            record._check_decision()
            record.sudo()._workflow_write({"extension_until": False})

    def _check_decision(self):
        self.check_access("read")
        self._safety_check_level("approve")
        if not self.env.user.has_group(OFFICER):
            raise UserError(self.env._("Extensions are decided by officers."))
        if not self.extension_until:
            raise UserError(self.env._("No extension is asked for."))
        if self.extension_asked_by_id == self.env.user:
            raise UserError(self.env._("You asked for the extension: somebody else decides on it."))

    def _extend_to(self, until):
        """Move the deadline; the one first ordered stays beside it."""
        return self._workflow_write(
            {"deadline": until, "extension_until": False, "extended_on": self.company_id._safety_today()}
        )


class SafetyListing(models.Model):
    _name = "safety.listing"
    _inherit = ["safety.extendable", "safety.listing"]
    _reason_fields = {"delist": "delist_note", "void": "void_reason", "extension": "extension_refused"}

    def _check_extendable(self):
        """Refuse a request that comes too late: so many working days before the deadline, as the settings say."""
        if self.state != "listed":
            raise UserError(self.env._("“%s” is not listed.", self.display_name))
        company = self.company_id
        calendar = self.env["safety.special.day"]._work_calendar(company)
        last = calendar.add_workdays(self.deadline, -company.safety_extension_workdays)
        if company._safety_today() > last:
            raise UserError(
                self.env._(
                    "An extension is asked for at least %(days)s working days ahead: the last day was %(last)s.",
                    days=company.safety_extension_workdays,
                    last=format_date(self.env, last),
                )
            )

    def _extend_to(self, until):
        result = super()._extend_to(until)
        if self.hazard_id:
            self.hazard_id._extend_to(until)
        return result


class SafetyHazard(models.Model):
    _name = "safety.hazard"
    _inherit = ["safety.extendable", "safety.hazard"]
    _reason_fields = {"reject": "fail_reason", "void": "void_reason", "extension": "extension_refused"}

    def _check_extendable(self):
        if self.state != "rectifying":
            raise UserError(self.env._("“%s” is not being rectified: there is no deadline to extend.", self.name))
        if self.listing_ids.filtered(lambda listing: listing.state == "listed"):
            raise UserError(self.env._("“%s” is listed: the extension is asked for in the listing.", self.name))

    def _extend_to(self, until):
        result = super()._extend_to(until)
        self._workflow_write({"overdue_told_on": False})
        return result
