from . import checklist_report
from . import inspection_report
from . import notice_report
from . import hazard_reports
from . import draw_report
from . import tip_poster_report
from . import supervision_report
