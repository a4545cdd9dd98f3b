import json

from odoo import http
from odoo.http import content_disposition, request

PAGE = "/street-safety/draw/<string:token>"


class SafetyDraw(http.Controller):
    """What everybody may see of a draw: the sealed pool, the seed, who was drawn, and the files to check it with."""

    def _of_token(self, token):
        draw = request.env["safety.draw"].sudo().search([("token", "=", token)], limit=1)
        if not draw or not draw._is_public():
            raise request.not_found()
        return draw

    @http.route(PAGE, type="http", auth="public", sitemap=False, readonly=True)
    def page(self, token):
        """Show the draw."""
        draw = self._of_token(token)
        return request.render(
            "street_safety_inspection.draw_page",
            {"draw": draw._public_values(), "base": f"/street-safety/draw/{token}"},
        )

    @http.route(
        "/street-safety/draw/<string:token>/pool.json", type="http", auth="public", sitemap=False, readonly=True
    )
    def pool(self, token):
        """Send the sealed pool, byte for byte what was hashed."""
        return self._file("pool.json", self._of_token(token).pool_text)

    @http.route(
        "/street-safety/draw/<string:token>/proof.json", type="http", auth="public", sitemap=False, readonly=True
    )
    def proof(self, token):
        """Send the hashes, the seed and what was drawn."""
        return self._file("proof.json", json.dumps(self._of_token(token)._proof(), ensure_ascii=False, indent=1))

    def _file(self, name, text):
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(text.encode(), headers)
