from . import notice_report
from . import hazard_reports
