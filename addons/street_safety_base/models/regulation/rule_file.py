"""How a duty rule is written in the exchange file (docs/regulation-file.md): between its keys and the fields."""

PERIODS_OF_MONTHS = ("two_months", "quarter", "half_year", "year")
OFFSET_UNITS = {
    "calendar": "days", "day": "days", "days": "days", "working": "workdays", "workdays": "workdays",
    "hour": "hours", "hours": "hours",
}  # fmt: skip
FILE_UNITS = {"days": "calendar", "workdays": "working", "hours": "hours"}
TARGET_KINDS = {
    "enterprises": "kind", "safety.enterprise": "kind", "topics": "kind", "units": "unit", "safety.unit": "unit",
    "seats": "seat", "safety.appointment": "seat",
}  # fmt: skip
TOPICS = "safety.record.topic"
FILE_TARGETS = {"kind": "enterprises", "unit": "units", "seat": "seats"}
COVERAGES = {"all": "all", "percent": "percent", "range": "count", "count": "count"}
# What a file may say beyond the rule itself, and what reads it.
KNOWN = {
    "clause", "name", "kind", "unit_types", "posts", "actors", "cause", "period", "times", "anchor", "fixed_dates",
    "special_days", "window", "due", "records", "targets", "record", "standing", "steps", "partial", "secret",
    "rotation", "note", "code", "also", "units", "evidence_domain", "launch", "configurable", "consequences",
    "reports_on", "repeat",
}  # fmt: skip


def clean(values):
    """Return ``values`` without what says nothing (None, empty list, dict or string), deep."""
    if isinstance(values, dict):
        return {key: kept for key, value in values.items() if (kept := clean(value)) not in (None, [], {}, "")}
    return values


def read_repeat(repeat):
    """Return field values of the key ``repeat``: how often a record asks again while its condition holds."""
    return {"repeat_months": (repeat.get("every") or 0) * (12 if repeat.get("unit") == "year" else 1)}


def write_repeat(rule):
    return {"every": rule.repeat_months, "unit": "month"} if rule.repeat_months else {}


def domain_text(domain):
    return domain if isinstance(domain, str) else repr(domain) if domain else "[]"


def read_window(window, period, due_kind):
    """Return field values of the keys ``window``, for a rule of ``period``."""
    days, months = window.get("weekdays") or [], window.get("months") or []
    nth = window.get("nth_weekday") or [0, 0]
    if window.get("tolerance") and window.get("from_day") and window.get("from_day") == window.get("to_day"):
        window = {**window, "anchor_day": window["from_day"], "from_day": 0, "to_day": 0}
    values = {
        "window_first_day": window.get("from_day") or 0,
        "window_last_day": window.get("to_day") or 0,
        "window_anchor_day": window.get("anchor_day") or 0,
        "window_tolerance": window.get("tolerance") or 0,
        "window_nth": nth[0],
        "window_nth_weekday": nth[1],
        "lead_days": window.get("lead") or 0,
    }
    if days and period == "day":
        values["only_weekdays"] = ",".join(str(day) for day in days)
    elif days:
        values |= {"window_weekday_first": min(days), "window_weekday_last": max(days)}
    if months and period in PERIODS_OF_MONTHS:
        values |= {"window_month": min(months), "window_last_month": max(months) if len(months) > 1 else 0}
    elif months:
        values["only_months"] = ",".join(str(month) for month in months)
    figures = any(values[name] for name in ("window_first_day", "window_last_day", "window_anchor_day", "window_nth"))
    after = window.get("after")
    values["window_after"] = after if after is not None else due_kind == "day_of_next_period" and not figures
    if due_kind == "day_of_next_period" and not (figures or days or months):
        values["window_after"] = True
    return values


def write_window(rule):
    weekdays, months = rule.only_weekdays, rule.only_months
    window = {
        "from_day": rule.window_first_day,
        "to_day": rule.window_last_day,
        "tolerance": rule.window_tolerance,
        "lead": rule.lead_days,
        "nth_weekday": [rule.window_nth, rule.window_nth_weekday] if rule.window_nth else [],
        "weekdays": [int(day) for day in weekdays.split(",")] if weekdays else [],
        "months": [int(month) for month in months.split(",")] if months else [],
    }
    if rule.window_weekday_first or rule.window_weekday_last:
        first, last = rule.window_weekday_first or 1, rule.window_weekday_last or 7
        window["weekdays"] = list(range(first, last + 1))
    if rule.window_month:
        window["months"] = list(range(rule.window_month, (rule.window_last_month or rule.window_month) + 1))
    if rule.window_anchor_day and rule.anchor_date:
        window["anchor_day"] = rule.window_anchor_day
    if rule.window_after and rule.due_kind != "day_of_next_period":
        window["after"] = True
    return {key: value for key, value in window.items() if value}


def read_due(due):
    """Return field values of the keys ``due``."""
    kind = due.get("type") or "window_end"
    days = due.get("days") or 0
    unit = OFFSET_UNITS.get(due.get("unit") or "calendar", "days")
    kinds = {
        "next_period_day": "day_of_next_period",
        "offset": "offset_workdays" if unit == "workdays" else "offset_days",
    }
    values = {"due_kind": kinds.get(kind, kind), "due_value": due.get("hours") or days}
    return values | {"due_to_workday": bool(due.get("to_workday"))}


def write_due(rule):
    kinds = {"day_of_next_period": "next_period_day", "offset_days": "offset", "offset_workdays": "offset"}
    due = {"type": kinds.get(rule.due_kind, rule.due_kind)}
    if rule.due_kind not in ("window_end", "period_end"):
        due["days"] = rule.due_value
        units = {"offset_workdays": "working", "hours": "hours"}
        due["unit"] = units.get(rule.due_kind, "calendar")
    if rule.due_to_workday:
        due["to_workday"] = True
    return due


def read_targets(targets):
    """Return field values of the keys ``targets``."""
    if not targets:
        return {"coverage": "none"}
    coverage = COVERAGES[targets.get("coverage") or ("all" if not targets.get("min") else "range")]
    values = {
        "coverage": coverage,
        "target_kind": TARGET_KINDS[targets.get("model") or "enterprises"],
        "target_domain": domain_text(targets.get("domain")),
        "per_target": targets.get("per_target") or 1,
        "target_base": targets.get("base_date") or targets.get("base") or "period_start",
        "newcomers": targets.get("newcomers") or "excluded",
        "coverage_max": targets.get("max") or 0,
    }
    if coverage == "percent":
        values |= {"coverage_percent": targets["percent"], "coverage_min": targets.get("min") or 0}
    if coverage == "count":
        values["coverage_count"] = targets.get("min") or 1
    return values


def write_targets(rule):
    if rule.coverage == "none":
        return {}
    targets = {
        "model": "topics" if rule.target_model == TOPICS else FILE_TARGETS[rule.target_kind],
        "domain": rule.target_domain,
        "coverage": "range" if rule.coverage == "count" else rule.coverage,
        "per_target": rule.per_target,
        "base_date": rule.target_base,
        "newcomers": rule.newcomers,
    }
    if rule.coverage == "percent":
        targets["percent"] = rule.coverage_percent
    low = rule.coverage_count if rule.coverage == "count" else rule.coverage_min
    return targets | {key: value for key, value in (("min", low), ("max", rule.coverage_max)) if value}
