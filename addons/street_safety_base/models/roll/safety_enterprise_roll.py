from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

# What the roll follows.
LIFE = {"date_entered", "date_left", "unit_id", "merged_into_id"}
# Filled from the merged enterprise where the survivor has nothing.
MERGED_FIELDS = (
    "credit_code",
    "registration_date",
    "legal_form",
    "business_scope",
    "province",
    "city",
    "address",
    "phone",
    "principal_name",
    "safety_manager_name",
    "safety_manager_phone",
    "headcount",
    "industry",
    "industry_id",
    "size",
    "fire_class",
    "supervising_unit_own_id",
    "partner_id",
)


class SafetyEnterprise(models.Model):
    """The roll: entering, moving, leaving and merging, each with its dated movement."""

    _inherit = "safety.enterprise"

    active = fields.Boolean(compute="_compute_active", store=True)
    date_entered = fields.Date(
        string="On the roll since",
        required=True,
        copy=False,
        default=lambda self: self.env.company._safety_today(),
    )
    date_left = fields.Date(string="Left on", copy=False, readonly=True, tracking=True)
    leave_reason = fields.Char(string="Reason for leaving", copy=False, readonly=True)
    merged_into_id = fields.Many2one(
        "safety.enterprise",
        string="Merged into",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        tracking=True,
    )
    movement_ids = fields.One2many("safety.enterprise.movement", "enterprise_id", string="Movements")

    _merged_into_other = models.Constraint("CHECK(merged_into_id != id)", "An enterprise cannot be merged into itself.")

    @api.depends("date_left", "merged_into_id")
    def _compute_active(self):
        for enterprise in self:
            enterprise.active = not (enterprise.date_left or enterprise.merged_into_id)

    @api.constrains("date_entered", "date_left")
    def _check_dates(self):
        today = {company: company._safety_today() for company in self.company_id}
        for enterprise in self:
            last = max(enterprise.date_entered, enterprise.date_left or enterprise.date_entered)
            if last > today[enterprise.company_id]:
                raise ValidationError(self.env._("“%s” cannot enter or leave on a day to come.", enterprise.name))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_life_vals({name for vals in vals_list for name in vals})
        enterprises = super().create([dict(vals, active=not vals.get("date_left")) for vals in vals_list])
        enterprises._add_movements("entered")
        enterprises.filtered("date_left")._add_movements("left")
        return enterprises

    def write(self, vals):
        self._check_life_vals(vals)
        before = {record: (record.unit_id, record.active) for record in self} if LIFE & vals.keys() else {}
        result = super().write(vals)
        if before:
            self._follow_movements(before, vals)
        return result

    def _check_life_vals(self, names):
        if "active" in names:
            raise UserError(self.env._("An enterprise is not archived: take it off the roll, with date and reason."))
        if "merged_into_id" in names and not self.env.su:
            raise AccessError(self.env._("Enterprises are merged by the action “Merge”, by somebody who may approve."))

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Search as Odoo does; a merged enterprise is found under its old name and leads to its survivor."""
        found = super().name_search(name, domain, operator, limit)
        if not name or (limit and len(found) >= limit):
            return found
        merged = self.with_context(active_test=False).search(
            Domain("display_name", operator, name) & Domain("merged_into_id", "!=", False), limit=limit
        )
        old_names = {record.merged_into_id.id: record.display_name for record in merged}
        known = {record_id for record_id, _label in found}
        survivors = self.search(Domain(domain or Domain.TRUE) & Domain("id", "in", old_names.keys() - known))
        found += [
            (record.id, self.env._("%(name)s (formerly %(old)s)", name=record.display_name, old=old_names[record.id]))
            for record in survivors
        ]
        return found[:limit] if limit else found

    # ---- movements ---------------------------------------------------------------------------------------------------

    def _add_movements(self, kind, before=None):
        """Write what just happened to each: entered | returned | moved (from unit in ``before``) | left | merged."""
        stays = kind in ("entered", "returned", "moved")
        known = {"entered": "date_entered", "left": "date_left"}.get(kind)
        today = {company: company._safety_today() for company in self.company_id}
        self.env["safety.enterprise.movement"]._insert(
            {
                "enterprise_id": enterprise.id,
                "enterprise_name": enterprise.name,
                "type": "entered" if kind == "returned" else line,
                "date": enterprise[known] if known else today[enterprise.company_id],
                "from_unit_id": (before[enterprise][0].id if before else not stays and enterprise.unit_id.id) or None,
                "to_unit_id": enterprise.unit_id.id if stays else None,
                "unit_id": before[enterprise][0].id if line == "moved_out" else enterprise.unit_id.id,
                "company_id": enterprise.company_id.id,
                "reason": enterprise.merged_into_id.name or enterprise.leave_reason or None,
            }
            for enterprise in self.sudo()
            for line in (("moved_out", "moved") if kind == "moved" else (kind,))
        )

    def _follow_movements(self, before, vals):
        """Write the movements that a write made: the roll is never kept by hand."""
        if "date_entered" in vals:  # a correction, not an event
            entered = self.sudo().movement_ids.filtered(lambda movement: movement.type == "entered")
            first = {movement.enterprise_id: movement for movement in entered.sorted("id", reverse=True)}
            entered.browse().union(*first.values())._correct_entry(vals["date_entered"])
        stays = self.filtered(lambda record: record.active and before[record][1])
        stays.filtered(lambda record: record.unit_id != before[record][0])._add_movements("moved", before)
        gone = self.filtered(lambda record: before[record][1] and not record.active)
        gone.filtered("merged_into_id")._add_movements("merged")
        gone.filtered(lambda record: not record.merged_into_id)._add_movements("left")
        self.filtered(lambda record: record.active and not before[record][1])._add_movements("returned")

    @api.model
    def _safety_members_sql(self, as_of):
        """Return the SQL query (enterprise_id, unit_id) of the roll at the end of ``as_of``, whatever came later."""
        return SQL(
            """
            SELECT enterprise_id, to_unit_id AS unit_id FROM (
                SELECT DISTINCT ON (enterprise_id) enterprise_id, to_unit_id
                  FROM safety_enterprise_movement WHERE date <= %s
                 ORDER BY enterprise_id, date DESC, id DESC
            ) AS last_movement WHERE to_unit_id IS NOT NULL
            """,
            as_of,
        )

    # ---- leaving and returning ---------------------------------------------------------------------------------------

    def _leave(self, date, reason):
        """Take the enterprises off the roll on ``date`` (a date, not to come) because of ``reason``."""
        self._safety_check_level("act")
        self.write({"date_left": date, "leave_reason": reason})

    def action_leave(self):
        """Ask for date and reason, then take the enterprises off the roll."""
        return self._wizard_action("safety.enterprise.leave.wizard", self.env._("Take off the roll"))

    def action_return(self):
        """Put enterprises that had left back on the roll from today on."""
        self._safety_check_level("act")
        if self.merged_into_id:
            raise UserError(self.env._("A merged enterprise cannot return. Work with the one it was merged into."))
        return self.write({"date_left": False, "leave_reason": False})

    # ---- merging -----------------------------------------------------------------------------------------------------

    def _safety_current(self):
        """Return what stands for the enterprises now: the survivor of each merged one, the others themselves."""
        return self.browse((record.merged_into_id or record).id for record in self)

    def _import_target(self):
        return self._safety_current()

    def action_merge(self):
        """Ask which of the selected enterprises survives, then merge the others into it."""
        return self._wizard_action("safety.enterprise.merge.wizard", self.env._("Merge enterprises"))

    def _merge_into(self, survivor):
        """Merge into ``survivor``: reads follow, closed figures stay, the survivor's empty fields are filled."""
        survivor = survivor._safety_current()
        merged = self - survivor
        (merged | survivor)._safety_check_level("approve")
        if merged.company_id - survivor.company_id:
            raise UserError(self.env._("Enterprises of different streets cannot be merged."))
        earlier = self.sudo().with_context(active_test=False).search([("merged_into_id", "in", merged.ids)])
        (earlier | merged.sudo()).write({"merged_into_id": survivor.id})
        merged.flush_recordset()  # frees their credit codes for the survivor
        filled = {}
        for name in MERGED_FIELDS:
            giver = merged.filtered(name)[:1]
            if giver and not survivor[name]:
                filled[name] = self._fields[name].convert_to_write(giver[name], giver)
        survivor.write(filled)
        survivor.message_post(body=self.env._("Merged into this one: %s", format_list(self.env, merged.mapped("name"))))

    def _wizard_action(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_enterprise_ids": [(6, 0, self.ids)]},
        }
