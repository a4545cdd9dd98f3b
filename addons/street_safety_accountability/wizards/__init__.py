from . import safety_reason_wizard
from . import safety_appraisal_run_wizard
