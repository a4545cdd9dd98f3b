from odoo import http
from odoo.http import content_disposition, request


class SafetyArchive(http.Controller):
    """The archive as one ZIP, sent while it is written."""

    @http.route("/street-safety/archive/<int:choice_id>", type="http", auth="user", sitemap=False, readonly=True)
    def archive(self, choice_id):
        """Send the files that the dialog ``choice_id`` chose; only to who opened it, and only what they may read."""
        wizard = request.env["safety.archive.wizard"].browse(choice_id).exists()
        if not wizard or wizard.sudo().create_uid != request.env.user:
            return request.not_found()
        wizard.check_access("read")
        day = request.env.company._safety_today()
        headers = [
            ("Content-Type", "application/zip"),
            ("Content-Disposition", content_disposition(request.env._("archive %s.zip", day))),
        ]
        response = http.Response(wizard._stream(), headers=headers, direct_passthrough=True)
        response.implicit_sequence_conversion = False
        return response
