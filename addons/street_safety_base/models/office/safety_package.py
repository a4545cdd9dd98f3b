import hashlib
import json
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..patterns.safety_workflow import Transition

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class SafetyPackage(models.Model):
    """The papers of one unit and period: assembled from the records, checked, signed, frozen with a hash, handed in.

    A draft can be assembled anew at any time. Signed, its rows stay what they were, whatever happens to the records; a
    correction is a new version. Clauses XT-5.1, XT-3.1c, BF-2.2c, GY-4.2.9.
    """

    _name = "safety.package"
    _description = "Package"
    _inherit = ["safety.reasoned", "safety.signed", "safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "period_start desc, unit_id, kind_id, version desc, id"
    _workflow = {
        "sign": Transition(("draft",), "signed", guard="_check_signable", values="_signed_values", after="_after_sign"),
        "submit": Transition(
            ("signed",), "submitted", guard="_check_once", values="_submitted_values", after="_after_submit"
        ),
        "receive": Transition(
            ("submitted",), "received", "approve", guard="_check_receiver", values="_received_values"
        ),
        "return": Transition(("submitted",), "returned", "approve", guard="_check_receiver", after="_after_return"),
    }
    _workflow_frozen = ("signed", "submitted", "received", "returned")
    _reason_fields = {"return": "return_reason"}
    _workflow_fields = ("hash", "file_id", "submitted_on", "received_on", "return_reason", "section_data")

    kind_id = fields.Many2one(
        "safety.package.kind", string="Package kind", required=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(tracking=True)
    period_start = fields.Date(
        string="Period",
        required=True,
        index=True,
        default=lambda self: self.env.company._safety_today().replace(day=1) - relativedelta(months=1),
        help="Any day of the period will do.",
    )
    period_end = fields.Date(string="Period until", compute="_compute_period", store=True)
    due = fields.Date(string="Due on", compute="_compute_period", store=True, index=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "safety.package", string="Corrects", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    section_data = fields.Json(string="Rows", readonly=True, copy=False)
    row_count = fields.Integer(string="Records", compute="_compute_row_count")
    hash = fields.Char(string="Hash (SHA-256)", readonly=True, copy=False)
    file_id = fields.Many2one(
        "ir.attachment", string="Signed text", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    submitted_on = fields.Date(string="Handed in on", readonly=True, copy=False, index=True)
    received_on = fields.Date(string="Received on", readonly=True, copy=False)
    return_reason = fields.Text(string="Returned because", readonly=True, copy=False)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    note = fields.Text(string="Remarks")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signed", "Signed"),
            ("submitted", "Handed in"),
            ("received", "Received"),
            ("returned", "Returned"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _version_uniq = models.Constraint(
        "UNIQUE(kind_id, unit_id, period_start, version)",
        "The unit already has this package for the period. Open that one.",
    )

    # ---- period ------------------------------------------------------------------------------------------------------

    @api.depends("kind_id", "period_start")
    def _compute_period(self):
        for package in self:
            start, kind = package.period_start, package.kind_id
            if not (start and kind):
                package.period_end = package.due = False
                continue
            following = package._period_of(kind, start) + relativedelta(months=MONTHS[kind.period])
            package.period_end = following - timedelta(days=1)
            package.due = following + relativedelta(day=kind.due_day)

    @api.model
    def _period_of(self, kind, day):
        """Return the first day of the period of ``kind`` (a package kind) that holds ``day``."""
        months = MONTHS[kind.period]
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)

    @api.depends("kind_id", "unit_id", "period_start", "version")
    def _compute_display_name(self):
        for package in self:
            day = package.period_start
            words = {"month": "%Y-%m", "quarter": f"%YQ{(day.month + 2) // 3}", "year": "%Y"} if day else {}
            period = package.kind_id and day and day.strftime(words[package.kind_id.period])
            parts = (package.kind_id.name, package.unit_id.name, period)
            name = " ".join(filter(None, parts))
            package.display_name = f"{name} v{package.version}" if package.version > 1 else name

    @api.depends("due", "submitted_on")
    def _compute_is_late(self):
        for package in self:
            today = (package.company_id or self.env.company)._safety_today()
            package.is_late = bool(package.due and (package.submitted_on or today) > package.due)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        late = Domain("submitted_on", "=", False) & Domain("due", "<", today)
        late |= Domain("id", "in", SQL("(SELECT id FROM safety_package WHERE submitted_on > due)"))
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        packages = super().create([self._first_day(vals) for vals in vals_list])
        packages._assemble()
        return packages

    def write(self, vals):
        if "period_start" in vals:
            vals = self._first_day({"kind_id": self[:1].kind_id.id, **vals})
        result = super().write(vals)
        if {"kind_id", "unit_id", "period_start"} & vals.keys():
            self._assemble()
        return result

    def _first_day(self, vals):
        kind = self.env["safety.package.kind"].browse(vals.get("kind_id"))
        day = fields.Date.to_date(vals.get("period_start")) or self._fields["period_start"].default(self)
        return dict(vals, period_start=self._period_of(kind, day)) if kind else vals

    # ---- checks ------------------------------------------------------------------------------------------------------

    def _check_signable(self):
        for package in self:
            if package.period_end >= package.company_id._safety_today():
                raise UserError(self.env._("%s cannot be signed before its period is over.", package.display_name))
        self._check_current()
        self._check_signatures("hand_in")

    def _signature_content(self):
        return {
            "kind": self.kind_id.code,
            "unit": self.unit_id.path_name,
            "period": [self.period_start.isoformat(), self.period_end.isoformat()],
            "version": self.version,
            "sections": self.section_data or [],
        }

    def _canonical(self):
        """Return the package as the text that is hashed: JSON, keys sorted, no blanks."""
        return json.dumps(self._signature_content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def _signed_values(self):
        return {"hash": hashlib.sha256(self._canonical().encode()).hexdigest()}

    def _after_sign(self):
        """Attach the very text that was hashed: anybody can recompute the hash from the file."""
        files = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": f"{package.display_name}.json",
                        "raw": package._canonical().encode(),
                        "res_model": self._name,
                        "res_id": package.id,
                        "mimetype": "application/json",
                    }
                    for package in self
                ]
            )
        )
        for package, file in zip(self, files, strict=True):
            package.sudo()._workflow_write({"file_id": file.id})

    def _submitted_values(self):
        return {"submitted_on": min(package.company_id._safety_today() for package in self)}

    def _received_values(self):
        return {"received_on": min(package.company_id._safety_today() for package in self)}

    def _after_submit(self):
        self.env["safety.duty"]._prove(self)

    def _after_return(self):
        """Tell those who signed what is wrong; the text stays with the package."""
        for package in self:
            package._tell_returned(package.signature_ids.user_id, package.return_reason)

    # ---- steps -------------------------------------------------------------------------------------------------------

    def action_sign(self):
        """Sign the package on the screen; with the last signature that is needed it is frozen."""
        self.ensure_one()
        return self.env["safety.sign.wizard"]._open_for(self, "hand_in", step="sign")

    def action_submit(self):
        """Hand the signed package in: today, late or in time."""
        return self._workflow_do("submit")

    def action_receive(self):
        """The office confirms that it has the package. For seats above the unit that hands in."""
        return self._workflow_do("receive")

    def action_return(self):
        """Ask why, then return the package. The unit corrects it in a new version."""
        return self._open_reason("return", self.env._("Return the package"))

    def _check_receiver(self):
        """Raise AccessError unless the user's seats reach above the unit: nobody receives their own papers."""
        self.env["safety.access"]._check(self.sudo().unit_id.parent_id or self.sudo().unit_id, "approve")

    def action_new_version(self):
        """Make the next version of returned or wrong packages, assembled from today's records; open the last one."""
        self._safety_check_level("act")
        if superseded := self.filtered("next_ids"):
            raise UserError(
                self.env._(
                    "%(package)s was already corrected: open %(next)s.",
                    package=superseded[0].display_name,
                    next=superseded[0].next_ids[0].display_name,
                )
            )
        if drafts := self.filtered(lambda package: package.state == "draft"):
            raise UserError(self.env._("%s is a draft: assemble it anew instead.", drafts[0].display_name))
        made = self.create(
            [
                {
                    "kind_id": package.kind_id.id,
                    "unit_id": package.unit_id.id,
                    "period_start": package.period_start,
                    "previous_id": package.id,
                    "version": package.version + 1,
                }
                for package in self
            ]
        )
        return made[-1:].get_formview_action()

    @api.model
    def _generate(self, company):
        """Make the missing drafts of the last full period of every kind for its units. Idempotent, every night."""
        today = company._safety_today()
        kinds = self.env["safety.package.kind"].search([("unit_type_ids", "!=", False), ("part_ids", "!=", False)])
        kinds = kinds._asked_in(company)
        units = self.env["safety.unit"].search(
            [("company_id", "=", company.id), ("type_id", "in", kinds.unit_type_ids.ids)]
        )
        starts = {kind: self._period_of(kind, today) - relativedelta(months=MONTHS[kind.period]) for kind in kinds}
        known = self.search([("company_id", "=", company.id), ("period_start", "in", [*starts.values()])])
        there = {(package.kind_id, package.unit_id, package.period_start) for package in known}
        self.create(
            [
                {"kind_id": kind.id, "unit_id": unit.id, "period_start": start}
                for kind, start in starts.items()
                for unit in units
                if unit.type_id in kind.unit_type_ids and (kind, unit, start) not in there
            ]
        )
