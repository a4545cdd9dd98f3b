from dateutil.relativedelta import relativedelta

from odoo.tests import HttpCase, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestTourDocument(HttpCase, StreetCase):
    """A document comes in, is circulated and answered: office at the desk, cadre on the phone."""

    def test_in_circulated_answered(self):
        action = self.env.ref("street_safety_base.safety_document_action")
        self.start_tour(f"/odoo/action-{action.id}", "street_safety_document_in", login="test_office", timeout=120)
        document = self.env["safety.document"].search([("name", "=", "高温天气安全通知")])
        self.assertEqual((document.state, document.handling), ("registered", "forwarded"))
        document.answer_due = document.date
        document.circulation_ids.purpose = "handle"
        self.browser_size, self.touch_enabled = "390x844", True
        self.addCleanup(setattr, self, "browser_size", type(self).browser_size)
        circulation = self.env.ref("street_safety_base.safety_document_circulation_action")
        self.start_tour(
            f"/odoo/action-{circulation.id}", "street_safety_document_handle", login="test_cadre", timeout=120
        )
        self.assertEqual(document.circulation_ids.state, "done")
        self.browser_size, self.touch_enabled = type(self).browser_size, False
        document.invalidate_recordset()
        self.start_tour(
            f"/odoo/action-{action.id}/{document.id}", "street_safety_document_answer", login="test_office", timeout=120
        )
        document.invalidate_recordset()
        self.assertEqual((document.answer_state, document.handling), ("answered", "done"))
        self.assertEqual(document.answer_ids.direction, "out")


@tagged("post_install", "-at_install")
class TestTourMonth(HttpCase, StreetCase):
    """A month is closed by the work point, returned by the office, corrected and compared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser's clock cannot be stopped: the month is the last one.
        cls.first = cls.company._safety_today().replace(day=1) - relativedelta(months=1)
        cls._work_record(cls.community_a, cls.first, name="走访")

    def test_closed_returned_corrected_diffed(self):
        package = (
            self.env["safety.package"]
            .with_user(self.head_user)
            .create(
                {
                    "kind_id": self.env.ref("street_safety_base.package_kind_monthly_close").id,
                    "unit_id": self.work_point.id,
                    "period_start": self.first,
                }
            )
        )
        action = self.env.ref("street_safety_base.safety_package_action")
        url = f"/odoo/action-{action.id}/{package.id}"
        self.start_tour(url, "street_safety_month_close", login="test_head", timeout=120)
        self.assertEqual(package.state, "submitted")
        close = self.env.ref("street_safety_base.safety_package_action_close")
        close.domain = f"[('id', '=', {package.id})]"
        self.start_tour(f"/odoo/action-{close.id}", "street_safety_month_return", login="test_office", timeout=120)
        self.assertEqual((package.state, package.return_reason), ("returned", "缺一次走访"))
        self._work_record(self.community_a, self.first, name="补录走访")
        self.start_tour(url, "street_safety_month_correct", login="test_head", timeout=120)
        self.assertEqual(package.next_ids.version, 2)


@tagged("post_install", "-at_install")
class TestTourIncident(HttpCase, StreetCase):
    """A grid member reports an incident on the phone: two fields and one tap."""

    browser_size = "390x844"
    touch_enabled = True

    def test_reported_in_a_minute(self):
        action = self.env.ref("street_safety_base.safety_incident_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "street_safety_incident_on_the_phone", login="test_grid", timeout=120
        )
        incident = self.env["safety.incident"].search([("name", "=", "车间起火")])
        self.assertEqual((incident.state, incident.unit_id, incident.place), ("reported", self.grid_a1, "二楼"))
        self.assertEqual(incident.log_ids.mapped("kind"), ["report"])
