from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from . import rule_file

WORK_RECORD = "work_record:"


class SafetyDutyRule(models.Model):
    """A rule in the exchange file: codes instead of ids, so that another street can read it."""

    _inherit = "safety.duty.rule"

    # ---- out ---------------------------------------------------------------------------------------------------------

    def _to_file(self):
        """Return the rule as the keys of the exchange file."""
        self.ensure_one()
        rule = self.sudo()
        content = {
            "clause": rule.clause_id.code,
            "code": rule.code,
            "also": rule.other_clause_ids.mapped("code"),
            "name": rule.name,
            "kind": rule.kind_id.code,
            "evidence_domain": rule.evidence_domain if rule.evidence_domain != "[]" else None,
            "unit_types": rule._unit_types().mapped("code"),
            "units": [code for code in rule.unit_ids.mapped("code") if code],
            "posts": rule.post_ids.mapped("code"),
            "actors": rule.actor_mode,
            "cause": rule.cause,
            "records": rule.required_count,
            "times": rule.times,
            "targets": rule_file.write_targets(rule),
            "steps": [step._to_file() for step in rule.step_ids],
            "partial": rule.edge_mode,
            "secret": rule.is_secret or None,
            "rotation": {"unit_type": rule.rotation_type_id.code},
            "repeat": rule_file.write_repeat(rule),
            "launch": rule.launch_occasion,
            "consequences": [code for code in (rule.consequences or "").split(",") if code],
            "configurable": [path for path in (rule.configurable or "").split(",") if path],
            "note": rule.note,
        }
        return rule_file.clean({**(rule.file_extra or {}), **content, **rule._cause_to_file()})

    def _cause_to_file(self):
        if self.cause == "record":
            return {"record": self._record_to_file()}
        if self.cause == "launched":
            return {"record": {"offset": self.offset_to, "unit": rule_file.FILE_UNITS[self.offset_unit]}}
        content = {
            "period": self.period_unit,
            "anchor": str(self.anchor_date) if self.anchor_date else self.window_anchor_day or None,
            "fixed_dates": [part.strip() for part in (self.fixed_dates or "").split(",") if part.strip()],
            "special_days": self.special_kind_ids.mapped("code"),
            "window": rule_file.write_window(self),
            "due": rule_file.write_due(self),
        }
        if self.cause == "standing":
            content["standing"] = {
                "model": self.standing_model,
                "domain": self.standing_domain,
                "valid_from": self.standing_from_field_id.name,
                "valid_to": self.standing_to_field_id.name,
                "target_field": self.standing_target_field_id.name,
                "valid_for": self.standing_months and {"value": self.standing_months, "unit": "month"},
            }
        return content

    def _record_to_file(self):
        return {
            "model": self.cause_model,
            "domain": self.cause_domain,
            "date_field": self.cause_date_field_id.name,
            "unit_field": self.cause_unit_field_id.name if self.cause_unit_field_id.name != "unit_id" else None,
            "from": self.offset_from or None,
            "offset": self.offset_to,
            "unit": rule_file.FILE_UNITS[self.offset_unit],
            "linked": self.evidence_linked,
        }

    # ---- in ----------------------------------------------------------------------------------------------------------

    @api.model
    def _from_file(self, content, regulation, mapping):
        """Return the values of a rule of ``regulation`` written as ``content``.

        :param mapping: {"unit_types": {code: record}, "posts": {code: record}}; what is not in it is found by its code
        :raises UserError: something the rule needs is not here, said in a sentence
        """
        content = rule_file.clean(content)
        kind = self._kind_from_file(content)
        values = {
            "regulation_id": regulation.id,
            "code": content.get("code") or content.get("clause"),
            "name": content["name"],
            "kind_id": kind.id,
            "evidence_domain": rule_file.domain_text(content.get("evidence_domain")),
            "cause": content.get("cause") or "calendar",
            "required_count": content.get("records", 1),
            "times": content.get("times") or 1,
            "edge_mode": content.get("partial") or "skip",
            "is_secret": bool(content.get("secret")),
            "launch_occasion": self._occasion_from_file(content.get("launch")),
            "consequences": ",".join(content.get("consequences") or []),
            "configurable": ",".join(content.get("configurable") or []),
            "note": content.get("note"),
            "step_ids": [self._step_from_file(step, mapping) for step in content.get("steps") or []],
            "file_extra": {key: value for key, value in content.items() if key not in rule_file.KNOWN},
            "rotation_type_id": self._rotation_from_file(content, mapping),
            **self._clauses_from_file(content, regulation),
            **self._actors_from_file(content, regulation, mapping),
            **rule_file.read_targets(content.get("targets")),
            **rule_file.read_repeat(content.get("repeat") or {}),
        }
        return values | self._cause_from_file(content, values["cause"], kind)

    def _occasion_from_file(self, code):
        """Return the occasion of a file; one that is not known here is something else."""
        return code if not code or code in self._fields["launch_occasion"].get_values(self.env) else "other"

    def _clauses_from_file(self, content, regulation):
        """Return the values that say from which clauses the rule comes, and so where it stands in the list."""
        clauses = regulation.clause_ids.grouped("code")
        clause = clauses.get(content.get("clause"), regulation.clause_ids.browse())[:1]
        others = [clauses[code].id for code in content.get("also") or [] if code in clauses]
        return {
            "clause_id": clause.id,
            "sequence": clause.sequence or 10,
            "other_clause_ids": [Command.set(others)],
        }

    def _actors_from_file(self, content, regulation, mapping):
        """Return the values that say who owes it: which posts, at units of which types, at which of them only."""
        types = self._all_by_code("safety.unit.type", content.get("unit_types"), mapping.get("unit_types", {}))
        posts = self._all_by_code("safety.post", content.get("posts"), mapping.get("posts", {}))
        units = self._units_from_file(content.get("units") or [], regulation, mapping)
        return {
            "unit_type_id": types[0].id,
            "other_unit_type_ids": [Command.set(types[1:].ids)],
            "unit_ids": [Command.set(units.ids)],
            "post_ids": [Command.set(posts.ids)],
            "actor_mode": content.get("actors") or "any",
        }

    def _cause_from_file(self, content, cause, kind):
        due = rule_file.read_due(content.get("due") or {})
        if cause in ("record", "launched"):
            return self._record_from_file(content.get("record") or {}, content.get("due") or {}, cause, kind)
        period = content.get("period") or ("month" if cause == "standing" else None)
        anchor = content.get("anchor")
        window = dict(content.get("window") or {})
        if isinstance(anchor, int):
            window["anchor_day"], anchor = anchor, None
        kinds = self._special_kinds(content.get("special_days") or [])
        if period == "special_days" and not kinds:
            raise UserError(
                self.env._("There are no special days %s.", format_list(self.env, content.get("special_days") or []))
            )
        values = {
            "period_unit": period,
            "anchor_date": anchor,
            "fixed_dates": ", ".join(content.get("fixed_dates") or []),
            "special_kind_ids": [Command.set(kinds.ids)],
            **due,
            **rule_file.read_window(window, period, due["due_kind"]),
        }
        return values | (self._standing_from_file(content.get("standing") or {}) if cause == "standing" else {})

    def _special_kinds(self, codes):
        """Return the kinds of special days; ``public_holiday`` stands for every day off."""
        kinds = self._all_by_code("safety.special.day.kind", codes, {}, needed=False)
        if "public_holiday" in codes:
            kinds |= kinds.search([("effect", "=", "off")])
        return kinds

    def _record_from_file(self, record, due, cause, kind):
        unit = rule_file.OFFSET_UNITS[record.get("unit") or "calendar"]
        last = record.get("offset")
        if due.get("type") in ("offset", "hours"):
            unit = "hours" if due["type"] == "hours" else rule_file.OFFSET_UNITS[due.get("unit") or "calendar"]
            last = due.get("hours") or due.get("days") or 0
        values = {
            "offset_from": record.get("from", min(0, record.get("offset") or 0, last or 0)),
            "offset_to": last or 0,
            "offset_unit": unit,
        }
        if cause == "launched":
            return values
        model = record.get("model")
        linked = record.get("linked")
        return values | {
            "cause_model_id": self._model_id(model),
            "cause_domain": rule_file.domain_text(record.get("domain")),
            "cause_date_field_id": self._field_id(model, record.get("date_field")),
            "cause_unit_field_id": self._field_id(model, record.get("unit_field") or "unit_id"),
            "evidence_linked": kind._cause_model() == model if linked is None else linked,
        }

    def _standing_from_file(self, standing):
        model = standing.get("model")
        if not model:
            return {}
        valid = standing.get("valid_for") or {}
        target = standing.get("target_field")
        return {
            "standing_model_id": self._model_id(model),
            "standing_domain": rule_file.domain_text(standing.get("domain")),
            "standing_from_field_id": self._field_id(model, standing.get("valid_from")),
            "standing_to_field_id": self._field_id(model, standing.get("valid_to")),
            "standing_target_field_id": self._field_id(model, target) if target != "id" else False,
            "standing_months": valid.get("value", 0) * (12 if valid.get("unit") == "year" else 1),
        }

    def _rotation_from_file(self, content, mapping):
        rotation = content.get("rotation") or {}
        if code := rotation.get("unit_type"):
            return self._all_by_code("safety.unit.type", [code], mapping.get("unit_types", {})).id
        if rotation:
            # A rotation over targets that are told by a condition goes by their type.
            for kind in self.env["safety.unit.type"].search(Domain.TRUE):
                if f"'{kind.code}'" in rule_file.domain_text(rotation.get("domain")):
                    return kind.id
        return False

    def _step_from_file(self, step, mapping):
        known = dict(self.env["safety.duty.step"]._fields["propose"]._description_selection(self.env))
        at = self._all_by_code(
            "safety.unit.type", [step["at"]] if step.get("at") else [], mapping.get("unit_types", {})
        )
        tell = self._all_by_code("safety.post", step.get("tell") or [], mapping.get("posts", {}), needed=False)
        return Command.create(
            {
                "offset": step.get("offset") or 0,
                "offset_unit": rule_file.OFFSET_UNITS[step.get("unit") or "calendar"],
                "post_ids": [Command.set(tell.ids)],
                "unit_type_id": at.id,
                "propose": step.get("propose") if step.get("propose") in known else "none",
            }
        )

    def _kind_from_file(self, content):
        """Return the duty kind, or that which proves it until the right one is installed; made for a record type."""
        kinds = self.env["safety.duty.kind"].sudo()
        fallback = content.get("fallback_kind") or (content.get("fallback") or {}).get("kind")
        for code in filter(None, (content.get("kind"), fallback)):
            if kind := kinds.search([("code", "=", code)], limit=1):
                return kind
            record_type = self.env["safety.record.type"].search(
                [("code", "=", code.removeprefix(WORK_RECORD))], limit=1
            )
            if code.startswith(WORK_RECORD) and record_type:
                topics = (content.get("targets") or {}).get("model") == "topics"
                return self._work_record_kind(code, record_type, "topic_ids" if topics else "enterprise_ids")
        raise UserError(self.env._("There is no duty kind “%s”.", content.get("kind")))

    def _work_record_kind(self, code, record_type, target):
        field = self.env["ir.model.fields"].sudo()._get
        return (
            self.env["safety.duty.kind"]
            .sudo()
            .create(
                {
                    "name": record_type.name,
                    "code": code,
                    "model_id": self.env["ir.model"].sudo()._get_id("safety.record"),
                    "date_field_id": field("safety.record", "date").id,
                    "unit_field_id": field("safety.record", "unit_id").id,
                    "target_field_id": field("safety.record", target).id,
                    "domain": f"[('state', '=', 'done'), ('type_id.code', '=', '{record_type.code}')]",
                    "button_label": self.env._("Record work"),
                    "sequence": 100,
                }
            )
        )

    def _all_by_code(self, model, codes, mapping, needed=True):
        """Return the records with ``codes`` in their order; ``mapping`` gives ours for theirs."""
        known = self.env[model].search([("code", "in", codes or [])]).grouped("code")
        found = self.env[model]
        missing = []
        for code in codes or []:
            record = mapping.get(code) or known.get(code)
            found |= record or self.env[model]
            missing += [] if record else [code]
        if missing and needed:
            raise UserError(
                self.env._(
                    "%(what)s is missing here: %(codes)s.",
                    what=found._description,
                    codes=format_list(self.env, missing),
                )
            )
        return found

    def _model_id(self, name):
        if name not in self.env:
            raise UserError(self.env._("Records of %s do not exist here: an addon is missing.", name))
        return self.env["ir.model"].sudo()._get_id(name)

    def _field_id(self, model, name):
        if not name:
            return False
        if name not in self.env[model]._fields:
            raise UserError(self.env._("Records of %(model)s have no field %(field)s.", model=model, field=name))
        return self.env["ir.model.fields"].sudo()._get(model, name).id
