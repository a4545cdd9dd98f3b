from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: Type of work record that says an inspection was entered in the superior's system.
ENTRY = "external_entry"


class SafetyInspection(models.Model):
    """Entered in the information system of the district: on which day, under which number (BF-1.3.3c).

    There is no interface to that system. What still has to be entered is listed and exported; the entry is a work
    record, which proves the duty.
    """

    _inherit = "safety.inspection"

    entry_work_ids = fields.One2many(
        "safety.record",
        "inspection_id",
        string="Entries outside",
        domain=[("type_id.code", "=", ENTRY), ("state", "=", "done")],
        readonly=True,
    )
    outside_on = fields.Date(
        string="Entered outside on", compute="_compute_outside", store=True, compute_sudo=True, index="btree_not_null",
        help="When it was entered in the district's information system.",
    )  # fmt: skip
    outside_reference = fields.Char(
        string="Number outside", compute="_compute_outside", store=True, compute_sudo=True,
        help="Under which number it stands in the district's information system.",
    )  # fmt: skip

    @api.depends("entry_work_ids.state", "entry_work_ids.date", "entry_work_ids.reference")
    def _compute_outside(self):
        for inspection in self:
            entry = inspection.entry_work_ids.filtered(lambda work: work.state == "done")[:1]
            inspection.outside_on, inspection.outside_reference = entry.date, entry.reference

    def action_enter_outside(self):
        """Open the dialog that notes day and number for these inspections."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entered in the district's system"),
            "res_model": "safety.outside.entry.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_inspection_ids": [Command.set(self.ids)]},
        }

    def _enter_outside(self, day, reference):
        """Note that these inspections were entered in the superior's system. One creation for all.

        :raises UserError: one is no finished inspection, was entered already, or the day is impossible
        :raises AccessError: the user's seats do not work in the unit
        """
        self.check_access("read")
        self._safety_check_level("act")
        for inspection in self:
            if inspection.state != "done" or inspection.outside_on:
                raise UserError(self.env._("“%s” is not finished, or was entered already.", inspection.display_name))
            if not inspection.date <= day <= inspection.company_id._safety_today():
                raise UserError(self.env._("“Entered on” lies between the inspection and today."))
        kind = self.env["safety.record.type"].sudo().search([("code", "=", ENTRY)], limit=1)
        entries = self.env["safety.record"].create(
            [
                {
                    "type_id": kind.id,
                    "name": self.env._("Entered outside: %s", inspection.display_name),
                    "unit_id": inspection.unit_id.id,
                    "date": day,
                    "inspection_id": inspection.id,
                    "enterprise_ids": [Command.set(inspection.enterprise_id.ids)],
                    "reference": reference,
                }
                for inspection in self
            ]
        )
        entries.action_done()
        return entries
