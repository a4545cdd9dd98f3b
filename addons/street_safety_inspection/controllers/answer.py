from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.street_safety_base.controllers.portal import EnterprisePortal
from odoo.addons.street_safety_base.controllers.uploaded import uploaded


class EnterpriseAnswer(EnterprisePortal):
    """The enterprise's hazards and answers: for its logins in the portal, for others by the link on the notice."""

    def _show(self, enterprise, base, hazard_id=None, **values):
        rows = enterprise._answer_rows()
        hazard = next((row for row in rows if row["id"] == hazard_id), None)
        if hazard_id and not hazard:
            raise request.not_found()
        template = "answer_hazard" if hazard else "answer_hazards"
        return request.render(
            f"street_safety_inspection.{template}",
            {
                "enterprise": {"id": enterprise.id, "name": enterprise.name, "street": enterprise.company_id.name},
                "base": base,
                "rows": rows,
                "hazard": hazard,
                "typed": {},
                "error": None,
                "page_name": "enterprise_hazards",
                **values,
            },
        )

    def _keep(self, enterprise, base, hazard_id, post, by_link):
        hazard = enterprise._answer_hazards().filtered(lambda one: one.id == hazard_id)
        if not hazard:
            raise request.not_found()
        files = uploaded(enterprise.company_id, "files")
        try:
            with request.env.cr.savepoint():
                hazard._answer(post, files, by_link)
        except UserError as error:
            return self._show(enterprise, base, hazard_id, typed=post, error=str(error))
        return request.redirect(f"{base}/{hazard_id}?sent=1")

    def _linked(self, token):
        enterprise = request.env["safety.enterprise"]._of_answer_token(token)
        if not enterprise:
            raise request.not_found()
        return enterprise

    # ---- with a login ------------------------------------------------------------------------------------------------

    @http.route("/my/enterprise/<int:enterprise_id>/hazards", type="http", auth="user", website=True)
    def hazards(self, enterprise_id):
        """List the enterprise's hazards with the days that are left."""
        return self._show(self._own(enterprise_id), f"/my/enterprise/{enterprise_id}/hazards")

    @http.route(
        "/my/enterprise/<int:enterprise_id>/hazards/<int:hazard_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def hazard(self, enterprise_id, hazard_id, sent=None, **post):
        """Show one hazard and the form to answer; keep what is sent."""
        enterprise, base = self._own(enterprise_id), f"/my/enterprise/{enterprise_id}/hazards"
        if request.httprequest.method == "POST":
            return self._keep(enterprise, base, hazard_id, post, False)
        return self._show(enterprise, base, hazard_id, sent=bool(sent))

    # ---- by link -----------------------------------------------------------------------------------------------------

    @http.route("/street-safety/answer/<string:token>", type="http", auth="public", sitemap=False)
    def linked_hazards(self, token):
        """List the hazards of the enterprise that the link belongs to."""
        return self._show(self._linked(token), f"/street-safety/answer/{token}")

    @http.route(
        "/street-safety/answer/<string:token>/<int:hazard_id>",
        type="http",
        auth="public",
        sitemap=False,
        methods=["GET", "POST"],
    )
    def linked_hazard(self, token, hazard_id, sent=None, **post):
        """Show one of its hazards and the form to answer; keep what is sent."""
        enterprise, base = self._linked(token), f"/street-safety/answer/{token}"
        if request.httprequest.method == "POST":
            return self._keep(enterprise, base, hazard_id, post, True)
        return self._show(enterprise, base, hazard_id, sent=bool(sent))
