from odoo import api, fields, models
from odoo.tools import SQL


class SafetyHazard(models.Model):
    """The running number of the ledger (XY-2.5b).

    It comes from a database sequence, not from the register of documents: phones that finish inspections at the same
    moment never wait for one another, and a number that a roll-back leaves out is no fault.
    """

    _inherit = "safety.hazard"
    _rec_names_search = ["name", "number"]

    number = fields.Char(readonly=True, copy=False, index="btree_not_null", help="Running number in the ledger.")

    @api.model_create_multi
    def create(self, vals_list):
        numbers = self._next_numbers(len(vals_list))
        for vals, number in zip(vals_list, numbers, strict=True):
            vals["number"] = number
        return super().create(vals_list)

    def write(self, vals):
        """Write as Odoo does; a number is never chosen."""
        if "number" in vals:
            self._workflow_refuse({"number"})
        return super().write(vals)

    @api.model
    def _next_numbers(self, count):
        """Return ``count`` running numbers in the format that the administrator has set. Constant statements."""
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", "safety.hazard"), ("company_id", "in", (self.env.company.id, False))],
                order="company_id",
                limit=1,
            )
        )
        if not sequence or sequence.use_date_range or sequence.implementation != "standard":
            return [sequence.next_by_id() if sequence else False for _number in range(count)]
        name = f"ir_sequence_{sequence.id:03d}"
        rows = self.env.execute_query(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count))
        return [sequence.get_next_char(number) for (number,) in rows]
