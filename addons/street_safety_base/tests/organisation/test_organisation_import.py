from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .workbooks import OrganisationCase, workbook

STREET = ("S", "甲街道", "street", "")
COMMUNITY = ("C1", "东园社区", "community", "S")
GRID = ("G1", "第一网格", "grid", "C1")
TREE = [STREET, COMMUNITY, GRID]


@tagged("post_install", "-at_install")
class TestOrganisationImport(OrganisationCase):
    """A whole street from one workbook: what people type is understood, what is wrong is said."""

    def _tree(self, *people):
        return workbook(TREE, people)

    # ---- what people type --------------------------------------------------------------------------------------------

    def test_titles_orders_widths_dates_and_merged_cells(self):
        """A title row, other headers in another order, full-width codes, a merged unit cell, three kinds of dates."""

        def rework(book):
            sheet = book["人员"]
            sheet.insert_rows(1)
            sheet["A1"] = "甲街道人员名册"
            sheet.merge_cells("A1:E1")
            sheet.merge_cells("B3:B5")
            sheet.append([None] * 5)

        units = [
            (None, "Ｓ", "甲街道", "街道", "", "x"),
            (None, "Ｃ１", " 东园　社区", "社区", "S", "x"),
            (None, None, None, None, None, None),
        ]
        people = [
            ("1", "C1", "安全员", "张若水", datetime(2026, 1, 5)),
            ("2", None, "驻社区干部", "李云开", "２０２６年１月５日"),
            ("3", None, "社区主干", "王景行", "2026/1/5"),
        ]
        names = {"safety_officer": "安全员", "stationed_cadre": "驻社区干部", "community_principal": "社区主干"}
        for code, name in names.items():
            self.env.ref(f"street_safety_base.post_{code}").with_context(lang="zh_CN").name = name
        content = workbook(
            units, people, ["序号列", "编码*", "单 位 名 称", "类型", "上级", "电话号"],
            ["编号", "所在单位", "职务", "姓名（必填）", "任职时间"], rework,
        )  # fmt: skip
        wizard = self._import(content)
        community = self._unit("C1")
        self.assertEqual((community.name, community.parent_id.name), ("东园 社区", "甲街道"))
        for post in names:
            holder = self._holders("C1", post)
            self.assertEqual(len(holder), 1, post)
            self.assertEqual(holder.safety_appointment_ids.date_start, date(2026, 1, 5))
        remarks = " ".join(self._said_in_preview(wizard, "info"))
        self.assertIn("序号列", remarks)
        self.assertIn("电话号", remarks)

    def test_phones_as_figures_and_logins(self):
        """Login, else phone, else pinyin; a dropped zero comes back; a name in two rows is one person."""
        self._import(
            self._tree(
                ("S", "main_leader", "", "林一帆", "Linyf", ""),
                ("S", "main_leader", "", "陈书远", "", 13900000001),
                ("S", "deputy_leader_in_charge", "", "黄其山", "", 59512345678),
                ("C1", "safety_officer", "", "张若水"),
                ("G1", "grid_member", "", "张若水"),
                ("G1", "grid_committee_member", "", "张若睡"),
            )
        )
        people = self.env["res.users"].search([("company_id", "=", self.company.id), ("id", "!=", self.admin.id)])
        logins = {user.name: user.login for user in people}
        self.assertEqual(
            logins,
            {
                "林一帆": "Linyf",
                "陈书远": "13900000001",
                "黄其山": "059512345678",
                "张若水": "zhangruoshui",
                "张若睡": "zhangruoshui2",
            },
        )
        officer = people.filtered(lambda user: user.name == "张若水")
        self.assertEqual(len(officer.safety_appointment_ids), 2)
        self.assertEqual(officer.company_ids, self.company)
        self.assertTrue(officer.has_group("street_safety_base.group_street_safety_officer"))
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", people.partner_id.ids)]))

    def test_known_people_are_matched_and_left_alone(self):
        known = new_test_user(
            self.env, "known", name="李云开", company_id=self.company.id, company_ids=[(6, 0, self.company.ids)]
        )
        known.phone = "13900000009"
        self._import(
            self._tree(
                ("C1", "safety_officer", "", "李云开", "", "139 0000 0009", "other@example.com"),
                ("G1", "grid_member", "", "李云开"),
            )
        )
        self.assertEqual(self._holders("C1", "safety_officer"), known)
        self.assertEqual(self._holders("G1", "grid_member"), known)
        self.assertNotEqual(known.email, "other@example.com")

    def test_a_unit_entered_by_hand_gets_its_code(self):
        self._import(workbook([STREET]))
        community = self.env["safety.unit"].create(
            {
                "name": "东园社区",
                "type_id": self.env.ref("street_safety_base.unit_type_community").id,
                "parent_id": self._unit("S").id,
                "company_id": self.company.id,
            }
        )
        self._import(workbook(TREE))
        self.assertEqual(community.code, "C1")
        self.assertEqual(self._unit("G1").parent_id, community)

    def test_rows_without_a_person_plan_vacant_seats(self):
        self._import(
            self._tree(("C1", "safety_officer", 2, "张若水"), ("C1", "community_worker"), ("C1", "community_worker"))
        )
        seats = self._unit("C1").seat_ids
        vacant = {seat.post_id.code: (seat.planned, seat.vacant) for seat in seats}
        self.assertEqual(vacant, {"safety_officer": (2, 1), "community_worker": (2, 2)})

    # ---- what is wrong -----------------------------------------------------------------------------------------------

    def test_wrong_units(self):
        """Circle, unknown unit above, a code twice, unknown type with a suggestion, wrong level, a second top."""
        self.env.ref("street_safety_base.unit_type_community").with_context(lang="en_US").name = "Community"
        self._refused(
            workbook(
                [
                    STREET,
                    ("D1", "一点", "work_point", "C9"),
                    ("C9", "九社区", "community", "D1"),
                    ("C2", "二社区", "community", "X"),
                    ("C2", "又二社区", "community", "S"),
                    ("C3", "三社区", "comunity", "S"),
                    ("D4", "四点", "work_point", "C9"),
                    ("S2", "乙街道", "street", ""),
                    ("C5", "", "community", "S"),
                    ("C6", "六社区", "community", "S", "many", "someday"),
                ]
            ),
            (6, "单位编码", "C2"),
            (7, "单位类型", "Community"),
            (10, "单位名称", "name"),
            (11, "排序", "many"),
            (11, "设立日期", "someday"),
            (5, "上级单位编码", "X"),
            (3, "上级单位编码", "D1 → C9 → D1"),
            (8, "上级单位编码", "cannot lie directly below"),
            (9, "上级单位编码", "甲街道"),
        )

    def test_wrong_people(self):
        """Unknown unit and post, a post that is not there, dates, two holders of one seat, one person twice."""
        self._refused(
            self._tree(
                ("C7", "safety_officer", "", "甲"),
                ("C1", "safety_oficer", "", "乙"),
                ("G1", "stationed_cadre", "", "丙"),
                ("C1", "safety_officer", "lots", "丁", "", "", "", "2026-02-30"),
                ("C1", "safety_officer", "", "戊", "", "", "", "2026-02-01", "2026-01-01"),
                ("C1", "stationed_cadre", "", "己", "", "", "", "2026-01-01"),
                ("C1", "stationed_cadre", "", "庚", "", "", "", "2026-02-01"),
                ("C1", "stationed_cadre", "", "辛", "", "", "", "2026-02-01", "", "是"),
                ("G1", "grid_member", "", "壬", "", "", "", "2026-01-01"),
                ("G1", "grid_member", "", "壬", "", "", "", "2026-03-01"),
                ("S", "main_leader", "", "癸", "gui"),
                ("S", "main_leader", "", "癸", "gui2"),
                ("S", "main_leader", "", "子", "gui"),
                ("C1", "linked_leader", "", "丑", "", "", "", "", "", "maybe", "C8", "G1"),
            ),
            (14, "登录名", "癸"),
            (12, "登录名", "gui2"),
            (13, "登录名", "gui"),
            (2, "单位编码", "C7"),
            (3, "岗位", "no post"),
            (4, "岗位", "does not exist at"),
            (5, "编制数", "lots"),
            (5, "任职日期", "2026-02-30"),
            (6, "离任日期", "before the first"),
            (15, "代理", "maybe"),
            (15, "服务单位编码", "C8"),
            (15, "条线单位编码", "territory"),
            (8, "姓名", "takes 1"),
            (11, "任职日期", "already holds"),
        )

    def test_no_workbook_of_ours(self):
        for content, word in (
            (b"no zip at all", "no XLSX"),
            (workbook([["a"]], unit_heads=["甲"]), "template"),
        ):
            with self.assertRaisesRegex(UserError, word):
                self._wizard(content)

    def test_refusal_while_writing_undoes_everything(self):
        """A constraint the preview does not know refuses: units, people and appointments are all undone."""
        post = type(self.env["safety.appointment"])

        def refuse(appointments, vals_list):
            raise UserError("Not today.")  # pylint: disable=translation-required

        self.patch(post, "create", refuse)
        before = self._counted()
        wizard = self._wizard(self._tree(("G1", "grid_member", "", "张若水")))
        wizard.action_apply()
        self.assertEqual(wizard.state, "preview")
        self.assertIn("Not today.", wizard.line_ids.filtered(lambda line: line.severity == "error").reason)
        self.assertEqual(self._counted(), before)

    def test_only_the_administrator_of_the_street(self):
        office = new_test_user(
            self.env,
            "test_office_import",
            groups="base.group_user,street_safety_base.group_street_safety_office",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self._wizard(workbook(TREE), office)
        other, _admin = self._new_street("other")
        with self.assertRaises(AccessError):
            wizard = (
                self.env["safety.organisation.import.wizard"].with_user(self.admin).create({"company_id": other.id})
            )
            wizard.action_template()
