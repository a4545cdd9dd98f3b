from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What the words of a document may be filled with.
PLACEHOLDERS = ("street", "unit", "people", "enterprise", "reason", "facts", "clause", "date", "reply_until")


class SafetyMeasureKind(models.Model):
    """One rung of the ladder, as data: circular, interview, listing of a community, admonition, transfer, exposure …

    Clauses BF-4.1 – BF-4.5, ZF-3.1a, XT-6.3b.
    """

    _name = "safety.measure.kind"
    _description = "Kind of measure"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. circular.")
    sequence = fields.Integer(default=10, help="The rung: the gravest comes last.")
    color = fields.Integer()
    active = fields.Boolean(default=True)
    subject = fields.Selection(
        [("unit", "A unit"), ("person", "Persons"), ("enterprise", "An enterprise")],
        string="Concerns",
        default="unit",
        required=True,
    )
    issuer = fields.Selection(
        [("office", "The safety committee office"), ("discipline", "The discipline commission")],
        string="Issued by",
        default="office",
        required=True,
    )
    closer = fields.Selection(
        [("office", "The safety committee office"), ("discipline", "The discipline commission")],
        string="Concluded by",
        default="office",
        required=True,
    )
    is_listing = fields.Boolean(
        string="Lasts until lifted", help="The unit is shown as listed from the issue until the measure is concluded."
    )
    reply_days = fields.Integer(string="Days for the reply", help="0: no reply is asked for.")
    followup_days = fields.Integer(
        string="Looked at again after (days)", help="The day on which progress is looked at. 0: not at all."
    )
    title = fields.Char(string="Title of the document", required=True)
    body = fields.Text(
        string="Words of the document",
        required=True,
        help="May contain {street}, {unit}, {people}, {enterprise}, {reason}, {facts}, {clause}, {date} and"
        " {reply_until}; they are filled in for each measure.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken.")
    _days_positive = models.Constraint("CHECK(reply_days >= 0 AND followup_days >= 0)", "Days cannot be negative.")

    @api.constrains("body")
    def _check_body(self):
        for kind in self:
            try:
                kind._fill(dict.fromkeys(PLACEHOLDERS, ""))
            except (KeyError, ValueError, IndexError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(kind)s”: the words of the document name something unknown: %(error)s",
                        kind=kind.name,
                        error=error,
                    )
                ) from error

    def _fill(self, words):
        """Return the words of the document with ``words`` (placeholder → text) in their places."""
        self.ensure_one()
        if any("." in part or "[" in part for part in self._placeholders()):
            raise ValueError(self.env._("only plain names in braces"))
        return (self.body or "").format(**words)

    def _placeholders(self):
        return [piece.split("}")[0] for piece in (self.body or "").split("{")[1:]]
