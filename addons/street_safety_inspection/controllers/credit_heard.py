from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.street_safety_base.controllers.uploaded import uploaded

from .answer import EnterpriseAnswer


class EnterpriseCredit(EnterpriseAnswer):
    """The enterprise's listings: it reads the grounds, objects in time, and asks to be taken off when repaired."""

    def _show(self, enterprise, base, hazard_id=None, **values):
        return super()._show(enterprise, base, hazard_id, credit_count=len(enterprise._told_credit()), **values)

    def _credit(self, enterprise, base, post, sent=None):
        values = {"typed": {}, "error": None}
        if request.httprequest.method == "POST":
            entry = enterprise._told_credit().filtered(lambda one: str(one.id) == post.get("entry"))
            if not entry:
                raise request.not_found()
            try:
                with request.env.cr.savepoint():
                    entry._hear(post, uploaded(enterprise.company_id, "files"))
            except UserError as error:
                values = {"typed": post, "error": str(error)}
            else:
                return request.redirect(f"{base}/credit?sent=1")
        values |= {
            "enterprise": {"name": enterprise.name, "street": enterprise.company_id.name},
            "base": base,
            "rows": [entry._enterprise_values() for entry in enterprise._told_credit()],
            "sent": bool(sent),
            "page_name": "enterprise_credit",
        }
        return request.render("street_safety_inspection.answer_credit", values)

    @http.route(
        "/my/enterprise/<int:enterprise_id>/credit", type="http", auth="user", website=True, methods=["GET", "POST"]
    )
    def credit(self, enterprise_id, sent=None, **post):
        """Show the listings of one's enterprise; keep an objection or a repair."""
        return self._credit(self._own(enterprise_id), f"/my/enterprise/{enterprise_id}", post, sent)

    @http.route(
        "/street-safety/answer/<string:token>/credit",
        type="http",
        auth="public",
        sitemap=False,
        methods=["GET", "POST"],
    )
    def linked_credit(self, token, sent=None, **post):
        """Show the listings of the enterprise that the link belongs to; keep an objection or a repair."""
        return self._credit(self._linked(token), f"/street-safety/answer/{token}", post, sent)
