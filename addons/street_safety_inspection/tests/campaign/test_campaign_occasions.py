from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestCampaignOccasions(CampaignCase):
    """Key periods, flood season, accidents: what makes a campaign begin."""

    def _special_day(self, kind, first, last):
        return self.env["safety.special.day"].create(
            {
                "name": "Spring Festival 2027",
                "kind_id": self.env.ref(f"street_safety_base.special_day_kind_{kind}").id,
                "date_from": first,
                "date_to": last,
                "company_id": self.company.id,
            }
        )

    def test_a_pattern_is_drafted_before_each_special_day(self):
        """ZF-T9.2: before an important point of time the campaign is there; once, and only as a draft."""
        kind = self.env.ref("street_safety_base.special_day_kind_flood_season")
        pattern = self._campaign(
            start=False,
            name="Flood season",
            occasion="flood",
            is_pattern=True,
            special_kind_ids=[Command.set(kind.ids)],
            lead_days=5,
        )
        with self.assertRaisesRegex(UserError, "pattern"):
            pattern.action_start()
        self.env["safety.special.day"].search([("kind_id", "=", kind.id)]).unlink()
        day = self._special_day("flood_season", "2026-03-16", "2026-10-15")
        campaigns = self.env["safety.campaign"]
        self.assertFalse(campaigns._draft_from_patterns(self.company))
        self._freeze("2026-03-11 02:00:00")
        self.env["safety.run"]._run(self.company)
        draft = campaigns.search([("pattern_id", "=", pattern.id)])
        self.assertEqual((draft.state, draft.special_day_id, len(draft.task_ids)), ("draft", day, 1))
        self.assertEqual((str(draft.date_from), str(draft.date_to)), ("2026-03-16", "2026-10-15"))
        self.assertFalse(draft.is_pattern)
        self.assertFalse(campaigns._draft_from_patterns(self.company))
        told = self.env["mail.message"].search([("subject", "like", draft.name)])
        self.assertIn(self.office_user.partner_id, told.notified_partner_ids)
        draft.with_user(self.office_user).action_start()
        duty = self._duties(draft)
        self.assertEqual(
            (set(duty.mapped("state")), set(duty.mapped("window_start"))), ({"planned"}, {date(2026, 3, 16)})
        )

    def test_after_an_accident_the_like_enterprises_are_inspected(self):
        """ZF-T9.4: after an accident a campaign looks for the same risk elsewhere, in the units where it could be."""
        kind = self.enterprise.kind_id
        like = self._enterprise("Like it", self.grid_b1, kind_id=kind.id)
        unlike = self._enterprise(
            "Other kind", self.grid_b1, kind_id=self.env.ref("street_safety_base.safety_enterprise_kind_rental").id
        )
        incident = self.env["safety.incident"].create(
            {"name": "Fire at the press", "unit_id": self.street.id, "enterprise_id": self.enterprise.id}
        )
        action = incident.with_user(self.office_user).action_look_elsewhere()
        campaign = self.env["safety.campaign"].browse(action["res_id"])
        self.assertEqual((campaign.state, campaign.occasion, campaign.incident_id), ("draft", "incident", incident))
        task = campaign.task_ids
        wanted = self.env["safety.enterprise"].search(task._condition("target_domain"))
        self.assertIn(like, wanted)
        self.assertNotIn(unlike, wanted)
        self.assertNotIn(self.enterprise, wanted)
        self.assertEqual(task.unit_ids, self.community_b)
        campaign.date_to = campaign.date_from + timedelta(days=14)
        campaign.with_user(self.office_user).action_start()
        duty = self._duties(campaign)
        self.assertEqual((duty.unit_id, duty.target_required), (self.community_b, 1))

    def test_from_a_hazard(self):
        self._enterprise("Like it", self.grid_b1, kind_id=self.enterprise.kind_id.id)
        hazard = self._hazard()
        campaign = self.env["safety.campaign"].browse(
            hazard.with_user(self.office_user).action_look_elsewhere()["res_id"]
        )
        self.assertIn(hazard.name, campaign.name)
        with self.assertRaises(AccessError):
            hazard.with_user(self.grid_user).action_look_elsewhere()

    def test_special_day_fills_the_span(self):
        day = self._special_day("spring_festival", "2027-02-05", "2027-02-11")
        form = Form(self.env["safety.campaign"].with_user(self.office_user))
        form.occasion = "key_period"
        form.special_day_id = day
        self.assertEqual((str(form.date_from), str(form.date_to), form.name),
                         ("2027-02-05", "2027-02-11", "Spring Festival 2027"))  # fmt: skip
