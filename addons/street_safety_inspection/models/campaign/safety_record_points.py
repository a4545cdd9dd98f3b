from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SafetyChecklist(models.Model):
    """A checklist may also belong to a work record: an activity of the office has its points, too (GY-3.7)."""

    _inherit = "safety.checklist"

    use = fields.Selection(selection_add=[("record", "Work record")], ondelete={"record": "cascade"})


class SafetyRecordType(models.Model):
    """A type of work record may come with points to look at."""

    _inherit = "safety.record.type"

    checklist_id = fields.Many2one(
        "safety.checklist",
        ondelete="restrict",
        domain="[('use', '=', 'record'), ('state', '=', 'published')]",
        help="Each of its points is answered before a record of this type is completed.",
    )

    def _shows(self):
        shown = super()._shows()
        return " ".join(filter(None, (shown, "checks"))) if self.checklist_id else shown


class SafetyRecord(models.Model):
    """The points that a record's type asks for."""

    _inherit = "safety.record"

    check_ids = fields.One2many("safety.record.check", "record_id", string="Points", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._lay_out_checks()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "type_id" in vals:
            self._lay_out_checks()
        return result

    def _lay_out_checks(self):
        """Lay out the points of the type where there are none yet. One creation for all."""
        bare = self.filtered(lambda record: record.type_id.checklist_id and not record.check_ids)
        values = [vals | {"record_id": record.id} for record in bare for vals in record._check_vals()]
        self.env["safety.record.check"].create(values)

    def _check_vals(self):
        names = ("item_id", "sequence", "section", "name")
        return [{name: vals[name] for name in names} for vals in self.type_id.sudo().checklist_id.item_ids._line_vals()]

    @api.onchange("type_id")
    def _onchange_type_checks(self):
        if not any(self.check_ids.mapped("result")):
            self.check_ids = [Command.clear(), *(Command.create(vals) for vals in self._check_vals())]

    def _check_complete(self):
        result = super()._check_complete()
        for record in self.filtered("type_id.checklist_id"):
            if open_points := record.check_ids.filtered(lambda point: not point.result):
                raise UserError(self.env._("“%(record)s”: the point “%(point)s” is not answered yet.",
                                           record=record.name, point=open_points[0].name))  # fmt: skip
            if bare := record.check_ids.filtered(lambda point: point.result == "not" and not point.note):
                raise UserError(
                    self.env._(
                        "“%(record)s”: “%(point)s” is not in order. Write what is done about it.",
                        record=record.name,
                        point=bare[0].name,
                    )
                )
        return result
