from odoo import models
from odoo.fields import Command, Domain


class SafetyCampaign(models.Model):
    """Looking for the same risk elsewhere 举一反三: a campaign over the enterprises that are like one (ZF-T9.4)."""

    _inherit = "safety.campaign"

    def _draft_like(self, origin, enterprise, **vals):
        """Return the action that opens a new draft: every enterprise like ``enterprise`` is to be inspected.

        :param origin: the record it follows from, whose name it takes
        """
        unit = self.env.user._safety_default_unit()
        kind = self.env.ref("street_safety_inspection.duty_kind_campaign_inspection")
        domain = enterprise._like_domain() if enterprise else Domain.TRUE
        places = self._places_of(unit, domain)
        campaign = self.create(
            {
                "name": self.env._("Look for the same elsewhere: %s", origin.name),
                "unit_id": unit.id,
                "occasion": "incident",
                "task_ids": [
                    Command.create(
                        {
                            "name": self.env._("Inspect the enterprises where the same could happen"),
                            "text": origin.name,
                            "kind_id": kind.id,
                            "target_domain": repr(list(domain)),
                            "unit_ids": [Command.set(places.ids)],
                        }
                    )
                ],
                **vals,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": campaign.id,
            "view_mode": "form",
        }

    def _places_of(self, unit, domain):
        """Return the communities below ``unit`` in which enterprises of ``domain`` are; the unit itself if none is."""
        found = self.env["safety.enterprise"]._read_group(
            domain & Domain("unit_id", "child_of", unit.id), ["unit_id"], []
        )
        ids = {int(part) for (place,) in found for part in place.sudo().parent_path.split("/") if part}
        places = self.env["safety.unit"].browse(sorted(ids)).filtered(
            lambda one: one.type_id.code in ("community", "village") and one.company_id == unit.company_id
        )  # fmt: skip
        return places or unit


class SafetyEnterprise(models.Model):
    """Which enterprises are like one."""

    _inherit = "safety.enterprise"

    def _like_domain(self):
        """Return the Domain of the others of its industry, or of its kind where the industry is unknown."""
        self.ensure_one()
        firm = self.sudo()
        others = Domain("id", "!=", firm.id)
        if firm.industry_id:
            return others & Domain("industry_id", "=", firm.industry_id.id)
        return others & Domain("kind_id", "=", firm.kind_id.id) if firm.kind_id else others


class SafetyIncident(models.Model):
    """After an accident: look for the same elsewhere."""

    _inherit = "safety.incident"

    def action_look_elsewhere(self):
        """Draft a campaign over the enterprises that are like the one of the accident."""
        self.ensure_one()
        self.check_access("read")
        return self.env["safety.campaign"]._draft_like(self, self.enterprise_id, incident_id=self.id)


class SafetyHazard(models.Model):
    """After a telling hazard: look for the same elsewhere."""

    _inherit = "safety.hazard"

    def action_look_elsewhere(self):
        """Draft a campaign over the enterprises that are like the one of the hazard."""
        self.ensure_one()
        self.check_access("read")
        return self.env["safety.campaign"]._draft_like(self, self.enterprise_id, occasion="plan")


class SafetyEnterpriseFile(models.Model):
    """On the file of an enterprise: for which campaigns it was inspected."""

    _inherit = "safety.enterprise"

    def _dossier_campaigns(self):
        """Return the campaigns the enterprise was inspected for: name, last day, inspections, hazards. Two queries."""
        self.ensure_one()
        ours = Domain("enterprise_id", "in", list(self._safety_survivors())) & Domain("campaign_id", "!=", False)
        done = ours & Domain("state", "=", "done")
        visits = self.env["safety.inspection"]._read_group(
            done, ["campaign_id"], ["date:max", "__count"], order="date:max desc"
        )
        hazards = dict(
            self.env["safety.hazard"]._read_group(ours & Domain("state", "!=", "void"), ["campaign_id"], ["__count"])
        )
        return [
            {"name": one.sudo().name, "last": last, "inspections": number, "hazards": hazards.get(one, 0)}
            for one, last, number in visits
        ]
