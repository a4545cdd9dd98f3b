from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .safety_hazard_element import KINDS

AUTHORITIES = [
    ("street", "The street"),
    ("district", "District or county"),
    ("city", "City"),
    ("province", "Province"),
    ("nation", "National level"),
]


class SafetyHazard(models.Model):
    """The major hazard: stop and withdraw at once, five elements, report form, listing – as far as the street asks."""

    _inherit = "safety.hazard"

    currency_id = fields.Many2one(related="company_id.currency_id")
    order_scope = fields.Selection(
        [
            ("immediate", "At once"),
            ("deadline", "By a deadline"),
            ("partial", "By a deadline, part of the business suspended"),
            ("full", "By a deadline, business suspended"),
        ],
        string="Ordered",
        default="deadline",
        required=True,
        help="At once: the deadline is the day it was found (XY-2.5c). Suspension: say who ordered it (XY-2.5d).",
    )
    ordering_authority = fields.Char(string="Suspension ordered by", help="The authority that ordered the suspension.")
    suspension = fields.Char(string="Business suspended", help="Which part, since when – or why it need not be.")
    equipment_stopped = fields.Char(string="Equipment stopped", help="Which equipment – or that there is none.")
    people_withdrawn = fields.Char(
        string="People withdrawn", help="Who left the danger zone – or that nobody was there."
    )
    element_ids = fields.One2many("safety.hazard.element", "hazard_id", string="Five elements", copy=False)
    asks_elements = fields.Boolean(string="Needs the five elements", compute="_compute_asks")
    asks_form = fields.Boolean(string="Needs the report form", compute="_compute_asks")
    asks_listing = fields.Boolean(string="Needs a listing", compute="_compute_asks")
    missing_elements = fields.Char(string="Elements missing", compute="_compute_missing_elements")
    goal = fields.Text(string="Goal of the treatment", help="What will be true when it is done.")
    organisation = fields.Text(string="Organisation and people", help="Who carries the treatment out.")
    listing_authority = fields.Selection(AUTHORITIES, string="Listed by", tracking=True)
    form_ids = fields.One2many("safety.hazard.form", "hazard_id", string="Report form", readonly=True)
    funds_spent = fields.Monetary(string="Funds spent", help="What the rectification has cost, in yuan.", copy=False)
    major_told_at = fields.Datetime(string="Told of as major at", readonly=True, copy=False)
    published_on = fields.Date(string="Published on", compute="_compute_published_on")

    _funds_positive = models.Constraint("CHECK(funds_spent >= 0)", "Funds cannot be negative.")

    @api.depends("severity", "company_id", "enterprise_id")
    def _compute_asks(self):
        for hazard in self:
            company = hazard.company_id or self.env.company
            major = hazard.severity == "major"
            wanted = company.safety_five_elements
            hazard.asks_elements = wanted == "all" and hazard.severity == "general" or major and wanted != "none"
            hazard.asks_form = major and company.safety_major_form
            hazard.asks_listing = major and company.safety_major_listing

    @api.depends("asks_elements", "element_ids.is_settled")
    def _compute_missing_elements(self):
        labels = dict(self.env["safety.hazard.element"]._fields["kind"]._description_selection(self.env))
        for hazard in self:
            settled = hazard.element_ids.filtered("is_settled").mapped("kind")
            missing = [labels[kind] for kind, _label in KINDS if kind not in settled]
            hazard.missing_elements = "、".join(missing) if hazard.asks_elements else False

    @api.depends("record_ids.state")
    def _compute_published_on(self):
        for hazard in self:
            published = hazard.sudo().record_ids.filtered(lambda record: record.publishes and record.state == "done")
            hazard.published_on = max(published.mapped("date"), default=False)

    @api.onchange("order_scope", "date")
    def _onchange_order_scope(self):
        if self.order_scope == "immediate":
            self.deadline = self.date

    @api.onchange("severity", "enterprise_id")
    def _onchange_severity(self):
        if self.severity == "major" and (self.company_id or self.env.company).safety_major_listing:
            self.listing_authority = self.listing_authority or "street"
        if not self.element_ids and (self._origin.asks_elements or self.asks_elements):
            self.element_ids = self._element_commands()

    @api.model_create_multi
    def create(self, vals_list):
        hazards = super().create(vals_list)
        for hazard in hazards.filtered(lambda one: one.order_scope == "immediate" and one.deadline != one.date):
            hazard.deadline = hazard.date
        hazards._prepare_major()
        return hazards

    def write(self, vals):
        if vals.get("order_scope") == "immediate":
            for hazard in self.filtered(lambda one: one.state == "reported" and one.deadline != one.date):
                hazard.deadline = hazard.date
        result = super().write(vals)
        if vals.get("severity") in ("major", "general"):
            self._prepare_major()
        return result

    def _prepare_major(self):
        """Lay out the five elements where they are asked for, and tell of major hazards once, the moment they are."""
        bare = self.sudo().filtered(lambda hazard: hazard.asks_elements and not hazard.element_ids)
        for hazard in bare:
            hazard.element_ids = hazard._element_commands()
        self.filtered(lambda hazard: hazard.severity == "major")._tell_major()

    def _element_commands(self):
        return [
            Command.create({"kind": kind, "sequence": number, "date": self.deadline if kind == "deadline" else False})
            for number, (kind, _label) in enumerate(KINDS)
        ]

    def _tell_major(self):
        """Report major hazards that nobody was told of yet (BF-1.1.3h, GY-6.4b)."""
        fresh = self.filtered(lambda hazard: hazard.severity == "major" and not hazard.sudo().major_told_at)
        if fresh:
            fresh.sudo()._workflow_write({"major_told_at": fields.Datetime.now()})
            fresh._report_up()

    # ---- guards ------------------------------------------------------------------------------------------------------

    def _check_major_orderable(self):
        """Refuse an order that leaves out what the street asks for at once (BF-1.1.3f, BF-1.1.3g, XY-2.5e)."""
        for hazard in self.sudo():
            if hazard.asks_elements and hazard.missing_elements:
                raise UserError(
                    self.env._(
                        "“%(hazard)s” still needs: %(missing)s.", hazard=hazard.name, missing=hazard.missing_elements
                    )
                )
            if hazard.order_scope in ("partial", "full") and not hazard.ordering_authority:
                raise UserError(self.env._("“%s”: which authority ordered the suspension?", hazard.name))
            if hazard.severity == "major":
                hazard._check_emergency()
                if hazard.asks_listing and not hazard.listing_authority:
                    raise UserError(self.env._("“%s” is major: fill in “Listed by”.", hazard.name))

    def _check_emergency(self):
        if not self.company_id.safety_major_emergency:
            return
        for name in ("suspension", "equipment_stopped", "people_withdrawn"):
            if not (self[name] or "").strip():
                raise UserError(
                    self.env._(
                        "“%(hazard)s” is major: fill in “%(field)s”, also when there is nothing to do.",
                        hazard=self.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _check_major_path(self):
        """Refuse to hand in or accept before evidence, report form and listing are as the street asks."""
        for hazard in self.sudo():
            if hazard.asks_elements:
                hazard._check_evidence()
            if hazard.asks_form and not hazard._live_form()._is_complete():
                raise UserError(self.env._("“%s”: the report form must have passed all its steps first.", hazard.name))
            if hazard.asks_listing and not hazard._live_listing():
                raise UserError(self.env._("“%s” must be listed first.", hazard.name))

    def _check_evidence(self):
        unproved = self.element_ids.filtered(lambda element: not element.is_proved)
        if unproved or not self.element_ids:
            labels = dict(self.element_ids._fields["kind"]._description_selection(self.env))
            missing = "、".join(labels[element.kind] for element in unproved) or self.env._("the five elements")
            raise UserError(
                self.env._("“%(hazard)s”: evidence is missing for %(missing)s.", hazard=self.name, missing=missing)
            )

    # ---- what an order leaves behind ---------------------------------------------------------------------------------

    def _after_major_order(self):
        major = self.filtered(lambda hazard: hazard.severity == "major")
        for hazard in major:
            facts = (hazard.suspension, hazard.equipment_stopped, hazard.people_withdrawn)
            if any(facts):
                hazard._note_act(
                    "suspension_evacuation", self.env._("Suspension and withdrawal"), "；".join(filter(None, facts))
                )
            hazard._note_act(
                "follow_up_assignment", self.env._("Follow-up task"), counterpart=hazard.responsible_id.sudo().name
            )
        for hazard in self.filtered("asks_elements"):
            settled = hazard.element_ids.filtered("is_settled")
            hazard._note_act("five_elements", self.env._("Five elements settled"), settled._digest())
        major.filtered("asks_listing")._propose_listing()

    # ---- report form -------------------------------------------------------------------------------------------------

    def _live_form(self):
        return self.form_ids.filtered(lambda form: form.state != "void")[:1]

    def action_form(self):
        """Open the report form of a major hazard; make the draft if there is none (BF-2.1.3b)."""
        self.ensure_one()
        self.check_access("read")
        form = self._live_form()
        if not form:
            if self.severity != "major":
                raise UserError(self.env._("“%s” is not a major hazard: it needs no report form.", self.name))
            form = self.env["safety.hazard.form"].create({"hazard_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.hazard.form",
            "res_id": form.id,
            "view_mode": "form",
        }
