from odoo import http
from odoo.http import request

from .published import PER_PAGE, PublishedHazards


class PublishedCredit(PublishedHazards):
    """The public page of the joint-punishment blacklist (ZF-T12.2b): no login, nothing of people."""

    @http.route(
        "/street-safety/published/<int:street>/credit", type="http", auth="public", sitemap=False, readonly=True
    )
    def published_credit(self, street, page=1):
        """List what the street has published and is still in force, the newest first."""
        company = self._streets().filtered(lambda one: one.id == street)
        if not company:
            raise request.not_found()
        self._speak(company)
        entries = request.env["safety.credit.entry"].sudo()
        domain = entries._published_domain(company)
        total, page = entries.search_count(domain), max(1, int(page) if str(page).isdigit() else 1)
        shown = entries.search(domain, order="listed_on desc, id", limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
        values = {
            "street": {"id": company.id, "name": company.name},
            "rows": shown._published_values(),
            "page": page,
            "pages": max(1, -(-total // PER_PAGE)),
            "today": company._safety_today(),
        }
        return request.render("street_safety_inspection.published_credit", values)
