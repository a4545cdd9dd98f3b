from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import email_normalize

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyEnterpriseInviteWizard(models.TransientModel):
    """Give the safety manager of an enterprise a portal login, with Odoo's own invitation.

    Who has a login for one enterprise already gets a further site by the same e-mail. Several people share one site
    when its contact is a company.
    """

    _name = "safety.enterprise.invite.wizard"
    _description = "Invite to the portal"
    _inherit = ["safety.wizard"]

    enterprise_id = fields.Many2one("safety.enterprise", required=True, readonly=True)
    name = fields.Char(required=True, compute="_compute_person", store=True, readonly=False, precompute=True)
    email = fields.Char(string="E-mail", help="The login. The invitation with the link goes there.")
    link = fields.Char(
        readonly=True,
        help="Pass it on where the mail is not read. It sets the password, so only to the person invited.",
    )

    @api.depends("enterprise_id")
    def _compute_person(self):
        for wizard in self:
            enterprise = wizard.enterprise_id
            wizard.name = wizard.name or enterprise.safety_manager_name or enterprise.principal_name

    def action_invite(self):
        """Link the person to the enterprise and give the login.

        :raises UserError: e-mail missing, malformed or a staff login, or somebody else has the enterprise's login
        :raises AccessError: the user is no officer of the enterprise's unit
        """
        self.ensure_one()
        enterprise = self.enterprise_id
        enterprise.check_access("write")
        enterprise._safety_check_level("act")
        if not self.env.user.has_group(OFFICER):
            raise AccessError(self.env._("Portal logins are given and revoked by officers."))
        email = email_normalize(self.email)
        if not email:
            raise UserError(
                self.env._("E-mail: write a complete address such as wang@example.com. It will be the login.")
            )
        if not enterprise.active:
            raise UserError(self.env._("“%s” is off the roll and gets no login.", enterprise.display_name))
        person = self._person(email)
        self._link_person(person)
        self._grant(person)
        enterprise.message_post(
            body=self.env._("Portal access given: %(name)s, %(email)s", name=person.name, email=email)
        )
        return (
            {**enterprise.action_portal_invite(), "res_id": self.id}
            if self.link
            else {"type": "ir.actions.act_window_close"}
        )

    def _person(self, email):
        """Return the contact (as superuser) of the login ``email``, or a new one."""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        user = users.search([("login", "=", email)], limit=1)
        if user and user.active and not user.share:
            raise UserError(
                self.env._("E-mail: %s is a login of the staff. Use an address of the enterprise's own.", email)
            )
        company = self.enterprise_id.company_id
        if user and user.partner_id.company_id - company:
            raise UserError(self.env._("E-mail: %s is in use at another street. Use another address.", email))
        if user:
            return user.partner_id
        contact = self.enterprise_id.sudo().partner_id
        if contact and not contact.is_company and email_normalize(contact.email) == email:
            return contact
        return contact.create(
            {
                "name": self.name,
                "email": email,
                "company_id": company.id,
                "lang": self.env.user.lang,
                "tz": company.safety_tz,
            }
        )

    def _link_person(self, person):
        """Make ``person`` stand for the enterprise."""
        enterprise = self.enterprise_id
        contact = enterprise.sudo().partner_id
        if contact and contact.is_company and person not in (contact | contact.child_ids):
            if person.parent_id:
                raise UserError(
                    self.env._(
                        "%(person)s belongs to “%(other)s” already. Use another e-mail.",
                        person=person.name,
                        other=person.parent_id.name,
                    )
                )
            person.parent_id = contact
        elif contact != person and not contact.is_company:
            others = enterprise.portal_user_ids.sudo().partner_id - person
            if others:
                raise UserError(
                    self.env._(
                        "%s has the login of this enterprise. Revoke it first, "
                        "or make the contact a company to have several.",
                        others[0].name,
                    )
                )
            enterprise.partner_id = person.sudo(False)

    def _grant(self, person):
        """Grant the login with Odoo's portal wizard; offer the link to somebody who has never logged in."""
        portal = (
            self.env["portal.wizard"]
            .sudo()
            .with_company(self.enterprise_id.company_id)
            .create({"partner_ids": [Command.set(person.ids)]})
        )
        row = portal.user_ids.filtered(lambda row: row.partner_id == person)
        if not row.is_portal:
            row.action_grant_access()
        elif not row.login_date:
            row.action_invite_again()
        if not row.user_id.login_date:
            self.link = person.sudo().with_context(signup_valid=True)._get_signup_url()
