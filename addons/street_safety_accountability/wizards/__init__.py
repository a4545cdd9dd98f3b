from . import safety_appraisal_run_wizard
from . import safety_appraisal_what_if_wizard
from . import safety_letter_run_wizard
