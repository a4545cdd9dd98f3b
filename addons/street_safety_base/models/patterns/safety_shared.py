from odoo import api, fields, models


class SafetyShared(models.AbstractModel):
    """The shared scope: a record that more units than its own see, because it was passed to them or they were invited.

    A concrete model extends :meth:`_reader_units` and the ``@api.depends`` of the compute, and its read rule is
    ``[('reader_unit_ids', 'child_of', user.safety_read_unit_ids.ids)]``; the other rules stay on ``unit_id``.
    Lines that widen the circle call :meth:`_flush_readers` on their parent when created.
    """

    _name = "safety.shared"
    _description = "Scope shared with more units"

    reader_unit_ids = fields.Many2many(
        "safety.unit",
        string="Units that see it",
        compute="_compute_reader_unit_ids",
        store=True,
        compute_sudo=True,
        help="The own unit and those that it was passed to or whose people were invited.",
    )

    @api.depends("unit_id")
    def _compute_reader_unit_ids(self):
        # Records of one circle are written together: a statement for each circle, not for each record.
        for units, records in self.grouped(lambda record: record._reader_units()).items():
            records.reader_unit_ids = units

    def _reader_units(self):
        """Return the units that see the record."""
        return self.unit_id

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._flush_readers()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._flush_readers()
        return result

    def _flush_readers(self):
        # The record rule reads this relation from the database, and Odoo does not flush it before it asks the rule.
        self.flush_recordset(["reader_unit_ids"])
