from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# Set by the rules and by decisions, never by hand.
DECIDED = {
    "class_origin",
    "class_rule_id",
    "class_date",
    "proposed_class_id",
    "proposed_rule_id",
    "declined_rule_ids",
}
# Where enterprises wait for their class while a file is loaded; a rollback empties it, and takes them away too.
WAITING = "safety.enterprise.classify"


class SafetyEnterprise(models.Model):
    """The supervision class: by the strictest rule that holds, or by a person with a reason, never overridden."""

    _name = "safety.enterprise"
    _inherit = ["safety.enterprise", "safety.reasoned"]
    _reason_fields = {"confirm_class": "class_reason", "decline_class": "class_reason"}

    class_origin = fields.Selection(
        [("rule", "By rule"), ("manual", "By hand")], string="Class given", readonly=True, copy=False
    )
    class_rule_id = fields.Many2one(
        "safety.supervision.rule", string="Criterion", readonly=True, copy=False, ondelete="set null"
    )
    class_date = fields.Date(string="Class since", readonly=True, copy=False)
    class_mode = fields.Selection(related="class_id.mode", string="Supervision mode")
    proposed_class_id = fields.Many2one(
        "safety.supervision.class",
        string="Proposed class",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    proposed_rule_id = fields.Many2one(
        "safety.supervision.rule", string="Proposed by", readonly=True, copy=False, ondelete="set null"
    )
    declined_rule_ids = fields.Many2many(
        "safety.supervision.rule",
        "safety_enterprise_declined_rule_rel",
        string="Declined criteria",
        readonly=True,
        copy=False,
    )

    @api.onchange("class_id")
    def _onchange_class_id(self):
        """Another class by hand asks for a reason of its own."""
        previous = self._origin
        if self.class_id != previous.class_id and self["class_reason"] == previous.class_reason:
            self.class_reason = False

    # ---- create, write, import ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        units, fallback = self.env["safety.unit"].sudo(), {}
        mine = None if all(vals.get("unit_id") for vals in vals_list) else self.env.user._safety_default_unit()
        stamped = []
        for vals in vals_list:
            company = (units.browse(vals["unit_id"]) if vals.get("unit_id") else mine).company_id
            if vals.get("class_id"):
                told = self._class_by_hand(vals["class_id"])
            elif company in fallback:
                told = fallback[company]
            else:
                told = fallback[company] = self._class_at_birth(company)
            stamped.append({**self._undecided(vals), **told})
        enterprises = super().create(stamped)
        enterprises._classify_soon()
        return enterprises

    def _add_precomputed_values(self, vals_list):
        """Tell the street from the unit: Odoo would make a new record of each row just to compute it."""
        units = self.env["safety.unit"].sudo()
        for vals in vals_list:
            if vals.get("unit_id"):
                vals["company_id"] = units.browse(vals["unit_id"]).company_id.id
        return super()._add_precomputed_values(vals_list)

    def write(self, vals):
        vals = self._undecided(vals)
        if "class_id" in vals:
            vals |= self._class_by_hand(vals["class_id"])
        result = super().write(vals)
        if vals.keys() & {"class_id", *self.env["safety.supervision.rule"]._fields_used()}:
            self._classify_soon()
        return result

    def _undecided(self, vals):
        return {name: value for name, value in vals.items() if name not in DECIDED}

    def _class_by_hand(self, class_id):
        today = self.env.company._safety_today()
        return {
            "class_origin": "manual" if class_id else False,
            "class_rule_id": False,
            "class_date": today if class_id else False,
            "proposed_class_id": False,
            "proposed_rule_id": False,
        }

    @api.model
    def _class_at_birth(self, company):
        """Return the class that every new enterprise of ``company`` has until a stricter rule is found to hold.

        Told at birth it spares an import a second write of each row.
        """
        rules = self.env["safety.supervision.rule"]
        rule = rules.sudo().browse(rules._fallback_id(company.id))
        return self._class_by_rule(rule, company._safety_today()) if rule else {}

    @api.model
    def _class_by_rule(self, rule, day):
        return {
            "class_id": rule.class_id.id,
            "class_reason": rule.display_name if rule else False,
            "class_origin": "rule" if rule else False,
            "class_rule_id": rule.id,
            "class_date": day if rule else False,
        }

    @api.model
    def load(self, fields, data):
        """Load rows as before; their classes are found once for all of them."""
        waiting = self.env.cr.cache.setdefault(WAITING, set())
        try:
            result = super().load(fields, data)
        finally:
            self.env.cr.cache.pop(WAITING, None)
        if result["ids"]:
            self.with_context(tracking_disable=True).browse(waiting).exists()._classify()
        return result

    def _classify_soon(self):
        waiting = self.env.cr.cache.get(WAITING)
        if waiting is None and self:
            self._classify()
        elif self:
            waiting.update(self.ids)

    # ---- classification ----------------------------------------------------------------------------------------------

    def _classify(self):
        """Bring classes and proposals in line with the rules. Statements: one, and one more per class that changes."""
        for company, enterprises in self.sudo().grouped("company_id").items():
            rules = self.env["safety.supervision.rule"]._of_companies(company)
            self.with_company(company)._classify_by(rules, Domain("id", "in", enterprises.ids))

    @api.model
    def _classify_street(self, company):
        """Bring all enterprises of ``company`` in line with the rules. Idempotent; called every night."""
        rules = self.env["safety.supervision.rule"]._of_companies(company)
        domain = Domain("company_id", "=", company.id) & Domain("active", "=", True)
        self.with_company(company).with_context(tracking_disable=True)._classify_by(rules, domain)

    @api.model
    def _classify_by(self, rules, within):
        applying, proposing = self._rules_met(rules, within)
        nothing, by_id = rules.browse(), {rule.id: rule for rule in rules}
        strictness = {rule.class_id.id: rule.class_id.sequence for rule in rules}
        classes, proposals = defaultdict(list), defaultdict(list)
        for id_, class_id, origin, rule_id, proposed_id, sequence in self._classes_now(within):
            rule = applying.get(id_, nothing)
            by_hand = class_id and origin != "rule"
            if not by_hand and (rule_id != (rule.id or None) or class_id != (rule.class_id.id or None)):
                classes[rule].append(id_)
            present = sequence if by_hand else strictness.get(rule.class_id.id)
            proposal = proposing.get(id_, nothing)
            if proposal and present is not None and strictness[proposal.class_id.id] >= present:
                proposal = nothing
            if by_id.get(proposed_id, nothing) != proposal:
                proposals[proposal].append(id_)
        day = self.env.company._safety_today()
        for rule, ids in classes.items():
            self.sudo().browse(ids)._write_decided(self._class_by_rule(rule, day))
        for rule, ids in proposals.items():
            values = {"proposed_class_id": rule.class_id.id, "proposed_rule_id": rule.id}
            self.sudo().browse(ids)._write_decided(values)

    @api.model
    def _classes_now(self, within):
        """Return (id, class, origin, rule, proposing rule, sequence of the class) as stored.

        Rows, not records: every night a whole street is compared, and hardly anything differs.
        """
        self.flush_model(["class_id", "class_origin", "class_rule_id", "proposed_rule_id"])
        query = self.sudo().with_context(active_test=False)._search(within)
        if query.is_empty():
            return []
        kind = query.left_join(query.table, "class_id", "safety_supervision_class", "id", "class_id")
        names = ("id", "class_id", "class_origin", "class_rule_id", "proposed_rule_id")
        columns = [SQL.identifier(query.table, name) for name in names]
        return self.env.execute_query(query.select(*columns, SQL.identifier(kind, "sequence")))

    @api.model
    def _rules_met(self, rules, within):
        """Return ({enterprise id: strictest applying rule}, {enterprise id: strictest proposing, not declined one}).

        ``rules`` come strictest first; one statement for all.
        """
        domains = {}
        for rank, rule in enumerate(rules):
            domains[rank] = within & rule._domain_of_street()
            if rule.mode == "proposes":
                domains[rank] &= Domain("declined_rule_ids", "not in", rule.ids)
        met = {"applies": {}, "proposes": {}}
        for rank, id_ in rules._meeting(self.sudo().with_context(active_test=False), domains):
            best = met[rules[rank].mode]
            best[id_] = min(rank, best.get(id_, rank))
        return tuple({id_: rules[rank] for id_, rank in met[mode].items()} for mode in ("applies", "proposes"))

    def _write_decided(self, vals):
        # Past the refusal in write(), on purpose.
        return super().write(vals)  # pylint: disable=super-method-mismatch

    # ---- decisions ---------------------------------------------------------------------------------------------------

    def _decide_class(self, confirmed, reason):
        """Confirm or decline the proposed class because of ``reason``; a declined rule proposes it never again."""
        self._safety_check_level("approve")
        if without := self.filtered(lambda enterprise: not enterprise.proposed_rule_id):
            raise UserError(self.env._("No class is proposed for “%s”.", without[0].name))
        for enterprise in self:
            rule, company = enterprise.proposed_rule_id.sudo(), enterprise.company_id
            values = {"proposed_class_id": False, "proposed_rule_id": False}
            if confirmed:
                values |= self._class_by_rule(rule, company._safety_today()) | {"class_origin": "manual"}
                values["class_reason"] = f"{rule.display_name}: {reason}"
                message = self.env._(
                    "Class “%(name)s” confirmed. %(reason)s", name=rule.class_id.name, reason=values["class_reason"]
                )
            else:
                values["declined_rule_ids"] = [fields.Command.link(rule.id)]
                message = self.env._("“%(rule)s” declined: %(reason)s", rule=rule.display_name, reason=reason)
            enterprise.sudo()._write_decided(values)
            enterprise.message_post(body=message)
        self._classify()

    def _do_because(self, step, reason):
        """Take a decision on the enterprises with its written reason; it is kept in their history."""
        if not (reason or "").strip():
            raise UserError(self.env._("Please write the reason: it is kept with the record."))
        self.check_access("read")
        return getattr(self, f"_decide_{step}")(reason.strip())

    def _decide_confirm_class(self, reason):
        return self._decide_class(True, reason)

    def _decide_decline_class(self, reason):
        return self._decide_class(False, reason)

    def action_confirm_class(self):
        """Ask for the reason, then give the enterprises the class that is proposed."""
        return self._open_reason("confirm_class", self.env._("Confirm the class"))

    def action_decline_class(self):
        """Ask for the reason, then decline the class that is proposed."""
        return self._open_reason("decline_class", self.env._("Decline the class"))

    def action_class_by_rules(self):
        """Drop the class given by hand and let the rules decide again."""
        self._safety_check_level("act")
        self.write({"class_id": False, "class_reason": False})
        return True
