from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .workbooks import OrganisationCase, workbook

TREE = [("S", "甲街道", "street", ""), ("C1", "东园社区", "community", "S"), ("G1", "第一网格", "grid", "C1")]


@tagged("post_install", "-at_install")
class TestOrganisationImportAgain(OrganisationCase):
    """The same file once more, a changed one, a large one: what is written and what it costs."""

    def test_the_same_file_again_changes_nothing(self):
        """0 writes: the second time no INSERT, UPDATE or DELETE reaches the organisation; statements do not grow."""
        counts = []
        for size in (2, 20):
            units = TREE + [(f"G{size}_{i}", f"网格{size}_{i}", "grid", "C1") for i in range(size)]
            people = [
                (f"G{size}_{i}", "grid_member", 1, f"某{size}{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{i}") for i in range(size)
            ]
            self._import(workbook(units, people))
            wizard = self._wizard(workbook(units, people))
            self.assertEqual(wizard.change_count, 0)
            self.assertFalse(wizard.line_ids)
            self.env.flush_all()
            self.env.invalidate_all()
            stamps = self._stamps()
            before = self.cr.sql_log_count
            plan = wizard._plan()
            counts.append(self.cr.sql_log_count - before)
            self.assertFalse(plan.changes)
            wizard.action_apply()
            self.env.flush_all()
            self.assertEqual(self._stamps(), stamps)
            self.assertEqual(wizard.state, "done")
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 40)

    def test_people_cost_few_statements(self):
        """Each new person with an appointment: at most 4 statements (measured: 2); no password."""
        counts = []
        for size in (5, 45):
            people = [("G1", "grid_member", size, f"某{size}人{i}", f"many{size}_{i}") for i in range(size)]
            wizard = self._wizard(workbook(TREE, people))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_apply()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 4 * 40)
        people = self._holders("G1", "grid_member")
        self.assertEqual(len(people), 50)
        self.assertFalse(any(people.mapped("share")))
        self.env.cr.execute("SELECT COUNT(*) FROM res_users WHERE password IS NOT NULL AND id = ANY(%s)", [people.ids])
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def _stamps(self):
        self.env.cr.execute(
            """
            SELECT 'unit', id, xmin::text FROM safety_unit UNION ALL SELECT 'seat', id, xmin::text FROM safety_seat
            UNION ALL SELECT 'appointment', id, xmin::text FROM safety_appointment
            UNION ALL SELECT 'user', id, xmin::text FROM res_users ORDER BY 1, 2
            """
        )
        return self.env.cr.fetchall()

    def test_a_changed_file_changes_only_that(self):
        """Moved, renamed, ended, and a hand-over; what the file leaves out stays."""
        people = [("C1", "stationed_cadre", 1, "张若水", "", "", "", "2026-01-01"), ("G1", "grid_member", 1, "李云开")]
        with freeze_time("2026-03-01 04:00:00"):
            self._import(workbook([*TREE, ("D1", "一点", "work_point", "S")], people))
            grid_seat = self._unit("G1").appointment_ids
            people = [
                ("C1", "stationed_cadre", 2, "张若水", "", "", "", "2026-01-01", "2026-03-14"),
                ("C1", "stationed_cadre", "", "王景行", "", "", "", "2026-03-15"),
            ]
            wizard = self._import(workbook([("C1", "东园新社区", "community", "D1")], people))
        self.assertEqual(wizard.change_count, 5)  # unit, appointment, planned number; person and appointment new
        community = self._unit("C1")
        self.assertEqual((community.name, community.parent_id.code), ("东园新社区", "D1"))
        self.assertEqual(self._unit("G1").parent_path.split("/")[1], str(self._unit("D1").id))
        ends = {seat.user_id.name: seat.date_end for seat in community.appointment_ids}
        self.assertEqual(ends, {"张若水": date(2026, 3, 14), "王景行": False})
        self.assertFalse(grid_seat.date_end)

    def test_ten_thousand_rows(self):
        """A file of that size with an error in each row is answered in one piece and within the shown lines."""
        people = [(f"X{i}", "grid_member", "", "") for i in range(10_000)]
        wizard = self._wizard(workbook(TREE, people))
        self.assertEqual(wizard.error_count, 10_000)
        self.assertEqual(len(wizard.line_ids), 500)
        self.assertEqual(wizard.hidden_count, 10_000 - 500 + 3)
