from odoo import models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """Two draws: a public one of enterprises with inspectors, and an unannounced one of work points."""

    _inherit = "safety.demo"

    def _build_draws(self):
        """Seal both and draw them, the office with a witness of the discipline commission."""
        words = self._content("draws.json", "street_safety_inspection")
        draws, witness = self.env["safety.draw"].with_user(self._user("office")), self._user("discipline")
        root = self._unit("SF")
        inspectors = self._post("work_point_head") | self._post("work_point_deputy_head")
        firm = self._firms("SF111")[0]
        public = draws.create(
            {
                "name": words["enterprises"]["name"],
                "unit_id": root.id,
                "domain": "[('class_id', '!=', False)]",
                "stratum": "class",
                "number_drawn": 2,
                "post_ids": [Command.set(inspectors.ids)],
                "exclusion_ids": [
                    Command.create(
                        {
                            "user_id": self._holder_of(inspectors).id,
                            "enterprise_id": firm.id,
                            "reason": words["enterprises"]["conflict"],
                        }
                    )
                ],
            }
        )
        secret = draws.create(
            {
                "name": words["units"]["name"],
                "unit_id": root.id,
                "subject": "unit",
                "unit_type_id": self.env.ref("street_safety_base.unit_type_work_point").id,
                "number_drawn": 1,
                "inspectors_each": 0,
                "visibility": "internal",
            }
        )
        for draw, key in ((public, "enterprises"), (secret, "units")):
            draw.action_seal()
            draw._draw(words[key]["word"], witness)

    def _holder_of(self, posts):
        """Return one of those who hold one of ``posts`` today."""
        seats = self.env["safety.appointment"]
        return seats.search([("post_id", "in", posts.ids), *seats._in_office(self._today())], limit=1).user_id
