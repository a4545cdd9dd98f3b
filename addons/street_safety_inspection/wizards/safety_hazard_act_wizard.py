from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.hazard.safety_hazard_acts import TO_DEPARTMENT, TO_SUPERIOR

# What an act is in the regulations: code of the record type that proves it.
CODES = {
    "measure": "hazard_measure",
    "follow_up": "hazard_measure",
    "leader": "leader_measure",
    "report": "hazard_report",
    "department": "hazard_report",
    "transfer": "referral",
    "publish": "hazard_publication",
    "progress": "listing_progress",
}
TOPICS = {"report": TO_SUPERIOR, "department": TO_DEPARTMENT}
TO_SOMEBODY = ("report", "department", "transfer")


class SafetyHazardActWizard(models.TransientModel):
    """What was done about a hazard or a listing: who, when, to whom, with a photo."""

    _name = "safety.hazard.act.wizard"
    _description = "Measure or report"
    _inherit = ["safety.wizard"]

    hazard_id = fields.Many2one("safety.hazard", readonly=True)
    listing_id = fields.Many2one("safety.listing", readonly=True)
    kind = fields.Selection(
        [
            ("measure", "Measure taken"),
            ("follow_up", "Followed up"),
            ("leader", "Dealt with by a leader in person"),
            ("report", "Reported to superiors"),
            ("department", "Reported to the industry department"),
            ("transfer", "Passed on to another body"),
            ("publish", "Published"),
            ("progress", "Progress of the listing"),
        ],
        string="What was done",
        required=True,
        default="follow_up",
    )
    counterpart = fields.Char(string="To whom", help="Who got the report or the matter.")
    text = fields.Text(string="Details", required=True)
    photo_ids = fields.Many2many("ir.attachment", string="Photos")

    @api.model
    def _open_progress(self, listing):
        """Return the action that opens the dialog for a progress report of ``listing``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Progress report"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_listing_id": listing.id,
                "default_hazard_id": listing.hazard_id.id,
                "default_kind": "progress",
            },
        }

    def action_confirm(self):
        """Keep it as a completed work record, with the photos.

        :raises UserError: nobody named, or published without the right
        :raises AccessError: the user's seats do not work in the unit
        """
        self.ensure_one()
        subject = self.hazard_id or self.listing_id
        if not subject:
            raise UserError(self.env._("Open the dialog from a hazard or a listing."))
        subject.check_access("read")
        subject._safety_check_level("approve" if self.kind == "publish" else "act")
        self._check_kind()
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        record = self._record(label)
        if self.kind in ("report", "department") and not self.hazard_id.reported_up_at:
            self.hazard_id.sudo()._workflow_write({"reported_up_at": fields.Datetime.now()})
        return record and {"type": "ir.actions.act_window_close"}

    def _check_kind(self):
        if self.kind in TO_SOMEBODY and not (self.counterpart or "").strip():
            raise UserError(self.env._("Fill in “To whom”."))
        if self.kind == "publish" and self.hazard_id.severity != "major":
            raise UserError(self.env._("Only major hazards are published."))
        if self.kind == "progress" and self.listing_id.state != "listed":
            raise UserError(self.env._("Progress is reported while it is listed."))

    def _record(self, label):
        photos = [Command.create({"name": one.name, "raw": one.raw}) for one in self.photo_ids.sudo()]
        vals = {
            "counterpart": self.counterpart,
            "listing_id": self.listing_id.id,
            "publishes": self.kind == "publish",
            "photo_ids": photos,
        }
        if self.hazard_id:
            if topic := TOPICS.get(self.kind):
                vals["topic_ids"] = self.hazard_id._act_topic(topic)
            return self.hazard_id._note_act(CODES[self.kind], label, self.text, **vals)
        return self.listing_id._note_progress(label, self.text, **vals)
