from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tools import SQL

from .common import PackCase, read_rows

# What a regulation leaves open is filled in by the street: so many days, or hours.
GIVEN = 3


class CausedCase(PackCase):
    """Each causing record of the hand-made examples, and the duty it must bring to which seat by when.

    ``_make_…`` of the causing model gets the place, the moment and the rule, and returns the record.
    """

    _makers = {
        "safety.record": "_make_record",
        "safety.meeting": "_make_meeting",
        "safety.incident": "_make_incident",
    }

    def _prepare(self, code):
        with freeze_time("2025-12-20 04:00:00"):
            self._organisation(code)
            self.firms = self._firms(code)
            if code == "zf":
                self._supervise(self.firms)
            self._serve(code)
            regulation, _gaps = self._load(code)
            open_rules = regulation.rule_ids.filtered(lambda rule: rule.due_missing and rule.cause == "record")
            for rule in open_rules:
                rule.write({"offset_to": GIVEN, "due_missing": False})
            regulation.date_from = "2025-01-01"
            regulation.action_adopt()
        self.open_codes = set(open_rules.mapped("code"))
        return regulation.rule_ids.grouped("code")

    def _serve(self, code):
        """XT: the first special committee serves the first community."""
        if code == "xt":
            self.community = self.units["community"][0]
            self._person(
                "test_special", "special_committee_member", self.units["special_committee"][0],
                served_unit_ids=[(6, 0, self.community.ids)],
            )  # fmt: skip

    def _where(self, row):
        """Return the unit that owes the duty of an example."""
        units = self.units[row["unit_type"]]
        if row["unit_type"] == "department":
            return next(unit for unit in units if unit.code == "emergency_management_office")
        if row["unit_type"] == "member_unit":
            return self.firms[0].supervising_unit_own_id
        return units[0]

    def _check_caused(self, code):
        rules = self._prepare(code)
        done = 0
        for row in read_rows(code, "caused"):
            rule = rules[row["code"]]
            maker = self._makers.get(rule.cause_model) if rule.cause == "record" else None
            if not maker:
                continue
            done += 1
            with self.subTest(f"{row['code']} {row['scenario']}"), freeze_time("2026-06-20 04:00:00"):
                cause = getattr(self, maker)(rule, *self._moment(row))
                self.env.flush_all()
                self.env.invalidate_all()
                self.duties._generate_caused(self.company, rule)
                self.assertFalse(rule.last_error)
                duty = self.duties.search([("rule_id", "=", rule.id), ("cause_res_id", "=", cause.id)])
                self.assertEqual(duty.unit_id, self._where(row))
                self.assertEqual(duty.post_id.code, row["post"])
                self._check_due(rule, duty, row)
        return done

    def _moment(self, row):
        """Return (day, instant in UTC) of an example; without a time it is noon in the street."""
        day, _space, time = row["date"].partition(" ")
        return day, fields.Datetime.to_datetime(f"{day} {time or '12:00'}:00") - timedelta(hours=8)

    def _check_due(self, rule, duty, row):
        day, instant = self._moment(row)
        if rule.cause_date_field_id.ttype == "date":
            instant = fields.Datetime.to_datetime(day) - timedelta(hours=8)
        if row["due"] == "configurable":
            self.assertIn(rule.code, self.open_codes)
            if rule.offset_unit == "hours":
                self.assertEqual(duty.due_at, instant + timedelta(hours=GIVEN))
            else:
                self.assertEqual(duty.due_date, fields.Date.add(fields.Date.to_date(day), days=GIVEN))
        elif " " in row["due"]:
            due = fields.Datetime.to_datetime(f"{row['due']}:00") - timedelta(hours=8)
            self.assertEqual(duty.due_at, due)
        else:
            self.assertEqual(str(duty.due_date), row["due"])

    # ---- causing records ---------------------------------------------------------------------------------------------

    def _place(self):
        return self.units["village" if "village" in self.units else "community"][0]

    def _set(self, record, **values):
        """Put what only a workflow sets: these examples are about what follows from a record."""
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(name),
                    value,
                    record.id,
                )
            )
        self.env.invalidate_all()
        return record

    def _make_record(self, rule, day, _instant):
        types = self.env["safety.record.type"].search([])
        kind = next(kind for kind in types if f"'{kind.code}'" in rule.cause_domain)
        record = self.env["safety.record"].create(
            {"name": "Cause", "type_id": kind.id, "unit_id": self._place().id, "date": day}
        )
        return self._set(record, state="done")

    def _make_meeting(self, rule, day, instant):
        meeting = self.env["safety.meeting"].create(
            {"name": "Meeting", "unit_id": self._place().id, "start": instant, "stop": instant + timedelta(hours=1)}
        )
        return self._set(meeting, state="minuted", held_on=day)

    def _make_incident(self, rule, _day, instant):
        incident = self.env["safety.incident"].create(
            {"name": "Accident", "unit_id": self._place().id, "occurred_at": instant, "enterprise_id": self.firms[0].id}
        )
        return self._set(incident, state="reported")
