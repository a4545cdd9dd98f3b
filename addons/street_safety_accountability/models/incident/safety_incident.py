from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class SafetyIncident(models.Model):
    """What follows from an accident: its points, the cases about those responsible, and the files that are sealed.

    Clauses XY-3.8a – XY-3.8e, GY-8.1, GY-8.3, GY-8.4, BF-4.5b.
    """

    _inherit = "safety.incident"

    large_impact = fields.Boolean(string="Large social impact", tracking=True)
    impact_reason = fields.Text(string="Why its impact is large", help="Written by whoever judges it.")
    point_ids = fields.One2many("safety.incident.point", "incident_id", string="Four-no-let-go")
    points_left = fields.Integer(string="Points left", compute="_compute_points_left")
    measure_ids = fields.One2many("safety.measure", "incident_id", string="Measures")
    measure_count = fields.Integer(string="Cases and measures", compute="_compute_measure_count")

    @api.depends("point_ids.done", "point_ids.required")
    def _compute_points_left(self):
        for incident in self:
            left = incident.point_ids.filtered(lambda point: point.required and not point.done)
            incident.points_left = len(left)

    def _compute_measure_count(self):
        groups = self.env["safety.measure"]._read_group([("incident_id", "in", self.ids)], ["incident_id"], ["__count"])
        counts = {incident.id: count for incident, count in groups}
        for incident in self:
            incident.measure_count = counts.get(incident._origin.id, 0)

    # ---- the points --------------------------------------------------------------------------------------------------

    def _after_report(self):
        result = super()._after_report()
        self._ask_for_points()
        return result

    def _ask_for_points(self):
        """Give the points to accidents of streets whose regulation in force asks for them. Constant queries."""
        asking = self.env["safety.regulation"].sudo().search([("four_points", "=", True), ("state", "=", "in_force")])
        kinds = self.env["safety.incident.point.kind"].search(Domain.TRUE)
        self.env["safety.incident.point"].sudo().create(
            [
                {"incident_id": incident.id, "kind_id": kind.id}
                for incident in self.filtered(lambda one: one.company_id in asking.company_id)
                for kind in kinds - incident.point_ids.kind_id
            ]
        )

    def _check_closable(self):
        result = super()._check_closable()
        self._ask_for_points()
        for incident in self:
            left = incident.point_ids.filtered(lambda point: point.required and not point.done)
            if left:
                raise UserError(
                    self.env._(
                        "%(incident)s is not let go yet: %(points)s. Each needs its proof.",
                        incident=incident.name,
                        points="、".join(left.kind_id.mapped("name")),
                    )
                )
        return result

    # ---- cases -------------------------------------------------------------------------------------------------------

    def _persons_responsible(self):
        """Return the seats that answered for the place on the day, every level from the top of the street down.

        The place is the unit of the enterprise concerned, so that its grid member is among them (GY-8.1).
        """
        self.ensure_one()
        day = self.company_id._safety_date(self.occurred_at)
        unit = self.sudo().enterprise_id.unit_id or self.unit_id
        if str(self.unit_id.id) not in unit.parent_path.split("/"):
            unit = self.unit_id  # the enterprise has moved away meanwhile
        return unit.sudo()._responsible_on(day)[unit.sudo()]

    def action_open_case(self):
        """Open a case about those responsible: every level of the day is named, the missed duties are attached."""
        self.ensure_one()
        kind = self.env["safety.measure.kind"].search([("code", "=", "case")], limit=1)
        if not kind:
            raise UserError(self.env._("There is no kind of measure with the code “case”. Make one first."))
        case = self.env["safety.measure"].create(
            {
                "kind_id": kind.id,
                "incident_id": self.id,
                "unit_id": self.unit_id.id,
                "enterprise_id": self.enterprise_id.id,
                "date": self.company_id._safety_date(self.occurred_at),
                "name": self.env._("Accident: %s", self.name),
                "user_ids": [Command.set(self._persons_responsible().user_id.ids)],
            }
        )
        case.action_pull_missed_duties()
        return {"type": "ir.actions.act_window", "res_model": case._name, "res_id": case.id, "view_mode": "form"}

    def action_open_measures(self):
        """Open the cases and measures about the accident."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_measure_action")
        return {**action, "domain": [("incident_id", "=", self.id)], "context": {"default_incident_id": self.id}}
