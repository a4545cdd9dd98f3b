from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class SafetyRecord(models.Model):
    """Facts that only some types ask for: a superior body, a review, what it rests on, resources, topics."""

    _inherit = "safety.record"

    counterpart = fields.Char(string="Superior body", tracking=True, help="Who issued the directive or got the matter.")
    reference = fields.Char(string="Document number")
    matter_status = fields.Selection(
        [
            ("passed", "Passed on"),
            ("taken", "Taken up"),
            ("solved", "Solved"),
            ("refused", "Refused"),
        ],
        string="What became of it",
        tracking=True,
        index=True,
        copy=False,
    )
    result = fields.Selection(
        [("passed", "Passed"), ("conditional", "Passed with conditions"), ("refused", "Refused")],
        string="Review result",
        tracking=True,
        copy=False,
    )
    basis_type_id = fields.Many2one(related="type_id.requires_type_id", string="Needed first")
    basis_id = fields.Many2one(
        "safety.record",
        string="Rests on",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        copy=False,
        domain="[('type_id', '=', basis_type_id), ('state', '=', 'done'), ('company_id', '=', company_id)]",
        help="The completed record that had to come first.",
    )
    basis_result = fields.Selection(related="basis_id.result", string="Result of the review")
    resource_kind = fields.Selection(
        [("people", "People"), ("material", "Material"), ("funds", "Funds")], string="Resource", index=True
    )
    quantity = fields.Float(help="People or pieces.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_planned = fields.Monetary(string="Planned")
    amount_spent = fields.Monetary(string="Spent", copy=False)
    topic_ids = fields.Many2many("safety.record.topic", string="Topics")

    _amounts_positive = models.Constraint(
        "CHECK(amount_planned >= 0 AND amount_spent >= 0 AND quantity >= 0)",
        "Planned, spent and quantity cannot be negative.",
    )

    def _required_facts(self):
        kind = self.type_id
        return super()._required_facts() + [
            (kind.has_superior, self.counterpart, self.env._("the superior body")),
            (kind.has_status, self.matter_status in ("solved", "refused"), self.env._("what became of it in the end")),
            (kind.has_result, self.result, self.env._("the review result")),
            (
                kind.has_result and self.result in ("conditional", "refused"),
                not is_html_empty(self.note),
                self.env._("the conditions or the reason of the refusal"),
            ),
            (kind.has_amounts, self.resource_kind, self.env._("the kind of resource")),
            (kind.requires_type_id, self.basis_id, self.env._("a completed “%s” first", kind.requires_type_id.name)),
        ]

    def _check_complete(self):
        result = super()._check_complete()
        self.filtered("type_id.requires_type_id")._check_basis()
        self.filtered("type_id.requires_dossier_type_id")._check_papers()
        return result

    def _check_basis(self):
        """Raise UserError unless what each record rests on came first, was not refused and concerns the same."""
        self.basis_id.check_access("read")
        for record in self:
            basis = record.basis_id
            if basis.type_id != record.type_id.requires_type_id or basis.state != "done":
                raise UserError(
                    self.env._(
                        "“%(record)s” rests on “%(basis)s”, which is no completed “%(type)s”. Choose one that is.",
                        record=record.name,
                        basis=basis.name,
                        type=record.type_id.requires_type_id.name,
                    )
                )
            if basis.date > record.date:
                raise UserError(
                    self.env._(
                        "“%(basis)s” is dated after “%(record)s”: it must come first.",
                        basis=basis.name,
                        record=record.name,
                    )
                )
            if basis.result == "refused":
                raise UserError(
                    self.env._("“%s” ended with a refusal. What it was about cannot be approved.", basis.name)
                )
            if basis.enterprise_ids and record.enterprise_ids - basis.enterprise_ids:
                raise UserError(
                    self.env._("“%s” was made for another enterprise. Choose the review of this one.", basis.name)
                )

    def _check_papers(self):
        """Raise UserError unless each enterprise has the paper that the type asks for, dated on or before the day."""
        kinds, enterprises = self.type_id.requires_dossier_type_id, self.enterprise_ids
        items = self.env["safety.dossier.item"].search(
            [("type_id", "in", kinds.ids), ("enterprise_id", "in", enterprises.ids), ("date", "!=", False)]
        )
        for record in self:
            kind = record.type_id.requires_dossier_type_id
            valid = items.filtered(
                lambda item, record=record, kind=kind: (
                    item.type_id == kind
                    and item.date <= record.date
                    and (not item.date_end or item.date_end >= record.date)
                )
            )
            if lacking := record.enterprise_ids - valid.enterprise_id:
                raise UserError(
                    self.env._(
                        "“%(enterprise)s” has no “%(paper)s” dated on or before %(date)s. Add it to the file first.",
                        enterprise=lacking[0].display_name,
                        paper=kind.name,
                        date=fields.Date.to_string(record.date),
                    )
                )

    @api.onchange("type_id")
    def _onchange_type_facts(self):
        if self.type_id.has_status and not self.matter_status:
            self.matter_status = "passed"
        if self.basis_id.type_id != self.type_id.requires_type_id:
            self.basis_id = False
