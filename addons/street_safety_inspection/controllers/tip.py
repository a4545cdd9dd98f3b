from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.street_safety_base.controllers.uploaded import uploaded

from ..models.tip.safety_tip_received import TooManyTips

#: A field that people do not see and programs fill in.
HONEYPOT = "website"


class SafetyTip(http.Controller):
    """Tips 12350 from everybody, without a login: given under a code, followed by a token."""

    @http.route("/street-safety/tip/at/<string:token>", type="http", auth="public", sitemap=False, methods=["GET"])
    def form(self, token):
        """Show the form for the enterprise or unit of the code."""
        return self._form(token, {})

    @http.route("/street-safety/tip/at/<string:token>", type="http", auth="public", sitemap=False, methods=["POST"])
    def give(self, token, **post):
        """Keep the tip and lead to its own page, or show the form again with what is wrong."""
        if post.get(HONEYPOT):
            return request.render("street_safety_inspection.tip_thanks", {"link": None})
        place = self._place(token)
        files = uploaded(place.company_id, "photos")
        try:
            with request.env.cr.savepoint():
                tip = request.env["safety.tip"]._receive(place, post, files, request.httprequest.remote_addr)
        except TooManyTips as error:
            return self._form(token, post, str(error), 429)
        except UserError as error:
            return self._form(token, post, str(error))
        return request.redirect(f"/street-safety/tip/{tip.token}?new=1")

    @http.route("/street-safety/tip/<string:token>", type="http", auth="public", sitemap=False, readonly=True)
    def progress(self, token, new=None):
        """Show the giver what became of the tip."""
        tip = request.env["safety.tip"]._of_token(token)
        if not tip:
            raise request.not_found()
        link = f"{tip.get_base_url()}/street-safety/tip/{token}"
        values = {"tip": tip._public_values(), "new": bool(new), "link": link}
        response = request.render("street_safety_inspection.tip_progress", values)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _place(self, token):
        place = request.env["safety.enterprise"]._of_tip_token(token) or request.env["safety.unit"]._of_tip_token(token)
        if not place:
            raise request.not_found()
        return place.sudo()

    def _form(self, token, typed, error=None, status=200):
        place = self._place(token)
        values = {
            "place": {"name": place.name, "street": place.company_id.name, "hotline": place.company_id.safety_hotline},
            "typed": typed,
            "error": error,
            "action": f"/street-safety/tip/at/{token}",
        }
        return request.render("street_safety_inspection.tip_form", values, status=status)
