from odoo import api, fields, models
from odoo.tools import format_date

FORM_STEPS = {"draft": "verify", "verified": "sign", "signed": "review", "reviewed": "receive", "received": "confirm"}


class SafetyHazard(models.Model):
    """Where a hazard stands on its real path, who must act now and what comes next: read off the facts, not stored."""

    _inherit = "safety.hazard"

    step = fields.Selection(
        [
            ("reported", "Reported"),
            ("assessing", "Being assessed"),
            ("verify", "Verify on site"),
            ("sign", "Two signatures and seal"),
            ("review", "Leader's review"),
            ("receive", "To the office"),
            ("confirm", "Street verifies"),
            ("list", "Listing"),
            ("rectifying", "Rectifying"),
            ("submitted", "Waiting for acceptance"),
            ("accepted", "Accepted"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        string="Stands at",
        compute="_compute_step",
    )
    actor_text = fields.Char(string="Who must act now", compute="_compute_actor_text")
    next_text = fields.Char(string="What comes next", compute="_compute_actor_text")

    @api.depends("state", "severity", "form_ids.state", "listing_ids.state")
    def _compute_step(self):
        for hazard in self:
            hazard.step = (hazard.state == "rectifying" and hazard._open_major_step()) or hazard.state

    def _open_major_step(self):
        """Return the first step of form and listing that is still open; False when none is."""
        if self.asks_form:
            form = self.sudo()._live_form()
            if not form._is_complete():
                return FORM_STEPS.get(form.state, "verify")
        if self.asks_listing and not self.sudo()._live_listing():
            return "list"
        return False

    @api.depends("step", "responsible_id", "acceptor_id", "deadline", "enterprise_id")
    def _compute_actor_text(self):
        steps = [key for key, _label in self._fields["step"]._description_selection(self.env)]
        labels = dict(self._fields["step"]._description_selection(self.env))
        for hazard in self:
            hazard.actor_text = hazard._actor_words()
            after = hazard._path()
            here = after.index(hazard.step) if hazard.step in after else len(after)
            following = after[here + 1 : here + 2]
            hazard.next_text = labels[following[0]] if following and following[0] in steps else ""

    def _path(self):
        """Return the steps that this hazard passes, in order."""
        company = self.company_id or self.env.company
        path = ["reported"]
        if self.severity == "undetermined" or self.state == "assessing":
            path.append("assessing")
        if self.asks_form:
            path += ["verify", "sign", "review", "receive"]
            path += ["confirm"] if company.safety_major_street_check else []
        if self.asks_listing:
            path.append("list")
        return [*path, "rectifying", "submitted", "accepted", "closed"]

    def _actor_words(self):
        """Return who has to do what now, in one sentence."""
        company = (self.company_id or self.env.company).sudo()
        responsible = self.responsible_id.sudo().name or self.env._("Nobody is named")
        acceptor = self.acceptor_id.sudo().name or self.env._("Nobody is named")
        assessors = "、".join(company.safety_assessor_post_ids.mapped("name"))
        reviewers = "、".join(company.safety_reviewer_post_ids.mapped("name"))
        day = format_date(self.env, self.deadline) if self.deadline else self.env._("no deadline")
        words = {
            "reported": self.env._("%s: order the rectification, or put it right on the spot", responsible),
            "assessing": self.env._("%s: say how serious it is", assessors),
            "verify": self.env._("%s: verify on site and fill in the report form", assessors),
            "sign": self.env._("Two community principals: sign the report form and seal it"),
            "review": self.env._("%s: review the report form", reviewers),
            "receive": self.env._("Safety committee office: receive the report form"),
            "confirm": self.env._("%s: verify for the street on site", assessors),
            "list": self.env._("Safety committee office: issue the listing notice"),
            "rectifying": self.env._(
                "%(enterprise)s: rectify by %(day)s; %(person)s pursues it",
                enterprise=self.enterprise_id.sudo().name or "",
                day=day,
                person=responsible,
            ),
            "submitted": self.env._("%s: look at it on the spot and accept or send back", acceptor),
            "accepted": self.env._("%s: close it", acceptor),
        }
        return words.get(self.step, "")
