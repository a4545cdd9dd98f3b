from odoo import models


class SafetyDraw(models.Model):
    """What everybody may see of a draw, as plain values: a page for the public gets no record to ask further."""

    _inherit = "safety.draw"

    def _public_values(self):
        """Return what the public page shows. The caller has asked whether the draw is public."""
        self.ensure_one()
        draw = self.sudo()
        return {
            "street": draw.company_id.name,
            "name": draw.name,
            "number": draw.number or "",
            "date": draw.date,
            "state": draw.state,
            "void_reason": draw.void_reason or "",
            "redraw_of": draw.redraw_of_id.number or "",
            "redraw_reason": draw.redraw_reason or "",
            "redraws": [
                {"number": again.number, "reason": again.redraw_reason or ""}
                for again in draw.redraw_ids.filtered("number")
            ],
            "lines": [line._public_values() for line in draw.line_ids] if draw.state == "drawn" else [],
            "pool_count": draw.pool_count,
            "pool_hash": draw.pool_hash,
            "secret_hash": draw.secret_hash,
            "word": draw.word if draw.state == "drawn" else "",
            "seed": draw.seed if draw.state == "drawn" else "",
        }


class SafetyDrawLine(models.Model):
    """One line of the page."""

    _inherit = "safety.draw.line"

    def _public_values(self):
        """Return what the public page shows of one drawn."""
        return {
            "rank": self.rank,
            "name": self.name,
            "stratum": self.stratum or "",
            "inspectors": "、".join(self.inspector_ids.mapped("name")),
            "done": self.state == "done",
            "findings": self.inspection_id.finding_count if self.state == "done" else 0,
        }
