from odoo import api, fields, models
from odoo.tools import SQL

#: How many programmes, years and people the key of a row tells apart, each a power of two: it is the id, stays the same
#: whatever is trained afterwards, and like every id of Odoo fits into 31 bits.
PROGRAMMES, YEARS, PEOPLE = 2**6, 2**4, 2**20


class SafetyTrainingHours(models.Model):
    """Hours of each person and year against what the programme asks for: who has them, and who lacks how many.

    One row for each programme with a figure, year and person: whoever held one of its posts in the year, and each
    enterprise on the roll where the programme invites all. Only attendances that count are added up.
    """

    _name = "safety.training.hours"
    _description = "Hours of training"
    _auto = False
    _order = "year desc, lacking desc, unit_id, id"
    _rec_name = "name"

    type_id = fields.Many2one("safety.training.type", string="Programme", readonly=True)
    year = fields.Char(readonly=True)
    name = fields.Char(string="Person", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    enterprise_id = fields.Many2one("safety.enterprise", readonly=True)
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    required = fields.Float(string="Hours asked for", readonly=True)
    done = fields.Float(string="Hours done", readonly=True)
    lacking = fields.Float(string="Hours lacking", readonly=True)
    state = fields.Selection(
        [("none", "None yet"), ("short", "Hours too few"), ("complete", "Complete")],
        string="Hours reached",
        readonly=True,
    )

    @property
    def _table_query(self):
        self.env.flush_all()
        return SQL(
            """
            SELECT row.*,
                   GREATEST(row.required - row.done, 0) AS lacking,
                   CASE WHEN row.done >= row.required THEN 'complete' WHEN row.done > 0 THEN 'short'
                        ELSE 'none' END AS state
              FROM ((%s) UNION ALL (%s)) row
            """,
            self._staff_sql(),
            self._firms_sql(),
        )

    @api.model
    def _years_sql(self):
        """Return the years in which a street trained anybody, and the present one."""
        today = self.env.company._safety_today()
        return SQL(
            "SELECT DISTINCT company_id, EXTRACT(YEAR FROM date)::int AS year FROM safety_training"
            " UNION SELECT id, %s FROM res_company",
            today.year,
        )

    @api.model
    def _done_sql(self, whose):
        """Return (whose, programme, year, hours) of what counts; a session counts once, whoever of them was there."""
        return SQL(
            """
            SELECT seen.who, seen.type_id, seen.year, SUM(seen.hours) AS hours
              FROM (SELECT DISTINCT line.%(whose)s AS who, session.type_id, session.id, session.hours,
                           EXTRACT(YEAR FROM session.date)::int AS year
                      FROM safety_training_attendee line
                      JOIN safety_training session ON session.id = line.training_id AND session.state = 'held'
                     WHERE line.counts AND line.%(whose)s IS NOT NULL) seen
             GROUP BY seen.who, seen.type_id, seen.year
            """,
            whose=SQL.identifier(whose),
        )

    @api.model
    def _row_key_sql(self, person, firm):
        """Return the id of a row: of programme, year, person or enterprise."""
        return SQL(
            "((MOD(kind.id, %s) * %s + MOD(years.year, %s)) * 2 + %s) * %s + MOD(%s, %s)",
            PROGRAMMES,
            YEARS,
            YEARS,
            int(firm),
            PEOPLE,
            person,
            PEOPLE,
        )

    @api.model
    def _staff_sql(self):
        return SQL(
            """
            SELECT DISTINCT ON (kind.id, years.year, seat.user_id) %(key)s AS id, kind.id AS type_id,
                   years.year::text AS year, partner.name, seat.user_id, NULL::int AS enterprise_id, seat.unit_id,
                   unit.company_id, kind.hours_required::float AS required, COALESCE(done.hours, 0)::float AS done
              FROM safety_training_type kind
              JOIN safety_post_safety_training_type_rel asked ON asked.safety_training_type_id = kind.id
              JOIN safety_appointment seat ON seat.post_id = asked.safety_post_id
              JOIN safety_unit unit ON unit.id = seat.unit_id
              JOIN res_users person ON person.id = seat.user_id AND person.active
              JOIN res_partner partner ON partner.id = person.partner_id
              JOIN (%(years)s) years ON years.company_id = unit.company_id
               AND EXTRACT(YEAR FROM seat.date_start) <= years.year
               AND (seat.date_end IS NULL OR EXTRACT(YEAR FROM seat.date_end) >= years.year)
         LEFT JOIN (%(done)s) done ON done.who = seat.user_id AND done.type_id = kind.id AND done.year = years.year
             WHERE kind.active AND kind.hours_required > 0
             ORDER BY kind.id, years.year, seat.user_id, unit.level, seat.id
            """,
            key=self._row_key_sql(SQL("seat.user_id"), False),
            years=self._years_sql(),
            done=self._done_sql("user_id"),
        )

    @api.model
    def _firms_sql(self):
        return SQL(
            """
            SELECT %(key)s, kind.id, years.year::text,
                   COALESCE(NULLIF(firm.safety_manager_name, ''), NULLIF(firm.principal_name, ''), firm.name),
                   NULL::int, firm.id, member.unit_id, unit.company_id, kind.hours_required::float,
                   COALESCE(done.hours, 0)::float
              FROM safety_training_type kind
        CROSS JOIN (%(members)s) member
              JOIN safety_enterprise firm ON firm.id = member.enterprise_id
              JOIN safety_unit unit ON unit.id = member.unit_id
              JOIN (%(years)s) years ON years.company_id = unit.company_id
         LEFT JOIN (%(done)s) done ON done.who = firm.id AND done.type_id = kind.id AND done.year = years.year
             WHERE kind.active AND kind.hours_required > 0 AND kind.enterprise_mode = 'all'
            """,
            key=self._row_key_sql(SQL("firm.id"), True),
            members=self.env["safety.enterprise"]._safety_members_sql(self.env.company._safety_today()),
            years=self._years_sql(),
            done=self._done_sql("enterprise_id"),
        )

    def action_open(self):
        """Open the attendances behind the hours: of the person, the programme and the year."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_training_attendee_action")
        whose = ("user_id", "=", self.user_id.id) if self.user_id else ("enterprise_id", "=", self.enterprise_id.id)
        year = [("date", ">=", f"{self.year}-01-01"), ("date", "<=", f"{self.year}-12-31")]
        return {**action, "domain": [whose, ("type_id", "=", self.type_id.id), *year], "context": {}}
