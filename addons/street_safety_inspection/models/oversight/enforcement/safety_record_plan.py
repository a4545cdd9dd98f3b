from odoo import api, fields, models
from odoo.fields import Domain

#: Enterprises that a yearly plan has to cover, every one.
KEY = Domain("class_id.code", "=", "key")


class SafetyRecord(models.Model):
    """The yearly inspection plan covers every key enterprise: how many there are, how many were seen, which were not.

    Clauses ZF-T11.3a, ZF-T11.3b.
    """

    _inherit = "safety.record"

    key_count = fields.Integer(string="Key enterprises", compute="_compute_key_cover")
    key_done_count = fields.Integer(string="Of them inspected", compute="_compute_key_cover")
    key_cover = fields.Float(string="Key enterprises covered (%)", compute="_compute_key_cover")

    @api.depends("unit_id", "date", "is_inspection_plan")
    def _compute_key_cover(self):
        """Two grouped queries for the plans of a year."""
        self.key_count = self.key_done_count = self.key_cover = 0
        plans = self.filtered(lambda record: record.is_inspection_plan and record.date and record.unit_id)
        for year, records in plans.grouped(lambda record: record.date.year).items():
            everybody = records.unit_id._count_below("safety.enterprise", KEY)
            seen = records.unit_id._count_below("safety.enterprise", KEY & self._seen_in(year))
            for record in records:
                record.key_count = everybody.get(record.unit_id.id, 0)
                record.key_done_count = seen.get(record.unit_id.id, 0)
                record.key_cover = 100 * record.key_done_count / (record.key_count or 1)

    def _seen_in(self, year):
        """Return the Domain of the enterprises that the street's people inspected in ``year``."""
        made = (
            Domain("state", "=", "done")
            & Domain("kind_id.by_enterprise", "=", False)
            & Domain("date", ">=", f"{year}-01-01")
            & Domain("date", "<=", f"{year}-12-31")
        )
        return Domain("inspection_ids", "any", made)

    def action_open_key_missing(self):
        """Open the key enterprises that nobody has inspected in the year of the plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        missing = Domain("unit_id", "child_of", self.unit_id.id) & KEY & ~self._seen_in(self.date.year)
        return {
            **action,
            "display_name": self.env._("Key enterprises not inspected yet"),
            "domain": list(missing),
            "context": {},
        }
