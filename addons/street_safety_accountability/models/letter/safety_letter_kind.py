import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PLACE = re.compile(r"\{([a-z]+)\}")
#: A letter that counts: both have signed it.
IN_FORCE = ("signed", "settled")


class SafetyLetterKind(models.Model):
    """A kind of responsibility letter 责任书: who undertakes it towards whom, its words and its targets (GY-1.10).

    All of it is data. In the words, braces stand for {year}, {first}, {second} and {street}. A kind without a street
    is a template that every street may copy.
    """

    _name = "safety.letter.kind"
    _description = "Kind of responsibility letter"
    _inherit = ["safety.template", "safety.condition"]
    _order = "sequence, id"
    _conditions = {"domain": "safety.enterprise"}

    sequence = fields.Integer(default=10)
    subject = fields.Selection(
        [("unit", "Units"), ("enterprise", "Enterprises")],
        string="Undertaken by",
        required=True,
        default="unit",
    )
    unit_type_id = fields.Many2one("safety.unit.type", string="Kind of unit", ondelete="restrict")
    domain = fields.Char(string="Which enterprises", default="[]", help="Of those on the register.")
    first_party = fields.Selection(
        [("outside", "A body above the street"), ("street", "The street"), ("above", "The unit above")],
        string="Towards",
        required=True,
        default="street",
        help="A body above the street signs on paper: the signed paper is kept with the letter.",
    )
    first_party_name = fields.Char(string="Name of the body")
    body = fields.Text(string="Words", help="{year}, {first}, {second} and {street} are filled in.")
    target_ids = fields.One2many("safety.letter.kind.target", "kind_id", string="Targets", copy=True)
    record_code = fields.Selection(
        [("target_letter", "Targets of a responsibility letter"), ("task_list", "List of tasks for the year")],
        string="Counts as",
        required=True,
        default="target_letter",
        help="Settled, it proves the duty of the regulation that asks for it.",
    )
    coverage_year = fields.Integer(string="Year", compute="_compute_coverage")
    subject_count = fields.Integer(string="To undertake it", compute="_compute_coverage")
    signed_count = fields.Integer(string="Signed this year", compute="_compute_coverage")

    @api.constrains("subject", "unit_type_id")
    def _check_subject(self):
        for kind in self:
            if kind.subject == "unit" and not kind.unit_type_id:
                raise ValidationError(self.env._("“%s”: choose which kind of unit undertakes it.", kind.name))

    @api.constrains("first_party", "first_party_name")
    def _check_first_party(self):
        for kind in self:
            if kind.first_party == "outside" and not kind.first_party_name:
                raise ValidationError(self.env._("“%s”: fill in the name of the body above the street.", kind.name))

    @api.depends("subject", "unit_type_id", "domain", "company_id")
    def _compute_coverage(self):
        """Count who has to undertake it and who has signed, this year. Three statements for any number of kinds."""
        street = self.env.company
        year = street._safety_today().year
        counts = {}
        for model, kinds in (("safety.unit", "unit"), ("safety.enterprise", "enterprise")):
            domains = {kind.id: kind._subjects_domain(year) for kind in self if kind.subject == kinds}
            counts |= self._counts(self.env[model], domains)
        letters = self.env["safety.letter"]._read_group(
            Domain("kind_id", "in", self.ids) & Domain("year", "=", year) & Domain("state", "in", IN_FORCE),
            ["kind_id"],
            ["__count"],
        )
        signed = {kind.id: count for kind, count in letters}
        for kind in self:
            kind.coverage_year = year
            kind.subject_count = counts.get(kind.id, 0)
            kind.signed_count = signed.get(kind.id, 0)

    def _subjects_domain(self, year):
        """Return the Domain of the units or enterprises that undertake it in ``year``."""
        self.ensure_one()
        street = Domain("company_id", "=", (self.company_id or self.env.company).id)
        if self.subject == "enterprise":
            return street & self._condition("domain")
        first, last = f"{year}-01-01", f"{year}-12-31"
        return (
            street
            & Domain("type_id", "=", self.unit_type_id.id)
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", last))
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", first))
        )

    def _lacking_domain(self, year, states=IN_FORCE):
        """Return the Domain of those who have no letter of this kind in one of ``states`` for ``year``."""
        letters = Domain("kind_id", "=", self.id) & Domain("year", "=", year) & Domain("state", "in", states)
        return self._subjects_domain(year) & Domain("letter_ids", "not any", list(letters))

    def _words(self, facts):
        """Return the words with ``facts`` {name: text} in place of the names in braces; unknown ones stay."""
        self.ensure_one()
        return PLACE.sub(lambda found: str(facts.get(found[1], found[0])), self.body or "")

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_missing(self):
        """Open the units or enterprises that have not signed this year."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Without a signed letter: %s", self.name),
            "res_model": "safety.unit" if self.subject == "unit" else "safety.enterprise",
            "view_mode": "list,form",
            "domain": list(self._lacking_domain(self.coverage_year)),
            "context": {"create": False},
        }

    def action_signed(self):
        """Open the letters that are signed this year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_letter_action")
        domain = [("kind_id", "=", self.id), ("year", "=", self.coverage_year), ("state", "in", IN_FORCE)]
        return {**action, "domain": domain, "context": {}}

    def action_run(self):
        """Open the dialog that makes the letters of a year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_accountability.safety_letter_run_wizard_action"
        )
        return {**action, "context": {"default_kind_id": self.id}}
