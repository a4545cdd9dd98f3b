from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import clean_context

#: Reports older than this many days say nothing about today.
LOOK_BACK = 366
SETTLED = ("accepted", "closed")


class SafetySupervisionLine(models.Model):
    """What was reported, read off the records: of a form's item its ledger, of an enterprise its last inspection."""

    _inherit = "safety.supervision.line"

    @api.model_create_multi
    def create(self, vals_list):
        # Defaults of the visit (its unit) are not those of its lines.
        bare = self.with_env(self.env(context=clean_context(self.env.context)))
        lines = super(SafetySupervisionLine, bare).create(vals_list)
        lines._read_reports()
        return lines.with_env(self.env)

    def write(self, vals):
        result = super().write(vals)
        if {"enterprise_id", "unit_id"} & vals.keys():
            self._read_reports()
        return result

    def _read_reports(self):
        """Write down what the records say now. Constant statements per ledger, whatever the number of lines."""
        texts = {**self._report_of_ledgers(), **self._report_of_enterprises()}
        for line, text in texts.items():
            if line.reported != text:
                line.sudo()._workflow_write({"reported": text})

    def _report_of_ledgers(self):
        found = {}
        for ledger, lines in self.filtered("item_id.ledger_id").grouped(lambda line: line.item_id.ledger_id).items():
            counts = self._ledger_counts(ledger, lines.unit_id)
            for line in lines:
                words = self.env._("%(ledger)s: %(count)s", ledger=ledger.name, count=counts.get(line.unit_id.id, 0))
                found[line] = words
        return found

    def _ledger_counts(self, ledger, units):
        """Return {unit id: number of records of ``ledger`` in it or below it}. One statement."""
        model, domain = self.env[ledger.model], self._ledger_domain(ledger)
        if ledger.model == "safety.unit":
            return units._sum_below((one, 1) for one in model.search(Domain("id", "child_of", units.ids) & domain))
        return units._count_below(ledger.model, domain)

    @api.model
    def _ledger_domain(self, ledger):
        return self.env["safety.duty.kind"]._parse_domain(ledger.domain, ledger.model, ledger.name)

    def _report_of_enterprises(self):
        lines = self.filtered("enterprise_id")
        last, hazards = lines._last_inspections(), lines._known_hazards()
        found = {}
        for line in lines:
            visit = last.get(line.enterprise_id.id)
            known = hazards.get(line.enterprise_id, self.env["safety.hazard"])
            still_open = len(known.filtered(lambda hazard: hazard.state not in SETTLED))
            if visit:
                found[line] = self.env._(
                    "Inspected on %(day)s with %(findings)s findings; %(open)s hazards open, %(settled)s settled",
                    day=visit.date,
                    findings=visit.finding_count,
                    open=still_open,
                    settled=len(known) - still_open,
                )
            else:
                found[line] = self.env._("No inspection reported; %s hazards open", still_open)
        return found

    def _last_inspections(self):
        """Return {enterprise id: last inspection that was reported}, those of supervision left out. One statement."""
        visits = self.env["safety.inspection"].search(
            Domain("enterprise_id", "in", self.enterprise_id.ids)
            & Domain("state", "=", "done")
            & Domain("kind_id.is_supervision", "=", False)
            & Domain("kind_id.by_enterprise", "=", False)
            & Domain("date", ">=", self.env.company._safety_today() - timedelta(LOOK_BACK)),
            order="date, id",
        )
        return {visit.enterprise_id.id: visit for visit in visits}

    def _known_hazards(self):
        """Return {enterprise: every hazard reported there, by whomever}. One statement."""
        hazards = self.env["safety.hazard"].search(
            Domain("enterprise_id", "in", self.enterprise_id.ids) & Domain("state", "!=", "void")
        )
        return hazards.grouped("enterprise_id")

    def action_open_reported(self):
        """Open the records behind “What was reported”."""
        self.ensure_one()
        self.check_access("read")
        if self.enterprise_id:
            action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_inspection_action")
            return {**action, "domain": [("enterprise_id", "=", self.enterprise_id.id)], "context": {}}
        ledger = self.item_id.ledger_id
        if not ledger:
            raise UserError(self.env._("“%s” has no ledger: nothing was reported about it.", self.name))
        path = "id" if ledger.model == "safety.unit" else "unit_id"
        return {
            "type": "ir.actions.act_window",
            "name": f"{ledger.name} · {self.unit_id.name}",
            "res_model": ledger.model,
            "view_mode": "list,form",
            "domain": list(Domain(path, "child_of", self.unit_id.id) & self._ledger_domain(ledger)),
        }

    # ---- an enterprise: what stands there against what was reported --------------------------------------------------

    def _compare(self, found):
        """Return (verdict, words) for the hazards ``found`` there, against those that were reported before.

        What is found and was never reported is omitted; what was reported as settled and stands there again, or still,
        is concealed; what is reported and open is known. Who supervises may decide otherwise.
        """
        self.ensure_one()
        known = self._known_hazards().get(self.enterprise_id, self.env["safety.hazard"]) - found
        verdict, words = "fine" if not found else "problem", []
        for hazard in found:
            alike = known.filtered(lambda one, hazard=hazard: one._is_alike(hazard))
            if alike.filtered(lambda one: one.state not in SETTLED):
                words.append(self.env._("%s (reported, open)", hazard.name))
            elif alike:
                verdict = "concealment"
                day = max(filter(None, alike.mapped("closed_on") + alike.mapped("accepted_on")), default="")
                words.append(self.env._("%(hazard)s (reported as settled on %(day)s)", hazard=hazard.name, day=day))
            else:
                verdict = "omission" if verdict != "concealment" else verdict
                words.append(self.env._("%s (not reported)", hazard.name))
        return verdict, "\n".join(words)


class SafetyHazard(models.Model):
    _inherit = "safety.hazard"

    def _is_alike(self, other):
        """Tell whether both name the same matter: the same words, or the same category."""
        return self.name == other.name or bool(self.section and self.section == other.section)
