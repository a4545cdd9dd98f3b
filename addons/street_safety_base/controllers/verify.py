from odoo import http
from odoo.http import request


class SafetyVerify(http.Controller):
    """Public verification of a printed document by the token in its QR code."""

    @http.route("/street-safety/verify/<string:token>", type="http", auth="public", sitemap=False)
    def verify(self, token):
        """Show number, street, date and whether the document is void; nothing of its content."""
        number = request.env["safety.number"].sudo().search([("token", "=", token)], limit=1)
        return request.render("street_safety_base.verify_page", {"number": number})
