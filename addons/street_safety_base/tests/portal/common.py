import base64

from odoo.tests import Form

from ..enterprise.common import EnterpriseCase

RED_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n%%EOF\n"


class PortalCase(EnterpriseCase):
    """Two enterprises of two grids; the safety manager of the first has a portal login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise.write({"phone": "0000-8812345", "headcount": 24, "safety_manager_name": "王小明"})
        cls.other = cls._enterprise("星辉塑料厂", cls.grid_b1, phone="0000-8899999", principal_name="李秘密")
        cls.manager = cls._invite(cls.enterprise, "wang@example.com")
        cls.other_manager = cls._invite(cls.other, "li@example.com")

    @classmethod
    def _invite(cls, enterprise, email, user=None, **vals):
        """Invite through the dialog, as the street's office; return the portal user."""
        enterprise = enterprise.with_user(user or cls.office_user)
        action = enterprise.action_portal_invite()
        form = Form(enterprise.env[action["res_model"]].with_context(**action["context"]))
        form.email = email
        for name, value in vals.items():
            form[name] = value
        form.name = form.name or "Somebody"
        form.save().action_invite()
        login = cls.env["res.users"].with_context(active_test=False).search([("login", "=", email.strip().lower())])
        return login

    @classmethod
    def _propose(cls, values, enterprise=None, user=None, note="", files=()):
        """Propose as the portal does: through the user's own enterprises."""
        mine = cls.env["safety.enterprise"].with_user(user or cls.manager)._portal_enterprises()
        target = enterprise or cls.enterprise
        return mine.filtered(lambda one: one.id == target.id)._portal_propose(values, note, files)
