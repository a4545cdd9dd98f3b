"""A street's organisation in one workbook: read the cells, plan what they change, apply the plan. No models here."""

from .apply import Application
from .columns import HELP, SHEETS, label
from .plan import Plan
from .workbook import read_workbook

__all__ = ["HELP", "SHEETS", "Application", "Plan", "label", "read_workbook"]
