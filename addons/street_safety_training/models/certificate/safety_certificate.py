from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from . import certificate_number

# Which certificate of a person counts follows from these.
RANKED = {"enterprise_id", "type_id", "name", "number", "operation", "date_issue", "active"}
DERIVED = {"is_current", "told_days"}
# What the figures of an enterprise hang on.
COUNTED = RANKED | {"working", "date_end", "date_review"}


class SafetyCertificate(models.Model):
    """One person's certificate at one enterprise; without a number: somebody who needs one and has none yet.

    A renewal is a new record, the old one stays as history and ``is_current`` says which counts. The certificate goes
    where its enterprise goes. A certificate that lapses today still holds today (XT-4.4c: expired is not valid).
    """

    _name = "safety.certificate"
    _description = "Certificate"
    _inherit = ["safety.scope.mixin", "safety.import.mixin", "safety.photos", "mail.thread"]
    _order = "valid_until, name, id"
    _rec_names_search = ["name", "number"]
    _photo_fields = ("scan_ids",)
    _import_keys = (("number",), ("name",))
    _import_limits = {"name": 60, "number": 40}
    _import_halfwidth = ("number", "phone")

    name = fields.Char(string="Holder", required=True, tracking=True)
    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="cascade", tracking=True)
    unit_id = fields.Many2one(
        related="enterprise_id.unit_id", store=True, precompute=True, readonly=True, default=None, help=None
    )
    type_id = fields.Many2one("safety.certificate.type", required=True, index=True, ondelete="restrict", tracking=True)
    group = fields.Selection(related="type_id.group", string="Whose", store=True)
    color = fields.Integer(related="type_id.color")
    type_note = fields.Text(related="type_id.note", string="Hint")
    operation = fields.Char(string="Operation or post", help="Low-voltage electrician, welder, forklift driver …")
    phone = fields.Char()
    number = fields.Char(
        tracking=True, index="btree_not_null", copy=False, help="Empty: needs this certificate, has none yet."
    )
    number_warning = fields.Char(string="Number check", compute="_compute_number_warning")
    is_odd = fields.Boolean(string="Odd number", compute="_compute_is_odd", store=True, precompute=True)
    issuer = fields.Char(string="Issued by")
    date_issue = fields.Date(string="Issued on", tracking=True, copy=False)
    date_end = fields.Date(
        string="Valid to", compute="_compute_dates", store=True, readonly=False, precompute=True, copy=False,
        tracking=True,
    )  # fmt: skip
    date_review = fields.Date(
        string="Review due", compute="_compute_dates", store=True, readonly=False, precompute=True, copy=False,
        tracking=True, help="Not reviewed by then, it no longer holds. Passed: enter the next day of review.",
    )  # fmt: skip
    valid_until = fields.Date(
        string="Holds until", compute="_compute_valid_until", store=True, precompute=True, index=True,
        help="The earlier of the last day and the review.",
    )  # fmt: skip
    working = fields.Boolean(
        string="Still works there", default=True, tracking=True, help="Who has left is no longer counted nor missed."
    )
    scan_ids = fields.Many2many("ir.attachment", bypass_search_access=True, copy=False)
    note = fields.Text()
    active = fields.Boolean(default=True)
    is_current = fields.Boolean(string="Counts", readonly=True, copy=False, index=True)
    told_days = fields.Integer(string="Last reminder (days before)", readonly=True, copy=False)
    days_left = fields.Integer(compute="_compute_state", aggregator=None)
    state = fields.Selection(
        [
            ("lacking", "No certificate"),
            ("valid", "Valid"),
            ("expiring", "Lapses soon"),
            ("expired", "Lapsed"),
            ("replaced", "Replaced"),
            ("left", "Left"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, type_id, number, COALESCE(operation, ''))"
        " WHERE number IS NOT NULL AND is_current AND working AND active",
        "This number is already registered for somebody who works in the street. "
        "Mark that person as left first, or compare the number with the card.",
    )
    _of_enterprise = models.Index("(enterprise_id, type_id) WHERE is_current AND working AND active")
    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_issue AND date_review >= date_issue)", "A certificate cannot lapse before it is issued."
    )

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("type_id", "date_issue")
    def _compute_dates(self):
        for record in self:
            issued, kind = record.date_issue, record.type_id
            months = kind.validity_months
            record.date_end = issued + relativedelta(months=months, days=-1) if issued and months else False
            months = kind.review_months
            record.date_review = issued + relativedelta(months=months, days=-1) if issued and months else False

    @api.depends("date_end", "date_review")
    def _compute_valid_until(self):
        for record in self:
            record.valid_until = min(filter(None, (record.date_end, record.date_review)), default=False)

    @api.depends("number", "type_id.has_identity")
    def _compute_is_odd(self):
        for record in self:
            record.is_odd = bool(record._oddity(record.number, record.type_id))

    @api.depends("number", "type_id")
    def _compute_number_warning(self):
        for record in self:
            record.number_warning = self._number_words(record._oddity(record.number, record.type_id))

    @api.model
    def _oddity(self, number, kind):
        number = certificate_number.normalise(number)
        today = self.env.company._safety_today()
        return number and certificate_number.oddity(number, identity=kind.has_identity, today=today)

    @api.model
    def _number_words(self, oddity):
        """Return a sentence about what is odd, or False. The number is kept all the same: it may be genuine."""
        return {
            "short": self.env._("The number is shorter than any genuine one."),
            "letters": self.env._("There is no digit in the number."),
            "same": self.env._("The number repeats one digit: it looks made up. Compare it with the card."),
            "row": self.env._("The digits count up or down: it looks made up. Compare it with the card."),
            "identity": self.env._("Numbers of this type carry the holder's identity number of 18 characters."),
            "check_digit": self.env._("The last character does not fit the identity number: mistyped or made up."),
            "birth": self.env._("The identity number holds no possible birthday."),
        }.get(oddity, False)

    @api.depends("number", "valid_until", "is_current", "working", "type_id.reminder_days", "company_id")
    def _compute_state(self):
        today = {company: company._safety_today() for company in self.company_id | self.env.company}
        first = {kind: kind._reminders()[0] for kind in self.type_id}
        for record in self:
            day = today[record.company_id or self.env.company]
            left = (record.valid_until - day).days if record.valid_until else 0
            record.days_left = left
            if record._origin and not record.is_current:
                record.state = "replaced"
            elif not record.working:
                record.state = "left"
            elif not record.number:
                record.state = "lacking"
            elif not record.valid_until or left > first[record.type_id]:
                record.state = "valid"
            else:
                record.state = "expiring" if left >= 0 else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        kinds = self.env["safety.certificate.type"].sudo().with_context(active_test=False).search(Domain.TRUE)
        counted = self._counted_domain()
        numbered = counted & Domain("number", "!=", False)
        soon = Domain.OR(
            Domain("type_id", "=", kind.id) & Domain("valid_until", "<=", today + relativedelta(days=first))
            for kind in kinds
            for first in kind._reminders()[:1]
        ) & Domain("valid_until", ">=", today)
        expired = Domain("valid_until", "<", today)
        states = {
            "lacking": counted & Domain("number", "=", False),
            "valid": numbered & ~soon & (Domain("valid_until", "=", False) | ~expired),
            "expiring": numbered & soon,
            "expired": numbered & expired,
            "replaced": Domain("is_current", "=", False),
            "left": Domain("is_current", "=", True) & Domain("working", "=", False),
        }
        return Domain.OR(states[state] for state in value if state in states)

    @api.model
    def _counted_domain(self):
        """Return the Domain of what is counted: the current certificate, or lack of one, of people who work there."""
        return Domain("is_current", "=", True) & Domain("working", "=", True)

    # ---- checks ------------------------------------------------------------------------------------------------------

    @api.constrains("number", "name", "company_id", "type_id")
    def _check_one_person(self):
        """One number is one person: a second name under it is a mistake, here or there. One query."""
        numbered = self.filtered("number")
        domain = [("number", "in", numbered.mapped("number")), ("company_id", "in", numbered.company_id.ids)]
        found = self.sudo().with_context(active_test=False).search_fetch(domain) if numbered else self
        by_number = found.grouped(lambda other: (other.company_id, other.type_id, other.number))
        for record in numbered:
            others = by_number[record.company_id, record.type_id, record.number]
            if other := others.filtered(lambda other, record=record: other.name != record.name)[:1]:
                raise ValidationError(
                    self.env._(
                        "The number %(number)s of “%(name)s” is registered for “%(other)s”. "
                        "One number is one person: correct the name or the number.",
                        number=record.number,
                        name=record.name,
                        other=other.name,
                    )
                )

    @api.constrains("number", "date_issue")
    def _check_issue(self):
        today = {company: company._safety_today() for company in self.company_id}
        for record in self.filtered("date_issue"):
            if record.date_issue > today[record.company_id]:
                raise ValidationError(
                    self.env._("“Issued on” of %s lies in the future. Compare it with the card.", record.name)
                )

    # ---- create, write, unlink ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([self._cleaned(vals) for vals in vals_list])
        records._rank()
        records._refresh_figures()
        return records

    def write(self, vals):
        others = self._siblings() if RANKED & vals.keys() else self.browse()
        before = self.enterprise_id if COUNTED & vals.keys() else None
        if {"date_end", "date_review", "date_issue"} & vals.keys():
            self._write_derived({"told_days": 0})
        result = super().write(self._cleaned(vals))
        if RANKED & vals.keys():
            (self | others)._rank()
        if COUNTED & vals.keys():
            self._refresh_figures(before)
        return result

    def unlink(self):
        others, before = self._siblings() - self, self.enterprise_id
        result = super().unlink()
        others._rank()
        self.browse()._refresh_figures(before)
        return result

    def copy_data(self, default=None):
        return [
            vals if default and "name" in default else dict(vals, name=self.env._("%s (copy)", record.name))
            for record, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.model
    def _cleaned(self, vals):
        vals = {name: value for name, value in vals.items() if name not in DERIVED}
        if "number" in vals:
            vals["number"] = certificate_number.normalise(vals["number"])
        if vals.get("name"):
            vals["name"] = " ".join(vals["name"].split())
        return vals

    def _siblings(self):
        """Return every certificate of the same people, types and enterprises, archived ones too, the newest first."""
        domain = Domain("enterprise_id", "in", self.enterprise_id.ids) & Domain("type_id", "in", self.type_id.ids)
        domain &= Domain("name", "in", self.mapped("name")) | Domain(
            "number", "in", [number for number in self.mapped("number") if number]
        )
        order = "date_issue desc nulls last, id desc"
        return self.sudo().with_context(active_test=False).search(domain, order=order)

    def _rank(self):
        """Tell which certificate of each person counts: the last one issued. Two writes at most.

        Operators of one name with several operations (welder and electrician) have several that count.
        """
        if not self:
            return
        siblings = self._siblings()
        seen, current = set(), self.browse()
        for record in siblings.filtered("active"):
            key = (record.enterprise_id, record.type_id, record.name, record.operation or "")
            if key not in seen:
                current |= record
            seen.add(key)
        # The old one first: for a moment both would have the number.
        (siblings - current).filtered("is_current")._write_derived({"is_current": False})
        self.flush_model(["is_current"])
        current.filtered(lambda record: not record.is_current)._write_derived({"is_current": True})
        self.flush_model(["is_current"])

    def _refresh_figures(self, before=None):
        """Bring in line the coverage of the enterprises of these certificates, and of those they were of ``before``."""
        if firms := self.enterprise_id.union(*(before or ())):
            self.env["safety.certificate.coverage"]._refresh(Domain("id", "in", firms.ids))

    def _write_derived(self, vals):
        # Past the refusal in write(), on purpose.
        return super(SafetyCertificate, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    # ---- actions -----------------------------------------------------------------------------------------------------

    def action_renew(self):
        """Open a new certificate of the same person, filled in as far as it stays the same."""
        self.ensure_one()
        self.check_access("write")
        kept = ("name", "operation", "phone", "number", "issuer", "note")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Renew"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                **{f"default_{name}": self[name] for name in kept if self[name]},
                "default_enterprise_id": self.enterprise_id.id,
                "default_type_id": self.type_id.id,
            },
        }

    def action_left(self):
        """Note that the people have left the enterprise: they are no longer counted nor missed."""
        return self.write({"working": False})
