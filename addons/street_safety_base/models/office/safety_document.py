from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..patterns.safety_workflow import Transition


class SafetyDocument(models.Model):
    """The register of incoming and outgoing papers: numbered by year, passed round, delivered, answered, filed.

    How long it is kept: ``safety_document_retention``. Clauses XT-5.2a, XT-5.3a, XY-3.3b, BF-1.1.5c, GY-4.1.1.
    """

    _name = "safety.document"
    _description = "Document"
    _inherit = [
        "safety.voidable",
        "safety.shared",
        "safety.workflow",
        "safety.scope.mixin",
        "safety.photos",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "number", "reference"]
    _photo_fields = ("file_ids",)
    _workflow = {
        "register": Transition(("draft",), "registered", after="_issue_number"),
        "file": Transition(("registered",), "filed", guard="_check_fileable", values="_filing_values"),
        "void": Transition(("registered",), "void", "approve", after="_after_void"),
        "keep": Transition(("filed",), "filed", "approve", guard="_check_past_time", values="_keep_values"),
    }
    _workflow_frozen = ("filed", "void")
    _workflow_fields = ("filed_on", "keep_reason", "kept_longer")
    _reason_fields = {"void": "void_reason", "keep": "keep_reason"}

    name = fields.Char(string="Title", required=True, tracking=True)
    direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing")], required=True, default="in", index=True, tracking=True
    )
    category_id = fields.Many2one("safety.document.category", index=True, ondelete="restrict", tracking=True)
    correspondent = fields.Char(help="Who sent it, or to whom it goes.", tracking=True)
    reference = fields.Char(string="Their number", help="The number the sender gave it.", tracking=True)
    document_date = fields.Date(string="Dated")
    date = fields.Date(
        string="Received or sent on",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.company._safety_today(),
    )
    copies = fields.Integer(default=1)
    is_urgent = fields.Boolean(string="Urgent", tracking=True)
    file_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    note = fields.Html(string="Summary and instructions")
    answer_due = fields.Date(string="Answer due on", tracking=True)
    answer_to_id = fields.Many2one(
        "safety.document", string="Answers", index="btree_not_null", ondelete="restrict", domain="[('id', '!=', id)]"
    )
    answer_ids = fields.One2many("safety.document", "answer_to_id", string="Answers received or sent")
    answer_state = fields.Selection(
        [("none", "No answer needed"), ("open", "Open"), ("late", "Late"), ("answered", "Answered")],
        string="Answer",
        compute="_compute_answer_state",
        search="_search_answer_state",
    )
    circulation_ids = fields.One2many("safety.document.circulation", "document_id")
    delivery_ids = fields.One2many("safety.document.delivery", "document_id", string="Delivery to enterprises")
    circulation_total = fields.Integer(string="Passed to", compute="_compute_counts", compute_sudo=True)
    circulation_open = fields.Integer(string="Not yet read or done", compute="_compute_counts", compute_sudo=True)
    delivery_total = fields.Integer(string="Enterprises", compute="_compute_counts", compute_sudo=True)
    delivery_open = fields.Integer(string="Not yet delivered", compute="_compute_counts", compute_sudo=True)
    handling = fields.Selection(
        [("received", "Received"), ("forwarded", "Forwarded"), ("done", "Done")],
        compute="_compute_handling",
        help="Received: with nobody yet. Forwarded: passed on, not everybody has read it or done what it asks. Done.",
    )
    filed_on = fields.Date(string="Filed on", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("registered", "Registered"), ("filed", "Filed"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _copies_positive = models.Constraint("CHECK(copies >= 0)", "The number of copies cannot be negative.")

    @property
    def _number_code(self):
        return f"safety.document.{self.direction}"

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("answer_due", "answer_ids.state")
    def _compute_answer_state(self):
        for document in self:
            if any(answer.state in ("registered", "filed") for answer in document.answer_ids):
                document.answer_state = "answered"
            elif not document.answer_due:
                document.answer_state = "none"
            else:
                late = document.answer_due < document.company_id._safety_today()
                document.answer_state = "late" if late else "open"

    def _search_answer_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        answered = Domain("answer_ids.state", "in", ("registered", "filed"))
        due, today = Domain("answer_due", "!=", False), self.env.company._safety_today()
        meaning = {
            "answered": answered,
            "none": ~answered & ~due,
            "open": ~answered & due & Domain("answer_due", ">=", today),
            "late": ~answered & due & Domain("answer_due", "<", today),
        }
        return Domain.OR(meaning[state] for state in value if state in meaning)

    @api.depends("circulation_ids.unit_id", "delivery_ids.unit_id")
    def _compute_reader_unit_ids(self):
        return super()._compute_reader_unit_ids()

    def _reader_units(self):
        return super()._reader_units() | self.circulation_ids.unit_id | self.delivery_ids.unit_id

    @api.depends("circulation_ids.state", "delivery_ids.state")
    def _compute_counts(self):
        passed = self.env["safety.document.circulation"]._counts(self)
        delivered = self.env["safety.document.delivery"]._counts(self)
        for document in self:
            document.circulation_total, document.circulation_open = passed.get(document._origin.id, (0, 0))
            document.delivery_total, document.delivery_open = delivered.get(document._origin.id, (0, 0))

    @api.depends("circulation_ids.state", "delivery_ids.state", "state")
    def _compute_handling(self):
        for document in self:
            passed = document.circulation_total + document.delivery_total
            waiting = document.circulation_open + document.delivery_open
            if document.state in ("draft", "void"):
                document.handling = False
            elif document.state == "filed" or passed and not waiting:
                document.handling = "done"
            else:
                document.handling = "forwarded" if passed else "received"

    @api.constrains("answer_to_id")
    def _check_answer_to_id(self):
        if self._has_cycle("answer_to_id"):
            raise ValidationError(self.env._("A document cannot answer itself. Choose another document."))

    # ---- steps -------------------------------------------------------------------------------------------------------

    def _check_fileable(self):
        for document in self:
            if document.answer_state in ("open", "late"):
                raise UserError(
                    self.env._(
                        "%(document)s waits for an answer until %(day)s. Register the answer with “Answer”, or empty "
                        "“Answer due on” when none is needed any more.",
                        document=document.name,
                        day=fields.Date.to_string(document.answer_due),
                    )
                )
            if document.circulation_open or document.delivery_open:
                raise UserError(
                    self.env._(
                        "%(document)s is still with %(read)s reader(s) and open for %(delivery)s enterprise(s). "
                        "Complete or cancel these lines first.",
                        document=document.name,
                        read=document.circulation_open,
                        delivery=document.delivery_open,
                    )
                )

    def _filing_values(self):
        return {"filed_on": min(document.company_id._safety_today() for document in self)}

    def action_register(self):
        """Enter the document in the register: it gets the next number of its direction and year."""
        return self._workflow_do("register")

    def action_file(self):
        """File the document when everybody has read it and it is delivered: it is frozen and kept as its class says."""
        return self._workflow_do("file")

    def action_answer(self):
        """Open a new document that answers this one."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_answer_to_id": self.id,
                "default_direction": "out" if self.direction == "in" else "in",
                "default_correspondent": self.correspondent,
                "default_name": self.env._("Answer: %s", self.name),
            },
        }

    def action_open_deliveries(self):
        """Open the enterprises the document is delivered to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_document_delivery_action")
        return {**action, "domain": [("document_id", "=", self.id)], "context": {"default_document_id": self.id}}

    def action_zip(self):
        """Open the dialog that packs the files of the documents into one ZIP."""
        self.check_access("read")
        return self.env["safety.archive.wizard"]._open_for(self.env["safety.archive.item"]._of(self))
