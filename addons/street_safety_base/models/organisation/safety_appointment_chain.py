from markupsafe import Markup

from odoo import fields, models


class SafetyAppointment(models.Model):
    """How an appointment shows in a responsibility chain."""

    _inherit = "safety.appointment"

    chain_role = fields.Selection(related="post_id.chain_role")

    def _chain_table(self):
        """Return the chain as an HTML table: the names of who answers are public in the street, the seats are not."""
        roles = dict(self.env["safety.post"]._fields["chain_role"]._description_selection(self.env))
        head = (self.env._("Responsibility"), self.env._("Person"), self.env._("Post"), self.env._("Held since"))
        cells = Markup('<td>%s</td><td class="text-nowrap">%s</td><td>%s</td><td class="text-nowrap">%s</td>')
        rows = Markup().join(Markup("<tr>%s</tr>") % (cells % seat._chain_row(roles)) for seat in self.sudo())
        title = Markup().join(Markup("<th>%s</th>") % text for text in head)
        table = Markup(
            '<table class="table table-sm o_safety_chain"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
        )
        return table % (title, rows) if self else False

    def _chain_row(self, roles):
        person = self.user_id.name
        if self.is_acting:
            person = self.env._("%s (acting)", person)
        return roles.get(self.post_id.chain_role, ""), person, self._seat_name(), fields.Date.to_string(self.date_start)

    def _seat_name(self):
        """Return unit and post in words."""
        return f"{self.unit_id.name} {self.post_id.name}"
