from odoo import api, fields, models
from odoo.fields import Domain

#: Channels whose item is found by an address.
BY_LINK = ("account", "video", "media")
CHANNELS = [
    ("group", "Group chat"),
    ("account", "Official account"),
    ("slogan", "Slogans and banners"),
    ("board", "Publicity board"),
    ("print", "Leaflets and print"),
    ("visit", "Door to door"),
    ("lecture", "Lecture or talk"),
    ("event", "Event on the spot"),
    ("video", "Video"),
    ("media", "Press, radio, television, internet"),
]


class SafetyRecord(models.Model):
    """What a publicity activity adds to a work record: channel, link, reach, audience, volunteers.

    XT-4.1d, BF-1.1.5a, BF-1.2.4a, BF-3.2b, ZF-3.3a, ZF-T3.3, ZF-T13.1, ZF-T13.2, GY-3.13.
    """

    _inherit = "safety.record"

    content_id = fields.Many2one(
        "safety.record.content",
        string="From the library",
        index="btree_not_null",
        ondelete="restrict",
        help="Fills in what is still empty; every word can be changed afterwards.",
    )
    content_file_ids = fields.Many2many(related="content_id.file_ids", string="Files of the library")
    planned_on = fields.Date(
        string="Planned for", readonly=True, copy=False, help="The day it has in the plan of the year."
    )
    is_publicity = fields.Boolean(related="type_id.is_publicity", string="Publicity")
    channel = fields.Selection(
        CHANNELS,
        index=True,
        tracking=True,
        help="Form and medium of the publicity.",
    )
    link = fields.Char(help="Address of the article, post or video.")
    audience = fields.Char(help="Who was addressed: residents, tenants, pupils, staff of an enterprise …")
    reach = fields.Integer(string="People reached", help="Present, views or copies handed out.", aggregator="sum")
    volunteer_count = fields.Integer(string="Volunteers", help="How many volunteers took part.", aggregator="sum")
    names_benchmark = fields.Boolean(
        string="Names a benchmark enterprise",
        compute="_compute_names_benchmark",
        search="_search_names_benchmark",
    )

    _reach_positive = models.Constraint(
        "CHECK(reach >= 0 AND volunteer_count >= 0)", "People reached and volunteers cannot be negative."
    )

    @api.onchange("content_id")
    def _onchange_content_id(self):
        """Take over what the activity does not say yet."""
        proposed = self.type_id.name  # a title that the type proposed was written by nobody
        for name, value in self.content_id._record_values().items() if self.content_id else ():
            if not self[name] or (name == "name" and self[name] == proposed):
                self[name] = value

    def action_keep_content(self):
        """Keep the activity as content of the library, for the others; open it.

        :raises AccessError: the library is kept by the office
        """
        self.ensure_one()
        content = self.env["safety.record.content"].create(
            {
                "name": self.name,
                "company_id": self.company_id.id,
                "type_id": self.type_id.id,
                "channel": self.channel,
                "topic_ids": [(6, 0, self.topic_ids.ids)],
                "audience": self.audience,
                "text": self.note,
                "link": self.link,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": content._name,
            "res_id": content.id,
            "view_mode": "form",
        }

    def _compute_names_benchmark(self):
        for record in self:
            record.names_benchmark = bool(record.sudo().enterprise_ids.filtered("benchmark_since"))

    def _search_names_benchmark(self, operator, value):
        if operator != "in":
            return NotImplemented
        named = Domain("enterprise_ids", "any!", [("benchmark_since", "!=", False)])
        return named if True in value else ~named

    def _required_facts(self):
        asked = self.type_id.needs_channel
        by_link = asked and self.channel in BY_LINK
        return super()._required_facts() + [
            (asked, self.channel, self.env._("the channel")),
            (asked, self.topic_ids, self.env._("the topics covered")),
            (asked, self.audience, self.env._("who was addressed")),
            (by_link, self.link or self.photo_ids, self.env._("the link or a picture of the item")),
        ]
