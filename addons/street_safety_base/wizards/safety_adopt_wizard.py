import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

CODED = {"unit_types": "safety.unit.type", "posts": "safety.post"}


class SafetyAdoptWizard(models.TransientModel):
    """Adopt a regulation in four steps: choose it, map its units and posts, see its load and set its figures, confirm.

    This file: choosing and mapping. From the third step on there is a draft regulation, whose rules the wizard edits.
    """

    _name = "safety.adopt.wizard"
    _description = "Adopt a regulation"

    source = fields.Selection(
        [("pack", "One that is shipped"), ("file", "A file"), ("regulation", "One that is here")],
        default="pack",
        required=True,
    )
    pack = fields.Selection(lambda self: self._pack_selection(), string="Regulation")
    upload = fields.Binary(string="Regulation file", attachment=False)
    regulation_id = fields.Many2one("safety.regulation", string="Our regulation")
    step = fields.Selection(
        [
            ("choose", "Choose"),
            ("map", "Units and posts"),
            ("figures", "Load and figures"),
            ("confirm", "Put in force"),
        ],
        default="choose",
        readonly=True,
    )
    content = fields.Json(readonly=True)
    summary = fields.Html(compute="_compute_summary")
    rule_total = fields.Integer(string="Rules", compute="_compute_summary")
    clause_total = fields.Integer(string="Clauses", compute="_compute_summary")
    gap_total = fields.Integer(string="Without one of ours", compute="_compute_gap_total")
    line_ids = fields.One2many("safety.adopt.line", "wizard_id", string="Units and posts")
    unit_id = fields.Many2one(
        "safety.unit",
        string="Street",
        required=True,
        domain="[('parent_id', '=', False)]",
        default=lambda self: self.env["safety.unit"].search(
            [("company_id", "=", self.env.company.id), ("parent_id", "=", False)], limit=1
        ),
    )
    date_from = fields.Date(string="In force from", required=True, default=lambda self: self._default_date_from())

    @api.model
    def _default_date_from(self):
        """The first day of the next month: no period begins in its middle."""
        return fields.Date.add(self.env.company._safety_today().replace(day=1), months=1)

    @api.model
    def _pack_selection(self):
        return [(code, f"{code} {content['regulation']['name']}") for code, content in self._packs().items()]

    @api.model
    def _packs(self):
        return self.env["safety.regulation"]._packs()

    @api.depends("content", "step", "source", "pack", "regulation_id")
    def _compute_summary(self):
        """Of what was read; before that, of what is chosen, so that one knows what one chooses."""
        for wizard in self:
            content = wizard._chosen() if wizard.step == "choose" else wizard.content or {}
            wizard.summary = content.get("regulation", {}).get("note")
            wizard.rule_total = len(content.get("rules") or [])
            wizard.clause_total = len(content.get("clauses") or [])

    def _chosen(self):
        """Return the content of the shipped or own regulation that is chosen; a file is read with the next step."""
        if self.source == "pack":
            return self._packs().get(self.pack) or {}
        return self.regulation_id._origin._to_file() if self.source == "regulation" and self.regulation_id else {}

    @api.depends("line_ids.unit_type_id", "line_ids.post_id")
    def _compute_gap_total(self):
        for wizard in self:
            wizard.gap_total = sum(1 for line in wizard.line_ids if not line._ours())

    def action_read(self):
        """Read the chosen regulation and suggest which of our units and posts its own are."""
        self.ensure_one()
        regulations = self.env["safety.regulation"]
        if self.source == "file":
            content = self.upload and regulations._read_file(base64.b64decode(self.with_context(bin_size=False).upload))
        else:
            self.regulation_id.check_access("read")
            content = self._chosen()
        if not content:
            raise UserError(self.env._("Choose a regulation first."))
        self.write({"content": content, "step": "map", "line_ids": [(5,), *self._suggestions(content)]})
        return self._reopen()

    def _suggestions(self, content):
        """Return create commands of the lines: the same code, else the same name, else a gap."""
        lines = []
        for key, model in CODED.items():
            ours = self.env[model].search(Domain.TRUE)
            by_code, by_name = ours.grouped("code"), ours.grouped("name")
            names = {row["code"]: row.get("name") or row["code"] for row in content.get(key) or []}
            uses = {}
            for rule in content.get("rules") or []:
                for code in rule.get(key) or []:
                    uses[code] = uses.get(code, 0) + 1
            for code in {**names, **uses}:
                name = names.get(code, code)
                found = by_code.get(code) or by_name.get(name)
                field = "unit_type_id" if key == "unit_types" else "post_id"
                values = {"type": key, "code": code, "name": name, "rule_count": uses.get(code, 0)}
                lines.append((0, 0, {**values, field: found and found[:1].id}))
        return lines

    def action_back(self):
        """Go one step back; nothing that was entered is lost."""
        self.ensure_one()
        steps = [code for code, _label in self._fields["step"].selection]
        self.step = steps[max(0, steps.index(self.step) - 1)]
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adopt a regulation"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
