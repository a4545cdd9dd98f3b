import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"
#: Who may draw again, and from where: it changes nothing in the draw itself.
AGAIN = Transition(("drawn", "void"), "drawn", "approve", OFFICER)


class SafetyDraw(models.Model):
    """A draw by lot that can be checked: of enterprises with their inspectors 双随机, or of units (ZF-T11.5, XT-3.3b).

    First the pool is sealed: sorted, hashed, published together with the hash of a secret. Then a witness says a word,
    and secret and word decide by SHA-256 (:mod:`draw_order`). Neither the office, which does not know the secret, nor
    the system, which does not know the word, can choose who is drawn. A draw is made once; other names need a re-draw
    with a reason, which both proofs show. Voiding keeps the number, so no draw disappears.
    """

    _name = "safety.draw"
    _description = "Draw by lot"
    _inherit = ["safety.voidable", "safety.workflow", "safety.scope.mixin", "safety.condition", "mail.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["number", "name"]
    _number_code = "safety.draw"
    _conditions = {"domain": "safety.enterprise"}

    _workflow = {
        "seal": Transition(
            ("draft",),
            "sealed",
            "approve",
            OFFICER,
            guard="_check_sealable",
            values="_seal_values",
            after="_issue_number",
        ),
        "draw": Transition(
            ("sealed",),
            "drawn",
            "approve",
            OFFICER,
            guard="_check_word",
            values="_draw_values",
            after="_after_draw",
        ),
        "void": Transition(("sealed",), "void", "approve", OFFICER, after="_after_void"),
    }
    _workflow_frozen = ("sealed", "drawn", "void")
    _workflow_fields = (
        "pool_text", "pool_hash", "pool_count", "secret_hash", "word", "witness_id", "seed", "sealed_at",
        "sealed_by_id", "drawn_at", "drawn_by_id",
    )  # fmt: skip

    name = fields.Char(string="Subject", required=True, tracking=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._safety_today(), index=True)
    subject = fields.Selection(
        [("enterprise", "Enterprises"), ("unit", "Units")],
        string="What is drawn",
        required=True,
        default="enterprise",
        tracking=True,
    )
    unit_type_id = fields.Many2one("safety.unit.type", string="Kind of unit", ondelete="restrict")
    domain = fields.Char(
        string="Which enterprises",
        default="[]",
        help="Of those on the register of the unit and below it.",
    )
    stratum = fields.Selection(
        [("class", "Supervision class"), ("kind", "Object kind"), ("unit", "Unit")],
        string="In groups by",
        help="Each group is drawn by itself, so that none is left out.",
    )
    share = fields.Float(string="Share (%)", digits=(5, 2), help="Of each group, rounded up.")
    number_drawn = fields.Integer(
        string="Number drawn", default=1, help="Of each group; fewer where the group has fewer."
    )
    count_by = fields.Selection(
        [("number", "A number"), ("share", "A share")], string="How many", required=True, default="number"
    )
    post_ids = fields.Many2many("safety.post", string="Inspectors are", help="Who holds one of these posts today.")
    inspectors_each = fields.Integer(
        string="Inspectors each", default=2, help="0 draws no inspectors. Enforcement needs two."
    )
    exclusion_ids = fields.One2many("safety.draw.exclusion", "draw_id", string="Conflicts of interest", copy=True)
    visibility = fields.Selection(
        [
            ("open", "Public from sealing on"),
            ("result", "Public when it is drawn"),
            ("internal", "Not public"),
        ],
        required=True,
        default="open",
        help="Unannounced visits: choose “Not public”. Nobody outside this unit's seats sees the draw, no message goes "
        "out, and nothing is written into a calendar.",
        tracking=True,
    )
    pool_text = fields.Text(string="Pool", readonly=True, copy=False, prefetch=False)
    pool_count = fields.Integer(string="In the pool", readonly=True, copy=False, aggregator=None)
    pool_hash = fields.Char(string="SHA-256 of the pool", readonly=True, copy=False)
    secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    secret_hash = fields.Char(string="SHA-256 of the secret", readonly=True, copy=False)
    word = fields.Char(string="Word of the witness", readonly=True, copy=False)
    witness_id = fields.Many2one("res.users", readonly=True, copy=False)
    seed = fields.Char(readonly=True, copy=False, help="Secret and word, one after the other.")
    sealed_at = fields.Datetime(string="Sealed on", readonly=True, copy=False)
    sealed_by_id = fields.Many2one("res.users", string="Sealed by", readonly=True, copy=False)
    drawn_at = fields.Datetime(string="Drawn on", readonly=True, copy=False, tracking=True)
    drawn_by_id = fields.Many2one("res.users", string="Drawn by", readonly=True, copy=False)
    line_ids = fields.One2many("safety.draw.line", "draw_id", string="Drawn", readonly=True)
    line_count = fields.Integer(string="Drawn number", compute="_compute_progress", aggregator=None)
    done_count = fields.Integer(string="Inspected", compute="_compute_progress", aggregator=None)
    redraw_of_id = fields.Many2one(
        "safety.draw", string="Re-draw of", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    redraw_reason = fields.Char(string="Drawn again because", readonly=True, copy=False)
    redraw_ids = fields.One2many("safety.draw", "redraw_of_id", string="Re-draws", readonly=True)
    is_intact = fields.Boolean(
        string="Proof holds",
        compute="_compute_is_intact",
        help="Pool, secret and everything drawn were computed anew and agree with what was sealed.",
    )
    token = fields.Char(default=lambda self: secrets.token_urlsafe(16), copy=False, readonly=True, required=True)
    public_url = fields.Char(string="Public page", compute="_compute_public_url")
    state = fields.Selection(
        [("draft", "Draft"), ("sealed", "Pool sealed"), ("drawn", "Drawn"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _token_uniq = models.UniqueIndex("(token)")
    _sensible = models.Constraint(
        "CHECK(share BETWEEN 0 AND 100 AND number_drawn >= 0 AND inspectors_each BETWEEN 0 AND 9)",
        "The share lies between 0 and 100 %, the number is not negative, and up to 9 inspectors go together.",
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for draw in self:
            draw.display_name = f"{draw.number} {draw.name}" if draw.number else draw.name

    @api.depends("line_ids.inspection_ids.state")
    def _compute_progress(self):
        lines = self.env["safety.draw.line"]
        counts = dict(lines._read_group([("draw_id", "in", self.ids)], ["draw_id"], ["__count"]))
        inspections = self.env["safety.inspection"].sudo()
        done = dict(
            inspections._read_group(
                [("draw_line_id.draw_id", "in", self.ids), ("state", "=", "done")],
                ["draw_line_id"],
                ["__count"],
            )
        )
        for draw in self:
            draw.line_count = counts.get(draw, 0)
            draw.done_count = sum(line.draw_id == draw for line in done)

    @api.depends("token", "state", "visibility")
    def _compute_public_url(self):
        for draw in self:
            shown = draw._is_public()
            draw.public_url = shown and f"{draw.get_base_url()}/street-safety/draw/{draw.token}"

    def _is_public(self):
        """Return whether anybody may see this draw now."""
        shown = {"open": ("sealed", "drawn", "void"), "result": ("drawn",)}.get(self.visibility, ())
        return self.state in shown

    @api.constrains("subject", "unit_type_id")
    def _check_subject(self):
        for draw in self:
            if draw.subject == "unit" and not draw.unit_type_id:
                raise ValidationError(self.env._("Fill in “Kind of unit”: units of one kind are drawn."))

    @api.constrains("exclusion_ids")
    def _check_exclusions(self):
        for draw in self:
            if draw.subject == "unit" and draw.exclusion_ids.filtered("enterprise_id"):
                raise ValidationError(self.env._("Units are drawn: a conflict names the inspector only."))

    @api.model_create_multi
    def create(self, vals_list):
        # A token chosen by somebody could be guessed by others.
        return super().create([{**vals, "token": secrets.token_urlsafe(16)} for vals in vals_list])

    def write(self, vals):
        if "token" in vals or "secret" in vals:
            raise UserError(self.env._("The address and the secret of a draw are made by the system."))
        return super().write(vals)

    # ---- buttons ---------------------------------------------------------------------------------------------------

    def action_seal(self):
        """Freeze and hash the pool; from now on nothing of this draw changes."""
        return self._workflow_do("seal")

    def action_draw(self):
        """Ask for the witness's word, which decides together with the sealed secret."""
        self.ensure_one()
        self._workflow_check("draw", self._workflow["draw"]._replace(guard=None))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Draw"),
            "res_model": "safety.draw.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_draw_id": self.id},
        }

    def action_redraw(self):
        """Ask why others are drawn; a new draw without those drawn already is appended, nothing is deleted."""
        self.ensure_one()
        self._workflow_check("redraw", AGAIN)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Draw again"),
            "res_model": "safety.draw.again.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_draw_id": self.id},
        }

    def action_open_public(self):
        """Open the page that everybody sees."""
        self.ensure_one()
        self.check_access("read")
        if not self._is_public():
            raise UserError(self.env._("This draw is not public now: see “Visibility”."))
        return {"type": "ir.actions.act_url", "url": self.public_url, "target": "new"}

    def _redraw(self, reason, number):
        """Append a draw of ``number`` more, in each group, to this one, for a written reason; return it as a draft.

        :raises UserError: the reason is missing, the number is not positive, or this draw is neither drawn nor void
        """
        self.ensure_one()
        self._workflow_check("redraw", AGAIN)
        if not (reason or "").strip() or number < 1:
            raise UserError(self.env._("Say why it is drawn again, and how many."))
        draft = self.copy(
            {
                "name": self.env._("%(draw)s, drawn again", draw=self.name),
                "date": self.company_id._safety_today(),
                "count_by": "number",
                "number_drawn": number,
            }
        )
        draft.sudo()._workflow_write({"redraw_of_id": self.id, "redraw_reason": reason.strip()})
        return draft

    def _workflow_protected(self):
        return super()._workflow_protected() | {"redraw_of_id", "redraw_reason"}

    def _chain(self):
        """Return this draw, what it was drawn again from, and all re-draws of these, oldest first."""
        first = self
        while first.redraw_of_id:
            first = first.redraw_of_id
        found = tail = first
        while tail := tail.redraw_ids:
            found |= tail
        return found.sorted("id")
