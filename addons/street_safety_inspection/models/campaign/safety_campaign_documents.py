from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import is_html_empty

#: The papers of a campaign, in the order in which they are written; the last one is asked for before it is concluded.
PAPERS = ("campaign_scheme", "campaign_plan", "campaign_execution", "campaign_summary")
SUMMARY = PAPERS[-1]


class SafetyCampaign(models.Model):
    """The four papers of a campaign: scheme, plan, execution, summary; none is concluded without the last (GY-2.8)."""

    _inherit = "safety.campaign"

    paper_ids = fields.One2many(
        "safety.record",
        "campaign_id",
        string="Papers",
        domain=[("topic_ids.code", "in", PAPERS), ("state", "!=", "void")],
        readonly=True,
        copy=False,
    )
    paper_missing = fields.Char(string="Papers not filed yet", compute="_compute_paper_missing")

    @api.depends("paper_ids.state", "paper_ids.topic_ids")
    def _compute_paper_missing(self):
        topics = self._paper_topics()
        for campaign in self:
            filed = campaign.paper_ids.filtered(lambda paper: paper.state == "done").topic_ids
            campaign.paper_missing = "、".join((topics - filed).mapped("name")) or False

    @api.model
    def _paper_topics(self):
        """Return the topics of the papers, in their order."""
        found = self.env["safety.record.topic"].with_context(active_test=False).search([("code", "in", PAPERS)])
        return found.sorted(lambda topic: PAPERS.index(topic.code))

    def _paper_vals(self, topic):
        """Return the values of the paper on ``topic`` of this campaign."""
        kind = self.env["safety.record.type"].with_context(active_test=False)
        return {
            "type_id": kind.search([("code", "=", "campaign_document")], limit=1).id,
            "campaign_id": self.id,
            "unit_id": self.unit_id.id,
            "topic_ids": [Command.set(topic.ids)],
            "name": self.env._("%(campaign)s: %(paper)s", campaign=self.name, paper=topic.name),
        }

    def action_file_paper(self):
        """Open the form of the first paper that is missing; its topic may be changed there."""
        self.ensure_one()
        self.check_access("read")
        topics = self._paper_topics()
        topic = (topics - self.paper_ids.topic_ids)[:1] or topics[-1:]
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.record",
            "view_mode": "form",
            "name": self.env._("Paper of the campaign"),
            "context": {f"default_{name}": value for name, value in self._paper_vals(topic).items()},
        }

    # ---- the summary -------------------------------------------------------------------------------------------------

    def _summaries(self):
        """Return the completed summaries of the campaigns."""
        return self.paper_ids.filtered(
            lambda paper: paper.state == "done" and SUMMARY in paper.topic_ids.mapped("code")
        )

    def _check_summary(self):
        """Raise UserError for a campaign that nobody has summed up."""
        for campaign in self:
            if is_html_empty(campaign.result) and not campaign._summaries():
                raise UserError(
                    self.env._(
                        "Fill in “Outcome” before finishing “%s”: its summary says what was achieved and what remains. "
                        "A summary completed under “Papers” does as well.",
                        campaign.name,
                    )
                )

    def _file_summaries(self):
        """File the outcome as the summary where there is none yet; take it from the summary where it is empty."""
        topic = self._paper_topics()[-1:]
        unfiled = self.browse()
        for campaign in self:
            summaries = campaign._summaries()
            if not summaries:
                unfiled |= campaign
            elif is_html_empty(campaign.result) and not is_html_empty(summaries[0].note):
                campaign.result = summaries[0].note
        records = self.env["safety.record"].create(
            [{**campaign._paper_vals(topic), "note": campaign.result} for campaign in unfiled]
        )
        records.action_done()
