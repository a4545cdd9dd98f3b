from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_deduction import DeductionCase

#: Who reads what: the person concerned, the head above, who works below or beside, the desks, an enterprise, anybody.
PEOPLE = ("person", "head", "below", "beside", "office", "discipline", "portal", "public")
MATRIX = {
    "proposal": "person head office",
    "violation": "person head office",
    "penalty": "person head office",
    "withheld": "person office",
    "transfer": "person head office discipline",
    # A sheet is about the unit, not about a person: seats at the street read those below, the desk's too.
    "appraisal": "person head office discipline",
    "draft sheet": "person head office discipline",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestAccessMatrix(HttpCase, DeductionCase):
    """A person sees their own, a head their unit's, the discipline desk its transfers, the public what is published."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cadre_user.name = "王建国"
        cls.discipline = cls._person("test_matrix_discipline", "discipline_desk", cls.street)
        portal = new_test_user(cls.env, "test_matrix_portal", groups="base.group_portal", company_id=cls.company.id)
        cls.people = {
            "person": cls.cadre_user,
            "head": cls.head_user,
            "below": cls.grid_user,
            "beside": cls.other_cadre_user,
            "office": cls.office_user,
            "discipline": cls.discipline,
            "portal": portal,
            "public": cls.env.ref("base.public_user"),
        }

    def _records(self):
        """Return {what: record} of one of each, about the cadre of community A."""
        violation = self._confirmed("2026-02-28")
        run = self._run()
        run.action_settle()
        kind = self.env["safety.measure.kind"].search([("issuer", "=", "discipline")], limit=1)
        transfer = self._as(self.discipline, self.env["safety.measure"]).create(
            {
                "name": "Transfer",
                "kind_id": kind.id,
                "unit_id": self.community_a.id,
                "user_ids": [Command.set(self.cadre_user.ids)],
                "description": "Three concealments",
            }
        )
        transfer.action_issue()
        scheme = self._scheme()
        sheets = self._as(self.office_user, self.env["safety.appraisal"])
        sheet = sheets._generate(scheme, self.company, 2026).filtered(lambda one: one.unit_id == self.community_a)
        draft = sheets._generate(scheme.copy(), self.company, 2026)
        sheet.line_ids.assessed = True
        sheet.action_confirm()
        return {
            "proposal": self._proposed("2026-04-30"),
            "violation": violation,
            "penalty": violation.penalty_ids,
            "withheld": run.line_ids,
            "transfer": transfer,
            "appraisal": sheet,
            "draft sheet": draft.filtered(lambda one: one.unit_id == self.community_a),
        }

    def _scheme(self):
        return self.env["safety.appraisal.scheme"].create(
            {
                "name": "考核",
                "company_id": self.company.id,
                "unit_type_id": self.env.ref("street_safety_base.unit_type_community").id,
                "grade_ids": [Command.create({"name": "达标", "minimum": 0})],
                "indicator_ids": [Command.create({"section": "一", "name": "台账", "kind": "hand", "weight": 100})],
            }
        )

    def _reads(self, user, record):
        own = record.with_user(user).with_context(allowed_company_ids=self.company.ids)
        return own.has_access("read")

    def test_who_reads_what(self):
        seen = {}
        for what, record in self._records().items():
            self.assertEqual(len(record), 1, what)
            self.env.invalidate_all()
            readers = [who for who in PEOPLE if self._reads(self.people[who], record)]
            seen[what] = " ".join(readers)
        self.assertEqual(seen, MATRIX)

    def test_nobody_finds_by_searching_what_they_do_not_read(self):
        """A search finds exactly what its reader may open: no count, no name of more."""
        for what, record in self._records().items():
            for who in PEOPLE[:-2]:
                model = self._as(self.people[who], self.env[record._name])
                found = bool(model.search_count([("id", "=", record.id)])) if model.has_access("read") else False
                self.assertEqual(found, who in MATRIX[what].split(), (what, who))

    def test_the_public_pages_name_nobody(self):
        """Not even when a sheet is published to the units: no public page names the person, the cause, or a grade."""
        sheet = self._records()["appraisal"]
        sheet.action_publish()
        self.assertEqual(sheet.state, "published")
        pages = (f"/street-safety/published/{self.company.id}", f"/street-safety/published/{self.company.id}/credit")
        self.authenticate(None, None)
        for page in pages:
            text = self.url_open(page).text
            for secret in ("王建国", self.duty_rule.name, "达标", "Three concealments"):
                self.assertNotIn(secret, text, page)
