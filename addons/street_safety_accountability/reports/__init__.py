from . import safety_appraisal_sheet
from . import letter_report
