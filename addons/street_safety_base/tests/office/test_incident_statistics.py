import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestIncidentStatistics(StreetCase):
    """Accidents and casualties of a period, a row for each community: on paper, as a workbook; figures open."""

    def setUp(self):
        super().setUp()
        self._freeze("2026-06-30 04:00:00")
        self._incident(self.grid_a1, "2026-03-31 15:30:00", deaths=1, serious_injuries=2, direct_loss=12.5)
        self._incident(self.community_a, "2026-04-10 02:00:00", deaths=3, late=True)
        self._incident(self.grid_b1, "2026-05-10 02:00:00", minor_injuries=4, missing=1)
        self._incident(self.street, "2026-05-11 02:00:00", minor_injuries=1)
        self._incident(self.grid_a1, "2026-05-12 02:00:00", deaths=9)  # a draft counts nothing
        self._incident(self.grid_a1, "2025-12-31 15:00:00", deaths=5)

    def _incident(self, unit, at, late=False, **figures):
        incident = self.env["safety.incident"].create(
            {"name": "Fall", "place": "Road", "unit_id": unit.id, "occurred_at": at, **figures}
        )
        if figures.get("deaths") != 9:
            self.env["safety.incident.log"].create(
                {"incident_id": incident.id, "kind": "report", "at": "2026-06-01 00:00:00" if late else at}
            )
            incident.action_report()
        return incident

    def _choice(self, user=None, **vals):
        with Form(self.env["safety.incident.statistics.wizard"].with_user(user or self.office_user)) as form:
            for name, value in vals.items():
                setattr(form, name, value)
        return form.record

    def _rows(self, choice):
        table = choice._figures()
        return {row["name"]: dict(zip(table["columns"], (cell["value"] for cell in row["cells"]), strict=True))
                for row in [*table["rows"], table["total"]]}  # fmt: skip

    def test_a_row_for_each_community_with_grades_casualties_and_late_reports(self):
        """BF-1.2.5b, GY-5.6: statistics per community and period; the day is the street's own."""
        choice = self._choice()
        self.assertEqual((str(choice.date_from), str(choice.date_to)), ("2026-01-01", "2026-06-30"))
        rows = self._rows(choice)
        labels = {name: field.string for name, field in self.env["safety.incident"]._fields.items()}
        a = rows["Community A"]
        self.assertEqual((a["Accidents"], a[labels["deaths"]], a[labels["serious_injuries"]]), (2, 4, 2))
        self.assertEqual((a[labels["direct_loss"]], a[labels["report_late"]]), (12.5, 1))
        larger = self.env.ref("street_safety_base.incident_grade_larger")
        self.assertEqual(a[larger.name], 1)
        self.assertEqual(rows["Community B"][labels["minor_injuries"]], 4)
        self.assertEqual(rows["Elsewhere in Test Street"]["Accidents"], 1)
        self.assertEqual((rows["Sum"]["Accidents"], rows["Sum"][labels["deaths"]]), (4, 4))
        april = self._rows(self._choice(date_from="2026-04-01", date_to="2026-04-30"))
        self.assertEqual((april["Community A"]["Accidents"], april["Sum"]["Accidents"]), (1, 1), "31 March was March")

    def test_statistics_of_the_street_print(self):
        """BF-1.3.8b, GY-4.2.12: the street's statistics per period as paper and as workbook, the same figures."""
        choice = self._choice()
        action = choice.action_print()
        self.assertEqual(action["report_name"], "street_safety_base.report_incident_statistics")
        engine = self.env["ir.actions.report"].with_user(self.office_user)
        page = engine._render_qweb_html(action["report_name"], choice.ids)[0].decode()
        for words in ("Community A", "Elsewhere in Test Street", "2026-01-01", "2026-06-30", "12.5"):
            self.assertIn(words, page)
        content = engine._render_xlsx(choice.action_print_xlsx()["report_name"], choice.ids, {})[0]
        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=4, values_only=True))
        head, table = rows[0], {row[0]: row[1:] for row in rows[1:]}
        wanted = self._rows(choice)
        for name, figures in wanted.items():
            self.assertEqual(list(table[name]), list(figures.values()))
        self.assertEqual(list(head[1:]), list(wanted["Sum"]))

    def test_every_figure_opens_its_accidents(self):
        incidents = self.env["safety.incident"].with_user(self.office_user)
        table = self._choice()._figures()
        for row in [*table["rows"], table["total"]]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                found = incidents.search(cell["domain"])
                self.assertEqual(bool(found), bool(cell["value"]), (row["name"], column))
            self.assertEqual(len(incidents.search(row["cells"][0]["domain"])), row["cells"][0]["value"])
        self.assertEqual(len(incidents.search(self._choice().action_open()["domain"])), 4)

    def test_everybody_counts_what_they_reach(self):
        rows = self._rows(self._choice(self.other_cadre_user, unit_id=self.street))
        self.assertEqual((rows["Community A"]["Accidents"], rows["Sum"]["Accidents"]), (0, 1))
        engine, name = self.env["ir.actions.report"], "street_safety_base.report_incident_statistics"
        self.assertIn(
            "12.5", engine.with_user(self.office_user)._render_qweb_html(name, self._choice().ids)[0].decode()
        )
        page = engine.with_user(self.other_cadre_user)._render_qweb_html(name, self._choice().ids)[0].decode()
        self.assertNotIn("12.5", page, "another's choice prints what the reader reaches")
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            engine.with_user(portal)._render_qweb_html(name, self._choice().ids)
        with self.assertRaisesRegex(ValidationError, "Exchange"):
            self._choice(date_from="2026-05-02", date_to="2026-05-01")

    def test_statements_do_not_grow_with_units(self):
        def statements():
            choice = self._choice()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            choice._figures()
            return self.cr.sql_log_count - before

        few = statements()
        for number in range(10):
            unit = self._unit(f"Community {number}", "community", self.work_point)
            self._incident(unit, "2026-05-10 02:00:00")
        self.assertLessEqual(statements(), few + 1)
