from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

#: What a person may write about one item, and photos of one item.
LONGEST_NOTE, MOST_PHOTOS = 500, 4
RESULTS = ("conform", "not", "na")


class SafetyEnterprise(models.Model):
    """Self-checks: what the portal shows and keeps, and who has not done theirs (XY-3.7c, BF-1.1.4f)."""

    _inherit = "safety.enterprise"

    self_check_due = fields.Boolean(
        string="Self-check owed", compute="_compute_self_check", search="_search_self_check_due",
        help="Its class, or a rule in force, asks for self-checks.",
    )  # fmt: skip
    last_self_check_date = fields.Date(string="Last self-check", compute="_compute_self_check")
    self_checked_today = fields.Boolean(
        string="Self-check today", compute="_compute_self_check", search="_search_self_checked_today"
    )

    def _compute_self_check(self):
        groups = self.env["safety.inspection"]._read_group(
            Domain("enterprise_id", "in", self._origin.ids) & self._self_check_domain(),
            ["enterprise_id"],
            ["date:max"],
        )
        last = {enterprise.id: day for enterprise, day in groups}
        due = self.search([("id", "in", self._origin.ids), ("self_check_due", "=", True)])
        for enterprise in self:
            day = last.get(enterprise._origin.id)
            enterprise.last_self_check_date = day
            enterprise.self_checked_today = bool(day) and day >= enterprise.company_id._safety_today()
            enterprise.self_check_due = enterprise._origin in due

    @api.model
    def _self_check_domain(self):
        return Domain("state", "=", "done") & Domain("kind_id.by_enterprise", "=", True)

    def _search_self_check_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = Domain.OR(self._self_check_targets(company) for company in self.env.companies)
        return due if True in value else ~due

    def _search_self_checked_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        checked = Domain("inspection_ids", "any", self._self_check_domain() & Domain("date", "=", today))
        return checked if True in value else ~checked

    @api.model
    def _self_check_targets(self, company):
        """Return the Domain of those of ``company`` whom their class or a rule in force asks for self-checks."""
        rules = (
            self.env["safety.duty.rule"]
            .sudo()
            .search(
                [("company_id", "=", company.id), ("kind_id.code", "=", "self_check"),
                 ("regulation_id.state", "=", "in_force")]
            )
        )  # fmt: skip
        kinds = self.env["safety.duty.kind"]
        targets = [kinds._parse_domain(rule.target_domain, self._name, rule.name) for rule in rules]
        targets.append(Domain("class_id.self_check", "=", True))
        return Domain("company_id", "=", company.id) & Domain.OR(targets)

    def _portal_file(self):
        return {**super()._portal_file(), "self_checks": self._portal_self_checks(7)}

    def _portal_tasks(self):
        """Ask for today's self-check where a rule or the class of the enterprise does."""
        tasks = super()._portal_tasks()
        today = self.company_id._safety_today()
        if (
            self.filtered_domain(self._self_check_targets(self.company_id))
            and not self._portal_self_checks(1)[0]["count"]
        ):
            tasks.append(self._portal_task(self.env._("Self-check of today"), today, "self-check"))
        return tasks

    def action_open_self_checks(self):
        """Open the self-checks of the enterprise with findings and corrections (XY-1.6)."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_inspection_action")
        ours = Domain("enterprise_id", "in", list(self._safety_survivors())) & Domain(
            "kind_id.by_enterprise", "=", True
        )
        return {**action, "domain": list(ours), "context": {}}

    # ---- portal ------------------------------------------------------------------------------------------------------

    def _portal_self_check(self):
        """Return what the page of the self-check shows, as plain values. What was fine yesterday is asked again today:
        only words about what was wrong are offered.
        """
        self.ensure_one()
        checklist = self.env["safety.checklist"]._proposed_for(self, "self_check")
        before = self.inspection_ids.filtered_domain(self._self_check_domain()).sorted("id")[-1:]
        wrong = {line.item_id.id: line.note or "" for line in before.line_ids if line.result == "not"}
        return {
            "id": self.id,
            "name": self.name,
            "hint": checklist.note,
            "items": [
                {"id": item.id, "section": item.section, "name": item.name, "was_wrong": item.id in wrong,
                 "note": wrong.get(item.id, "")}
                for item in checklist.item_ids
            ],
            "done": self._portal_self_checks(7),
        }  # fmt: skip

    def _portal_self_checks(self, days):
        """Return the self-checks of the last ``days`` days, as plain values: a calendar of done and missing days."""
        today = self.company_id._safety_today()
        first = today - timedelta(days=days - 1)
        checks = self.env["safety.inspection"].search(
            Domain("enterprise_id", "=", self.id) & self._self_check_domain() & Domain("date", ">=", first)
        )
        by_day = checks.grouped("date")
        calendar = []
        for number in range(days):
            day = first + timedelta(days=number)
            done = by_day.get(day, checks.browse())
            calendar.append({"date": day, "count": len(done), "findings": sum(done.mapped("finding_count"))})
        return calendar

    def _portal_keep_self_check(self, values, uuid, files=None):
        """Keep a self-check as a finished record; the caller has checked that the enterprise is theirs.

        :param values: {"result_<item>": conform | not | na, "note_<item>": text, "by_principal": any, "note": text}
        :param uuid: identifier of the page: sending it twice makes no second record
        :param files: {item id: [(name, bytes)]}
        :return: the inspection
        :raises UserError: in words for the person who filled it in
        """
        self.ensure_one()
        inspections = self.env["safety.inspection"].sudo()
        inspections._check_uuid(uuid)
        if known := inspections.search([("client_uuid", "=", uuid)]):
            if known.enterprise_id != self:
                raise UserError(self.env._("Please reload the page and answer again."))
            return known
        checklist = self.env["safety.checklist"]._proposed_for(self, "self_check")
        lines = [self._self_check_line(vals, values) for vals in checklist.item_ids._line_vals()]
        kind = self.env["safety.inspection.kind"].search([("by_enterprise", "=", True)], limit=1)
        inspection = inspections.create(
            {
                "enterprise_id": self.id,
                "kind_id": kind.id,
                "checklist_id": checklist.id,
                "date": self.company_id._safety_today(),
                "inspector_ids": [Command.set(self.env.user.ids)],
                "representative_name": self.env.user.name,
                "by_principal": bool(values.get("by_principal")),
                "note": str(values.get("note") or "").strip()[:2000],
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        inspection._give_uuid(uuid)
        self._self_check_photos(inspection, files or {})
        inspection._workflow_do("done")
        return inspection

    def _self_check_line(self, vals, values):
        item = vals["item_id"]
        result = values.get(f"result_{item}")
        if result not in RESULTS:
            raise UserError(self.env._("“%s” is not answered yet. Look at it, then choose.", vals["name"]))
        note = str(values.get(f"note_{item}") or "").strip()[:LONGEST_NOTE]
        if result == "not" and not note:
            raise UserError(self.env._("“%s”: write in a few words what is wrong.", vals["name"]))
        return {**vals, "result": result, "note": note if result == "not" else False}

    def _self_check_photos(self, inspection, files):
        """Keep the photos of what is wrong; what is no photo is refused by its content."""
        lines = {line.item_id.id: line for line in inspection.line_ids}
        wanted = []
        for item, uploads in files.items():
            if len(uploads) > MOST_PHOTOS:
                raise UserError(self.env._("At most %s photos for one item.", MOST_PHOTOS))
            line = lines.get(item)
            for name, data in uploads if line and line.result == "not" else ():
                if len(data) > self.company_id.safety_upload_mb * 1024 * 1024:
                    raise UserError(
                        self.env._(
                            "“%(name)s” is larger than %(most)s MB.", name=name, most=self.company_id.safety_upload_mb
                        )
                    )
                values = line._photo_values(name, data)
                wanted.append({**values, "res_model": line._name, "res_id": line.id})
        for photo in self.env["ir.attachment"].sudo().create(wanted):
            lines_of = inspection.line_ids.filtered(lambda line, photo=photo: line.id == photo.res_id)
            lines_of.photo_ids = [Command.link(photo.id)]
