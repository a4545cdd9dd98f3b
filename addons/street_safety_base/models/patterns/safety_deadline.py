from odoo import api, fields, models
from odoo.fields import Domain


class SafetyDeadline(models.AbstractModel):
    """What is owed by a day: the days left, whether it is overdue, and a search that says the same.

    A concrete model names in ``_owed_states`` the states in which it is still owed, and may give ``deadline`` a
    compute of its own. "Today" is the street's day.
    """

    _name = "safety.deadline"
    _description = "Record that is owed by a day"
    _owed_states: tuple[str, ...] = ()

    deadline = fields.Date(string="To be done by", tracking=True)
    days_left = fields.Integer(string="Days left", compute="_compute_clock", help="Negative: days overdue.")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_clock", search="_search_is_overdue")

    @api.depends("state", "deadline")
    def _compute_clock(self):
        for record in self:
            owed = record.state in self._owed_states and record.deadline
            today = (record.company_id or self.env.company)._safety_today()
            record.days_left = (record.deadline - today).days if owed else 0
            record.is_overdue = bool(owed and record.deadline < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._overdue_domain(self.env.company)
        return overdue if True in value else ~overdue

    @api.model
    def _overdue_domain(self, company):
        """Return the Domain of what is owed past its deadline on the day of ``company``."""
        return Domain("state", "in", self._owed_states) & Domain("deadline", "<", company._safety_today())
