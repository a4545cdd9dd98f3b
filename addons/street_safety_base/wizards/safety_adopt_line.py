from odoo import api, fields, models


class SafetyAdoptLine(models.TransientModel):
    """A unit type or post of the regulation, and which of ours it is."""

    _name = "safety.adopt.line"
    _description = "Mapping of a regulation"
    _order = "rule_count desc, type, id"

    wizard_id = fields.Many2one("safety.adopt.wizard", required=True, index=True, ondelete="cascade")
    type = fields.Selection([("unit_types", "Unit type"), ("posts", "Post")], required=True, readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char(string="In the regulation", readonly=True)
    rule_count = fields.Integer(string="Rules", readonly=True)
    unit_type_id = fields.Many2one("safety.unit.type", string="Our unit type")
    post_id = fields.Many2one("safety.post", string="Our post")

    # Only what a rule needs is a gap; posts that clauses merely name are not.
    unit_count = fields.Integer(string="Units", compute="_compute_gap", help="Units of ours where it stands.")
    held_count = fields.Integer(
        string="Held in", compute="_compute_gap", help="Units in which somebody holds the post."
    )
    gap = fields.Char(compute="_compute_gap")

    @api.depends("unit_type_id", "post_id")
    def _compute_gap(self):
        """Count units and holders of all lines: two grouped queries."""
        company = self.wizard_id.unit_id.company_id[:1] or self.env.company
        units = self.env["safety.unit"]._read_group([("company_id", "=", company.id)], ["type_id"], ["id:array_agg"])
        of_type = {kind.id: set(ids) for kind, ids in units}
        seats = self.env["safety.appointment"].sudo()
        in_office = [("company_id", "=", company.id), *seats._in_office(company._safety_today())]
        held = {post.id: set(ids) for post, ids in seats._read_group(in_office, ["post_id"], ["unit_id:array_agg"])}
        for line in self:
            kinds = line.unit_type_id if line.type == "unit_types" else line.post_id.unit_type_ids
            places = set().union(*(of_type.get(kind.id, set()) for kind in kinds._origin))
            line.unit_count = len(places)
            line.held_count = len(places & held.get(line.post_id._origin.id, set()))
            line.gap = line._gap_sentence()

    def _gap_sentence(self):
        """Return what is missing here, or False."""
        if not self.rule_count:
            return False
        if not self._ours():
            return self.env._("None of ours: its rules cannot be made.")
        if self.type in ("unit_types", "posts") and not self.unit_count:
            return self.env._("There is no such unit yet: nobody would owe it.")
        if self.type == "posts" and self.held_count < self.unit_count:
            return self.env._(
                "Nobody holds it in %(vacant)s of %(all)s units.",
                vacant=self.unit_count - self.held_count,
                all=self.unit_count,
            )
        return False

    def _ours(self):
        return self.unit_type_id if self.type == "unit_types" else self.post_id
