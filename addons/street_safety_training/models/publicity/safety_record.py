from odoo import fields, models
from odoo.fields import Domain

#: Channels whose item is found by an address.
BY_LINK = ("account", "video", "media")


class SafetyRecord(models.Model):
    """What a publicity activity adds to a work record: channel, link, reach, audience, volunteers.

    XT-4.1d, BF-1.1.5a, BF-1.2.4a, BF-3.2b, ZF-3.3a, ZF-T3.3, ZF-T13.1, ZF-T13.2, GY-3.13.
    """

    _inherit = "safety.record"

    is_publicity = fields.Boolean(related="type_id.is_publicity", string="Publicity")
    channel = fields.Selection(
        [
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
        ],
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
            (by_link, self.link or self.photo_ids, self.env._("the link or a picture of the item")),
        ]
