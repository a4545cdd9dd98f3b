from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyLetter(models.Model):
    """A yearly responsibility letter 责任书: targets, signed by both sides, settled when the year ends (GY-1.10).

    Signed, its words and targets are closed; what was reached is entered until somebody above settles it.
    """

    _name = "safety.letter"
    _description = "Responsibility letter"
    _inherit = ["safety.voidable", "safety.workflow", "safety.scope.mixin", "safety.signed", "mail.thread"]
    _order = "year desc, kind_id, unit_id, id"
    _rec_names_search = ["number", "name"]
    _number_code = "safety.letter"

    _workflow = {
        "sign": Transition(
            ("draft",), "signed", guard="_check_signed", values="_signed_values", after="_issue_number"
        ),
        "settle": Transition(
            ("signed",), "settled", "approve", OFFICER, guard="_check_settled", values="_settled_values",
            after="_after_settle",
        ),
        "void": Transition(("draft", "signed"), "void", "approve", OFFICER, after="_after_void"),
    }  # fmt: skip
    _workflow_frozen = ("settled", "void")
    _workflow_fields = ("signed_on", "settled_on", "settled_by_id", "settle_note")
    _reason_fields = {"void": "void_reason", "settle": "settle_note"}

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    kind_id = fields.Many2one("safety.letter.kind", required=True, index=True, ondelete="restrict", tracking=True)
    subject = fields.Selection(related="kind_id.subject")
    first_party_kind = fields.Selection(related="kind_id.first_party", string="Kind of first party")
    year = fields.Integer(
        required=True, default=lambda self: self.env.company._safety_today().year, index=True, aggregator=None
    )
    date_end = fields.Date(string="Until", compute="_compute_date_end", store=True, index=True)
    enterprise_id = fields.Many2one("safety.enterprise", index="btree_not_null", ondelete="restrict", tracking=True)
    first_party = fields.Char(string="First party", compute="_compute_words", store=True, readonly=False)
    second_party = fields.Char(
        string="Second party", compute="_compute_words", store=True, readonly=False, help="Who undertakes the targets."
    )
    body = fields.Text(string="Words", compute="_compute_words", store=True, readonly=False)
    target_ids = fields.One2many("safety.letter.target", "letter_id", string="Targets", copy=True)
    scan_ids = fields.Many2many(
        "ir.attachment", "safety_letter_scan_rel", string="Signed paper", bypass_search_access=True, copy=False,
        help="Needed where a body above the street signs on paper.",
    )  # fmt: skip
    progress = fields.Float(
        string="Done (%)", compute="_compute_progress", store=True, digits=(5, 1), aggregator="avg",
        help="Share of the targets reached, by their weights.",
    )  # fmt: skip
    signed_on = fields.Date(string="Signed on", readonly=True, copy=False, tracking=True, index=True)
    settled_on = fields.Date(string="Settled on", readonly=True, copy=False, tracking=True)
    settled_by_id = fields.Many2one("res.users", string="Settled by", readonly=True, copy=False)
    settle_note = fields.Text(string="Conclusion", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("settled", "Settled"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _year_sane = models.Constraint("CHECK(year BETWEEN 1950 AND 2200)", "Write the year with four digits.")
    _live_uniq = models.UniqueIndex(
        "(kind_id, year, unit_id, COALESCE(enterprise_id, 0)) WHERE state != 'void'",
        "There is a letter of this kind for this year already.",
    )

    @api.depends("kind_id", "year", "second_party")
    def _compute_name(self):
        for letter in self:
            letter.name = f"{letter.year} {letter.kind_id.name or ''} {letter.second_party or ''}".strip()

    @api.depends("number", "name")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = " ".join(filter(None, (letter.number, letter.name)))

    @api.depends("year")
    def _compute_date_end(self):
        for letter in self:
            letter.date_end = date(letter.year, 12, 31) if letter.year else False

    @api.depends("kind_id", "unit_id", "enterprise_id", "year")
    def _compute_words(self):
        for letter in self.filtered(lambda letter: letter.state == "draft"):
            kind, unit = letter.kind_id, letter.unit_id
            street = unit.company_id.name or ""
            above = unit if kind.subject == "enterprise" else unit.sudo().parent_id
            first = {"outside": kind.first_party_name, "above": above.name}.get(kind.first_party)
            letter.first_party = first or street
            letter.second_party = letter.enterprise_id.name if kind.subject == "enterprise" else unit.name
            letter.body = kind._words(
                {
                    "year": letter.year,
                    "first": letter.first_party,
                    "second": letter.second_party or "",
                    "street": street,
                }
            ) if kind else False  # fmt: skip

    @api.depends("target_ids.reached", "target_ids.weight")
    def _compute_progress(self):
        for letter in self:
            weights = sum(letter.target_ids.mapped("weight"))
            reached = sum(target.reached * target.weight for target in letter.target_ids)
            letter.progress = reached / weights if weights else 0

    @api.constrains("kind_id", "enterprise_id", "unit_id")
    def _check_party(self):
        for letter in self:
            kind = letter.kind_id
            if (kind.subject == "enterprise") != bool(letter.enterprise_id):
                raise ValidationError(
                    self.env._("“%s” is undertaken by an enterprise: choose it.", kind.name)
                    if kind.subject == "enterprise"
                    else self.env._("“%s” is undertaken by a unit, not by an enterprise.", kind.name)
                )
            if kind.subject == "unit" and letter.unit_id.type_id != kind.unit_type_id:
                raise ValidationError(
                    self.env._(
                        "“%(kind)s” is undertaken by a %(type)s; %(unit)s is none.",
                        kind=kind.name,
                        type=kind.unit_type_id.name,
                        unit=letter.unit_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if enterprise := self.env["safety.enterprise"].browse(vals.get("enterprise_id")):
                vals["unit_id"] = enterprise.unit_id.id
            if not vals.get("target_ids") and vals.get("kind_id"):
                kind = self.env["safety.letter.kind"].browse(vals["kind_id"])
                vals["target_ids"] = [Command.create(values) for values in kind.target_ids._letter_values()]
        return super().create(vals_list)

    def write(self, vals):
        """Write as Odoo does; of a signed letter only what was reached."""
        if set(vals) - {"target_ids", *self._frozen_writable}:
            self._check_unsigned()
        return super().write(vals)

    def _check_unsigned(self):
        if signed := self.filtered(lambda letter: letter.state == "signed"):
            raise UserError(
                self.env._(
                    "“%s” is signed by both sides: its words and targets no longer change. Void it and make a new one.",
                    signed[0].display_name,
                )
            )

    @api.onchange("kind_id")
    def _onchange_kind(self):
        values = self.kind_id.target_ids._letter_values()
        self.target_ids = [Command.clear(), *(Command.create(vals) for vals in values)]

    @api.onchange("enterprise_id")
    def _onchange_enterprise(self):
        if self.enterprise_id:
            self.unit_id = self.enterprise_id.unit_id

    @api.model
    def _generate(self, kind, year, unit):
        """Make the missing drafts of ``kind`` for ``year`` in ``unit`` and below it; return all letters of that year.

        :raises AccessError: the user's seats do not reach an undertaking unit
        :raises UserError: the kind has no targets
        """
        kind.check_access("read")
        if not kind.target_ids:
            raise UserError(self.env._("“%s” has no targets yet: write them first.", kind.name))
        model = "safety.unit" if kind.subject == "unit" else "safety.enterprise"
        place = "id" if kind.subject == "unit" else "unit_id"
        lacking = kind._lacking_domain(year, ("draft", "signed", "settled"))
        subjects = self.env[model].search(lacking & Domain(place, "child_of", unit.ids))
        key = "unit_id" if kind.subject == "unit" else "enterprise_id"
        self.create([{"kind_id": kind.id, "year": year, key: subject.id} for subject in subjects])
        scope = Domain("unit_id", "child_of", unit.ids)
        return self.search(Domain("kind_id", "=", kind.id) & Domain("year", "=", year) & scope)
