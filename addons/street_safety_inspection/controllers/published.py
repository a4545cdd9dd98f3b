from odoo import http
from odoo.http import request

PER_PAGE = 50


class PublishedHazards(http.Controller):
    """The public page of major hazards under supervision (ZF-T10.3): no login, nothing of people."""

    @http.route("/street-safety/published", type="http", auth="public", sitemap=True, readonly=True)
    def streets(self):
        """Go to the page of the street; where the database serves several, let the reader choose."""
        streets = self._streets()
        if len(streets) == 1:
            return request.redirect(f"/street-safety/published/{streets.id}")
        self._speak(request.env.company.sudo())
        rows = [{"id": one.id, "name": one.name} for one in streets.sorted("name")]
        return request.render("street_safety_inspection.published_streets", {"streets": rows})

    @http.route("/street-safety/published/<int:street>", type="http", auth="public", sitemap=False, readonly=True)
    def published(self, street, page=1):
        """List what the street has published, what is not settled first."""
        company = self._streets().filtered(lambda one: one.id == street)
        if not company:
            raise request.not_found()
        self._speak(company)
        hazards = request.env["safety.hazard"].sudo()
        domain = hazards._published_domain(company)
        total, page = hazards.search_count(domain), max(1, int(page) if str(page).isdigit() else 1)
        shown = hazards.search(
            domain, order="closed_on DESC NULLS FIRST, deadline, id", limit=PER_PAGE, offset=(page - 1) * PER_PAGE
        )
        values = {
            "street": {"id": company.id, "name": company.name},
            "rows": shown._published_values(),
            "page": page,
            "pages": max(1, -(-total // PER_PAGE)),
            "today": company._safety_today(),
        }
        return request.render("street_safety_inspection.published_hazards", values)

    def _streets(self):
        """Return the companies that are streets; another company of the database is nobody's business here."""
        return request.env["safety.unit"].sudo().search([("parent_id", "=", False)]).company_id

    def _speak(self, company):
        """Render in the language of the street, whatever the browser says."""
        request.update_context(lang=company._safety_lang())
