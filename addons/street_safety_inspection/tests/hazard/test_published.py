from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .major_common import MajorCase


@tagged("post_install", "-at_install")
class TestPublished(HttpCase, MajorCase):
    """The public page of major hazards."""

    def _publish(self, hazard):
        action = hazard.with_user(self.office_user).action_publish()
        dialog = self.env["safety.hazard.act.wizard"].with_user(self.office_user).with_context(**action["context"])
        dialog.create({"text": "Approved by the office"}).action_confirm()

    def _page(self):
        self.env.flush_all()
        self.authenticate(None, None)
        return self.url_open(f"/street-safety/published/{self.company.id}")

    def test_zf_t10_3_the_public_page_lists_what_is_published(self):
        """ZF-T10.3: enterprise, hazard, deadline and status of what an officer has published, and nothing of people."""
        self.enterprise.write({"phone": "0000-7654321", "principal_name": "Chen Wu"})
        hazard, silent = self._major(name="No second exit"), self._major(name="Not published")
        for one in (hazard, silent):
            one.action_order()
        empty = self._page()
        self.assertEqual(empty.status_code, 200)
        self.assertNotIn("o_safety_published", empty.text)
        other = self.env["res.company"].create({"name": "No street"})
        self.env.flush_all()
        self.assertEqual(self.url_open(f"/street-safety/published/{other.id}").status_code, 404)
        self._publish(hazard)
        self.assertEqual(str(hazard.published_on), "2026-03-10")
        page = self._page().text
        self.assertEqual(page.count("o_safety_published"), 1)
        for shown in ("Sewing Ltd", "No second exit", "Community A"):
            self.assertIn(shown, page)
        private = (
            "Not published",
            "7654321",
            "Chen Wu",
            "North Road",
            self.grid_user.name,
            "Twelve workers",
            "Approved",
        )
        for word in private:
            self.assertNotIn(word, page)
        self.assertIn("text-bg-info", page)
        with freeze_time("2026-03-18 02:00:00"):
            self.assertIn("text-bg-danger", self._page().text, "overdue")

    def test_settled_ones_stay_for_a_while(self):
        hazard = self._major()
        hazard.action_order()
        self._publish(hazard)
        self._form(hazard)
        self._list(hazard)
        hazard.action_submit()
        hazard.with_user(self.cadre_user).action_accept()
        hazard.with_user(self.cadre_user).action_close()
        page = self._page().text
        self.assertIn("text-bg-success", page)
        self.assertIn(hazard._live_listing().number, page)
        with freeze_time("2027-03-11 02:00:00"):
            self.assertNotIn("o_safety_published", self._page().text)

    def test_a_withdrawn_publication_and_a_street_that_does_not_exist(self):
        hazard = self._major()
        hazard.action_order()
        self._publish(hazard)
        hazard.record_ids.filtered("publishes").with_user(self.office_user).action_void()
        self.assertNotIn("o_safety_published", self._page().text)
        self.assertEqual(self.url_open("/street-safety/published/999999").status_code, 404)
        self.assertEqual(self.url_open("/street-safety/published").status_code, 200)
        self.assertEqual(self.url_open(f"/street-safety/published/{self.company.id}?page=x").status_code, 200)
