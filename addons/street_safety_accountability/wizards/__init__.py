from . import safety_appraisal_run_wizard
from . import safety_letter_run_wizard
