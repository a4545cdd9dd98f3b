from odoo import api, fields, models


class SafetyTeam(models.Model):
    """An emergency team: of the street, a community or an enterprise, with its members and their phones.

    Members are entered by name, or follow from the posts of the team: a hand-over of the seat changes the call list by
    itself (XY-1.2, XY-1.3, XY-2.4a).
    """

    _name = "safety.team"
    _description = "Emergency team"
    _inherit = ["safety.scope.mixin", "mail.thread"]
    _order = "type_id, name, id"

    name = fields.Char(required=True, tracking=True)
    type_id = fields.Many2one(
        "safety.team.type", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env["safety.team.type"].search([], limit=1),
    )  # fmt: skip
    unit_id = fields.Many2one(tracking=True)
    enterprise_id = fields.Many2one(
        "safety.enterprise", index="btree_not_null", ondelete="cascade", domain="[('unit_id', 'child_of', unit_id)]"
    )
    planned_number = fields.Integer(
        string="People needed", compute="_compute_planned_number", store=True, readonly=False, tracking=True
    )
    post_ids = fields.Many2many("safety.post", string="Members by post", compute="_compute_post_ids", store=True,
                                readonly=False)  # fmt: skip
    called_post_ids = fields.Many2many(
        "safety.post", "safety_team_called_post_rel", string="Also called, by post",
        compute="_compute_called_post_ids", store=True, readonly=False,
        help="On the call list, but not counted among the people needed.",
    )  # fmt: skip
    leader = fields.Char(tracking=True)
    phone = fields.Char(string="Phone on duty", help="Answered day and night.")
    place = fields.Char(string="Assembly point")
    member_ids = fields.One2many("safety.team.member", "team_id", string="Members by name")
    rescuer_count = fields.Integer(string="Members", compute="_compute_rescuer_count")
    called_count = fields.Integer(string="On the call list", compute="_compute_rescuer_count")
    shortage = fields.Integer(string="People missing", compute="_compute_rescuer_count")
    without_phone = fields.Integer(string="Without phone", compute="_compute_rescuer_count")
    note = fields.Html(string="Tasks and alarm")
    active = fields.Boolean(default=True)

    _of_enterprise = models.UniqueIndex(
        "(enterprise_id) WHERE enterprise_id IS NOT NULL AND active", "This enterprise has a team already."
    )

    # A method each: a value given for one must not keep the others from following the type.
    @api.depends("type_id")
    def _compute_planned_number(self):
        for team in self:
            team.planned_number = team.type_id.planned_number

    @api.depends("type_id")
    def _compute_post_ids(self):
        for team in self:
            team.post_ids = team.type_id.post_ids

    @api.depends("type_id")
    def _compute_called_post_ids(self):
        for team in self:
            team.called_post_ids = team.type_id.called_post_ids

    @api.depends("member_ids.active", "post_ids", "called_post_ids", "planned_number")
    def _compute_rescuer_count(self):
        """One grouped query for any number of teams."""
        rescuers = self.env["safety.rescuer"].sudo()
        groups = rescuers._read_group(
            [("team_id", "in", self._origin.ids)], ["team_id"], ["member:sum", "__count", "no_phone:sum"]
        )
        counts = {team.id: rest for team, *rest in groups}
        for team in self:
            team.rescuer_count, team.called_count, team.without_phone = counts.get(team._origin.id, (0, 0, 0))
            team.shortage = max(team.planned_number - team.rescuer_count, 0)

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", team.name), enterprise_id=False)
            for team, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def action_open_rescuers(self):
        """Open the call list of the team."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_rescuer_action")
        return {**action, "domain": [("team_id", "=", self.id)], "context": {}, "display_name": self.name}
