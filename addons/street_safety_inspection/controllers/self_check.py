import re
import uuid

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.street_safety_base.controllers.portal import EnterprisePortal
from odoo.addons.street_safety_base.controllers.uploaded import uploaded

PHOTO = re.compile(r"photo_(\d{1,9})")


class SelfCheckPortal(EnterprisePortal):
    """The enterprise's self-check of the day: on the phone, in under a minute."""

    @http.route(
        "/my/enterprise/<int:enterprise_id>/self-check", type="http", auth="user", website=True, methods=["GET"]
    )
    def self_check(self, enterprise_id):
        """Show the questions of today; nothing is ticked beforehand."""
        return self._self_check_page(self._own(enterprise_id), {}, None, str(uuid.uuid4()))

    @http.route(
        "/my/enterprise/<int:enterprise_id>/self-check", type="http", auth="user", website=True, methods=["POST"]
    )
    def keep_self_check(self, enterprise_id, **post):
        """Keep the answers, or show them again with what is wrong."""
        enterprise = self._own(enterprise_id)
        files = {
            int(name[1]): uploaded(enterprise.company_id, field)
            for field in request.httprequest.files
            if (name := PHOTO.fullmatch(field))
        }
        identifier = post.get("uuid") or ""
        try:
            with request.env.cr.savepoint():
                inspection = enterprise._portal_keep_self_check(post, identifier, files)
        except UserError as error:
            return self._self_check_page(enterprise, post, str(error), identifier)
        return self._page(
            "portal_self_check_done",
            module="street_safety_inspection",
            file={"id": enterprise.id, "name": enterprise.name},
            findings=inspection.line_ids.filtered(lambda line: line.result == "not").mapped("note"),
            calendar=enterprise._portal_self_checks(7),
        )

    def _self_check_page(self, enterprise, typed, error, identifier):
        check = enterprise._portal_self_check()
        return self._page(
            "portal_self_check",
            module="street_safety_inspection",
            file={"id": check["id"], "name": check["name"]},
            check=check,
            typed=typed,
            error=error,
            identifier=identifier,
        )

    def _page(self, template, module=None, **values):
        if not module:
            return super()._page(template, **values)
        return request.render(
            f"{module}.{template}", {**self._prepare_portal_layout_values(), "page_name": "enterprise", **values}
        )
