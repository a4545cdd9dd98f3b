from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.enterprise.people import ROLE_FIELDS, plain_name


class SafetyTrainingType(models.Model):
    """Some programmes are for one person of the enterprise: a clerk sent instead does not stand for the principal."""

    _inherit = "safety.training.type"

    attendee_role = fields.Selection(
        [("principal", "Its principal"), ("safety_manager", "Its safety manager")],
        string="Counts for the enterprise",
        help="An enterprise is trained when this person, by the name on its file, was there. Empty: anybody it sends.",
    )


class SafetyTraining(models.Model):
    _inherit = "safety.training"

    attendee_role = fields.Selection(related="type_id.attendee_role")

    def _names_sql(self):
        """Return the SQL of how the person invited for ``enterprise`` is called: who the programme is for first."""
        role = ROLE_FIELDS.get(self.type_id.sudo().attendee_role, "safety_manager_name")
        names = dict.fromkeys((role, "safety_manager_name", "principal_name"))
        return SQL(
            "COALESCE(%s, enterprise.name)",
            SQL(", ").join(SQL("NULLIF(%s, '')", SQL.identifier("enterprise", name)) for name in names),
        )

    @api.model
    def _in_role_sql(self):
        """Return the condition that ``line`` is the person of ``firm`` for whom the programme ``kind`` is."""
        plain = "regexp_replace(lower(%s), '\\s', '', 'g')"
        asked = SQL(" OR ").join(
            SQL(
                f"kind.attendee_role = %s AND {plain} = {plain}",
                role,
                SQL.identifier("line", "name"),
                SQL.identifier("firm", name),
            )
            for role, name in ROLE_FIELDS.items()
        )
        return SQL("(kind.attendee_role IS NULL OR %s)", asked)


class SafetyTrainingAttendee(models.Model):
    _inherit = "safety.training.attendee"

    role_note = fields.Char(string="Does not count for the enterprise", compute="_compute_role_note")

    @api.depends("name", "enterprise_id", "training_id.type_id.attendee_role", "training_id.attended_enterprise_ids")
    def _compute_role_note(self):
        """Nothing is said of an enterprise that counted: what the programme asks for later is no reproach."""
        for line in self:
            firm, training = line.sudo().enterprise_id, line.sudo().training_id
            role = training.type_id.attendee_role if firm not in training.attended_enterprise_ids else False
            asked = firm[ROLE_FIELDS[role]] if firm and role else None
            if asked is None or asked and plain_name(asked) == plain_name(line.name):
                line.role_note = False
            elif not asked:
                line.role_note = self.env._("The enterprise's file does not name this person: enter the name there.")
            else:
                line.role_note = self.env._("The programme is for %s.", asked)
