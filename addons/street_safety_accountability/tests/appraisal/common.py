from odoo.fields import Command

from ..common import AccountabilityCase


class AppraisalCase(AccountabilityCase):
    """A scheme of three indicators: duties met (60, full from 90 %), violations (20, 5 each), files by hand (20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls.env["safety.appraisal.scheme"].create(cls._scheme_vals())

    @classmethod
    def _scheme_vals(cls, **vals):
        return {
            "name": "社区年度考核",
            "company_id": cls.company.id,
            "unit_type_id": cls.env.ref("street_safety_base.unit_type_community").id,
            "grade_ids": [
                Command.create({"name": "先进", "minimum": 90}),
                Command.create({"name": "达标", "minimum": 60}),
                Command.create({"name": "不达标", "minimum": 0}),
            ],
            "indicator_ids": [
                Command.create(
                    {
                        "section": "一、履职",
                        "name": "任务完成率",
                        "sequence": 1,
                        "weight": 60,
                        "kind": "rate",
                        "target_rate": 90,
                        "domain": "[('state', 'in', ('met', 'met_late'))]",
                        "domain_total": "[('state', 'in', ('met', 'met_late', 'missed'))]",
                        **cls._records("safety.duty", "due_date"),
                    }
                ),
                Command.create(
                    {
                        "section": "二、追责",
                        "name": "违规行为",
                        "sequence": 2,
                        "weight": 20,
                        "kind": "count",
                        "deduction_each": 5,
                        "domain": "[('state', 'in', ('confirmed', 'appealed', 'upheld'))]",
                        **cls._records("safety.violation", "date"),
                    }
                ),
                Command.create({"section": "三、资料", "name": "台账", "sequence": 3, "weight": 20, "kind": "hand"}),
            ],
            **vals,
        }

    @classmethod
    def _records(cls, model, date, unit="unit_id"):
        get = cls.env["ir.model.fields"]._get
        return {
            "model_id": cls.env["ir.model"]._get(model).id,
            "date_field_id": get(model, date).id,
            "unit_field_id": get(model, unit).id,
        }

    @classmethod
    def _met_duty(cls, due, unit=None):
        duty = cls._missed_duty(due, unit)
        duty.state = "met"
        return duty

    def _generate(self, user=None, year=2026):
        model = self._as(user or self.office_user, self.env["safety.appraisal"])
        return model._generate(self.scheme.with_user(user or self.office_user), self.company, year)

    def _line(self, appraisal, name):
        return appraisal.line_ids.filtered(lambda line: line.name == name)
