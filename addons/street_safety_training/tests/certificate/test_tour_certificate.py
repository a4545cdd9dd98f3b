from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import CertificateCase


@tagged("post_install", "-at_install")
class TestTourCertificate(HttpCase, CertificateCase):
    """A certificate lapses soon: the grid member is told, opens it, and enters the renewed one in the browser."""

    def test_renewed_in_the_browser(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.grid_user.write({"lang": "zh_CN", "password": self.grid_user.login})
        today = self.company._safety_today()
        old = self._certificate("林某", date_end=fields.Date.add(today, days=20), date_issue="2023-01-05")
        sections = self.env["safety.digest"].sudo()._must_tell(self.company)
        told = [line for section in sections for line in section.lines.get(self.grid_user.id, ())]
        address = next(address for _text, address in told if "safety_certificate" in address)
        self.start_tour(address, "street_safety_certificate_renew", login=self.grid_user.login)
        new = self.env["safety.certificate"].search(
            [("enterprise_id", "=", self.factory.id), ("is_current", "=", True)]
        )
        self.assertEqual((new.number, new.state), (old.number, "valid"))
        # The picker knows the day of the browser, which is the street's or, where its clock is behind, the day before.
        self.assertIn(new.date_issue, (today, fields.Date.subtract(today, days=1)))
        self.assertEqual(old.state, "replaced")

    def test_days_left_are_counted_in_days(self):
        """What ends in forty days says so: “next month” is no help to who has to act."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.grid_user.write({"lang": "zh_CN", "password": self.grid_user.login})
        ends = fields.Date.add(self.company._safety_today(), days=40)
        self._certificate("林某", date_end=ends, date_issue="2023-01-05")
        action = self.env.ref("street_safety_training.safety_certificate_action")
        self.start_tour(f"/odoo/action-{action.id}", "street_safety_certificate_days_left", login=self.grid_user.login)
