from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# A person is invited a week ahead, and then to all that is planned in the two weeks: hardly ever twice a week.
AHEAD, REACH = 7, 14


class SafetyInvited(models.AbstractModel):
    """A person on the list of something planned, told of it once by the digest of the day.

    A model with this mixin names in ``_invited_to`` its field that leads to what is planned, the field of that with
    the moment it begins, and the states in which it is still planned and the person still expected.
    """

    _name = "safety.invited"
    _description = "Somebody invited"

    _invited_to = ("", "", "", "")  # field, moment, state of what is planned, state of the person

    announced_on = fields.Date(string="Invitation sent on", readonly=True, copy=False)

    @api.model
    def _claim_invited(self, company):
        """Note whose invitation is due as invited; return [(user id, line id, id of what is planned)].

        Due is somebody with something within a week that they were not told of; they are told of two weeks. Noting
        and reading is one statement, so nobody is told twice by two runs.
        """
        parent, moment, planned, expected = self._invited_to
        today = company._safety_today()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH waiting AS (
                    SELECT line.id, line.user_id, event.%(moment)s AS begins
                      FROM %(lines)s line
                      JOIN %(events)s event ON event.id = line.%(parent)s
                      JOIN res_users person ON person.id = line.user_id AND person.active
                     WHERE event.company_id = %(company)s AND event.state = %(planned)s
                       AND line.announced_on IS NULL AND line.state = %(expected)s
                       AND event.%(moment)s > %(now)s AND event.%(moment)s < %(reach)s)
                UPDATE %(lines)s line SET announced_on = %(today)s
                  FROM waiting
                 WHERE line.id = waiting.id
                   AND waiting.user_id IN (SELECT user_id FROM waiting WHERE begins < %(ahead)s)
             RETURNING line.user_id, line.id, line.%(parent)s
                """,
                lines=SQL.identifier(self._table),
                events=SQL.identifier(self.env[self._fields[parent].comodel_name]._table),
                parent=SQL.identifier(parent),
                moment=SQL.identifier(moment),
                planned=planned,
                expected=expected,
                company=company.id,
                today=today,
                now=fields.Datetime.now(),
                ahead=company._safety_instant(today + timedelta(days=AHEAD + 1)),
                reach=company._safety_instant(today + timedelta(days=REACH + 1)),
            )
        )
        self.invalidate_model(["announced_on"])
        return rows
