from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import PACKS, PackCase, read_rows

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
# Statements for a year of a whole regulation: they grow with the rules, never with units or duties.
STATEMENTS = 20


@tagged("post_install", "-at_install")
class TestPackDuties(PackCase):
    """A year of each regulation in its little organisation: what was counted by hand is what the engine makes."""

    def _special_days(self, code):
        """The days announced for 2026; the flood season begins on a day set for the test."""
        days = self.env["safety.special.day"]
        days.search([]).unlink()
        kinds = {kind.code: kind.id for kind in self.env["safety.special.day.kind"].search([])}
        spans = {
            "new_year": ("2026-01-01", "2026-01-03"),
            "spring_festival": ("2026-02-15", "2026-02-23"),
            "lunar_new_year": ("2026-02-17", "2026-02-17"),
            "flood_season_start": ("2026-06-01", "2026-06-01"),
        }
        for name, (first, last) in spans.items():
            days.create({"name": name, "kind_id": kinds[name], "date_from": first, "date_to": last})

    def _year(self, code):
        with freeze_time("2025-12-20 04:00:00"):
            self._organisation(code)
            firms = self._firms(code)
            if code == "zf":
                self._supervise(firms)
            self._special_days(code)
            regulation = self._adopt(code)
            before = self.env.cr.sql_log_count
            self.duties._generate(self.company, *YEAR)
            self.assertLess(self.env.cr.sql_log_count - before, STATEMENTS)
        self.assertFalse([gap for gap in self.gaps if "units with the codes" not in gap[1]])
        self.assertFalse(list(filter(None, regulation.rule_ids.mapped("last_error"))))
        return regulation

    def _of_year(self, rule):
        fixed = rule.period_unit in ("fixed_dates", "special_days")
        return rule.duty_ids.filtered(lambda d: (d.due_date if fixed else d.period_start).year == 2026).sorted(
            lambda d: (d.period_start, d.id)
        )

    def _check(self, code):
        regulation = self._year(code)
        rules = regulation.rule_ids.grouped("code")
        for row in read_rows(code, "expected"):
            with self.subTest(row["code"]):
                duties = self._of_year(rules[row["code"]])
                seats = {(duty.unit_id, duty.post_id) for duty in duties}
                self.assertEqual(len(seats), int(row["seats"]))
                self.assertEqual({duty.unit_id.type_id.code for duty in duties}, set(row["unit_type"].split("|")))
                if row["cause"] == "calendar":
                    self.assertEqual(len(duties), int(row["total"]))
                    self._check_dates(duties[0], row, "first")
                    self._check_dates(duties[-1], row, "last")
                self.assertEqual(set(duties.mapped("record_required")), {int(row["records_required"])})
        self._check_targets(code, rules)

    def _check_dates(self, duty, row, which):
        columns = {
            "period_start": "period_from",
            "period_end": "period_to",
            "window_start": "window_from",
            "window_end": "window_to",
            "due_date": "due",
        }
        for name, column in columns.items():
            self.assertEqual(str(duty[name]), row[f"{which}_{column}"], (which, name))

    def _check_targets(self, code, rules):
        with freeze_time("2027-01-06 04:00:00"):
            self.duties._open_due(self.company)
        for row in read_rows(code, "expected"):
            rule = rules[row["code"]]
            if not row["targets_per_seat"] or rule.rotation_type_id:
                continue
            with self.subTest(f"targets of {row['code']}"):
                duties = self._of_year(rule)
                first = duties.filtered(lambda duty, day=duties[0].period_start: duty.period_start == day)
                counts = sorted(first.mapped("target_count"), reverse=True)
                needed = sorted(first.mapped("target_required"), reverse=True)
                self.assertEqual(counts, self._spread(row["targets_per_seat"], len(first)))
                self.assertEqual(needed, self._spread(row["targets_required"], len(first)))

    def _spread(self, text, seats):
        numbers = [int(part) for part in text.split("|")]
        return sorted(numbers if len(numbers) > 1 else numbers * seats, reverse=True)


for _code in PACKS:

    def _test(self, code=_code):
        self._check(code)

    _test.__doc__ = f"A year of {_code.upper()}: duties per rule, first and last dates, targets."
    setattr(TestPackDuties, f"test_year_of_{_code}", _test)
