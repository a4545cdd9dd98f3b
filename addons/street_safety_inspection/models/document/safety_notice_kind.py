import re

from odoo import fields, models
from odoo.tools import format_date

PLACE = re.compile(r"\{([a-z_]+)\}")


class SafetyNoticeKind(models.Model):
    """A kind of document: its title and words in each of the two families, and what its issue does.

    All words are data; in braces stand the facts that are filled in: {enterprise}, {date}, {deadline}, {origin},
    {counterpart}, {inspectors}, {street}. What is issued keeps the words of its day.
    """

    _name = "safety.notice.kind"
    _description = "Kind of document"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    number_code = fields.Char(
        string="Number range", required=True, default="safety.notice", help="Code of the sequence with its format."
    )
    title_street = fields.Char(string="Title (own powers)", help="Empty: the street has no such document.")
    title_order = fields.Char(string="Title (delegated powers)", help="Empty: not used where enforcement is delegated.")
    intro_street = fields.Text(string="Opening (own powers)")
    intro_order = fields.Text(string="Opening (delegated powers)")
    body = fields.Text(string="Proposed content")
    closing_street = fields.Text(string="Closing (own powers)", help="Empty: the paragraph of the settings.")
    closing_order = fields.Text(string="Closing (delegated powers)", help="Empty: the paragraph of the settings.")
    effect = fields.Selection(
        [
            ("order", "Orders the rectification"),
            ("stop", "Stops business or equipment"),
            ("resume", "Lets business resume"),
            ("none", "Nothing"),
        ],
        string="Its issue",
        default="none",
        required=True,
    )
    needs_lines = fields.Boolean(string="Lists hazards", default=True)
    needs_interim = fields.Boolean(string="Needs what keeps the place safe meanwhile")
    needs_counterpart = fields.Boolean(string="Goes to another body")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This code of a document kind is taken.")

    def _words(self, part, order):
        """Return the title, opening or closing in the family of the document.

        :param part: "title", "intro" or "closing"
        :param order: whether the document is made under delegated powers
        """
        self.ensure_one()
        return self[f"{part}_{'order' if order else 'street'}"] or ""

    def _filled(self, text, notice):
        """Return ``text`` with the facts of ``notice`` in place of the words in braces; unknown ones stay."""

        def day(value):
            return format_date(self.env, value, date_format="long") if value else ""

        facts = {
            "enterprise": notice.enterprise_name or "",
            "date": day(notice.inspection_id.date or notice.date),
            "deadline": day(notice.deadline),
            "origin": notice.origin_id.number or "",
            "counterpart": notice.counterpart or "",
            "inspectors": "、".join(notice.inspector_ids.mapped("name")),
            "street": notice.company_id.name or "",
        }
        return PLACE.sub(lambda found: facts.get(found[1], found[0]), text or "")
