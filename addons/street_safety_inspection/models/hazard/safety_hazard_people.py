from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_list


class SafetyHazard(models.Model):
    """Who answers for a hazard: who pursues it (XY-2.5a), who accepts (BF-1.1.3j), which leader leads (GY-3.3)."""

    _inherit = "safety.hazard"

    responsible_id = fields.Many2one(
        "res.users",
        string="Responsible person",
        index="btree_not_null",
        tracking=True,
        help="Pursues the rectification: whoever found it, unless another is named.",
    )
    acceptor_id = fields.Many2one(
        "res.users",
        string="Acceptance person",
        index="btree_not_null",
        tracking=True,
        help="Accepts the rectification; the nearest holder of the posts in the settings is proposed.",
    )
    lead_id = fields.Many2one(
        "res.users", string="Leader", index="btree_not_null", tracking=True, copy=False, help="Leads on it in person."
    )
    ordered_by_id = fields.Many2one("res.users", string="Ordered by", readonly=True, copy=False)
    ordered_on = fields.Date(string="Ordered on", readonly=True, copy=False)
    first_deadline = fields.Date(
        string="First deadline", readonly=True, copy=False, help="As first ordered, before any extension."
    )

    @api.constrains("responsible_id", "acceptor_id")
    def _check_acceptor_id(self):
        for hazard in self.filtered("company_id.safety_separate_acceptor"):
            if hazard.responsible_id and hazard.responsible_id == hazard.acceptor_id:
                raise ValidationError(
                    self.env._(
                        "“%(hazard)s”: %(person)s answers for the rectification and cannot accept it. "
                        "Name another acceptance person.",
                        hazard=hazard.name,
                        person=hazard.responsible_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("responsible_id"):
                vals["responsible_id"] = vals.get("user_id") or self.env.uid
        hazards = super().create(vals_list)
        hazards.filtered(lambda hazard: not hazard.acceptor_id)._propose_acceptors()
        return hazards

    def _propose_acceptors(self):
        """Name the nearest holder of the street's posts, at the unit or above, who does not answer for it himself."""
        for company, hazards in self.sudo().grouped("company_id").items():
            posts = company.safety_acceptor_post_ids
            if posts:
                hazards._name_acceptors(hazards._nearest_holders(company, posts))

    def _name_acceptors(self, rows):
        """Write who accepts, from (hazard id, user id): one write for all that one person accepts."""
        owed = {}
        for hazard_id, user_id in rows:
            owed.setdefault(user_id, []).append(hazard_id)
        for user_id, hazard_ids in owed.items():
            self.browse(hazard_ids)._workflow_write({"acceptor_id": user_id})

    def _nearest_holders(self, company, posts):
        """Return (hazard id, user id): who holds one of ``posts`` nearest to each hazard today. One statement."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (hazard.id) hazard.id, seat.user_id
                  FROM safety_hazard hazard
                  JOIN safety_unit place ON place.id = hazard.unit_id
                  JOIN safety_unit above ON starts_with(place.parent_path, above.parent_path)
                  JOIN (%(seats)s) seat ON seat.unit_id = above.id
                 WHERE hazard.id IN %(hazards)s AND seat.user_id IS DISTINCT FROM hazard.responsible_id
                 ORDER BY hazard.id, above.level DESC, seat.id
                """,
                seats=self._seats_sql(company, posts),
                hazards=tuple(self.ids) or (0,),
            )
        )

    @api.model
    def _seats_sql(self, company, posts):
        """Return the SQL of (id, user_id, unit_id): who holds ``posts`` today, once for each unit they serve."""
        return SQL(
            """
            SELECT seat.id, seat.user_id, COALESCE(served.safety_unit_id, seat.unit_id) AS unit_id
              FROM safety_appointment seat
         LEFT JOIN safety_appointment_safety_unit_rel served ON served.safety_appointment_id = seat.id
             WHERE seat.post_id IN %(posts)s AND seat.company_id = %(company)s
               AND seat.date_start <= %(today)s AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
            """,
            posts=tuple(posts.ids) or (0,),
            company=company.id,
            today=company._safety_today(),
        )

    # ---- guards ------------------------------------------------------------------------------------------------------

    def _check_people(self):
        """Refuse an order that names nobody who pursues and nobody who accepts (BF-1.1.3j, BF-2.2b)."""
        for hazard in self.sudo():
            if not (hazard.responsible_id and hazard.acceptor_id):
                missing = hazard._fields["acceptor_id" if hazard.responsible_id else "responsible_id"]
                raise UserError(
                    self.env._(
                        "“%(hazard)s”: fill in “%(field)s” before its rectification is ordered.",
                        hazard=hazard.name,
                        field=missing._description_string(self.env),
                    )
                )

    def _answered_for(self):
        """Return those that the user answers for and, in this street, must not accept (BF-1.1.3j)."""
        partner = self.env.user.sudo().partner_id
        strict = self.sudo().filtered("company_id.safety_separate_acceptor")
        return strict.filtered(lambda hazard: hazard.responsible_id.partner_id == partner).with_env(self.env)

    def _check_separate(self):
        if own := self._answered_for():
            raise UserError(
                self.env._("You answer for the rectification of “%s”: somebody else must accept it.", own[0].name)
            )

    def _holds_post(self, posts):
        """Tell whether the user holds, today, one of ``posts`` in a seat that serves the hazard's unit."""
        self.ensure_one()
        if self.env.su:
            return True
        above = {int(part) for part in self.sudo().unit_id.parent_path.split("/") if part}
        seats = self.env.user._safety_seats().filtered(lambda seat: seat.post_id in posts)
        return any(set((seat.served_unit_ids or seat.unit_id).ids) & above for seat in seats)

    def _check_post(self, posts, words):
        """Raise UserError unless the user holds one of ``posts`` for each record; no posts named: anybody may."""
        for record in self:
            if posts and not record._holds_post(posts):
                raise UserError(
                    self.env._(
                        "%(what)s is for %(posts)s here.",
                        what=words,
                        posts=format_list(self.env, posts.sudo().mapped("name")),
                    )
                )
