from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

# Who answers for what, from the top of the street down to the grid. "line" answers for a field, not for a territory.
CHAIN_ROLES = [
    ("overall", "Overall responsibility"),
    ("full_leadership", "Full leadership responsibility"),
    ("comprehensive", "Comprehensive supervision responsibility"),
    ("direct_leadership", "Direct leadership responsibility"),
    ("direct", "Direct responsibility"),
    ("specific", "Specific responsibility"),
    ("line", "Line supervision responsibility"),
]
# The one street leader who answers for a place: the nearest linked leader, else the next of these roles.
LEADER_ROLES = ("direct_leadership", "comprehensive", "full_leadership", "overall")


class SafetyPost(models.Model):
    """A post: where it exists, what its holder may do there, and whether penalties reach it."""

    _name = "safety.post"
    _description = "Post"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. stationed_cadre.")
    sequence = fields.Integer(default=10)
    unit_type_ids = fields.Many2many("safety.unit.type", string="Exists at", required=True)
    level = fields.Selection(
        [("read", "See"), ("act", "Work"), ("approve", "Approve")],
        string="Level in the unit",
        default="act",
        required=True,
        help="What the holder may do with the records of the units the seat serves.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Groups",
        domain=lambda self: [
            ("privilege_id", "=", self.env.ref("street_safety_base.privilege_street_safety").id),
        ],
        help="Groups given to the holder while appointed and taken back afterwards.",
    )
    max_holders = fields.Integer(
        string="Seats",
        help="How many people may hold the post in one unit at a time. 0: any number.",
    )
    planned_default = fields.Integer(
        string="Planned seats",
        default=1,
        help="How many people a unit should have in this post, proposed when seats are planned.",
    )
    chain_role = fields.Selection(
        CHAIN_ROLES,
        string="Answers by",
        help="The holder's place in the responsibility chain of the units served. Empty: not in the chain.",
    )
    is_head = fields.Boolean(string="Head of the unit", help="The holder heads the unit or the leading group.")
    first_responsible = fields.Boolean(
        string="First responsible person", help="The holder is the first responsible person of the unit."
    )
    seat_ids = fields.One2many("safety.seat", "post_id", string="Seats of the post")
    penalised = fields.Boolean(string="Penalties reach it", help="A confirmed violation may cost the holder.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This post code is taken.")
    _max_holders_positive = models.Constraint("CHECK(max_holders >= 0)", "The number of seats cannot be negative.")
    _planned_default_positive = models.Constraint(
        "CHECK(planned_default >= 0)", "The number of planned seats cannot be negative."
    )

    @api.constrains("group_ids")
    def _check_group_ids(self):
        privilege = self.env.ref("street_safety_base.privilege_street_safety")
        for post in self:
            if foreign := post.group_ids.filtered(lambda group: group.privilege_id != privilege):
                raise ValidationError(
                    self.env._(
                        "“%(group)s” is not a Street Safety group: a post cannot give rights outside of it.",
                        group=foreign[0].display_name,
                    )
                )

    @api.constrains("unit_type_ids")
    def _check_unit_type_ids(self):
        for post in self.filtered("unit_type_ids"):
            stranded = post._appointments_ahead().filtered(
                lambda seat, post=post: seat.unit_id.type_id not in post.unit_type_ids
            )
            if stranded:
                raise ValidationError(
                    self.env._(
                        "%(post)s cannot be taken from units of type %(type)s while people hold it there: %(where)s. "
                        "End these appointments first.",
                        post=post.name,
                        type=stranded[0].unit_id.type_id.name,
                        where=post._name_places(stranded),
                    )
                )

    def write(self, vals):
        if vals.get("active") is False:
            self._check_unused()
        result = super().write(vals)
        if {"level", "group_ids", "active"} & vals.keys():
            self.env["safety.access"]._rebuild()
            self.env["safety.appointment"].search([("post_id", "in", self.ids)]).user_id._safety_sync_groups()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        self._check_unused()

    def _check_unused(self):
        """Raise UserError that lists what still hangs on the posts: people who hold them, open work."""
        for post in self:
            if uses := post._uses():
                raise UserError(
                    self.env._(
                        "%(post)s cannot be archived or deleted:\n%(uses)s\nEnd the appointments, and give the duties "
                        "to another post or close them first.",
                        post=post.name,
                        uses="\n".join(f"• {use}" for use in uses),
                    )
                )

    def _uses(self):
        """Return sentences about what still hangs on the post; other rooms add theirs."""
        self.ensure_one()
        held = self._appointments_ahead()
        return [self.env._("held at %s", self._name_places(held))] if held else []

    def _appointments_ahead(self):
        """Return the appointments to the posts that are in force or begin later."""
        days = [company._safety_today() for company in self.env["res.company"]._safety_streets()]
        first = min(days, default=self.env.company._safety_today())
        return (
            self.env["safety.appointment"]
            .sudo()
            .search([("post_id", "in", self.ids), "|", ("date_end", "=", False), ("date_end", ">=", first)])
        )

    def _name_places(self, appointments, most=5):
        """Return "unit (person)" of the first few appointments, and how many more there are."""
        names = [f"{seat.unit_id.name} ({seat.user_id.name})" for seat in appointments[:most]]
        if len(appointments) > most:
            names.append(self.env._("%s more", len(appointments) - most))
        return format_list(self.env, names)
