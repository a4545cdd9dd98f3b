from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyTeamGap(models.Model):
    """The linked force of three levels (XY-1.1): who must have a team or a contact, who has one, who has not.

    One row for each unit that must have a team and each enterprise that must have one or a safety manager with a phone.
    """

    _name = "safety.team.gap"
    _description = "Emergency force of three levels"
    _auto = False
    _order = "type_id, state desc, unit_id, id"  # short, missing, complete
    _rec_name = "unit_id"

    type_id = fields.Many2one("safety.team.type", readonly=True)
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    enterprise_id = fields.Many2one("safety.enterprise", readonly=True)
    team_id = fields.Many2one("safety.team", readonly=True)
    contact = fields.Char(readonly=True, help="Leader of the team, or safety manager of the enterprise.")
    phone = fields.Char(readonly=True)
    needed = fields.Integer(readonly=True)
    members = fields.Integer(readonly=True)
    state = fields.Selection(
        [("missing", "Missing"), ("short", "Too few"), ("complete", "Complete")], readonly=True, string="Strength"
    )

    @property
    def _table_query(self):
        self.env.flush_all()
        return SQL(
            """
            SELECT wanted.*, GREATEST(kind.planned_number, 1) AS needed,
                   CASE WHEN wanted.members = 0 THEN 'missing'
                        WHEN wanted.members < kind.planned_number THEN 'short' ELSE 'complete' END AS state
              FROM (%(units)s UNION ALL %(firms)s) wanted
              JOIN safety_team_type kind ON kind.id = wanted.type_id
            """,
            units=self._units_sql(),
            firms=self._firms_sql(),
        )

    @api.model
    def _strength_sql(self):
        rescuers = self.env["safety.rescuer"]
        return SQL("SELECT team_id, SUM(member)::int AS number FROM (%s) r GROUP BY team_id", rescuers._table_query)

    @api.model
    def _units_sql(self):
        return SQL(
            """
            SELECT (unit.id::bigint * 1000 + kind.id) * 2 AS id, kind.id AS type_id, unit.id AS unit_id,
                   unit.company_id, NULL::int AS enterprise_id, MIN(team.id) AS team_id, MIN(team.leader) AS contact,
                   MIN(team.phone) AS phone, COALESCE(SUM(strength.number), 0)::int AS members
              FROM safety_team_type kind
              JOIN safety_team_type_safety_unit_type_rel asked ON asked.safety_team_type_id = kind.id
              JOIN safety_unit unit ON unit.type_id = asked.safety_unit_type_id AND unit.active
         LEFT JOIN safety_team team ON team.unit_id = unit.id AND team.type_id = kind.id AND team.active
         LEFT JOIN (%s) strength ON strength.team_id = team.id
             WHERE kind.active
             GROUP BY unit.id, kind.id
            """,
            self._strength_sql(),
        )

    @api.model
    def _firms_sql(self):
        """Return the rows of enterprises: those that meet the condition of a type, whatever the user may read."""
        asking = self.sudo().with_context(active_test=True).env
        kinds = asking["safety.team.type"].search([("enterprise_domain", "not in", (False, ""))])
        domains = {kind.id: kind._condition("enterprise_domain") & Domain.TRUE for kind in kinds}
        met = kinds._meeting_sql(asking["safety.enterprise"], domains) or SQL("SELECT NULL::int, NULL::int WHERE FALSE")
        return SQL(
            """
            SELECT (firm.id::bigint * 1000 + met.type_id) * 2 + 1, met.type_id, firm.unit_id, firm.company_id, firm.id,
                   team.id,
                   COALESCE(team.leader, firm.safety_manager_name), COALESCE(team.phone, firm.safety_manager_phone),
                   GREATEST(COALESCE(strength.number, 0),
                            (COALESCE(firm.safety_manager_name, '') != '' AND
                             COALESCE(firm.safety_manager_phone, '') != '')::int)
              FROM (%(met)s) met (type_id, id)
              JOIN safety_enterprise firm ON firm.id = met.id
         LEFT JOIN safety_team team ON team.enterprise_id = firm.id AND team.active
         LEFT JOIN (%(strength)s) strength ON strength.team_id = team.id
            """,
            met=met,
            strength=self._strength_sql(),
        )

    def action_open(self):
        """Open the team, else a new one filled in; for an enterprise its file, where the safety manager stands."""
        self.ensure_one()
        self.check_access("read")
        action = {"type": "ir.actions.act_window", "view_mode": "form", "views": [(False, "form")]}
        if self.team_id:
            return {**action, "res_model": "safety.team", "res_id": self.team_id.id}
        if self.enterprise_id:
            return {**action, "res_model": "safety.enterprise", "res_id": self.enterprise_id.id}
        context = {"default_unit_id": self.unit_id.id, "default_type_id": self.type_id.id}
        return {**action, "res_model": "safety.team", "context": context}
