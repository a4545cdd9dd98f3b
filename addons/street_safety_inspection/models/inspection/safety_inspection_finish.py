from odoo import models
from odoo.exceptions import AccessError, UserError

from .safety_inspection import OFFICER


class SafetyInspection(models.Model):
    """Finishing: nothing unanswered, each finding becomes a hazard, a re-inspection moves the hazards it looked at."""

    _inherit = "safety.inspection"

    def _signature_content(self):
        return {
            "enterprise": self.enterprise_id.id,
            "date": self.date,
            "kind": self.kind_id.id,
            "lines": [(line.name, line.result, line.note or "") for line in self.line_ids],
            "rechecks": [(line.hazard_id.id, line.result, line.note or "") for line in self.recheck_ids],
            "note": self.note or "",
        }

    # ---- actions -----------------------------------------------------------------------------------------------------

    def action_done(self):
        """Finish the inspection; ask for the inspector's signature first where a signature rule wants one."""
        if len(self) == 1 and self._lacks_own_signature("done"):
            self._check_complete_content()
            return self.env["safety.sign.wizard"]._open_for(self, "done", "done")
        return self._workflow_do("done")

    def action_sign(self):
        """Sign as inspector without finishing yet."""
        self.ensure_one()
        return self.env["safety.sign.wizard"]._open_for(self, "done")

    def action_sign_representative(self):
        """Let the enterprise's representative sign on the screen."""
        self.ensure_one()
        action = self.env["safety.sign.wizard"]._open_for(self, "representative", outside=True)
        action["context"]["default_signer_name"] = self.representative_name
        return action

    def action_void(self):
        """Void an inspection entered by mistake, with a reason; duties already closed with it are not changed."""
        return self._open_reason("void", self.env._("Void"))

    def action_open_hazards(self):
        """Open the hazards that the inspection found or looked at."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_hazard_action")
        hazards = self.hazard_ids | self.recheck_ids.hazard_id
        return {**action, "domain": [("id", "in", hazards.ids)], "context": {"create": False}}

    def action_create_notice(self):
        """Open the notice of this inspection; make a draft listing its findings if there is none (XT-2.2a)."""
        self.ensure_one()
        notice = self.notice_ids.filtered(lambda notice: notice.state != "void")[:1]
        if not notice:
            hazards = self._hazards_to_order()
            if not hazards:
                raise UserError(
                    self.env._("Nothing was found that still has to be rectified: there is nothing to order.")
                )
            notice = self.env["safety.notice"].create(
                {"inspection_id": self.id, "line_ids": hazards._notice_line_commands()}
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.notice",
            "res_id": notice.id,
            "view_mode": "form",
        }

    def _hazards_to_order(self):
        """Return the hazards a notice of this inspection would list: found and open, or re-inspected and not fixed."""
        failed = self.recheck_ids.filtered(lambda line: line.result == "not_fixed").hazard_id
        return (self.hazard_ids | failed).filtered(lambda hazard: hazard.state in ("reported", "rectifying"))

    # ---- the steps ---------------------------------------------------------------------------------------------------

    def _check_complete(self):
        self._check_complete_content()
        self._check_signatures("done")

    def _check_complete_content(self):
        for inspection in self:
            inspection._check_visit()
            (inspection._check_rechecks if inspection.is_reinspection else inspection._check_lines)()
        self.line_ids._check_findings()

    def _check_visit(self):
        if self.date > self.company_id._safety_today():
            raise UserError(self.env._("%s lies in the future; it can be finished on its day.", self.display_name))
        if len(self.inspector_ids) < self.kind_id.min_inspectors:
            raise UserError(
                self.env._(
                    "“%(kind)s” needs at least %(count)s inspectors. Add who went along.",
                    kind=self.kind_id.name,
                    count=self.kind_id.min_inspectors,
                )
            )
        if self.answered_count < self.question_count:
            raise UserError(
                self.env._(
                    "%(open)s of %(all)s items are not answered yet.",
                    open=self.question_count - self.answered_count,
                    all=self.question_count,
                )
            )

    def _check_lines(self):
        if not self.line_ids:
            raise UserError(self.env._("Choose a checklist, or write down what was looked at as an item."))

    def _check_rechecks(self):
        if not self.notice_id:
            raise UserError(self.env._("Choose the notice that is looked after."))
        listed = self.notice_id.sudo().line_ids.hazard_id
        if self.recheck_ids.hazard_id - listed:
            raise UserError(self.env._("A hazard that the notice does not list cannot be re-inspected with it."))
        due = listed.filtered(lambda hazard: hazard.state in ("rectifying", "submitted"))
        if missing := due - self.recheck_ids.hazard_id:
            raise UserError(self.env._("“%s” is listed in the notice and was not looked at.", missing[0].name))
        self.recheck_ids._check_results()

    def _after_done(self):
        self._create_hazards()
        self._apply_rechecks()
        self.env["safety.duty"]._prove(self)

    def _create_hazards(self):
        """Make a hazard of each finding; what was put right on the spot is closed at once."""
        hazards = self.env["safety.hazard"].sudo().with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        findings = self.line_ids.filtered(lambda line: line.result == "not")
        created = hazards.create([line._hazard_vals() for line in findings])
        if fixed := created.filtered("line_id.fixed_on_spot"):
            fixed._workflow_do("fix")

    def _apply_rechecks(self):
        """Accept and close what is fixed, send back what is not.

        Where the inspector may not accept, it is handed in, and somebody else accepts: without the right, or when the
        inspector answers for the rectification and the street wants another (BF-1.1.3j).
        """
        fixed = self.recheck_ids.filtered(lambda line: line.result == "fixed").hazard_id
        failed = self.recheck_ids.filtered(lambda line: line.result == "not_fixed").hazard_id
        accepted = (fixed - fixed._answered_for()) if fixed and self._may_accept() else fixed.browse()
        if accepted:
            accepted._check_accepted_by(self.inspector_ids)
            accepted._workflow_do("recheck_pass")
            accepted._workflow_do("close")
        if handed_in := (fixed - accepted).filtered(lambda hazard: hazard.state == "rectifying"):
            handed_in._workflow_do("recheck_submit")
        if failed:
            failed._workflow_do("recheck_fail")
            failed._tell_failed()

    def _may_accept(self):
        if not self.env.user.has_group(OFFICER):
            return False
        try:
            self._safety_check_level("approve")
        except AccessError:
            return False
        return True

    def _check_voidable(self):
        for inspection in self:
            if inspection.recheck_ids:
                raise UserError(
                    self.env._("A re-inspection has moved hazards already. Reopen them instead of voiding it.")
                )
            if inspection.notice_ids.filtered(lambda notice: notice.state in ("issued", "served")):
                raise UserError(self.env._("A notice was issued on this inspection. Void the notice first."))
            moved = inspection.hazard_ids.filtered(
                lambda hazard: hazard.state not in ("reported", "void") and not hazard.fixed_on_spot
            )
            if moved:
                raise UserError(self.env._("“%s” is being rectified already: the inspection stays.", moved[0].name))

    def _after_void(self):
        if hazards := self.hazard_ids.filtered(lambda hazard: hazard.state != "void"):
            hazards._workflow_do("source_void")
