from odoo import api, models

from . import certificate_number


class SafetyCertificate(models.Model):
    """Importing a register of certificates: what is wrong is named with row, column and reason, nothing half in."""

    _inherit = "safety.certificate"

    @api.model
    def get_import_templates(self):
        """Offer a workbook whose number and date columns are text: Excel spoils 18 digits of a CSV file."""
        return [
            {
                "label": self.env._("Import Template for Certificates"),
                "template": "/street_safety_training/static/xlsx/safety_certificate.xlsx",
            }
        ]

    def _import_clean_cell(self, name, value, info, report):
        value = super()._import_clean_cell(name, value, info, report)
        if name == "number" and isinstance(value, str):
            return certificate_number.normalise(value) or ""
        return value

    def _import_key(self, key, company, values):
        """One person's certificate of one day of issue is one record; who has no number is told by the name."""
        if isinstance(values, models.BaseModel):
            kind, firm, issued = values.type_id.id, values.enterprise_id.id, values.date_issue
            number, name, operation = values.number, values.name, values.operation
        else:
            kind, firm, issued = values.get("type_id"), values.get("enterprise_id"), values.get("date_issue")
            number, name, operation = (values.get(field) for field in ("number", "name", "operation"))
        if key == ("number",):
            return (company, kind, number, operation or "", str(issued or "")) if number else None
        return (company, kind, firm, name, operation or "") if name and not number else None

    def _import_companies(self, rows, default_unit):
        """Return the company of each row: that of its enterprise."""
        wanted = {values.get("enterprise_id") for _dbid, _xid, values, _info in rows}
        firms = self.env["safety.enterprise"].sudo().browse(filter(None, wanted))
        company = {firm.id: firm.company_id.id for firm in firms}
        return [company.get(values.get("enterprise_id")) for _dbid, _xid, values, _info in rows]

    def _import_match(self, rows, report):
        result = super()._import_match(rows, report)
        self._import_check_people(result, report)
        return result

    def _import_check(self, values, info, report):
        kind = self.env["safety.certificate.type"].browse(values.get("type_id") or ())
        if warning := self._number_words(self._oddity(values.get("number"), kind)):
            report(dict(info, type="warning", field="number", message=warning))
        issued = values.get("date_issue")
        for name in ("date_end", "date_review"):
            if issued and values.get(name) and str(values[name]) < str(issued):
                reason = self.env._("It lies before the day of issue, %s. Compare both with the card.", issued)
                report(dict(info, type="error", field=name, message=reason))
        if issued and str(issued) > str(self.env.company._safety_today()):
            reason = self.env._("The day of issue lies in the future.")
            report(dict(info, type="error", field="date_issue", message=reason))
        return super()._import_check(values, info, report)

    def _import_check_rights(self, rows, report):
        """Report as before, and rows about enterprises beyond the user's seats."""
        result = super()._import_check_rights(rows, report)
        firms = self.env["safety.enterprise"].browse(
            {row[2]["enterprise_id"] for row in rows if row[2].get("enterprise_id")}
        )
        reach = [("id", "in", firms.ids), ("unit_id", "child_of", self.env.user.safety_act_unit_ids.ids)]
        beyond = firms.browse() if self.env.su else firms - firms.with_context(active_test=False).search(reach)
        for _dbid, _xid, values, info in rows:
            if values.get("enterprise_id") in beyond._ids:
                reason = self.env._("Your posts do not let you register anything for this enterprise.")
                report(dict(info, type="error", field="enterprise_id", message=reason))
        return result

    def _import_check_people(self, rows, report):
        """Report numbers of the file that belong to somebody of another name, in the file or in the register."""
        numbers = {values["number"] for _dbid, _xid, values, _info in rows if values.get("number")}
        found = self.sudo().with_context(active_test=False)
        found = found.search_fetch([("number", "in", list(numbers)), ("company_id", "in", self.env.companies.ids)])
        names, firms = {}, {}
        for record in found:
            names.setdefault((record.type_id.id, record.number), record.name)
            if record.is_current and record.working:
                firms[record.type_id.id, record.number] = record.enterprise_id
        for dbid, _xid, values, info in rows:
            key = (values.get("type_id"), values.get("number"))
            name = values.get("name")
            if dbid or not key[1] or not name:
                continue
            known = names.setdefault(key, name)
            firm = firms.setdefault(key, self.env["safety.enterprise"].browse(values.get("enterprise_id")))
            if known != name:
                reason = self.env._("This number is the one of “%s”: one number is one person.", known)
                report(dict(info, type="error", field="number", message=reason))
            elif firm.id != values.get("enterprise_id"):
                reason = self.env._(
                    "With this number “%(name)s” works at “%(firm)s”. Mark the person as left there first.",
                    name=known,
                    firm=firm.sudo().name,
                )
                report(dict(info, type="error", field="number", message=reason))
