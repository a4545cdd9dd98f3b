from odoo import models
from odoo.fields import Domain

from .safety_credit_entry import LISTED


class SafetyPackage(models.Model):
    """Handed in, the quarterly package of the blacklist publishes the entries it holds (ZF-T12.2b)."""

    _inherit = "safety.package"

    def _after_submit(self):
        result = super()._after_submit()
        entries = self.env["safety.credit.entry"].sudo()
        for package in self:
            parts = package.kind_id.part_ids.filtered(lambda part: part.ledger_id.sudo().model == entries._name)
            ids = {
                row[0]
                for section in package.section_data or []
                if section["part"] in parts.ids
                for row in section["rows"]
            }
            held = entries.search([("id", "in", list(ids)), ("company_id", "=", package.company_id.id)])
            held._workflow_write({"published_on": package.company_id._safety_today(), "package_id": package.id})
        return result


class SafetyCreditEntry(models.Model):
    _inherit = "safety.credit.entry"

    def _published_domain(self, company):
        """Return the Domain of what the page of ``company`` lists: published, on the blacklist, and not over."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("list_type", "=", "blacklist")
            & Domain("published_on", "!=", False)
            & Domain("state", "in", LISTED)
            & Domain("date_to", ">=", company._safety_today())
        )

    def _published_values(self):
        """Return what the public page shows of each entry, as plain values: nothing of people."""
        return [
            {
                "number": entry.number or "",
                "enterprise": entry.enterprise_id.name,
                "code": entry.enterprise_id.credit_code or "",
                "ground": entry.ground,
                "listed_on": entry.listed_on,
                "date_to": entry.date_to,
                "published_on": entry.published_on,
            }
            for entry in self
        ]
