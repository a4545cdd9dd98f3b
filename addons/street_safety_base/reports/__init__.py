from . import minutes_report
