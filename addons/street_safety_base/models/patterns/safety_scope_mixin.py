from odoo import fields, models


class SafetyScopeMixin(models.AbstractModel):
    """The scope pattern: a record belongs to the unit of its day, and seats that serve the unit see it.

    Every concrete model adds the same two record rules on ``group_street_safety_user``::

        read               [('unit_id', 'child_of', user.safety_read_unit_ids.ids)]
        write/create/unlink [('unit_id', 'child_of', user.safety_act_unit_ids.ids)]

    Actions that need more than writing ask :meth:`_safety_check_level` about the record's own unit: a group is
    global, a seat is not.
    """

    _name = "safety.scope.mixin"
    _description = "Scope of a unit"

    unit_id = fields.Many2one(
        "safety.unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user._safety_default_unit(),
        help="The unit of the day: it stays when the grid is moved or the unit dissolved later.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Street",
        related="unit_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )

    def write(self, vals):
        if unit_id := vals.get("unit_id"):
            # Odoo's write rule looks at the old unit only; a record must not be moved where the user has no say.
            self.env["safety.access"]._check(self.env["safety.unit"].browse(unit_id), "act")
        return super().write(vals)

    def _safety_check_level(self, level):
        """Raise AccessError unless the user's seats reach ``level`` (read | act | approve) on every record's unit."""
        self.env["safety.access"]._check(self.sudo().unit_id, level)

    def _safety_holder(self, post, day):
        """Return the users who held ``post`` (safety.post) at this record's unit on ``day`` (a date)."""
        self.ensure_one()
        return self.env["safety.appointment"]._holders(post, self.unit_id, day)
