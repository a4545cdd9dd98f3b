from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyDutyRule(models.Model):
    """A duty that is proved by a meeting plans it: the rule says which."""

    _inherit = "safety.duty.rule"

    meeting_type_id = fields.Many2one(
        "safety.meeting.type",
        string="Meeting planned",
        compute="_compute_meeting_type_id",
        store=True,
        ondelete="set null",
        help="The type of meeting that counts by “Only records where”: the night plans one ahead for each duty.",
    )

    @api.depends("evidence_domain", "kind_id")
    def _compute_meeting_type_id(self):
        """Read the type from the condition that says which meetings count. One query for any number of rules."""
        codes = {rule: rule._meeting_code() for rule in self}
        types = self.env["safety.meeting.type"].sudo().search([("code", "in", list(filter(None, codes.values())))])
        by_code = types.grouped("code")
        for rule in self:
            rule.meeting_type_id = by_code.get(codes[rule], types.browse())[:1]

    def _meeting_code(self):
        """Return the code of the meeting type named in the condition, or False."""
        return self._code_asked("safety.meeting", "type_id.code")

    def _code_asked(self, model, path):
        """Return the code that “Only records where” asks for at ``path`` of the evidence ``model``, or False."""
        if self.kind_id.sudo().model != model:
            return False
        try:
            domain = self.env["safety.duty.kind"]._parse_domain(self.evidence_domain, model, self.name)
        except ValidationError:
            return False
        for condition in domain.iter_conditions():
            if condition.field_expr == path and condition.operator in ("=", "in"):
                value = condition.value
                return value if isinstance(value, str) else next(iter(value), False)
        return False
