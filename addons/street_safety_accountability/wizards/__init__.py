from . import safety_appraisal_run_wizard
from . import safety_appraisal_what_if_wizard
