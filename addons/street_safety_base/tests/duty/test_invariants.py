import psycopg2

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestInvariants(DutyCase):
    """Invariant 2: nothing twice for one cause, and the database says so, whoever writes."""

    def _refused_again(self, table, record_id, **changes):
        """Copy one row of ``table`` as it is (but ``changes``), by SQL; the database refuses."""
        self.env.flush_all()
        self.cr.execute(
            SQL(
                "SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT attisdropped AND attname <> 'id'",
                table,
            )
        )
        (columns,) = self.cr.fetchone()
        values = [SQL("%s", changes[name]) if name in changes else SQL.identifier(name) for name in columns]
        statement = SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s WHERE id = %s",
            SQL.identifier(table),
            SQL(", ").join(SQL.identifier(name) for name in columns),
            SQL(", ").join(values),
            SQL.identifier(table),
            record_id,
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self.cr.execute(statement)

    def test_a_duty_of_a_period_once(self):
        rule = self._adopt()
        self._night()
        self._refused_again("safety_duty", self._at(rule, self.community_a).id, state="met", period_end="2026-05-31")

    def test_a_duty_of_a_causing_record_once(self):
        names = self.env["ir.model.fields"]._get
        rule = self._adopt(
            cause="record",
            evidence_linked=False,
            cause_model_id=self.env["ir.model"]._get_id("safety.record"),
            cause_date_field_id=names("safety.record", "date").id,
            cause_unit_field_id=names("safety.record", "unit_id").id,
            offset_to=3,
        )
        self._work_record(self.community_a, "2026-03-04")
        self._night()
        self.assertFalse(rule.last_error)
        duty = self.duties.search([("rule_id", "=", rule.id)], limit=1)
        self._refused_again("safety_duty", duty.id, period_start="2026-03-05", state="planned")

    def test_a_record_proves_a_duty_once(self):
        rule = self._adopt()
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        self._refused_again("safety_duty_evidence", rule.duty_ids.evidence_ids.id, date="2026-03-05", late=True)

    def test_a_review_of_a_record_once_and_a_run_a_day(self):
        rule = self._adopt()
        self._night()
        self._work_record(self.community_a, "2026-03-04").action_void()
        self._refused_again("safety_duty_decision", rule.duty_ids.decision_ids.id, state="accepted")
        run = self.env["safety.run"]._run(self.company)
        self._refused_again("safety_run", run.id, steps_done=0)

    def test_a_step_is_told_once(self):
        rule = self._adopt(step_ids=[(0, 0, {"offset": -26})])
        self._night()
        notice = self.env["safety.duty.notice"].search([("duty_id", "in", rule.duty_ids.ids)], limit=1)
        self._refused_again("safety_duty_notice", notice.id)
