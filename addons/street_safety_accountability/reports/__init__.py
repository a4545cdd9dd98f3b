from . import safety_appraisal_sheet
from . import letter_report
from . import accountability_reports
from . import safety_appraisal_ranking
from . import yearly_report
