from datetime import date

from odoo import models

#: When last year's appraisals were confirmed and published.
CONFIRMED, PUBLISHED = (1, 15), (1, 20)


class SafetyDemo(models.AbstractModel):
    """Appraisals of the communities: last year's published, this year's going on."""

    _inherit = "safety.demo"

    def _build_appraisals(self, content):
        office, year = self._user("office"), self._today().year
        template = self.env.ref("street_safety_accountability.appraisal_scheme_community")
        clause = self._regulation().clause_ids.filtered(lambda clause: clause.code == "SF-6.4")
        scheme = template.copy({"name": content["scheme"], "clause_id": clause.id, "company_id": self._company().id})
        appraisals = self.env["safety.appraisal"].with_user(office)
        last = appraisals._generate(scheme.with_user(office), self._company(), year - 1)
        for appraisal in last:
            self._assess(appraisal, content)
        last.action_confirm()
        last.action_publish()
        self._date_appraisals(last.sudo())
        present = appraisals._generate(scheme.with_user(office), self._company(), year)
        first = present.filtered(lambda appraisal: appraisal.unit_id.code == "SF11")
        first.line_ids.filtered(lambda line: line.kind == "hand" and not line.is_veto).write({"deduction": 0.5})

    def _assess(self, appraisal, content):
        """Enter what no record says: the marks for the files, and the accident of one community."""
        code, veto = appraisal.unit_id.code, content["veto"]
        deduction, reason = content["last_year"][code]
        for line in appraisal.line_ids.filtered(lambda line: line.kind == "hand"):
            if line.is_veto:
                struck = code == veto["unit"]
                line.write({"count": int(struck), "reason": veto["reason"] if struck else False})
            else:
                line.write({"deduction": deduction, "reason": reason})

    def _date_appraisals(self, appraisals):
        rows = []
        for appraisal in appraisals:
            confirmed, published = (
                min(date(appraisal.year + 1, *day), self._today()) for day in (CONFIRMED, PUBLISHED)
            )
            moment = self._company()._safety_instant(confirmed)
            rows.append(
                {
                    "id": appraisal.id,
                    "confirmed_on": confirmed,
                    "published_on": published,
                    "computed_on": moment,
                    **self._stamps(moment),
                }
            )
        self._rewrite("safety.appraisal", rows)
