from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

#: Cards of the route; who owes more than this sees the first ones and searches the others.
MOST_STOPS = 120


class SafetyInspection(models.Model):
    """What the inspection screen of the phone is told. Everything is read with the rights of the user."""

    _inherit = "safety.inspection"

    # ---- start -------------------------------------------------------------------------------------------------------

    @api.model
    def visit_start(self, enterprise_id, uuid, choice=None, duty_id=None):
        """Begin a visit, or go on with one that was begun.

        :param enterprise_id: id of the enterprise
        :param uuid: identifier that the phone gave the visit; the same one never makes a second record
        :param choice: ``join`` a colleague's unfinished inspection of today, ``new``: make one's own
        :param duty_id: the duty it was started from; a duty that wants a kind of inspection proposes it
        :return: what :meth:`visit_read` returns, or {"colleague": …} when somebody else is at it and nothing was chosen
        :raises AccessError: the enterprise is out of the user's reach
        """
        self._check_uuid(uuid)
        if known := self.search([("client_uuid", "=", uuid)]):
            return known.visit_read()
        if self.sudo().search_count([("client_uuid", "=", uuid)]):
            raise UserError(self.env._("The screen sent no valid identifier. Please reload the page."))
        enterprise = self.env["safety.enterprise"].browse(int(enterprise_id)).exists()
        enterprise.check_access("read")
        if not enterprise.active:
            raise UserError(self.env._("“%s” has left the roll: there is nothing to inspect.", enterprise.name))
        if choice != "new" and (found := self._unfinished(enterprise, choice)):
            mine = self.env.user in found.inspector_ids
            if not mine and choice != "join":
                names = found.inspector_ids.sudo().mapped("name")
                return {"colleague": {"id": found.id, "names": names, "enterprise": enterprise.name}}
            if not mine:
                found.inspector_ids |= self.env.user
            found._give_uuid(uuid)
            return found.visit_read()
        inspection = self.create(self._visit_vals(enterprise, duty_id))
        inspection._give_uuid(uuid)
        inspection._stamp_start()
        return inspection.visit_read()

    @api.model
    def visit_open(self, inspection_id, uuid):
        """Go on with the inspection ``inspection_id`` on this phone; return what :meth:`visit_read` returns."""
        self._check_uuid(uuid)
        inspection = self.browse(int(inspection_id)).exists()
        inspection.check_access("read")
        if inspection.state == "draft":
            inspection._give_uuid(uuid)
        return inspection.visit_read()

    def _unfinished(self, enterprise, choice):
        """Return the unfinished inspection to go on with: one's own, else that of a colleague of today."""
        drafts = self.search(
            [("enterprise_id", "=", enterprise.id), ("state", "=", "draft"), ("kind_id.is_reinspection", "=", False),
             ("kind_id.by_enterprise", "=", False)],
            order="date desc, id desc",
        )  # fmt: skip
        mine = drafts.filtered(lambda draft: self.env.user in draft.inspector_ids)[:1]
        today = enterprise.company_id._safety_today()
        return mine or drafts.filtered(lambda draft: draft.date == today)[:1]

    def _visit_vals(self, enterprise, duty_id):
        vals = {
            "enterprise_id": enterprise.id,
            "date": enterprise.company_id._safety_today(),
            "checklist_id": self.env["safety.checklist"]._proposed_for(enterprise).id,
            "representative_name": enterprise.safety_manager_name or enterprise.principal_name,
        }
        if kind := self._kind_of_duty(duty_id):
            vals["kind_id"] = kind.id
        return vals

    def _kind_of_duty(self, duty_id):
        """Return the only kind of inspection that proves the duty, where its rule names one."""
        duty = self.env["safety.duty"].browse(int(duty_id or 0)).exists()
        if not duty or not duty.has_access("read") or duty.kind_id.sudo().model != self._name:
            return self.env["safety.inspection.kind"]
        codes = []
        rule = duty.rule_id.sudo()
        for condition in (
            self.env["safety.duty.kind"]._parse_domain(rule.evidence_domain, self._name, rule.name).iter_conditions()
        ):
            if condition.field_expr == "kind_id.code" and condition.operator in ("in", "="):
                codes += [condition.value] if isinstance(condition.value, str) else condition.value
        kinds = self.env["safety.inspection.kind"].search([("code", "in", codes)])
        return kinds if len(kinds) == 1 else kinds.browse()

    @api.model
    def _check_uuid(self, uuid):
        if not isinstance(uuid, str) or not 16 <= len(uuid) <= 64:
            raise UserError(self.env._("The screen sent no valid identifier. Please reload the page."))

    def _give_uuid(self, uuid):
        """Tie the visit to the identifier of the phone; a second phone on the same visit keeps its own in its entries.

        :raises ConcurrencyError: the same start arrives twice at the same moment; the server tries again and finds it
        """
        if not self.client_uuid:
            try:
                with self.env.cr.savepoint():
                    self.sudo()._workflow_write({"client_uuid": uuid})
                    self.env.flush_all()
            except UniqueViolation as error:
                raise ConcurrencyError(str(error)) from error

    # ---- what the screen shows ---------------------------------------------------------------------------------------

    def visit_read(self):
        """Return everything that the screen of one visit shows, as plain values."""
        self.ensure_one()
        self.check_access("read")
        kinds = self.env["safety.inspection.kind"].search(
            [("is_reinspection", "=", False), ("by_enterprise", "=", False)]
        )
        return {
            "id": self.id,
            "uuid": self.client_uuid,
            "state": self.state,
            "number": self.number or "",
            "date": fields.Date.to_string(self.date),
            "enterprise": self._visit_enterprise(),
            "kind": self.kind_id.id,
            "kinds": kinds.read(["name", "min_inspectors", "certified", "needs_signature", "is_led"]),
            "needs_signature": self.needs_signature,
            "checklist": self.checklist_id.display_name or "",
            "checklists": [
                {"id": one.id, "name": one.display_name}
                for one in self.env["safety.checklist"]._offered(self.company_id)
            ],
            "hint": self.checklist_note or "",
            "me": self.env.uid,
            "inspectors": [{"id": user.id, "name": user.name} for user in self.inspector_ids.sudo()],
            "leader": self.leader_id.id,
            "colleagues": self._visit_colleagues(),
            "representative_name": self.representative_name or "",
            "note": self.note or "",
            "default_deadline": fields.Date.to_string(self.default_deadline),
            "after_photo": self.company_id.safety_rectification_photo,
            "form_always": self.company_id.safety_form_always,
            "hazards": self.hazard_count,
            **self._visit_lines(),
        }

    def _visit_enterprise(self):
        firm = self.enterprise_id
        return {
            "id": firm.id,
            "name": firm.name,
            "address": firm.address or "",
            "class_name": firm.class_id.name or "",
            "class_color": firm.class_color,
            "last_visit": fields.Date.to_string(firm.last_inspection_date) or "",
            "open_hazards": firm.open_hazard_count,
            "overdue_hazards": firm.overdue_hazard_count,
            "phone": firm.safety_manager_phone or firm.phone or "",
        }

    def _visit_colleagues(self):
        """Return who else may have come along: people whose seats work in the unit or above it."""
        above = [int(part) for part in self.unit_id.sudo().parent_path.split("/") if part]
        rows = self.env["safety.access"].sudo().search([("unit_id", "in", above), ("level", "!=", "read")])
        return [{"id": user.id, "name": user.name} for user in rows.user_id.filtered("active").sorted("name")]

    def _visit_lines(self):
        """Return {"lines": …, "seen": id of the latest entry}: the items, and who answered them last."""
        entries = self.entry_ids.sudo()
        latest = {entry.line_id.id: entry for entry in entries.filtered(lambda one: one.kind in ("answer", "finding"))}
        names = ("section", "name", "legal_basis", "measure", "result", "note", "severity", "fixed_on_spot")
        lines = [
            {
                "id": line.id,
                **{name: line[name] or "" for name in names},
                "fixed_on_spot": line.fixed_on_spot,
                "own": not line.item_id,
                "deadline": fields.Date.to_string(line.deadline) or "",
                "photos": line.photo_ids.ids,
                "after_photos": line.after_photo_ids.ids,
                "answered_by": latest[line.id].user_id.name if line.id in latest else "",
                "conflict": bool(line.id in latest and latest[line.id].conflict),
            }
            for line in self.line_ids
        ]
        return {"lines": lines, "seen": max(entries.ids, default=0)}

    # ---- today's route -----------------------------------------------------------------------------------------------

    @api.model
    def visit_route(self, text=""):
        """Return where to go today: one's unfinished visits, and the enterprises that one's open duties still miss.

        :param text: search words; empty: the route
        :return: {"drafts": […], "stops": […], "today": text}
        """
        today = self.env.company._safety_today()
        drafts = self.search(
            [("state", "=", "draft"), ("inspector_ids", "in", self.env.uid), ("kind_id.is_reinspection", "=", False)],
            limit=20,
        )
        stops = self._found_stops(text.strip()) if (text or "").strip() else self._owed_stops(today)
        return {
            "today": fields.Date.to_string(today),
            "drafts": [
                {"id": one.id, "name": one.enterprise_id.name, "progress": one.progress_text, "date": str(one.date)}
                for one in drafts
            ],
            "stops": stops,
        }

    def _owed_stops(self, today):
        duties = self.env["safety.duty"].search(
            [("is_mine", "=", True), ("state", "=", "open"), ("kind_id.model", "=", self._name),
             ("kind_id.code", "in", ("routine_inspection", "led_inspection")), ("window_start", "<=", today)],
            order="window_end, id", limit=12,
        )  # fmt: skip
        wanted = {}
        # What a duty misses costs one statement each; a person has a handful of duties.
        for duty in duties.filtered(lambda one: one._missing_model() == "safety.enterprise"):
            for id_ in duty._missing_ids():
                wanted.setdefault(id_, []).append(duty)
        firms = self.env["safety.enterprise"].search([("id", "in", list(wanted))], limit=MOST_STOPS)
        order = {id_: number for number, id_ in enumerate(wanted)}
        firms = firms.sorted(lambda firm: order[firm.id])
        return [self._stop(firm, wanted[firm.id], today) for firm in firms]

    def _found_stops(self, text):
        token = text.rpartition("/street-safety/plate/")[2] if "/street-safety/plate/" in text else ""
        enterprises = self.env["safety.enterprise"]
        if token:
            firms = enterprises.search([("plate_token", "=", token)]) if len(token) >= 16 else enterprises
        else:
            firms = enterprises.browse([id_ for id_, _name in enterprises.name_search(text, limit=20)])
        today = self.env.company._safety_today()
        return [self._stop(firm, [], today) for firm in firms.filtered("active")]

    def _stop(self, firm, duties, today):
        first = duties[0] if duties else None
        days = (first.window_end - today).days if first else None
        return {
            "id": firm.id,
            "name": firm.name,
            "address": firm.address or "",
            "unit": firm.unit_id.name,
            "class_name": firm.class_id.name or "",
            "class_color": firm.class_color,
            "last_visit": fields.Date.to_string(firm.last_inspection_date) or "",
            "open_hazards": firm.open_hazard_count,
            "latitude": firm.latitude,
            "longitude": firm.longitude,
            "duty": first.id if first else 0,
            "why": [duty.rule_id.name for duty in duties],
            "days_left": days,
        }

    def action_visit(self):
        """Go on with the inspection on the phone's screen."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id("street_safety_inspection.safety_inspection_action_visit")
        return {**action, "params": {"inspection_id": self.id}}
