from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Datetime

#: What follows from a point of an accident: code of the kind of point, the model of the record that proves it.
TRAINING, CAMPAIGN = "principal", "alike"


class SafetyTraining(models.Model):
    """A session held because of an accident: the principal of the enterprise is taught again."""

    _inherit = "safety.training"

    incident_id = fields.Many2one(
        "safety.incident", string="After the accident", index="btree_not_null", ondelete="restrict", copy=False
    )


class SafetyIncident(models.Model):
    """What an accident leads to elsewhere: sessions for the principal, campaigns over like risks (XY-3.8e, ZF-T9.4)."""

    _inherit = "safety.incident"

    training_ids = fields.One2many("safety.training", "incident_id", string="Retraining", readonly=True)
    campaign_ids = fields.One2many("safety.campaign", "incident_id", string="Look elsewhere", readonly=True)

    def action_train_principal(self):
        """Open the session in which the principal is taught again, or plan one for the enterprise of the accident.

        :raises UserError: the accident has no enterprise
        """
        self.ensure_one()
        self.check_access("read")
        live = self.training_ids.filtered(lambda one: one.state != "void")
        if not live:
            live = self._plan_retraining()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Retraining"),
            "res_model": live._name,
            "res_id": live[:1].id,
            "view_mode": "form",
        }

    def _plan_retraining(self):
        """Return a new draft for tomorrow morning, with the principal on its list. Its times are edited there."""
        if not self.enterprise_id:
            raise UserError(
                self.env._("“%s” names no enterprise. Fill it in: its principal is who is taught again.", self.name)
            )
        firm = self.enterprise_id
        kind = self.env.ref("street_safety_training.training_type_other")
        day = fields.Date.add(self.company_id._safety_today(), days=1)
        start = Datetime.add(self.company_id._safety_instant(day), hours=9)
        return self.env["safety.training"].create(
            {
                "name": self.env._("Retraining after the accident: %s", self.name),
                "type_id": kind.id,
                "unit_id": firm.sudo().unit_id.id,
                "date_start": start,
                "date_end": Datetime.add(start, hours=2),
                "enterprise_mode": "selected",
                "enterprise_ids": [Command.set(firm.ids)],
                "incident_id": self.id,
                "attendee_ids": [Command.create({"enterprise_id": firm.id, "name": firm.principal_name or firm.name})],
            }
        )

    def action_look_elsewhere(self):
        """Open the campaign over like enterprises that was drafted already, or draft it."""
        self.ensure_one()
        live = self.campaign_ids.filtered(lambda one: one.state != "called_off")
        if not live:
            return super().action_look_elsewhere()
        return {
            "type": "ir.actions.act_window",
            "res_model": live._name,
            "res_id": live[:1].id,
            "view_mode": "form",
        }


class SafetyIncidentPoint(models.Model):
    """A point that a record of another room proves: one button begins it, its state is shown beside the proof."""

    _inherit = "safety.incident.point"

    follow_up = fields.Selection(
        [("training", "Retraining"), ("campaign", "Look elsewhere")],
        string="Kind of what follows",
        compute="_compute_follow_up",
    )
    follow_up_state = fields.Char(string="Follow-up work", compute="_compute_follow_up")
    follow_up_done = fields.Boolean(string="It has followed", compute="_compute_follow_up")

    @api.depends("kind_id.code", "incident_id.training_ids.state", "incident_id.campaign_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_follow_up(self):
        """Two reads for any number of points: the sessions and the campaigns of their accidents."""
        trainings = self.env["safety.training"].search([("incident_id", "in", self.incident_id.ids)])
        campaigns = self.env["safety.campaign"].search([("incident_id", "in", self.incident_id.ids)])
        found = {TRAINING: trainings.grouped("incident_id"), CAMPAIGN: campaigns.grouped("incident_id")}
        for point in self:
            code = point.kind_id.code
            point.follow_up = {TRAINING: "training", CAMPAIGN: "campaign"}.get(code, False)
            records = found.get(code, {}).get(point.incident_id, ())
            labels = dict(records._fields["state"]._description_selection(self.env)) if records else {}
            point.follow_up_state = "、".join(f"{one.name}（{labels[one.state]}）" for one in records) or False
            point.follow_up_done = any(one.state in ("held", "closed") for one in records)

    def _has_proof(self):
        """A session that was held, a campaign that is concluded, prove their point by themselves."""
        return super()._has_proof() or self.follow_up_done

    def action_follow_up(self):
        """Begin or open what the point asks for: the session of the principal, or the campaign over like risks.

        :raises UserError: nothing follows from the point by itself
        """
        self.ensure_one()
        self.check_access("read")
        if self.follow_up == "training":
            return self.incident_id.action_train_principal()
        if self.follow_up == "campaign":
            return self.incident_id.action_look_elsewhere()
        raise UserError(self.env._("“%s” is proved by words and files.", self.kind_id.name))
