from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .uploaded import uploaded


class EnterprisePortal(CustomerPortal):
    """The enterprise's own file and what it proposes. Every page starts from the user's own enterprises."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "safety_enterprise_count" in counters:
            values["safety_enterprise_count"] = len(request.env["safety.enterprise"]._portal_enterprises())
        return values

    def _own(self, enterprise_id):
        """Return the enterprise (as superuser) if it is the user's; a foreign one is as if it did not exist."""
        mine = request.env["safety.enterprise"]._portal_enterprises()
        enterprise = mine.filtered(lambda enterprise: enterprise.id == enterprise_id)
        if not enterprise:
            raise request.not_found()
        return enterprise

    def _page(self, template, **values):
        return request.render(
            f"street_safety_base.{template}",
            {**self._prepare_portal_layout_values(), "page_name": "enterprise", **values},
        )

    @http.route("/my/enterprises", type="http", auth="user", website=True, readonly=True)
    def enterprises(self):
        """List the user's enterprises; with one, go there."""
        mine = request.env["safety.enterprise"]._portal_enterprises()
        if len(mine) == 1:
            return request.redirect(f"/my/enterprise/{mine.id}")
        rows = [
            {"id": one.id, "name": one.display_name, "unit": one.unit_id.path_name, "open": one.correction_count}
            for one in mine
        ]
        return self._page("portal_enterprises", enterprises=rows)

    @http.route("/my/enterprise/<int:enterprise_id>", type="http", auth="user", website=True, readonly=True)
    def enterprise(self, enterprise_id, sent=None):
        """Show the file of one enterprise."""
        return self._page("portal_enterprise", file=self._own(enterprise_id)._portal_file(), sent=bool(sent))

    @http.route("/my/enterprise/<int:enterprise_id>/correct", type="http", auth="user", website=True, methods=["GET"])
    def correct(self, enterprise_id, **chosen):
        """Show the form with what the file says; a task of the enterprise chooses in advance what it is about."""
        return self._page("portal_correct", file=self._own(enterprise_id)._portal_form(), typed=chosen, error=None)

    @http.route("/my/enterprise/<int:enterprise_id>/correct", type="http", auth="user", website=True, methods=["POST"])
    def propose(self, enterprise_id, **post):
        """Keep the proposal, or show the form again with what is wrong."""
        enterprise = self._own(enterprise_id)
        files = uploaded(enterprise.company_id, "files")
        try:
            with request.env.cr.savepoint():
                enterprise._portal_propose(post, post.get("note"), files)
        except UserError as error:
            return self._page("portal_correct", file=enterprise._portal_form(), typed=post, error=str(error))
        return request.redirect(f"/my/enterprise/{enterprise.id}?sent=1")

    @http.route("/my/enterprise/<int:enterprise_id>/remind", type="http", auth="user", website=True, methods=["POST"])
    def remind(self, enterprise_id, text="", **_post):
        """Keep a reminder to the head of the enterprise."""
        enterprise = self._own(enterprise_id)
        try:
            with request.env.cr.savepoint():
                enterprise._portal_remind(text)
        except UserError as error:
            return self._page("portal_enterprise", file=enterprise._portal_file(), sent=False, error=str(error))
        return request.redirect(f"/my/enterprise/{enterprise.id}#reminders")

    @http.route(
        "/my/enterprise/<int:enterprise_id>/withdraw/<int:correction_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def withdraw(self, enterprise_id, correction_id):
        """Take back an open proposal of the enterprise."""
        enterprise = self._own(enterprise_id)
        correction = enterprise.correction_ids.filtered(lambda one: one.id == correction_id and one.state == "proposed")
        if not correction:
            raise request.not_found()
        correction._workflow_do("withdraw")
        return request.redirect(f"/my/enterprise/{enterprise.id}")
