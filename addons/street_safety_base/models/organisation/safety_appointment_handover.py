from odoo import fields, models


class SafetyAppointment(models.Model):
    """Handing a seat over: who comes after, and what open work goes along."""

    _inherit = "safety.appointment"

    def action_hand_over(self):
        """Ask for day and successor, then end these appointments and appoint the successor."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand over"),
            "res_model": "safety.handover.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_appointment_ids": self.ids},
        }

    def _hand_over(self, day, successor, **vals):
        """End the appointments with ``day`` as last day and appoint ``successor`` (may be empty) from the next.

        :param vals: more values of the new appointments: is_acting, date_end
        :return: the new appointments
        """
        self.write({"date_end": day})
        return self._appoint_besides(successor, date_start=fields.Date.add(day, days=1), **vals)

    def _appoint_besides(self, person, **vals):
        """Appoint ``person`` to the seats of these appointments, serving the same units; return the appointments."""
        if not person:
            return self.browse()
        fresh = {"user_id": person.id, "is_acting": False, "date_end": False, "note": False, **vals}
        return self.create([seat.copy_data(fresh)[0] for seat in self])

    def _successors(self):
        """Return who was appointed to the same seat from the day after each of these ended."""
        ended = self.filtered("date_end")
        found = self.sudo().search([("post_id", "in", ended.post_id.ids), ("unit_id", "in", ended.unit_id.ids)])
        return found.filtered(
            lambda new: any(
                new.post_id == old.post_id and new.unit_id == old.unit_id and (new.date_start - old.date_end).days == 1
                for old in ended
            )
        )

    def _handover_sections(self):
        """Return the open work that goes with one appointment: dicts of title, head (labels) and rows (texts).

        Every room and addon that knows open work adds its own.
        """
        self.ensure_one()
        return []
