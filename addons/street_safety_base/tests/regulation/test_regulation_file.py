import json

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import format_list

from ..duty.common import DutyCase

PACK = {
    "format": "street-safety-regulation",
    "format_version": 1,
    "regulation": {"code": "XX", "name": "测试制度"},
    "posts": [{"code": "stationed_cadre", "name": "驻社区干部"}, {"code": "village_head", "name": "村主任"}],
    "unit_types": [{"code": "community", "name": "社区"}],
    "record_types": [{"code": "minutes_filing", "name": "会议记录存档", "needs_photo": True}],
    "clauses": [
        {"code": "XX-1", "parent": None, "reference": "一", "name": "会议", "text": ""},
        {"code": "XX-1.1", "parent": "XX-1", "reference": "一、1", "name": "月会", "text": "每月一次"},
        {"code": "XX-1.2", "parent": "XX-1", "reference": "一、2", "name": "周会", "text": None},
    ],
    "rules": [
        {
            "clause": "XX-1.1", "also": ["XX-1.2"], "name": "开月会", "kind": "meeting", "unit_types": ["community"],
            "posts": ["stationed_cadre"], "actors": "any", "cause": "calendar", "period": "month", "times": 2,
            "window": {"from_day": 1, "to_day": 10}, "due": {"type": "period_end"}, "records": 1, "partial": "skip",
            "steps": [{"offset": -3, "unit": "day", "tell": ["work_point_head"], "at": "work_point"}],
            "configurable": ["window"], "meeting_type": "monthly", "note": "放宽",
        },
        {
            "clause": "XX-1.1", "name": "报上月资料", "kind": "work_record:minutes_filing",
            "unit_types": ["community"],
            "posts": ["stationed_cadre"], "cause": "calendar", "period": "month",
            "due": {"type": "next_period_day", "days": 5, "unit": "calendar"}, "fixed_dates": [], "rotation": {},
        },
        {
            "clause": "XX-1.2", "name": "周一检查", "kind": "test_visit", "unit_types": ["community", "grid"],
            "posts": ["stationed_cadre", "grid_member"], "cause": "calendar", "period": "week", "anchor": None,
            "window": {"weekdays": [1, 2, 3], "tolerance": 0}, "secret": True,
            "targets": {"model": "safety.enterprise", "domain": "[('headcount', '>=', 10)]", "coverage": "percent",
                        "percent": 10, "min": 2, "base": "period_start"},
        },
        {
            "clause": "XX-1.2", "name": "一小时内报告", "kind": "work_record:minutes_filing",
            "unit_types": ["community"],
            "posts": ["stationed_cadre"], "cause": "record", "due": {"type": "hours", "days": 1, "unit": "hours"},
            "record": {"model": "safety.record", "domain": "[('type_id.code', '=', 'meeting')]",
            "date_field": "frozen_at",
                       "offset": None, "unit": "hour", "linked": False},
        },
        {
            "clause": "XX-1.2", "name": "证件齐全", "kind": "test_visit", "unit_types": ["community"],
            "posts": ["stationed_cadre"], "cause": "standing", "period": None,
            "targets": {"model": "safety.enterprise", "domain": "[]", "coverage": "all"},
            "standing": {"model": "safety.enterprise", "domain": "[('phone', '!=', False)]", "valid_from": None,
                         "target_field": "id"},
        },
        {
            "clause": "XX-1.2", "name": "灾害时巡查", "kind": "test_visit",
            "unit_types": ["community"], "launch": "disaster",
            "posts": ["stationed_cadre"], "cause": "launched", "due": {"type": "offset",
            "days": 2, "unit": "working"},
        },
        {
            "clause": "XX-1.2", "name": "节前检查", "kind": "meeting", "unit_types": ["community"],
            "window": {"lead": 6},
            "posts": ["stationed_cadre"], "cause": "calendar", "period": "special_days", "special_days": ["new_year"],
        },
    ],
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestRegulationFile(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulations = cls.env["safety.regulation"]
        cls.read, cls.gaps = cls.regulations._from_file(PACK, cls.street)

    def _by_name(self, name):
        return self.read.rule_ids.filtered(lambda rule: rule.name == name)

    def test_what_is_written_is_read(self):
        self.assertFalse(self.gaps)
        monthly = self._by_name("开月会")
        self.assertEqual((monthly.times, monthly.window_last_day, monthly.due_kind), (2, 10, "period_end"))
        self.assertEqual(monthly.other_clause_ids.code, "XX-1.2")
        self.assertEqual(monthly.step_ids.unit_type_id.code, "work_point")
        report = self._by_name("报上月资料")
        self.assertTrue(report.window_after)
        self.assertEqual((report.due_kind, report.due_value), ("day_of_next_period", 5))
        self.assertEqual(report.kind_id.domain, "[('state', '=', 'done'), ('type_id.code', '=', 'minutes_filing')]")
        weekly = self._by_name("周一检查")
        self.assertEqual((weekly.window_weekday_first, weekly.window_weekday_last, weekly.is_secret), (1, 3, True))
        self.assertEqual((weekly.coverage, weekly.coverage_percent, weekly.coverage_min), ("percent", 10, 2))
        self.assertEqual(weekly.other_unit_type_ids.code, "grid")
        hours = self._by_name("一小时内报告")
        self.assertEqual((hours.offset_to, hours.offset_unit, hours.evidence_linked), (1, "hours", False))
        launched = self._by_name("灾害时巡查")
        self.assertEqual(
            (launched.offset_to, launched.offset_unit, launched.launch_occasion), (2, "workdays", "disaster")
        )

    def test_what_the_suite_assumes_is_said_in_words(self):
        """Paths of the file are for programs: people read what they lead to, each once."""
        rule = self._by_name("灾害时巡查")
        self.assertFalse(rule.configurable_words)
        rule.configurable = "due.days,posts,actors"
        rule = rule.with_context(lang="en_US")
        self.assertEqual(rule.configurable_words, format_list(rule.env, ["The deadline", "Who owes it"]))

    def test_an_unknown_occasion_is_something_else(self):
        content = json.loads(json.dumps(PACK))
        row = next(row for row in content["rules"] if row["name"] == "灾害时巡查")
        read, gaps = self.regulations._from_file({**content, "rules": [{**row, "launch": "comet"}]}, self.street)
        self.assertFalse(gaps)
        self.assertEqual(read.rule_ids.launch_occasion, "other")

    def test_round_trip_is_equal(self):
        """Out, in and out again gives the same text; nothing a file says is lost."""
        first = self.read._to_file()
        again, gaps = self.regulations._from_file(json.loads(json.dumps(first)), self.street)
        self.assertFalse(gaps)
        second = again._to_file()
        second["regulation"]["version"] = first["regulation"]["version"]
        self.assertEqual(json.dumps(second, ensure_ascii=False), json.dumps(first, ensure_ascii=False))
        self.assertEqual(first["rules"][0]["meeting_type"], "monthly")
        self.assertEqual(len(first["rules"]), len(PACK["rules"]))

    def test_what_is_read_makes_duties(self):
        self.read.date_from = "2026-01-01"
        self.read.action_adopt()
        self._enterprise("One", self.grid_a1, phone="1")
        self._enterprise("Two", self.grid_a1)
        self._night()
        self.assertFalse(any(self.read.rule_ids.mapped("last_error")), self.read.rule_ids.mapped("last_error"))
        report = self._at(self._by_name("报上月资料"), self.community_a).filtered(lambda d: d.period_start.month == 3)
        self.assertEqual(
            (str(report.window_start), str(report.due_date), report.state), ("2026-04-01", "2026-04-05", "planned")
        )
        standing = self._at(self._by_name("证件齐全"), self.community_a)
        self.assertEqual((standing.target_done, standing.target_required), (1, 2))
        weekly = self._by_name("周一检查")
        self.assertEqual(set(weekly.duty_ids.post_id.mapped("code")), {"stationed_cadre", "grid_member"})

    def test_what_is_missing_is_named(self):
        broken = {**PACK, "rules": [{**PACK["rules"][0], "posts": ["village_head"]},
                                    {**PACK["rules"][0], "kind": "no_such_kind"}]}  # fmt: skip
        with self.assertRaisesRegex(UserError, "village_head"):
            self.regulations._from_file(broken, self.street)
        regulation, gaps = self.regulations._from_file(broken, self.street, skip=True)
        self.assertEqual(len(gaps), 2)
        self.assertFalse(regulation.rule_ids)
        for text in (
            b"\xff\xfe",
            "[]",
            '{"format": "other"}',
            '{"format": "street-safety-regulation", "format_version": 9}',
        ):
            with self.assertRaises(UserError):
                self.regulations._read_file(text)

    def _wizard(self):
        form = Form(self.env["safety.adopt.wizard"].with_user(self.office_user))
        form.source = "regulation"
        form.regulation_id = self.read
        wizard = form.save()
        wizard.action_read()
        return wizard

    def test_adopt_by_wizard_and_undo(self):
        wizard = self._wizard()
        self.assertEqual((wizard.rule_total, wizard.gap_total), (7, 0))
        line = wizard.line_ids.filtered(lambda line: line.code == "stationed_cadre")
        line.post_id = self._post("safety_officer")
        wizard.date_from = "2026-03-01"
        wizard.action_figures()
        regulation = self.regulations.browse(wizard.action_draft()["res_id"])
        self.assertEqual(regulation.state, "draft")
        self.assertIn("safety_officer", regulation.rule_ids.post_ids.mapped("code"))
        self.assertNotIn("stationed_cadre", regulation.rule_ids.post_ids.mapped("code"))
        regulation.with_user(self.office_user).action_adopt()
        self._night()
        self.assertTrue(regulation.rule_ids.duty_ids)
        regulation.with_user(self.office_user).action_undo()
        self.assertEqual(regulation.state, "draft")
        self.assertFalse(self.duties.search([("rule_id", "in", regulation.rule_ids.ids)]))

    def test_not_undone_once_a_duty_is_met(self):
        rule = self._adopt()
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        self.assertIn("met", rule.duty_ids.mapped("state"))
        with self.assertRaisesRegex(UserError, "repealed"):
            self.regulation.with_user(self.office_user).action_undo()

    def test_the_file_is_downloaded(self):
        action = self.read.with_user(self.office_user).action_export()
        attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        self.assertEqual(json.loads(attachment.raw)["regulation"]["code"], "XX")
