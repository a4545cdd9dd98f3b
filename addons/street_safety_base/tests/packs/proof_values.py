"""What records need before anything is asked of them."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from ...models.office.safety_package import MONTHS
from .proof_conditions import ConditionCase

NOON = time(4)  # in China


class ValuesCase(ConditionCase):
    """Required values of the records of this addon, and the causing records that other tests do not make."""

    def _coded(self, model, domain, path):
        """Return the id of the row of ``model`` whose code the condition on ``path`` asks for."""
        codes = [value for name, _operator, value in self._leaves(domain) if name == path]
        code = codes[0][0] if codes and isinstance(codes[0], list | tuple) else codes and codes[0]
        rows = self.env[model].with_context(active_test=False)
        row = rows.search([("code", "=", code)] if code else [], limit=1)
        self.assertTrue(row, f"{model} has no {code}")
        return row.id

    def _record_values(self, _rule, unit, day, _target, _cause, domain):
        return {
            "name": "Work", "type_id": self._coded("safety.record.type", domain, "type_id.code"), "unit_id": unit.id,
            "date": day,
        }  # fmt: skip

    def _meeting_values(self, _rule, unit, day, _target, _cause, domain):
        start = datetime.combine(day, NOON)
        return {
            "name": "Meeting", "unit_id": unit.id, "start": start, "stop": start + timedelta(hours=1),
            "type_id": self._coded("safety.meeting.type", domain, "type_id.code"),
        }  # fmt: skip

    def _package_values(self, _rule, unit, day, _target, _cause, domain):
        """A package reports on the last period that was over when it was handed in."""
        packages = self.env["safety.package"]
        kind = self.env["safety.package.kind"].browse(self._coded("safety.package.kind", domain, "kind_id.code"))
        return {
            "kind_id": kind.id, "unit_id": unit.id, "version": packages.search_count([]) + 1,
            "period_start": packages._period_of(kind, day) - relativedelta(months=MONTHS[kind.period]),
        }  # fmt: skip

    def _roll_values(self, _rule, unit, day, _target, _cause, _domain):
        return {"unit_id": unit.id, "month": day.replace(day=1)}

    def _log_values(self, _rule, _unit, day, _target, cause, _domain):
        return {"incident_id": cause.id, "at": datetime.combine(day, NOON)}

    def _delivery_values(self, _rule, unit, _day, target, cause, _domain):
        firm = target or self.env["safety.enterprise"].search([("unit_id", "=", unit.id)], limit=1).id
        known = cause.delivery_ids.filtered(lambda line: line.enterprise_id.id == firm)
        known.unlink()
        return {"document_id": cause.id, "enterprise_id": firm, "unit_id": unit.id}

    def _paper_values(self, _rule, _unit, day, target, _cause, domain):
        return {
            "enterprise_id": target, "date": day,
            "type_id": self._coded("safety.dossier.type", domain, "type_id.code"),
        }  # fmt: skip

    def _seat_values(self, _rule, unit, day, _target, _cause, domain):
        post = self.env["safety.post"].browse(self._coded("safety.post", domain, "post_id.code"))
        place = self._seat_place(post, unit)
        return {"user_id": self._somebody(post, place).id, "post_id": post.id, "unit_id": place.id, "date_start": day}

    def _somebody(self, post, place):
        """Return a person who does not hold the post there yet; they are made once, forty of them."""
        people = self.env["res.users"].search([("login", "=like", "proof_%")])
        if not people:
            self._make_somebodies()
            return self._somebody(post, place)
        held = self.env["safety.appointment"].search([("post_id", "=", post.id), ("unit_id", "=", place.id)])
        return (people - held.user_id)[0]

    def _make_somebodies(self):
        self.env["res.users"].create(
            [
                {"name": f"Somebody {n}", "login": f"proof_{n}", "company_id": self.company.id,
                 "company_ids": [(6, 0, self.env.user.company_ids.ids)]}
                for n in range(40)
            ]
        )  # fmt: skip

    def _seat_place(self, post, unit):
        """Return the unit where the post exists: this one, or a team directly below it."""
        if unit.type_id in post.unit_type_ids:
            return unit
        below = unit.child_ids.filtered(lambda child: child.type_id in post.unit_type_ids)
        return below[:1] or self.env["safety.unit"].create(
            {"name": f"Team of {unit.name}", "type_id": post.unit_type_ids[0].id, "parent_id": unit.id,
             "company_id": unit.company_id.id}
        )  # fmt: skip

    def _make_record(self, rule, day, instant):
        """A task lies where the condition asks, is due on the day and not done yet."""
        if "'task'" not in rule.cause_domain.replace('"', "'"):
            return super()._make_record(rule, day, instant)
        kind = self.env["safety.record.type"].search([("code", "=", "task")])
        return self.env["safety.record"].create(
            {"name": "Task", "type_id": kind.id, "unit_id": self._place_of_cause(rule).id, "date": "2026-03-02",
             "date_due": day, "order": "Do it"}
        )  # fmt: skip

    def _make_document(self, rule, day, _instant):
        document = self.env["safety.document"].create(
            {
                "name": "Circular",
                "direction": "in" if "'in')" in rule.cause_domain.replace(" ", "").replace('"', "'") else "out",
                "unit_id": self.street.id if rule.cause_scope == "below" else self._place_of_cause(rule).id,
                "date": day,
                "delivery_ids": [(0, 0, {"enterprise_id": firm.id}) for firm in self.firms[:2]],
            }
        )
        return self._set(document, state="registered")

    def _place_of_cause(self, rule):
        return self.units.get(rule.unit_type_id.code, [self.street])[0]
