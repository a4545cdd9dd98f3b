from datetime import date

from .clause_common import ClauseCase


class OversightCase(ClauseCase):
    """Supervisions, reports and forms as the people of a regulation's organisation make them."""

    def _drawn(self, head, leader, **vals):
        draw = self.env["safety.draw"].with_user(head).create(
            {"name": "By lot", "visibility": "internal", "inspectors_each": 0, **vals}
        )  # fmt: skip
        draw.action_seal()
        draw._draw("dice 4 1", leader)
        return draw

    def _supervision(self, user, unit, code, **vals):
        kind = self.env.ref(f"street_safety_inspection.supervision_kind_{code}")
        return self.env["safety.supervision"].with_user(user).create(
            {"kind_id": kind.id, "unit_id": unit.id, **vals}
        )  # fmt: skip

    def _told(self, user):
        return self.env["mail.message"].sudo().search([("partner_ids", "in", user.partner_id.ids)])

    def _caused(self, code):
        """Return the duties that records cause by a rule; where the regulation prints no time, five days are given."""
        rule = self.rules[code]
        if rule.due_missing:
            rule.write({"offset_to": 5, "due_missing": False})
        self.env.flush_all()
        self.duties._generate_caused(self.company, rule)
        self.duties._open_due(self.company, rule)
        self.assertFalse(rule.last_error)
        return rule.duty_ids

    def _each_owes_one(self, code, units, first=date(2026, 3, 1), last=date(2026, 3, 31), each=1):
        duties = self._duties(code, None, first, last)
        self.assertEqual(duties.unit_id, units)
        self.assertEqual(len(duties), each * len(units))
        return duties
