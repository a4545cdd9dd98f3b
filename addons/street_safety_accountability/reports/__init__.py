from . import safety_appraisal_sheet
from . import accountability_reports
from . import safety_appraisal_ranking
