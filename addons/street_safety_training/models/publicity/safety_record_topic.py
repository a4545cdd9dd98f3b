from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain


class SafetyRecordTopic(models.Model):
    """Topics and themes of publicity: the year's overview shows which were covered and which never (XT-4.1d)."""

    _inherit = "safety.record.topic"

    color = fields.Integer(default=11)  # cards do not show tags of colour 0
    is_publicity = fields.Boolean(string="Theme of publicity")
    publicity_count = fields.Integer(
        string="Activities this year", compute="_compute_publicity", search="_search_publicity_count"
    )
    publicity_reach = fields.Integer(string="People reached this year", compute="_compute_publicity")

    def _year_domain(self):
        today = self.env.company._safety_today()
        year = today + relativedelta(month=1, day=1)
        in_year = Domain("date", ">=", year) & Domain("date", "<", year + relativedelta(years=1))
        return in_year & Domain("type_id.is_publicity", "=", True) & Domain("state", "=", "done")

    def _compute_publicity(self):
        """One grouped query for any number of topics, over what the user may see."""
        domain = self._year_domain() & Domain("topic_ids", "in", self.ids)
        groups = self.env["safety.record"]._read_group(domain, ["topic_ids"], ["__count", "reach:sum"])
        found = {topic.id: rest for topic, *rest in groups}
        for topic in self:
            topic.publicity_count, topic.publicity_reach = found.get(topic.id, (0, 0))

    def _search_publicity_count(self, operator, value):
        """Search ``= 0`` (never covered this year) or ``> 0``."""
        groups = self.env["safety.record"]._read_group(self._year_domain(), ["topic_ids"])
        covered = Domain("id", "in", [topic.id for (topic,) in groups if topic])
        if operator == "in" and set(value) == {0}:
            return ~covered
        return covered if (operator, value) == (">", 0) else NotImplemented

    def action_open_publicity(self):
        """Open this year's activities on the topic."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_record_action_publicity")
        return {**action, "display_name": self.name, "domain": [*self._year_domain(), ("topic_ids", "in", self.ids)]}
