from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from . import rule_file

# What a rule's ``fallback`` may say otherwise, and what is kept of the file for the day it is installed.
REPLACED = ("kind", "evidence_domain", "cause", "launch", "record", "due", "period", "standing")
BY_PERIOD = ("period_end", "next_period_day")


class SafetyDutyRule(models.Model):
    """Rules of a file whose evidence or cause comes with an addon that is not installed, and the reach of rules."""

    _inherit = "safety.duty.rule"

    # ---- out ---------------------------------------------------------------------------------------------------------

    def _to_file(self):
        content = super()._to_file()
        rule = self.sudo()
        if rule.by_holder:
            content["evidence_by_holder"] = True
        if rule.target_scope != "territory":
            content["targets"]["scope"] = rule.target_scope
        if content.get("units"):
            content["units"] = sorted(content["units"])
        if not rule.launch_occasion:
            content.pop("launch", None)
        if not rule.rotation_type_id:
            content.pop("rotation", None)
        if origin := content.pop("origin", None):
            content = {key: value for key, value in content.items() if key not in REPLACED} | origin
        return rule_file.clean(content)

    def _cause_to_file(self):
        content = super()._cause_to_file()
        if self.due_missing:
            content["due"] = {"type": "hours" if self.offset_unit == "hours" else "offset", "missing": True}
        if self.cause == "standing" and self.each_of:
            content["standing"]["each_of"] = self.each_of.split(",")
        if self._counts_by_month() and not self.due_missing:
            content |= {"due": rule_file.write_due(self), "period": self.period_unit}
        return content

    def _record_to_file(self):
        scope = self.cause_scope if self.cause_scope != "territory" else None
        return super()._record_to_file() | {"scope": scope}

    # ---- in ----------------------------------------------------------------------------------------------------------

    @api.model
    def _from_file(self, content, regulation, mapping):
        content = self._with_fallback(rule_file.clean(content))
        values = super()._from_file(content, regulation, mapping)
        values["file_extra"].pop("evidence_by_holder", None)
        due, record = content.get("due") or {}, content.get("record") or {}
        if content.get("cause") == "record" and due.get("type") in BY_PERIOD:
            values |= rule_file.read_due(due) | {"period_unit": content.get("period") or "month"}
        if due.get("missing") and due.get("type") == "hours":
            values["offset_unit"] = "hours"
        return values | {
            "by_holder": bool(content.get("evidence_by_holder")),
            "each_of": ",".join((content.get("standing") or {}).get("each_of") or []),
            "target_scope": (content.get("targets") or {}).get("scope") or "territory",
            "cause_scope": record.get("scope") or "territory",
            "due_missing": bool(due.get("missing")),
        }

    def _with_fallback(self, content):
        """Return ``content``, or what its ``fallback`` makes of it while evidence or cause are not installed."""
        fallback = content.get("fallback")
        if not fallback or self._is_installed(content):
            return content
        self._make_fallback_type(fallback)
        origin = {key: content[key] for key in REPLACED if key in content}
        kept = {key: value for key, value in content.items() if key != "evidence_domain"}
        if fallback.get("cause"):
            kept = {key: value for key, value in kept.items() if key not in ("record", "period")}
        return kept | {key: fallback[key] for key in REPLACED if key in fallback} | {"origin": origin}

    def _is_installed(self, content):
        """Tell whether the kind of evidence, the causing and the valid records of a rule exist here."""
        kind = self.env["safety.duty.kind"].sudo().search([("code", "=", content["kind"])], limit=1)
        if not kind and not content["kind"].startswith("work_record:"):
            return False
        for part, names in (("record", ("date_field",)), ("standing", ("valid_from", "valid_to", "target_field"))):
            asked = content.get(part) or {}
            model = asked.get("model")
            if not model:
                continue
            if model not in self.env or any(asked.get(n) and asked[n] not in self.env[model]._fields for n in names):
                return False
            if not self._can_ask(asked.get("domain"), model):
                return False
        return not kind or self._can_ask(content.get("evidence_domain"), kind.model)

    def _can_ask(self, domain, model):
        try:
            self.env["safety.duty.kind"]._parse_domain(rule_file.domain_text(domain), model, "")
        except ValidationError:
            return False
        return True

    def _make_fallback_type(self, fallback):
        code = (fallback.get("kind") or "").partition(":")[2]
        types = self.env["safety.record.type"].sudo().with_context(active_test=False)
        if code and not types.search_count([("code", "=", code)], limit=1):
            types.create({"code": code, "name": fallback.get("name") or code})

    def _step_from_file(self, step, mapping):
        command = super()._step_from_file(step, mapping)
        if command[2]["propose"] != (step.get("propose") or "none"):
            command[2]["propose_code"] = step["propose"]
        return command

    def _kind_from_file(self, content):
        """Work records point to what causes them where they have a field for it."""
        kind = super()._kind_from_file(content)
        model = (content.get("record") or {}).get("model")
        if model and kind.code.startswith("work_record:") and not kind.cause_field_id:
            fields = self.env["safety.record"]._fields.values()
            names = [field.name for field in fields if field.type == "many2one" and field.comodel_name == model]
            name = "parent_id" if "parent_id" in names else next(iter(names), None)
            kind.cause_field_id = self._field_id("safety.record", name)
        return kind

    def _units_from_file(self, codes, regulation, mapping):
        """Return the units that the rule names, ours for theirs; the rule is refused when there is none of them."""
        ours = mapping.get("units") or {}
        known = self.env["safety.unit"].search(
            [("code", "in", codes or []), ("company_id", "=", regulation.company_id.id)]
        )
        units = known.concat(*(ours.get(code, known.filtered(lambda u, code=code: u.code == code)) for code in codes))
        if codes and not units:
            raise UserError(self.env._("There are no units with the codes %s.", format_list(self.env, codes)))
        return units
