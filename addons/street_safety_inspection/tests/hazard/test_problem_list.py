import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.fields import Domain
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestProblemList(InspectionCase):
    """The monthly packages with what inspection adds: the problem list of a community, the papers of a work point."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problems = cls.env.ref("street_safety_base.package_kind_problem_list")
        cls.monthly = cls.env.ref("street_safety_base.package_kind_monthly_close")

    def _package(self, kind, unit, user):
        values = {"kind_id": kind.id, "unit_id": unit.id, "period_start": "2026-03-01"}
        return self.env["safety.package"].with_user(user).create(values)

    def _section(self, package, name):
        """Return the part written from the ledger of this English name; the package is in the street's language."""
        parts = package.kind_id.part_ids.with_context(lang="en_US")
        part = parts.filtered(lambda one: one.ledger_id.name == name)
        return next(section for section in package.section_data if section["part"] == part.id)

    def test_bf_2_3a_problems_of_the_month_per_community(self):
        """BF-2.3a: the list of March is due on 5 April per community, with deadline, person and acceptor of each."""
        hazard = self._hazard(deadline="2026-03-17")
        earlier = self._hazard(name="Old wire", date="2026-02-10", deadline="2026-03-20")
        far = self._enterprise("Far Ltd", self.grid_b1)
        self._hazard(user=self.other_grid_user, enterprise_id=far.id, name="Elsewhere")
        with freeze_time("2026-04-02 02:00:00"):
            package = self._package(self.problems, self.community_a, self.cadre_user)
            self.assertEqual(str(package.due), "2026-04-05")
            listed = self._section(package, "List of problems")
            self.assertEqual([row[0] for row in listed["rows"]], hazard.ids)
            columns = self.env.ref("street_safety_inspection.ledger_problems").column_ids.mapped("path")
            row = dict(zip(columns, listed["rows"][0][1:], strict=True))
            self.assertEqual((row["name"], row["deadline"]), ("Blocked exit", "2026-03-17"))
            self.assertTrue({"accepted_by_id", "closed_on"} <= row.keys())
            still_open = self._section(package, "5 List of rectifications")
            self.assertEqual({row[0] for row in still_open["rows"]}, {hazard.id, earlier.id})
            package._sign("hand_in", self.signature)
            package._workflow_do("sign")
            package.action_submit()
            self.assertFalse(package.is_late)
        with freeze_time("2026-04-05 16:00:00"):  # the 6th in the street
            other = self._package(self.problems, self.community_b, self.other_cadre_user)
            self.assertTrue(other.is_late)

    def test_a_month_without_a_problem_is_reported_too(self):
        with freeze_time("2026-04-02 02:00:00"):
            package = self._package(self.problems, self.community_a, self.cadre_user)
            self.problems.with_duties = False
            self.assertEqual((package.row_count, package.gap_count), (0, 0))
            package._sign("hand_in", self.signature)
            package._workflow_do("sign")

    def test_xt_5_1_patrols_and_rectification_of_the_month(self):
        """XT-5.1: the package of a work point holds its patrols and what was found, with photos; none is a gap."""
        inspection = self._inspection(findings=1)
        photo = self._photo(res_model="safety.hazard", res_id=inspection.hazard_ids.id)
        with freeze_time("2026-04-02 02:00:00"):
            package = self._package(self.monthly, self.work_point, self.head_user)
            patrols, found = (self._section(package, name) for name in ("Inspections", "List of problems"))
            self.assertEqual([row[0] for row in patrols["rows"]], inspection.ids)
            self.assertEqual([row[0] for row in found["rows"]], inspection.hazard_ids.ids)
            self.assertEqual([file[:2] for file in found["files"]], [[inspection.hazard_ids.id, photo.id]])
            other = self._unit("Second Work Point", "work_point", self.street)
            empty = self._package(self.monthly, other, self.office_user)
            street = self.env(context={"lang": self.company._safety_lang()})
            name = street.ref("street_safety_inspection.ledger_inspections").name
            self.assertIn(f"{name}: 0 instead of at least 1", empty.gaps)

    def test_zf_3_2b_hazards_open_for_long(self):
        """ZF-3.2b: hazards open longer than a set age are listed for analysis; the age is data."""
        old = self._hazard(name="Old wire", date="2025-12-01")
        self._hazard(name="New one", date="2026-03-01")
        closed = self._hazard(name="Settled", date="2025-11-01")
        closed.action_fix()
        ledger = self.env.ref("street_safety_inspection.ledger_long_open")
        mine = Domain("company_id", "=", self.company.id)
        self.assertEqual(self.env["safety.hazard"].search(ledger._records_domain() & mine), old)
        ledger.domain = ledger.domain.replace("-90d", "-120d")
        self.assertFalse(self.env["safety.hazard"].search(ledger._records_domain() & mine))

    def test_bf_1_1_2b_hazard_sources_with_last_check(self):
        """BF-1.1.2b: the hazard sources of a grid are listed with the day of the last check."""
        self.env["safety.dossier.item"].create(
            {
                "name": "Ammonia tank",
                "enterprise_id": self.enterprise.id,
                "type_id": self.env.ref("street_safety_base.dossier_type_hazard_source").id,
                "date": "2026-01-15",
            }
        )
        self._inspection()
        ledger = self.env.ref("street_safety_base.ledger_hazard_sources").with_user(self.grid_user)
        engine = self.env["ir.actions.report"].with_user(self.grid_user).with_company(self.company)
        content, _kind = engine._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
        heads, *rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=4, values_only=True))
        (row,) = (dict(zip(heads, row, strict=True)) for row in rows if "Ammonia tank" in row)
        self.assertEqual(str(row["Last check"].date()), "2026-03-10")

    def test_bf_2_2e_closed_problem_has_its_papers(self):
        """BF-2.2e: what is signed and struck off has its papers in the archive, found with the problem."""
        notice = self._notice()
        hazard = notice.line_ids.hazard_id
        photo = self._photo(res_model="safety.hazard", res_id=hazard.id)
        signed = notice.signature_ids
        self.assertTrue(signed, "the notice is signed")
        hazard.after_photo_ids = photo
        hazard.with_user(self.grid_user).action_submit()
        hazard.with_user(self.head_user).action_accept()
        hazard.with_user(self.head_user).action_close()
        self.assertEqual(hazard.state, "closed")
        items = self.env["safety.archive.item"].with_user(self.office_user)._of(hazard.sudo())
        self.assertIn(photo.id, items.ids)
        self.assertEqual(items.category_id.code, "inspection")
        self.assertEqual(hazard.notice_line_ids.notice_id, notice)
        paper, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "street_safety_inspection.report_notice", notice.ids
        )
        self.assertIn(notice.number, paper.decode())
