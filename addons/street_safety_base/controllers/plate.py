from odoo import http
from odoo.http import request


class SafetyPlate(http.Controller):
    """What the code on an enterprise's plate leads to."""

    @http.route("/street-safety/plate/<string:token>", type="http", auth="public", sitemap=False)
    def plate(self, token):
        """Open the file for staff who may read it; tell everybody else the name, the street and where to report."""
        enterprise = request.env["safety.enterprise"]._of_plate(token)
        if not enterprise:
            return request.render("street_safety_base.plate_page", {"enterprise": enterprise}, status=404)
        mine = request.env["safety.enterprise"].browse(enterprise.id)
        if mine.has_access("read"):
            action = "action-street_safety_base.safety_enterprise_action"
            return request.redirect(f"/odoo/{action}/{enterprise.id}")
        return request.render("street_safety_base.plate_page", {"enterprise": enterprise})
