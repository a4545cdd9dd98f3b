from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyRegulation(models.Model):
    """A street's regulation as data: clauses and the duty rules that follow from them, in force between two dates."""

    _name = "safety.regulation"
    _description = "Regulation"
    _inherit = ["safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["name", "code", "document_number"]

    _workflow = {
        "adopt": Transition(("draft",), "in_force", "approve", OFFICE, guard="_check_adoptable"),
        "undo": Transition(("in_force",), "draft", "approve", OFFICE, guard="_check_undo", after="_after_undo"),
        "repeal": Transition(("in_force",), "repealed", "approve", OFFICE, values="_repeal_values"),
    }
    _workflow_frozen = ("repealed",)

    name = fields.Char(string="Title", required=True, tracking=True)
    code = fields.Char(required=True, help="Short name used in clause ids, e.g. XT.")
    document_number = fields.Char(string="Document number")
    issuer = fields.Char(string="Issued by")
    date_issued = fields.Date(string="Issued on")
    version = fields.Char(default="1", required=True)
    date_from = fields.Date(string="In force from", tracking=True)
    date_to = fields.Date(string="In force until", tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In force"), ("repealed", "Repealed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    clause_ids = fields.One2many("safety.clause", "regulation_id", string="Clauses", copy=True)
    rule_ids = fields.One2many("safety.duty.rule", "regulation_id", string="Duty rules", copy=True)
    note = fields.Html(string="Summary")
    gaps = fields.Text(readonly=True, copy=False, help="Rules of the file that could not be made here, and why.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code, version)", "The street already has this version of the regulation."
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A regulation cannot end before it is in force.",
    )

    def _check_adoptable(self):
        for regulation in self:
            if not regulation.date_from:
                raise UserError(self.env._("Fill in “In force from” before adopting %s.", regulation.name))
            if not regulation.rule_ids:
                raise UserError(self.env._("%s has no duty rule yet: nothing would follow from it.", regulation.name))

    def _repeal_values(self):
        today = min(regulation.company_id._safety_today() for regulation in self)
        return {"date_to": today}

    def action_adopt(self):
        """Put the regulation in force: the next nightly run makes its duties."""
        return self._workflow_do("adopt")

    def _check_undo(self):
        """Refuse once a duty was met or missed: then only a repeal ends the regulation."""
        of_rules = Domain("rule_id", "in", self.rule_ids.ids)
        met = Domain("state", "in", ("met", "met_late")) & Domain("evidence_ids", "!=", False)
        over = met | Domain("state", "=", "missed")
        closed = self.env["safety.duty"].sudo().search(of_rules & over, limit=1)
        if closed:
            raise UserError(
                self.env._(
                    "“%s” is met or missed already: the adoption cannot be undone, only repealed.", closed.display_name
                )
            )

    def _after_undo(self):
        self.env["safety.duty"].sudo().search([("rule_id", "in", self.rule_ids.ids)]).unlink()

    def action_undo(self):
        """Take the adoption back, with its duties, as long as none of them was met or missed."""
        return self._workflow_do("undo")

    def action_simulate(self):
        """Show how many duties the rules would make per post and month. Nothing is written."""
        return self._simulation("load")

    def action_back_test(self):
        """Show what the rules would have missed on the records of the last twelve months. Nothing is written."""
        return self._simulation("back_test")

    def _simulation(self, mode):
        """Try out the rules as they stand today: no version that ended, and no change that is only being prepared."""
        self.ensure_one()
        today = self.company_id._safety_today()
        rules = self.rule_ids.filtered(
            lambda rule: rule.stage == "valid" and (not rule.date_to or rule.date_to >= today)
        )
        return rules._simulation(mode)

    def action_repeal(self):
        """Repeal as of today: duties already open stay, no new ones are made."""
        return self._workflow_do("repeal")

    def copy_data(self, default=None):
        values = super().copy_data(default)
        for vals in values:
            vals["version"] = self.env._("%s (copy)", vals["version"])
        return values

    def action_open_rules(self):
        """Open the duty rules of the regulation."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_duty_rule_action")
        return {
            **action,
            "domain": [("regulation_id", "=", self.id)],
            "context": {"default_regulation_id": self.id},
        }

    @api.depends("name", "code", "version")
    def _compute_display_name(self):
        for regulation in self:
            regulation.display_name = f"[{regulation.code}] {regulation.name}" if regulation.code else regulation.name
