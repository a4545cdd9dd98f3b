from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from . import uploads
from .safety_correction_line import PROPOSABLE

MAX_FILES = 6
MAX_NOTE = 2000


class SafetyEnterprise(models.Model):
    """The enterprise's own people: who has a login, what they see of the file, and what they may propose.

    Portal users have no access to any model of the suite. What they get is told here, field by field, after the check
    that the enterprise is theirs.
    """

    _inherit = "safety.enterprise"

    correction_ids = fields.One2many("safety.correction", "enterprise_id", string="Corrections")
    correction_count = fields.Integer(string="Corrections to decide", compute="_compute_correction_count")
    portal_user_ids = fields.Many2many("res.users", string="Portal logins", compute="_compute_portal_user_ids")

    @api.depends("correction_ids.state")
    def _compute_correction_count(self):
        groups = self.env["safety.correction"]._read_group(
            [("enterprise_id", "in", self._origin.ids), ("state", "=", "proposed")], ["enterprise_id"], ["__count"]
        )
        counts = {enterprise.id: count for enterprise, count in groups}
        for enterprise in self:
            enterprise.correction_count = counts.get(enterprise._origin.id, 0)

    @api.depends("partner_id")
    def _compute_portal_user_ids(self):
        contacts = self.sudo().partner_id
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("share", "=", True),
                    "|",
                    ("partner_id", "in", contacts.ids),
                    ("partner_id.parent_id", "in", contacts.ids),
                ]
            )
        )
        for enterprise in self:
            contact = enterprise.sudo().partner_id
            enterprise.portal_user_ids = users.filtered(
                lambda user, contact=contact: contact and contact in (user.partner_id, user.partner_id.parent_id)
            ).sudo(False)

    # ---- what the portal is told -------------------------------------------------------------------------------------

    @api.model
    def _portal_enterprises(self):
        """Return the enterprises on the roll that the current user stands for, as superuser. The portal's only door."""
        partner = self.env.user.partner_id
        mine = (partner | partner.commercial_partner_id).ids
        if self.env.user._is_public():
            return self.sudo().browse()
        return self.sudo().with_context(active_test=True).search([("partner_id", "in", mine)])

    def _portal_file(self):
        """Return what the page of one enterprise shows, as plain values: the template gets no record."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind_id.name,
            "unit": self.unit_id.path_name,
            "street": self.company_id.name,
            "class_name": self.class_id.name,
            "credit_code": self.credit_code,
            "facts": self._portal_facts(),
            "people": self._portal_people(),
            "corrections": [correction._portal_values() for correction in self.correction_ids[:20]],
            "open_left": self.company_id.safety_correction_limit - self.correction_count,
        }

    def _portal_form(self):
        """Return what the form of a proposal shows, as plain values; the page of the file does not ask for it."""
        self.ensure_one()
        return {"id": self.id, "name": self.name, "facts": self._portal_facts()}

    def _portal_facts(self):
        """Return the facts that the enterprise may correct: [{"name", "label", "value", "type"}]."""
        known = self._fields
        return [
            {
                "name": name,
                "label": known[name]._description_string(self.env),
                "value": self.env["safety.correction.line"]._text(self[name]) or "",
                "type": known[name].type,
            }
            for name in PROPOSABLE
        ]

    def _portal_people(self):
        """Return who in the grid answers for the enterprise today, with post and phone."""
        seats = self.env["safety.appointment"].sudo()
        here = seats.search([("unit_id", "=", self.unit_id.id), *seats._in_office(self.company_id._safety_today())])
        return [
            {"name": seat.user_id.name, "post": seat.post_id.name, "phone": seat.user_id.partner_id.phone}
            for seat in here
        ]

    # ---- proposing ---------------------------------------------------------------------------------------------------

    def _portal_propose(self, values, note="", files=()):
        """Keep what the enterprise proposes; the caller has checked that it is theirs.

        :param values: {field: text}; anything but the fields an enterprise may correct is ignored
        :param files: [(name, bytes)]
        :raises UserError: in words for the person who typed it
        """
        self.ensure_one()
        limit = self.company_id.safety_correction_limit
        if self.correction_count >= limit:
            raise UserError(
                self.env._("%s proposals are waiting to be decided. Please wait for an answer, or withdraw one.", limit)
            )
        lines, note = self._portal_changes(values), (note or "").strip()
        attachments = self._portal_attachments(files)
        corrections = self.env["safety.correction"].sudo()
        paper = corrections._paper_vals(self, values, attachments)
        if len(note) > MAX_NOTE:
            raise UserError(self.env._("The message is too long: %s characters at most.", MAX_NOTE))
        if not (lines or note or attachments):
            raise UserError(self.env._("Nothing was changed. Correct a field, write a message or add a photo."))
        return corrections.create(
            {
                **paper,
                "enterprise_id": self.id,
                "unit_id": self.unit_id.id,
                "note": note,
                "line_ids": [Command.create(line) for line in lines],
                "file_ids": [Command.create(attachment) for attachment in attachments],
            }
        )

    def _portal_changes(self, values):
        line_model = self.env["safety.correction.line"]
        lines = []
        for name in PROPOSABLE:
            if name not in values:
                continue
            old, new = line_model._text(self[name]), line_model._checked_text(name, values[name])
            if (old or "") != (new or ""):
                lines.append({"field": name, "old_value": old, "new_value": new})
        return lines

    def _portal_attachments(self, files):
        most = self.company_id.safety_upload_mb
        if len(files) > MAX_FILES:
            raise UserError(self.env._("At most %s files at a time.", MAX_FILES))
        attachments = []
        for name, data in files:
            kind = uploads.content_type(data)
            if not kind:
                raise UserError(self.env._("“%s” is no photo and no PDF. Take a photo of the paper.", name))
            if len(data) > most * 1024 * 1024:
                raise UserError(self.env._("“%(name)s” is larger than %(most)s MB.", name=name, most=most))
            attachments.append({"name": uploads.safe_name(name, kind), "raw": data, "mimetype": kind})
        return attachments

    # ---- logins ------------------------------------------------------------------------------------------------------

    def action_portal_invite(self):
        """Ask for name and e-mail of the enterprise's person, then give a portal login."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite to the portal"),
            "res_model": "safety.enterprise.invite.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_enterprise_id": self.id},
        }

    def action_portal_revoke(self):
        """Take the portal away from the enterprise's people; who has other sites keeps the login for these."""
        self.ensure_one()
        self._safety_check_level("act")
        if not self.env.user.has_group("street_safety_base.group_street_safety_officer"):
            raise UserError(self.env._("Portal logins are given and revoked by officers."))
        users = self.portal_user_ids.sudo()
        self.write({"partner_id": False})
        others = self.sudo().search(
            [("partner_id", "in", (users.partner_id | users.partner_id.commercial_partner_id).ids)]
        )
        for user in users:
            if not (user.partner_id | user.partner_id.commercial_partner_id) & others.partner_id:
                wizard = self.env["portal.wizard"].sudo().create({"partner_ids": [Command.set(user.partner_id.ids)]})
                wizard.user_ids.filtered(
                    lambda row, user=user: row.partner_id == user.partner_id
                ).action_revoke_access()
        self.message_post(
            body=self.env._("Portal access revoked: %s", format_list(self.env, users.mapped("name")) or "–")
        )
        return True

    def action_open_corrections(self):
        """Open what the enterprise proposed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_correction_action")
        return {**action, "domain": [("enterprise_id", "=", self.id)], "context": {}}
