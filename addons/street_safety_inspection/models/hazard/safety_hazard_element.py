from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("responsible", "Responsible person"),
    ("measures", "Measures"),
    ("funds", "Funds"),
    ("deadline", "Deadline"),
    ("plan", "Contingency plan"),
]


class SafetyHazardElement(models.Model):
    """One of the five elements 五落实 of a rectification: a fact with its evidence, not a tick box (BF-1.1.3g)."""

    _name = "safety.hazard.element"
    _description = "Element of a rectification"
    _inherit = ["safety.frozen.line", "safety.photos"]
    _frozen_parent = "hazard_id"
    _photo_fields = ("evidence_ids",)
    _order = "hazard_id, sequence, id"
    _rec_name = "kind"

    hazard_id = fields.Many2one("safety.hazard", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, string="Element", required=True, readonly=True)
    text = fields.Text(string="What is settled", help="Who, by which method, what for, what if it goes wrong.")
    amount = fields.Monetary(string="Funds set aside")
    currency_id = fields.Many2one(related="hazard_id.currency_id")
    date = fields.Date(string="By when")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "safety_hazard_element_evidence_rel",
        bypass_search_access=True,
        copy=False,
        help="Photo or scan that shows it: appointment letter, plan, receipt.",
    )
    is_settled = fields.Boolean(string="Settled", compute="_compute_is_settled", store=True)
    is_proved = fields.Boolean(string="Proved", compute="_compute_is_proved")

    _kind_uniq = models.Constraint("UNIQUE(hazard_id, kind)", "A rectification has each element once.")
    _amount_positive = models.Constraint("CHECK(amount >= 0)", "Funds cannot be negative.")

    @api.depends("kind", "text", "amount", "date")
    def _compute_is_settled(self):
        for element in self:
            fact = {"funds": element.amount, "deadline": element.date}.get(element.kind, (element.text or "").strip())
            element.is_settled = bool(fact)

    @api.depends("evidence_ids", "is_settled")
    def _compute_is_proved(self):
        for element in self:
            element.is_proved = element.is_settled and bool(element.evidence_ids)

    def write(self, vals):
        if "kind" in vals or "hazard_id" in vals:
            raise UserError(self.env._("An element stays what it is, and with its hazard."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if settled := self.filtered("is_settled"):
            label = dict(self._fields["kind"]._description_selection(self.env))[settled[0].kind]
            raise UserError(self.env._("“%s” is settled: correct it instead of deleting it.", label))

    def _digest(self):
        """Return what is settled, in one line of words."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        facts = []
        for element in self:
            fact = {"funds": element.amount and f"¥{element.amount:,.2f}", "deadline": element.date}.get(element.kind)
            facts.append(f"{labels[element.kind]}：{'，'.join(filter(None, (str(fact or ''), element.text)))}")
        return "；".join(facts)
