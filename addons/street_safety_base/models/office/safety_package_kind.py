from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyPackageKind(models.Model):
    """A set of papers handed in or published regularly, as data: whose, for which period, made of which ledgers."""

    _name = "safety.package.kind"
    _description = "Package kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. monthly_close.")
    sequence = fields.Integer(default=10)
    unit_type_ids = fields.Many2many(
        "safety.unit.type", string="Handed in by", help="Units of these types hand it in for each period."
    )
    period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        required=True,
        default="month",
        help="The package belongs to the period reported on.",
    )
    due_day = fields.Integer(
        string="Due on day",
        default=5,
        aggregator=None,
        help="Day of the month after the period; that day is still in time.",
    )
    with_duties = fields.Boolean(
        string="Duties are gaps", default=True, help="Duties of the period that are not met are told as gaps."
    )
    when_asked = fields.Boolean(
        string="Only where a regulation asks",
        help="Drafts are made only in streets where a rule in force asks for this package by its code.",
    )
    part_ids = fields.One2many("safety.package.part", "kind_id", string="Parts", copy=True)
    note = fields.Text(string="What it is for", translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This package kind code is taken.")
    _due_day_valid = models.Constraint("CHECK(due_day BETWEEN 1 AND 31)", "The day lies between 1 and 31.")

    def _asked_in(self, company):
        """Return those of these kinds that units of ``company`` hand in: all but what no rule in force asks for."""
        rules = self.env["safety.duty.rule"].search(
            [
                ("company_id", "=", company.id),
                ("kind_id.model", "=", "safety.package"),
                ("regulation_id.state", "=", "in_force"),
            ]
        )
        asked = " ".join(rules.filtered("evidence_domain").mapped("evidence_domain"))
        return self.filtered(lambda kind: not kind.when_asked or f"'{kind.code}'" in asked)


class SafetyPackagePart(models.Model):
    """One part of a package: the records of a ledger that lie in the unit and the period."""

    _name = "safety.package.part"
    _description = "Part of a package"
    _order = "sequence, id"
    _rec_name = "ledger_id"

    kind_id = fields.Many2one("safety.package.kind", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    ledger_id = fields.Many2one("safety.ledger", required=True, index=True, ondelete="restrict")
    date_path = fields.Char(
        string="Date field", help="The field that says to which period a record belongs. Empty: all, as of today."
    )
    unit_path = fields.Char(string="Unit field", required=True, default="unit_id")
    with_files = fields.Boolean(
        string="With files",
        default=True,
        help="Photos and papers of the records belong to the package: names and checksums are hashed with it.",
    )
    minimum = fields.Integer(
        string="At least", aggregator=None, help="Fewer records than this are a gap. 0: the part may be empty."
    )

    _minimum_positive = models.Constraint("CHECK(minimum >= 0)", "The number cannot be negative.")

    @api.constrains("ledger_id", "date_path", "unit_path")
    def _check_paths(self):
        for part in self:
            model = self.env[part.ledger_id.sudo().model]
            for path, types in ((part.unit_path, ("many2one",)), (part.date_path, ("date", "datetime"))):
                if path and (path not in model._fields or model._fields[path].type not in types):
                    raise ValidationError(
                        self.env._(
                            "“%(path)s” is no fitting field of %(ledger)s.", path=path, ledger=part.ledger_id.name
                        )
                    )
