from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Which item stands for its type follows from these.
RANKED = {"enterprise_id", "type_id", "date", "counterparty", "active"}
# And these are shown on the enterprise besides.
SHOWN = {"level_id", "date_end"}


class SafetyDossierItem(models.Model):
    """One paper or proof in the file of an enterprise: a licence, a policy, an agreement, an appointment …

    A new one does not overwrite the old one: the history stays, and ``is_current`` says which counts. An item without
    a date is one that has to come (a contractor without agreement).
    """

    _name = "safety.dossier.item"
    _description = "Paper of an enterprise"
    _inherit = ["safety.scope.mixin", "safety.photos"]
    _order = "is_current desc, date desc, id desc"
    _photo_fields = ("file_ids",)

    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="cascade")
    # A paper is no event of a day: it goes where its enterprise goes.
    unit_id = fields.Many2one(
        related="enterprise_id.unit_id", store=True, precompute=True, readonly=True, default=None, help=None
    )
    type_id = fields.Many2one(
        "safety.dossier.type", string="Paper type", required=True, index=True, ondelete="restrict"
    )
    group = fields.Selection(related="type_id.group", string="Group", store=True)
    note_type = fields.Text(related="type_id.note", string="Hint")
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Title, person or device.",
    )
    number = fields.Char(string="Number or version")
    counterparty = fields.Char(help="Insurer, service body, contractor or tenant, issuing authority.")
    level_id = fields.Many2one("safety.dossier.level", ondelete="restrict", domain="[('type_id', '=', type_id)]")
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="company_id.currency_id")
    count = fields.Integer(default=1)
    date = fields.Date(help="Of issue, signing or assessment. Empty: it does not exist yet.")
    date_end = fields.Date(
        string="Valid until", compute="_compute_date_end", store=True, readonly=False, precompute=True, index=True
    )
    file_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True, copy=False)
    note = fields.Text()
    active = fields.Boolean(default=True)
    is_current = fields.Boolean(string="Current", readonly=True, copy=False, index=True)
    state = fields.Selection(
        [
            ("undated", "No proof yet"),
            ("valid", "Valid"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
            ("replaced", "Replaced"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    total_count = fields.Integer(string="Count in all", compute="_compute_total_count")
    is_repeat = fields.Boolean(string="Repeated", compute="_compute_total_count", search="_search_is_repeat")
    uses_number = fields.Boolean(related="type_id.uses_number", string="Uses number")
    uses_counterparty = fields.Boolean(related="type_id.uses_counterparty", string="Uses counterparty")
    uses_level = fields.Boolean(related="type_id.uses_level", string="Uses level")
    uses_amount = fields.Boolean(related="type_id.uses_amount", string="Uses amount")
    uses_count = fields.Boolean(related="type_id.uses_count", string="Uses count")
    uses_expiry = fields.Boolean(related="type_id.uses_expiry", string="Uses expiry")

    _type_of_enterprise = models.Index("(enterprise_id, type_id)")
    _amounts_positive = models.Constraint(
        "CHECK(amount >= 0 AND count >= 0)", "Amount and count of a paper cannot be negative."
    )

    # ---- computes and checks -----------------------------------------------------------------------------------------

    @api.depends("type_id")
    def _compute_name(self):
        """Name a paper after its type, in the language of the street: the enterprise reads it, too."""
        types, here = self.env["safety.dossier.type"], self.env.company
        langs = {company: company._safety_lang() for company in self.company_id | here}
        spoken = [types.with_context(lang=lang) for lang in {self.env.lang, *langs.values()}]
        names = {name for one in spoken for name in one.search(Domain.TRUE).mapped("name")}
        for item in self:
            if not item.name or item.name in names:
                item.name = item.type_id.with_context(lang=langs[item.company_id or here]).name

    @api.depends("type_id", "date")
    def _compute_date_end(self):
        for item in self:
            months = item.type_id.validity_months
            if item.date and months:
                item.date_end = item.date + relativedelta(months=months, days=-1)
            elif not item.date or not item.type_id.uses_expiry:
                item.date_end = False

    @api.depends("date", "date_end", "is_current", "type_id.reminder_days", "company_id")
    def _compute_state(self):
        today = {company: company._safety_today() for company in self.company_id | self.env.company}
        for item in self:
            day = today[item.company_id or self.env.company]
            if item._origin and not item.is_current:
                item.state = "replaced"
            elif not item.date:
                item.state = "undated"
            elif not item.date_end or item.date_end > day + relativedelta(days=item.type_id.reminder_days):
                item.state = "valid"
            else:
                item.state = "expiring" if item.date_end >= day else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        current, dated = Domain("is_current", "=", True), Domain("date", "!=", False)
        groups = self.env["safety.dossier.type"].sudo()._read_group([], ["reminder_days"], ["id:array_agg"])
        soon = Domain("date_end", ">=", today) & Domain.OR(
            Domain("type_id", "in", ids) & Domain("date_end", "<=", today + relativedelta(days=days))
            for days, ids in groups
        )
        in_order = Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        states = {
            "undated": current & Domain("date", "=", False),
            "valid": current & dated & in_order & ~soon,
            "expiring": current & dated & soon,
            "expired": current & dated & Domain("date_end", "<", today),
            "replaced": ~current,
        }
        return Domain.OR(states[state] for state in value if state in states)

    @api.model
    def _in_order_domain(self):
        """Return the Domain of the items that prove something today."""
        today = self.env.company._safety_today()
        lasts = Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        return Domain("is_current", "=", True) & Domain("date", "!=", False) & lasts

    @api.depends("enterprise_id", "type_id", "name", "count")
    def _compute_total_count(self):
        flagged = self.filtered("type_id.flags_repeats")
        domain = Domain("enterprise_id", "in", flagged.enterprise_id.ids) & Domain("type_id", "in", flagged.type_id.ids)
        groups = self._read_group(domain, ["enterprise_id", "type_id", "name"], ["count:sum"]) if flagged else []
        totals = {tuple(key): total for *key, total in groups}
        for item in self:
            total = totals.get((item.enterprise_id._origin, item.type_id._origin, item.name), 0)
            item.total_count = total if item in flagged else item.count
            item.is_repeat = item in flagged and total > 1

    def _search_is_repeat(self, operator, value):
        if operator != "in":
            return NotImplemented
        repeated = self._read_group(
            [("type_id.flags_repeats", "=", True)],
            ["enterprise_id", "type_id", "name"],
            ["id:array_agg"],
            having=[("count:sum", ">", 1)],
        )
        found = Domain("id", "in", [id_ for *_key, ids in repeated for id_ in ids])
        return found if True in value else ~found

    @api.constrains("type_id", "level_id", "date", "date_end")
    def _check_facts(self):
        for item in self:
            if item.level_id and item.level_id.type_id != item.type_id:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is no level of “%(type)s”.", level=item.level_id.name, type=item.type_id.name
                    )
                )
            if item.date and item.date_end and item.date_end < item.date:
                raise ValidationError(self.env._("“%s” cannot end before it begins.", item.name))

    # ---- create, write -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([self._without_rank(vals) for vals in vals_list])
        items._rank()
        return items

    def write(self, vals):
        others = self._siblings() if RANKED & vals.keys() else self.browse()
        before = self.enterprise_id
        result = super().write(self._without_rank(vals))
        if RANKED & vals.keys():
            (self | others)._rank(before)
        elif SHOWN & vals.keys() or self._is_looked_at(vals):
            self.enterprise_id._papers_changed()
        return result

    def unlink(self):
        others, enterprises = self._siblings() - self, self.enterprise_id
        result = super().unlink()
        others._rank(enterprises)
        return result

    @api.model
    def _is_looked_at(self, names):
        looked_at = self.env["safety.dossier.type"]._looked_at().get(self._name, frozenset())
        return not looked_at.isdisjoint(names)

    def _without_rank(self, vals):
        return {name: value for name, value in vals.items() if name != "is_current"}

    def _siblings(self):
        """Return all items of the same enterprises and types, archived ones too."""
        domain = [("enterprise_id", "in", self.enterprise_id.ids), ("type_id", "in", self.type_id.ids)]
        return self.sudo().with_context(active_test=False).search(domain, order="date desc nulls last, id desc")

    def _rank(self, others=None):
        """Tell, for the enterprises and types of these items, which item of each counts. Two writes at most.

        :param others: enterprises that an item has left
        """
        seen, current = set(), self.browse()
        siblings = self._siblings()
        for item in siblings.filtered("active"):
            keeps = item.type_id.keeps
            key = (item.enterprise_id, item.type_id, keeps == "counterparty" and (item.counterparty or "").strip())
            if keeps == "many" or key not in seen:
                current |= item
            seen.add(key)
        current.filtered(lambda item: not item.is_current)._write_rank(True)
        (siblings - current).filtered("is_current")._write_rank(False)
        (self.enterprise_id | (others or self.enterprise_id))._papers_changed()

    def _write_rank(self, value):
        # Past the refusal in write(), on purpose.
        return super().write({"is_current": value})  # pylint: disable=super-method-mismatch
