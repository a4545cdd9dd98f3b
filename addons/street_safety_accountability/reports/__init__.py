from . import safety_appraisal_sheet
