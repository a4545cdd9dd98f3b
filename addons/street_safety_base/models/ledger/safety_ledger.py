from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyLedger(models.Model):
    """A named ledger (台账) or one of the six lists (六个清单): which records, which columns, in which order – as data.

    It holds no rows of its own: everybody sees in it the records that their seats reach (BF-1.1.2c, BF-1.1.2d).
    """

    _name = "safety.ledger"
    _description = "Ledger"
    _order = "group desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    group = fields.Selection(
        [("list", "Six lists"), ("ledger", "Ledgers")], default="ledger", required=True, string="Kind of ledger"
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    description = fields.Text(translate=True, help="What it is for, and which clause asks for it.")
    model_id = fields.Many2one(
        "ir.model",
        string="Records",
        required=True,
        ondelete="cascade",
        domain="[('model', '=like', 'safety.%'), ('transient', '=', False), ('abstract', '=', False)]",
    )
    model = fields.Char(related="model_id.model", string="Technical name", store=True)
    domain = fields.Char(
        string="Which records",
        default="[]",
        required=True,
        help="Dates may be relative: 'today', 'today +60d', 'today =month_start'.",
    )
    order = fields.Char(string="Sorted by", help="Fields, as in “unit_id, date desc”. Empty: the usual order.")
    action_id = fields.Many2one(
        "ir.actions.act_window", string="Opens in", help="Empty: a plain list. Otherwise the views of this action."
    )
    column_ids = fields.One2many("safety.ledger.column", "ledger_id", string="Columns", copy=True)
    split_type_id = fields.Many2one(
        "safety.unit.type",
        string="A sheet for each",
        ondelete="restrict",
        help="The workbook has one sheet for each unit of this type that the reader sees: a ledger of its own.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This ledger code is taken.")

    @api.constrains("domain", "model_id")
    def _check_domain(self):
        for ledger in self:
            self.env["safety.duty.kind"]._parse_domain(ledger.domain, ledger.model, ledger.name)

    @api.constrains("split_type_id", "model_id")
    def _check_split(self):
        for ledger in self.filtered("split_type_id"):
            if "unit_id" not in self.env[ledger.model]._fields:
                raise ValidationError(
                    self.env._("“%s” cannot have a sheet for each unit: its records belong to none.", ledger.name)
                )

    @api.constrains("order", "model_id")
    def _check_order(self):
        for ledger in self.filtered("order"):
            try:
                self.env[ledger.model].sudo().search([], order=ledger.order, limit=1)
            except ValueError as error:
                raise ValidationError(
                    self.env._("“%(ledger)s” cannot be sorted by this: %(error)s", ledger=ledger.name, error=error)
                ) from error

    @api.constrains("model_id", "column_ids")
    def _check_columns(self):
        self.column_ids._check_path()

    def copy_data(self, default=None):
        return [
            dict(
                vals,
                code=self.env._("%s (copy)", ledger.code),
                name=self.env._("%s (copy)", ledger.name),
            )
            for ledger, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _records_domain(self):
        """Return the Domain of the records; who reads sees those of them that the record rules allow."""
        self.ensure_one()
        return self.env["safety.duty.kind"]._parse_domain(self.domain, self.model, self.name)

    def action_open(self):
        """Open the records of the ledger that the user may see, in a list."""
        self.ensure_one()
        self.check_access("read")
        action = {"type": "ir.actions.act_window", "res_model": self.model, "view_mode": "list,form"}
        if own := self.sudo().action_id:
            action = self.env["ir.actions.act_window"]._for_xml_id(own.get_external_id()[own.id])
        return {**action, "display_name": self.name, "domain": self.domain, "context": {}}

    def action_print_xlsx(self):
        """Return the workbook of the ledger: exactly the records that the user may see."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_ledger_xlsx").report_action(self)
