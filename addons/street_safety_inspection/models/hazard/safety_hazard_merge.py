from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .safety_hazard import OFFICER


class SafetyHazard(models.Model):
    """The same thing reported twice becomes one; what is like it at the same enterprise is shown (回潮)."""

    _inherit = "safety.hazard"

    merged_into_id = fields.Many2one(
        "safety.hazard", string="Merged into", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    merged_ids = fields.One2many("safety.hazard", "merged_into_id", string="Merged hazards")
    alike_count = fields.Integer(
        string="Came back", compute="_compute_alike_count", help="Same enterprise and category, in the months before."
    )

    @api.depends("enterprise_id", "section", "date")
    def _compute_alike_count(self):
        self.flush_model(["enterprise_id", "section", "date", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT hazard.id, COUNT(*)
                  FROM safety_hazard hazard
                  JOIN res_company street ON street.id = hazard.company_id
                  JOIN safety_hazard other ON other.enterprise_id = hazard.enterprise_id
                       AND other.section = hazard.section AND other.id != hazard.id AND other.state != 'void'
                       AND other.date <= hazard.date
                       AND other.date > hazard.date - make_interval(months => street.safety_recurring_months)
                 WHERE hazard.id IN %s
                 GROUP BY hazard.id
                """,
                tuple(self._origin.ids) or (0,),
            )
        )
        counts = dict(rows)
        for hazard in self:
            hazard.alike_count = counts.get(hazard._origin.id, 0)

    def _alike_domain(self):
        """Return the Domain of what was found at the same enterprise, in the same category, in the months before."""
        self.ensure_one()
        months = self.company_id.safety_recurring_months
        day = self.date or self._safety_day()
        return (
            Domain("enterprise_id", "=", self.enterprise_id.id)
            & Domain("section", "=", self.section or False)
            & Domain("section", "!=", False)
            & Domain("id", "!=", self._origin.id)
            & Domain("state", "!=", "void")
            & Domain("date", "<=", day)
            & Domain("date", ">", fields.Date.subtract(day, months=months))
        )

    def action_open_alike(self):
        """Open what was found at the same enterprise in the same category in the months before."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_hazard_action")
        return {**action, "display_name": self.env._("Came back"), "domain": list(self._alike_domain()), "context": {}}

    def action_open_same_enterprise(self):
        """Open every hazard of the enterprise."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_hazard_action")
        return {**action, "domain": [("enterprise_id", "=", self.enterprise_id.id)], "context": {}}

    def action_merge(self):
        """Ask which of the selected hazards stays; the others become void and point to it."""
        self.check_access("read")
        if len(self) < 2 or len(self.enterprise_id) != 1:
            raise UserError(self.env._("Select two or more hazards of one enterprise that are the same thing."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge hazards"),
            "res_model": "safety.hazard.merge.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hazard_ids": self.ids, "default_hazard_id": self.sorted("id")[:1].id},
        }

    def _merge_into(self, survivor):
        """Void these hazards as doubles of ``survivor``; readers are led there, figures count it once.

        :raises UserError: another enterprise, a closed survivor, or a double that is ordered already
        """
        doubles = self - survivor
        if doubles.enterprise_id - survivor.enterprise_id:
            raise UserError(self.env._("Only hazards of one enterprise can be merged."))
        if survivor.state in ("closed", "void"):
            raise UserError(self.env._("“%s” is closed: it cannot take another one in.", survivor.name))
        if not self.env.user.has_group(OFFICER):
            raise UserError(self.env._("Hazards are merged by officers."))
        reason = self.env._("Same as “%s”", survivor.name)
        doubles._do_because("void", reason)
        doubles.sudo()._workflow_write({"merged_into_id": survivor.id})
        survivor.message_post(body=self.env._("Merged: %s", "；".join(doubles.mapped("name"))))
