import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .draw_order import picks, sha256

SHORTEST_WORD = 2


class SafetyDraw(models.Model):
    """Drawing: the word is said, the secret comes out, everybody can repeat what follows from both."""

    _inherit = "safety.draw"

    def _draw(self, word, witness):
        """Draw, with the ``word`` that ``witness`` (a user, not the one who draws) has said.

        :raises UserError: the pool is not sealed, the word is too short, or nobody witnesses it
        """
        self.ensure_one()
        self._workflow_check("draw", self._workflow["draw"]._replace(guard=None))
        self.sudo()._workflow_write({"word": (word or "").strip(), "witness_id": witness.id})
        return self._workflow_do("draw")

    def _check_word(self):
        self.ensure_one()
        if len(self.word or "") < SHORTEST_WORD:
            raise UserError(self.env._("Enter what the witness says: at least %s characters.", SHORTEST_WORD))
        if not self.witness_id or self.witness_id == self.env.user:
            raise UserError(self.env._("The witness is somebody else than who draws."))

    def _draw_values(self):
        """Create what is drawn; return what the step sets."""
        own = self.sudo()
        seed = own.secret + self.word
        pool = json.loads(own.pool_text)
        names = {key: name for key, _group, name in pool["items"]}
        target = {"E": "enterprise_id", "N": "target_unit_id"}
        self.env["safety.draw.line"].sudo().create(
            [
                {
                    "draw_id": self.id,
                    "rank": rank,
                    "name": names[pick["id"]],
                    "stratum": pick["group"],
                    "digest": pick["digest"],
                    target[pick["id"][0]]: int(pick["id"][1:]),
                    "inspector_ids": [(6, 0, [int(key[1:]) for key in pick["inspectors"]])],
                }
                for rank, pick in enumerate(picks(pool, seed), 1)
            ]
        )
        return {"seed": seed, "drawn_at": fields.Datetime.now(), "drawn_by_id": self.env.uid}

    def _after_draw(self):
        self.env["safety.duty"]._prove(self)

    # ---- proof -----------------------------------------------------------------------------------------------------

    def _drawn(self):
        """Return what the lines say was drawn, in the form of :func:`draw_order.picks`."""
        return [
            {
                "id": f"E{line.enterprise_id.id}" if line.enterprise_id else f"N{line.target_unit_id.id}",
                "group": line.stratum or "",
                "digest": line.digest,
                "inspectors": sorted(f"U{user.id}" for user in line.inspector_ids),
            }
            for line in self.line_ids.sorted("rank")
        ]

    @api.depends("pool_text", "pool_hash", "secret_hash", "seed", "line_ids")
    def _compute_is_intact(self):
        for draw in self.sudo():
            draw.is_intact = draw._recompute_proof()

    def _recompute_proof(self):
        """Return whether pool, secret and everything drawn agree with what was sealed."""
        if not self.pool_text or sha256(self.pool_text) != self.pool_hash:
            return False
        if sha256(self.secret or "") != self.secret_hash:
            return False
        if self.state != "drawn":
            return True
        if self.seed != self.secret + (self.word or ""):
            return False
        expected = [
            dict(pick, inspectors=sorted(pick["inspectors"])) for pick in picks(json.loads(self.pool_text), self.seed)
        ]
        return expected == self._drawn()

    def _proof(self):
        """Return the proof as plain values: what the shipped script needs beside the pool."""
        self.ensure_one()
        proof = {
            "number": self.number,
            "draw": self.name,
            "pool_hash": self.pool_hash,
            "secret_hash": self.secret_hash,
            "sealed_at": str(self.sealed_at),
            "redraw_of": self.redraw_of_id.number or None,
            "redraw_reason": self.redraw_reason or None,
        }
        if self.state == "drawn":
            secret = self.seed.removesuffix(self.word)
            proof |= {"secret": secret, "word": self.word, "drawn_at": str(self.drawn_at), "drawn": self._drawn()}
        return proof
