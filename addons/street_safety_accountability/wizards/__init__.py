from . import safety_reasoned_wizard
from . import safety_appraisal_run_wizard
