from odoo.fields import Command, Date
from odoo.tests import HttpCase
from odoo.tools import date_utils

from odoo.addons.street_safety_base.tests.common import StreetCase


class AccountabilityCase(StreetCase):
    """A street where a cadre who misses a duty pays 100 yuan, and the third in a year disqualifies (XT-6.1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.CNY")
        cls.env.ref("base.CNY").active = True
        cls.regulation = cls._regulation()
        cls.duty_rule = cls._rule(cls.regulation)
        cls.penalty_rule = cls._penalty_rule("Cadre misses a duty", cls.duty_rule)
        cls.regulation.action_adopt()
        cls.second_officer = cls._person("test_office_2", "safety_committee_office", cls.street)

    @classmethod
    def _penalty_rule(cls, name, duty_rules, **vals):
        return cls.env["safety.penalty.rule"].create(
            {
                "name": name,
                "regulation_id": cls.regulation.id,
                "duty_rule_ids": [Command.set(duty_rules.ids)],
                "date_from": "2026-01-01",
                "amount": 100,
                "threshold": 3,
                "hearing_days": 0,  # the hearing has tests of its own
                "consequence": "disqualification",
                **vals,
            }
        )

    @classmethod
    def _missed_duty(cls, due, unit=None, rule=None):
        """Return a duty of the month of ``due`` that was missed, as the engine leaves it."""
        rule = rule or cls.duty_rule
        day = Date.to_date(due)
        return cls.env["safety.duty"].create(
            {
                "rule_id": rule.id,
                "kind_id": rule.kind_id.id,
                "unit_id": (unit or cls.community_a).id,
                "company_id": cls.company.id,
                "post_id": rule.post_ids[0].id,
                "period_start": day.replace(day=1),
                "period_end": date_utils.end_of(day, "month"),
                "window_start": day.replace(day=1),
                "window_end": day,
                "due_date": day,
                "record_required": 1,
                "state": "missed",
            }
        )

    @classmethod
    def _proposed(cls, *dues, unit=None, rule=None):
        """Return the violations the night proposes for duties missed on ``dues``."""
        for due in dues:
            cls._missed_duty(due, unit, rule)
        return cls.env["safety.violation"]._propose(cls.company)

    def _as(self, user, records):
        return records.with_user(user).with_context(allowed_company_ids=self.company.ids)


class DemoTourCase(HttpCase):
    """A walk through the demonstration street in Chinese. Where it is installed already, this builds nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.demo = cls.env["safety.demo"]._prepared()
        cls.demo._build_accountability()
        cls.env = cls.demo.env
